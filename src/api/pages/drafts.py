"""Drafts as people write, sign and judge them in a browser: the same commands, one form each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, NamedTuple, TypeVar
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from aggregates.draft import DISPOSALS, NOTHING_YET, WRITING, Draft
from api.asking import RACES, Asked, Asking
from api.boards import years_of
from api.drafts import draft_of, drafts_of
from api.guard import Guarded, is_key
from api.pages.frame import page
from api.pages.rules import policy_of
from api.problems import Problem, misfit
from api.reading import Looking
from commands.admit import Admit, admit
from commands.begin_draft import BeginDraft, begin_draft
from commands.cosign import Cosign, cosign
from commands.desk import Command, Desk, carry_out
from commands.drop_draft import DropDraft, drop_draft
from commands.importing.form import CHANNELS
from commands.invite_cosigners import InviteCosigners, invite_cosigners
from commands.refuse_draft import RefuseDraft, refuse_draft
from commands.return_draft import ReturnDraft, return_draft
from commands.revise_draft import ReviseDraft, revise_draft
from commands.submit_draft import SubmitDraft, submit_draft
from commands.withdraw_cosignature import WithdrawCosignature, withdraw_cosignature
from eventstore.appends import Outcome

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

C = TypeVar("C", bound=Command)
Said = Mapping[str, list[str]]
SEVERAL = ("deputies", "signers", "grounds")
"""Fields of which a form sends as many as were chosen."""


class Act(NamedTuple):
    """What a button asks for; `decides` on the version that was on the page."""

    form: type[Command]
    handler: Callable[[Desk, UUID, Any], Outcome]
    decides: bool = True


_WRITE: dict[str, Act] = {
    "revise": Act(ReviseDraft, revise_draft),
    "invite": Act(InviteCosigners, invite_cosigners, decides=False),
    "cosign": Act(Cosign, cosign, decides=False),
    "withdraw": Act(WithdrawCosignature, withdraw_cosignature, decides=False),
    "submit": Act(SubmitDraft, submit_draft),
    "drop": Act(DropDraft, drop_draft),
}
_JUDGE: dict[str, Act] = {
    "return": Act(ReturnDraft, return_draft),
    "refuse": Act(RefuseDraft, refuse_draft),
    "admit": Act(Admit, admit),
}


async def said_in_form(request: Request) -> Said:
    """The fields of a form, those left empty not among them.  Raises a Problem (422)."""
    try:
        return parse_qs((await request.body()).decode(), max_num_fields=2_000)
    except ValueError:
        raise Problem(422, "input", "表单读不懂，请重新打开页面再办") from None


Filled = Annotated[Said, Depends(said_in_form)]


@router.get("/drafts", name="page_drafts", summary="草稿（网页）")
def get_page_drafts(request: Request, looking: Looking) -> Response:
    """代表：本人的草稿和邀我联名的；人大代表工作机构：代表提交的草稿。"""
    open_years = [one["year"] for one in years_of(looking) if one["opened_on"]]
    return page(
        request,
        looking,
        "drafts.html",
        rows=drafts_of(looking),
        me=looking.scope["deputy"],
        years=open_years,
        nothing_yet=NOTHING_YET,
        channels=_CHANNELS,
        key=_new_key,
    )


@router.get("/drafts/{draft_id}", name="page_draft", summary="一份草稿（网页）")
def get_page_draft(draft_id: UUID, request: Request, looking: Looking) -> Response:
    """草稿的内容、联名和经过，以及本人此时可以办的事。"""
    found, policy = draft_of(looking, draft_id), policy_of(looking)
    me = looking.scope["deputy"]
    mine = next((one for one in found["cosigners"] if one["deputy"] == str(me)), None)
    leads = me == found["lead"]
    return page(
        request,
        looking,
        "draft.html",
        draft=found,
        me=me,
        mine=mine,
        leads=leads,
        writing=found["stage"] in WRITING,
        grounds=policy.admission.grounds if policy else (),
        allowed=policy.admission.disposals if policy else (),
        disposals=DISPOSALS,
        channels=_CHANNELS,
        deputies=looking.reader.rows(_DEPUTIES, {"id": draft_id}) if leads else [],
        key=_new_key,
    )


_CHANNELS = {value: words for words, value in CHANNELS.items()}
_DEPUTIES = """select d.id, h.name, d.delegation from drafts t
    join cycles y on y.id = t.cycle join deputies d on d.term = y.term
    join people h on h.id = d.person
    where t.id = %(id)s and d.standing = 'active' and d.id <> t.lead and d.id <> all(t.invited)
    order by d.delegation, h.name, d.id"""


@router.post("/drafts", name="page_begin_draft", summary="起草（网页）")
def post_page_begin_draft(asked: Asked, said: Filled) -> Response:
    """在网页上起草一件建议。"""
    command = _filled(BeginDraft, said)
    outcome = carry_out(_keyed(asked, said).desk(), lambda desk: begin_draft(desk, command), RACES)
    return _to(f"/drafts/{(outcome.answer or {})['id']}", outcome)


@router.post(
    "/drafts/{draft_id}/write/{act}", name="page_write_draft", summary="修改、联名、提交（网页）"
)
def post_page_write_draft(draft_id: UUID, act: str, asked: Asked, said: Filled) -> Response:
    """代表在网页上修改、邀请、确认联名、不联名、提交或放弃。"""
    return _to(f"/drafts/{draft_id}", _acted(_WRITE, act, draft_id, asked, said))


@router.post("/drafts/{draft_id}/judge/{act}", name="page_judge_draft", summary="受理草稿（网页）")
def post_page_judge_draft(draft_id: UUID, act: str, asked: Asked, said: Filled) -> Response:
    """人大代表工作机构在网页上退回修改、不予受理或受理登记。"""
    outcome = _acted(_JUDGE, act, draft_id, asked, said)
    admitted = (outcome.answer or {}).get("id")
    return _to(f"/proposals/{admitted}" if admitted else f"/drafts/{draft_id}", outcome)


def _acted(
    acts: Mapping[str, Act], name: str, draft_id: UUID, asked: Asking, said: Said
) -> Outcome:
    act = acts.get(name)
    if act is None:
        raise Problem(404, "not_found", "没有这个地址")
    keyed, command = _keyed(asked, said), _filled(act.form, said)
    if isinstance(command, ReviseDraft):  # a form sends no files: those it has stay
        kept = asked.house.store.load(Draft, draft_id).said.files
        command = command.model_copy(update={"files": kept})
    seen = _seen(said) if act.decides else None
    desk = replace(keyed, seen=seen).desk()
    tries = 1 if act.decides else RACES
    return carry_out(desk, lambda desk: act.handler(desk, draft_id, command), tries)


def _filled(form: type[C], said: Said) -> C:
    """The command a form states; of asks one a line.  Raises RequestValidationError."""
    fields: dict[str, Any] = {}
    for name in form.model_fields.keys() & said.keys():
        text = said[name][0].replace("\r\n", "\n")
        if name in SEVERAL:
            fields[name] = said[name]
        elif name == "asks":
            fields[name] = [line for line in text.split("\n") if line.strip()]
        elif text.strip():
            fields[name] = text
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        raise misfit(error, "form") from None


def _keyed(asked: Asking, said: Said) -> Asking:
    key = said.get("key", [""])[0]
    if not is_key(key):
        raise Problem(422, "key.malformed", "表单不完整，请重新打开这份草稿再办")
    return replace(asked, key=key)


def _seen(said: Said) -> int:
    version = said.get("version", [""])[0]
    if not (version.isascii() and version.isdigit() and len(version) <= 9):
        raise Problem(422, "version.malformed", "表单不完整，请重新打开这份草稿再办")
    return int(version)


def _new_key() -> str:
    return uuid4().hex


def _to(address: str, outcome: Outcome) -> Response:
    return RedirectResponse(f"{address}?after={outcome.last}", status_code=303)
