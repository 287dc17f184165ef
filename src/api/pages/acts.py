"""The commonest acts as forms in the dossier: 签收、异议、评价、阅读答复、确认沟通、延期审批.

The same commands as through the API; each form carries a key of its own, so that pressing twice
records once, and the version somebody saw where a decision depends on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.asking import RACES, Asked, Asking
from api.guard import Guarded, is_key
from api.problems import Problem, misfit
from commands.answer_contact import AnswerContact, answer_contact
from commands.ask_withdrawal import AskWithdrawal, ask_withdrawal
from commands.decide_extension import DecideExtension, decide_extension
from commands.decide_objection import DecideObjection, decide_objection
from commands.desk import Command, Desk, carry_out
from commands.hide_identity import HideIdentity, hide_identity
from commands.raise_objection import RaiseObjection, raise_objection
from commands.rate import Rate, rate
from commands.read_reply import ReadReply, read_reply
from commands.receive import Receive, receive
from eventstore.appends import Outcome

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

C = TypeVar("C", bound=Command)
Field = Annotated[str, Form(max_length=20_000)]


@router.post("/proposals/{proposal_id}/receive", name="page_receive", summary="签收（网页）")
def post_page_receive(proposal_id: UUID, asked: Asked, key: Field = "", on: Field = "") -> Response:
    """在网页上签收。"""
    command = _filled(Receive, on=on)
    return _acted(asked, proposal_id, key, lambda desk: receive(desk, proposal_id, command))


@router.post("/proposals/{proposal_id}/rate", name="page_rate", summary="评价（网页）")
def post_page_rate(
    proposal_id: UUID,
    asked: Asked,
    key: Field = "",
    unit: Field = "",
    attitude: Field = "",
    reply: Field = "",
    result: Field = "",
    gap: Field = "",
    reason: Field = "",
    note: Field = "",
    consulted: Annotated[list[str] | None, Form()] = None,
    round: Field = "",
    on: Field = "",
) -> Response:
    """代表在网页上评价一次答复，或者在评价期限内修改；可以另外写给人大代表工作机构。"""
    marks = {"attitude": attitude, "reply": reply, "result": result}
    said = {"gap": gap, "reason": reason, "note": note, "round": round}
    command = _filled(Rate, consulted or [], unit=unit, on=on, **said, **marks)
    return _acted(asked, proposal_id, key, lambda desk: rate(desk, proposal_id, command))


@router.post(
    "/proposals/{proposal_id}/read-reply", name="page_read_reply", summary="阅读答复（网页）"
)
def post_page_read_reply(
    proposal_id: UUID, asked: Asked, key: Field = "", unit: Field = ""
) -> Response:
    """代表在网页上打开答复，首次阅读记入日志，然后展开全文。"""
    command = _filled(ReadReply, unit=unit, on=str(asked.today))
    return _acted(
        asked, proposal_id, key, lambda desk: read_reply(desk, proposal_id, command), "#replies"
    )


@router.post(
    "/proposals/{proposal_id}/answer-contact",
    name="page_answer_contact",
    summary="代表确认沟通（网页）",
)
def post_page_answer_contact(
    proposal_id: UUID,
    asked: Asked,
    key: Field = "",
    position: Field = "",
    confirmed: Field = "",
    reason: Field = "",
) -> Response:
    """代表在网页上确认单位登记的一次沟通，或写明与事实不符之处。"""
    today = str(asked.today)
    command = _filled(
        AnswerContact, position=position, confirmed=confirmed, reason=reason, on=today
    )
    return _acted(
        asked,
        proposal_id,
        key,
        lambda desk: answer_contact(desk, proposal_id, command),
        "#contacts",
    )


@router.post(
    "/proposals/{proposal_id}/decide-extension",
    name="page_decide_extension",
    summary="延期审批（网页）",
)
def post_page_decide_extension(
    proposal_id: UUID,
    asked: Asked,
    key: Field = "",
    version: Field = "",
    unit: Field = "",
    granted: Field = "",
    reason: Field = "",
    on: Field = "",
) -> Response:
    """在网页上同意或不同意一家单位的延期申请，以看到的版本为准。"""
    command = _filled(DecideExtension, unit=unit, granted=granted, reason=reason, on=on)
    return _acted(
        replace(asked, seen=_seen(version)),
        proposal_id,
        key,
        lambda desk: decide_extension(desk, proposal_id, command),
        "#deadlines",
    )


@router.post(
    "/proposals/{proposal_id}/raise-objection",
    name="page_raise_objection",
    summary="提出异议（网页）",
)
def post_page_raise_objection(
    proposal_id: UUID,
    asked: Asked,
    key: Field = "",
    version: Field = "",
    reason: Field = "",
    suggested: Field = "",
    signed_by: Field = "",
    on: Field = "",
) -> Response:
    """承办单位在网页上书面提出异议，以看到的版本为准。"""
    said = {"reason": reason, "suggested": suggested, "signed_by": signed_by}
    command = _filled(RaiseObjection, on=on, **said)
    return _acted(
        replace(asked, seen=_seen(version)),
        proposal_id,
        key,
        lambda desk: raise_objection(desk, proposal_id, command),
    )


@router.post(
    "/proposals/{proposal_id}/decide-objection",
    name="page_decide_objection",
    summary="处理异议（网页）",
)
def post_page_decide_objection(
    proposal_id: UUID,
    asked: Asked,
    key: Field = "",
    version: Field = "",
    unit: Field = "",
    upheld: Field = "",
    reason: Field = "",
    on: Field = "",
) -> Response:
    """在网页上决定一家单位的异议是否成立，以看到的版本为准。"""
    command = _filled(DecideObjection, unit=unit, upheld=upheld, reason=reason, on=on)
    return _acted(
        replace(asked, seen=_seen(version)),
        proposal_id,
        key,
        lambda desk: decide_objection(desk, proposal_id, command),
    )


@router.post(
    "/proposals/{proposal_id}/ask-withdrawal",
    name="page_ask_withdrawal",
    summary="要求撤回（网页）",
)
def post_page_ask_withdrawal(
    proposal_id: UUID, asked: Asked, key: Field = "", reason: Field = "", on: Field = ""
) -> Response:
    """代表在网页上要求撤回；需要的同意齐备的，同时撤回。"""
    command = _filled(AskWithdrawal, reason=reason, on=on)
    return _acted(asked, proposal_id, key, lambda desk: ask_withdrawal(desk, proposal_id, command))


@router.post(
    "/proposals/{proposal_id}/hide-identity",
    name="page_hide_identity",
    summary="身份保密（网页）",
)
def post_page_hide_identity(
    proposal_id: UUID, asked: Asked, key: Field = "", reason: Field = ""
) -> Response:
    """代表在网页上要求不再向承办单位显示姓名。"""
    command = _filled(HideIdentity, reason=reason, on=str(asked.today))
    return _acted(asked, proposal_id, key, lambda desk: hide_identity(desk, proposal_id, command))


def _filled(form: type[C], consulted: Sequence[str] = (), /, **fields: str) -> C:
    """The command a form states; what was left empty was not said.  Raises RequestValidationError."""
    said: dict[str, Any] = {
        name: text.replace("\r\n", "\n") for name, text in fields.items() if text.strip()
    }
    if consulted:
        said["consulted"] = tuple(consulted)
    try:
        return form.model_validate_strings(said)
    except ValidationError as error:
        raise misfit(error, "form") from None


def _seen(version: str) -> int:
    """The version on the page.  Raises a Problem (422)."""
    if not (version.isascii() and version.isdigit() and len(version) <= 9):
        raise Problem(422, "version.malformed", "表单不完整，请重新打开这件建议再办")
    return int(version)


def _acted(
    asked: Asking, proposal_id: UUID, key: str, handler: Callable[[Desk], Outcome], to: str = ""
) -> Response:
    """Carry it out once for its form, then show the dossier with it."""
    if not is_key(key):
        raise Problem(422, "key.malformed", "表单不完整，请重新打开这件建议再办")
    tries = RACES if asked.seen is None else 1
    outcome = carry_out(replace(asked, key=key).desk(), handler, tries)
    return RedirectResponse(f"/proposals/{proposal_id}?after={outcome.last}{to}", status_code=303)
