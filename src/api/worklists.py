"""Routes of the worklist: which proposals, where each stands, what is due."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from aggregates.base import Refused
from api.guard import Guarded
from api.problems import Problem
from api.reading import CONTROL_FREE, Looking, Reading, Shown
from projections.counted import Counted, ShareCounted
from projections.states import State
from projections.worklist import Filter, Order, Page, total, worklist

router = APIRouter(tags=["查询"], route_class=Guarded)


class Named(BaseModel):
    """一个有名称的单位或代表"""

    id: UUID = Field(description="编号")
    name: str | None = Field(description="名称或姓名")


class PartInList(BaseModel):
    """看的单位自己的一份"""

    round: int = Field(description="第几轮办理")
    role: Literal["sole", "lead", "joint_lead", "co", "separate"] = Field(description="分工")
    assigned_on: date | None = Field(description="分办日期")
    sign_by: date | None = Field(description="签收期限")
    received_on: date | None = Field(description="签收日期")
    objecting: bool = Field(description="异议处理中")
    object_by: date | None = Field(description="异议期限")
    contact_by: date | None = Field(description="首次沟通期限")
    contacted_on: date | None = Field(description="首次沟通日期")
    opinion_by: date | None = Field(description="会办意见期限")
    stance: str | None = Field(description="会办态度")
    opinion_returned_on: date | None = Field(description="会办意见被退回的日期")
    reply_by: date | None = Field(description="答复期限")
    extension: str | None = Field(
        description="最近一次延期：asked 待审批、granted 准予、refused 不准、withdrawn 撤销"
    )
    replied_on: date | None = Field(description="答复日期")
    returned_on: date | None = Field(description="答复被退回的日期")
    feedback_by: date | None = Field(description="代表反馈期限")
    letter: str | None = Field(description="答复类别")


class ProposalInList(BaseModel):
    """台账中的一件"""

    id: UUID = Field(description="建议")
    version: int = Field(description="版本，决定时写入 If-Match")
    number: str | None = Field(description="编号")
    number_term: int | None = Field(description="编号所属的届")
    number_session: int | None = Field(description="编号所属的次会议")
    number_year: int | None = Field(description="闭会期间编号所属的年度")
    title: str | None = Field(description="标题；涉密的为空")
    classified: bool = Field(description="是否涉密")
    category: str | None = Field(description="类别")
    channel: str | None = Field(description="提出途径")
    author: str | None = Field(description="代表或代表团提出")
    delegation: str | None = Field(description="代表团")
    signers: list[Named] = Field(description="署名代表，领衔的在前")
    year: int | None = Field(description="办理年度")
    state: State = Field(description="办理状态")
    state_label: str = Field(description="办理状态的中文名称")
    complexity: str | None = Field(description="难易程度")
    branch: str | None = Field(description="承办系统")
    round: int = Field(description="第几轮办理")
    leads: list[Named] = Field(description="主办、独办或分别办理的单位")
    co_units: list[Named] = Field(description="会办单位")
    registered_on: date | None = Field(description="登记日期")
    by_import: bool = Field(description="由表格导入登记或交办")
    hand_over_by: date | None = Field(description="交办期限；闭会期间提出的才有")
    handed_over_on: date | None = Field(description="交办日期")
    reply_by: date | None = Field(description="本件的答复期限")
    due_on: date | None = Field(
        description="看的单位自己的期限：还欠的会办意见或答复；不欠的为空。其他人为本件的答复期限"
    )
    days_left: int | None = Field(description="离这个期限还有几天；负数为已过几天")
    overdue: bool = Field(description="还欠着，且已过这个期限")
    reassign_by: date | None = Field(description="异议成立后改办的期限")
    extension_asked: bool = Field(description="有单位申请延期，待审批")
    objection_raised: bool = Field(description="有单位提出异议，待处理")
    disputed: bool = Field(description="单位之间有争议，尚未解决")
    objections: int = Field(description="本年度提出异议几次")
    reassignments: int = Field(description="本年度改办几次")
    corrected: list[str] = Field(description="更正过哪些项目")
    first_replied_on: date | None = Field(description="首次答复日期")
    replied_on: date | None = Field(description="最近答复日期")
    in_time: bool | None = Field(description="是否按期全部答复；尚未答复的为空")
    scheme: str | None = Field(description="分类办法")
    letter: str | None = Field(description="答复类别，须与分类办法一起看")
    outcome: str | None = Field(description="办理结果")
    ratings_given: int = Field(description="本轮已评价几次")
    satisfaction: str | None = Field(description="对办理结果的最低评价；揭晓以前为空")
    dissatisfied: bool | None = Field(description="有不满意的；揭晓以前为空")
    gap: bool | None = Field(description="仍有差距；揭晓以前为空")
    part: PartInList | None = Field(description="看的单位自己的一份；其他人为空")


class ProposalPage(Shown):
    """一页台账"""

    proposals: list[ProposalInList] = Field(description="按所要的先后")
    next: str | None = Field(description="下一页的地址；没有了为空")


class Asking(BaseModel):
    """What the list is asked for, as it stands in the address."""

    year: int | None = Field(None, ge=1954, le=2200, description="年度；不写为目前的情况")
    unit: UUID | None = Field(None, description="承办单位")
    deputy: UUID | None = Field(None, description="署名代表")
    state: list[State] = Field([], max_length=20, description="办理状态，可以写几个")
    category: str | None = Field(
        None, max_length=100, pattern=CONTROL_FREE, description="类别，如城建环保"
    )
    scheme: str | None = Field(None, max_length=64, pattern=CONTROL_FREE, description="分类办法")
    letter: str | None = Field(None, max_length=64, pattern=CONTROL_FREE, description="答复类别")
    overdue: bool = Field(False, description="只看逾期未答复的")
    due_within: int | None = Field(
        None, ge=0, le=3660, description="只看几天之内到期的，逾期的也算"
    )
    extension_asked: bool = Field(False, description="只看申请延期、等待审批的")
    objecting: bool = Field(False, description="只看提出异议、等待处理的")
    disputed: bool = Field(False, description="只看单位之间有争议、尚未解决的")
    reassigned_at_least: int | None = Field(
        None, ge=1, le=100, description="只看改办至少这么多次的（推诿）"
    )
    text: str | None = Field(None, max_length=100, pattern=CONTROL_FREE, description="标题中的文字")
    counted: list[Counted] = Field(
        [], max_length=20, description="看板上以此名称计数的各件，可以写几个，都要符合"
    )
    share: ShareCounted | None = Field(None, description="看板上该单位以此名称计数的各件")
    order: Order = Field(
        "due", description="due 按期限先后，newest 先新后旧，open 等本人评价的和未办结的在前"
    )
    cursor: str | None = Field(
        None, max_length=64, pattern=r"^[0-9a-f_-]+$", description="翻页标记"
    )
    limit: int = Field(50, ge=1, le=200, description="一页几条，最多200")

    def filter(self) -> Filter:
        """As the tables understand it.  Raises a Problem (422) on a share of no unit."""
        if self.share and not self.unit:
            raise Problem(422, "input", "share 要同 unit 一起写：是哪个单位的")
        return Filter(
            **self.model_dump(exclude={"order", "cursor", "limit", "state", "counted"}),
            states=tuple(self.state),
            counted=tuple(self.counted),
        )

    def address(self, *, without: str = "", **changes: str) -> str:
        """The same question, as it stands behind the ? of an address; from the first page on."""
        given = self.model_dump(mode="json", exclude_defaults=True, exclude={"cursor", without})
        return urlencode(given | changes, doseq=True)

    def following(self, cursor: str | None) -> str | None:
        """The same question about the next page."""
        return cursor and self.address(cursor=cursor)


Asked = Annotated[Asking, Query()]


def page_of(looking: Reading, asked: Asking) -> Page:
    """The page asked for, restricted to what the person may see.  Raises a Problem (422)."""
    try:
        return worklist(
            looking.reader,
            asked.filter(),
            today=looking.today,
            **looking.scope,
            order=asked.order,
            after=asked.cursor,
            limit=asked.limit,
        )
    except Refused as refused:
        raise Problem(422, refused.code, refused.sentence) from None


def total_of(looking: Reading, asked: Asking, *, waiting: UUID | None = None) -> int:
    """How many all pages have; with `waiting` those of them that wait for this deputy's rating."""
    wanted = replace(asked.filter(), waiting=waiting)
    return total(looking.reader, wanted, today=looking.today, **looking.scope)


@router.get("/proposals", name="proposals", summary="建议台账")
def get_proposals(looking: Looking, asked: Asked) -> ProposalPage:
    """按年度、单位、状态、类别、期限等查建议，一页一页地看。承办单位只看到本单位承办的，代表只看到本人署名的，
    每一页都如此。"""
    page = page_of(looking, asked)
    following = asked.following(page.next)
    return ProposalPage(
        proposals=[ProposalInList.model_validate(row) for row in page.rows],
        next=following and f"/api/v1/proposals?{following}",
        **looking.shown,
    )
