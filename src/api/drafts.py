"""Routes of drafts: 起草、联名、提交、退回修改、受理; seen by those who write, sign or admit them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from aggregates.draft import DRAFT_STAGES, DraftStage
from api.asking import RACES, Asked, use_case
from api.dossier_forms import FileShown
from api.guard import Guarded
from api.problems import Problem
from api.reading import Looking, Reading, Shown
from api.worklists import Named
from commands.admit import Admit, admit
from commands.begin_draft import BeginDraft, begin_draft
from commands.cosign import Cosign, cosign
from commands.drop_draft import DropDraft, drop_draft
from commands.invite_cosigners import InviteCosigners, invite_cosigners
from commands.refuse_draft import RefuseDraft, refuse_draft
from commands.return_draft import ReturnDraft, return_draft
from commands.revise_draft import ReviseDraft, revise_draft
from commands.submit_draft import SubmitDraft, submit_draft
from commands.withdraw_cosignature import WithdrawCosignature, withdraw_cosignature
from projections.drafts import draft, drafts

router = APIRouter(prefix="/drafts", tags=["起草与受理"], route_class=Guarded)


@use_case(router, "", "起草", status=201)
def post_begin_draft(command: BeginDraft, asked: Asked) -> JSONResponse:
    """代表起草一件建议，可以先不写全。代表团建议由团长起草，只能在会议期间提出。提交以前只有领衔代表和受邀代表看得到。"""
    return asked.act(lambda desk: begin_draft(desk, command), tries=RACES, status=201)


@use_case(router, "/{draft_id}/revise", "修改草稿", if_match=True)
def post_revise_draft(draft_id: UUID, command: ReviseDraft, asked: Asked) -> JSONResponse:
    """领衔代表重写全部内容。已有的联名确认随之失效：联名代表确认的是文本。"""
    return asked.act(lambda desk: revise_draft(desk, draft_id, command))


@use_case(router, "/{draft_id}/invite", "邀请联名")
def post_invite_cosigners(draft_id: UUID, command: InviteCosigners, asked: Asked) -> JSONResponse:
    """领衔代表邀请其他代表联名，写明确认的截止日期；已邀请的也可以改期。"""
    return asked.act(lambda desk: invite_cosigners(desk, draft_id, command), tries=RACES)


@use_case(router, "/{draft_id}/cosign", "确认联名")
def post_cosign(draft_id: UUID, command: Cosign, asked: Asked) -> JSONResponse:
    """受邀代表确认所看的这一稿能够真实表达自己的意愿。"""
    return asked.act(lambda desk: cosign(desk, draft_id, command), tries=RACES)


@use_case(router, "/{draft_id}/withdraw-cosignature", "不联名")
def post_withdraw_cosignature(
    draft_id: UUID, command: WithdrawCosignature, asked: Asked
) -> JSONResponse:
    """受邀代表表示不联名，或者撤回已作的确认；提交以后不能。"""
    return asked.act(lambda desk: withdraw_cosignature(desk, draft_id, command), tries=RACES)


@use_case(router, "/{draft_id}/submit", "提交", if_match=True)
def post_submit_draft(draft_id: UUID, command: SubmitDraft, asked: Asked) -> JSONResponse:
    """领衔代表提交。署名的是领衔代表和确认过这一稿的代表，从此固定；列了没有确认的代表，不能提交。"""
    return asked.act(lambda desk: submit_draft(desk, draft_id, command))


@use_case(router, "/{draft_id}/drop", "放弃草稿", if_match=True)
def post_drop_draft(draft_id: UUID, command: DropDraft, asked: Asked) -> JSONResponse:
    """领衔代表放弃草稿；受理以后要求撤回的，在建议里办理。"""
    return asked.act(lambda desk: drop_draft(desk, draft_id, command))


@use_case(router, "/{draft_id}/return", "退回修改", if_match=True)
def post_return_draft(draft_id: UUID, command: ReturnDraft, asked: Asked) -> JSONResponse:
    """人大代表工作机构退回代表修改，写明情形和意见；有修改期限的，期限依办理办法。"""
    return asked.act(lambda desk: return_draft(desk, draft_id, command))


@use_case(router, "/{draft_id}/refuse", "不予受理", if_match=True)
def post_refuse_draft(draft_id: UUID, command: RefuseDraft, asked: Asked) -> JSONResponse:
    """属于办理办法列明的情形，不作为代表建议处理：写明情形、怎样处理，并向代表说明。"""
    return asked.act(lambda desk: refuse_draft(desk, draft_id, command))


@use_case(router, "/{draft_id}/admit", "受理登记", status=201, if_match=True)
def post_admit(draft_id: UUID, command: Admit, asked: Asked) -> JSONResponse:
    """受理并登记为一件建议，署名代表以提交时为准。回答的 id 是建议的编号。"""
    return asked.act(lambda desk: admit(desk, draft_id, command), status=201)


# ---- what is read


class Cosigner(BaseModel):
    """一位受邀联名的代表"""

    deputy: UUID = Field(description="代表")
    name: str | None = Field(description="姓名")
    answer: Literal["consented", "declined"] | None = Field(
        description="对这一稿：consented 已确认、declined 不联名，空的为尚未表示"
    )
    on: date | None = Field(description="何日表示")


class GroundNamed(BaseModel):
    """办理办法列明的一种情形"""

    code: str = Field(description="代码")
    name: str = Field(description="情形")
    article: str = Field(description="依据条款")


class DraftInList(BaseModel):
    """一份草稿"""

    id: UUID = Field(description="草稿")
    version: int = Field(description="版本，决定时写入 If-Match")
    stage: DraftStage = Field(description="状态")
    stage_label: str = Field(description="状态的中文名称")
    year: int | None = Field(description="年度")
    title: str | None = Field(description="标题")
    author: str = Field(description="代表或代表团提出")
    delegation: str | None = Field(description="代表团")
    lead: UUID = Field(description="领衔代表")
    lead_name: str | None = Field(description="领衔代表姓名")
    channel: str = Field(description="提出途径")
    protected: bool = Field(description="要求对身份保密")
    revision: int = Field(description="第几稿")
    sign_by: date | None = Field(description="确认联名的截止日期")
    cosigners: list[Cosigner] = Field(description="受邀联名的代表")
    signers: list[Named] = Field(description="提交时固定的署名代表，领衔的在前；没有提交过的为空")
    begun_on: date = Field(description="起草日期")
    submitted_on: date | None = Field(description="最近一次提交日期")
    late: bool = Field(description="退回修改后，过了期限才再次提交")
    repair_by: date | None = Field(description="退回修改的期限")
    judged_on: date | None = Field(description="最近一次退回、不予受理或受理的日期")
    proposal: UUID | None = Field(description="受理后的建议")


class DraftStep(BaseModel):
    """草稿的一步"""

    position: int = Field(description="日志位置")
    label: str = Field(description="事项")
    on_day: date | None = Field(description="日期")
    at: datetime = Field(description="登记时间（UTC）")
    person_name: str | None = Field(description="谁")


class DraftShown(DraftInList, Shown):
    """一份草稿的全部情况"""

    text: str | None = Field(description="正文")
    asks: list[str] = Field(description="诉求")
    category: str | None = Field(description="类别")
    wish: str | None = Field(description="希望承办的单位")
    motion: str | None = Field(description="转为建议的议案的编号")
    files: list[FileShown] = Field(description="附件")
    discussed: bool = Field(description="代表团建议：经全团代表充分讨论")
    grounds: list[GroundNamed] = Field(description="退回修改或不予受理的情形")
    note: str | None = Field(description="退回修改或不予受理时的说明")
    disposal: str | None = Field(
        description="不予受理的怎样处理：returned 退回代表、letter 作代表来信、referred 转有关部门"
    )
    repair_due: dict[str, Any] | None = Field(description="退回修改的期限及其依据")
    history: list[DraftStep] = Field(description="逐步经过")


class DraftList(Shown):
    """草稿一览"""

    drafts: list[DraftInList] = Field(
        description="待受理的在前，先到的先列；其次起草中的，先新后旧；最多列出500份"
    )
    total: int = Field(description="一共有几份")


def drafts_of(looking: Reading) -> list[dict[str, Any]]:
    """What the person looking may see."""
    return [_labelled(row) for row in drafts(looking.reader, deputy=looking.scope["deputy"])]


def draft_of(looking: Reading, id: UUID) -> dict[str, Any]:
    """One draft, as the log has it.  Raises a Problem (503) when it is not shown yet."""
    last = looking.house.store.log_recorder.last_of(id)
    if looking.position < last:
        looking.reader.wait_for(last)
    found = draft(looking.reader, id, deputy=looking.scope["deputy"])
    if found:
        return _labelled(found) | {"position": looking.position, "stale": looking.late}
    sentence = "这份草稿已经登记，还没有显示到数据表里，请稍后再看"
    raise Problem(503, "tables.late", sentence, headers={"Retry-After": "1"})


def _labelled(row: dict[str, Any]) -> dict[str, Any]:
    stage: DraftStage = row["stage"]
    return row | {"stage_label": DRAFT_STAGES[stage]}


@router.get("", name="drafts", summary="草稿一览")
def get_drafts(looking: Looking) -> DraftList:
    """代表看到本人领衔的、正在起草而受邀联名的和本人署名提交的草稿；人大代表工作机构看到提交过的。其他人都看不到。"""
    rows = drafts_of(looking)
    found = [DraftInList.model_validate(row) for row in rows]
    return DraftList(drafts=found, total=rows[0]["total"] if rows else 0, **looking.shown)


@router.get("/{draft_id}", name="draft", summary="一份草稿")
def get_draft(draft_id: UUID, looking: Looking, response: Response) -> DraftShown:
    """内容、联名情况、退回和受理的经过。回答的 ETag 是版本，作决定时写入 If-Match。"""
    found = DraftShown.model_validate(draft_of(looking, draft_id))
    response.headers["ETag"] = f'"{found.version}"'
    return found
