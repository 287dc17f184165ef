"""The commonest acts as forms in the dossier: 签收、评价、阅读答复、确认沟通、延期审批.

The same commands as through the API; each form carries a key of its own, so that pressing twice
records once, and the version somebody saw where a decision depends on it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.asking import RACES, Asked, Asking
from api.guard import Guarded, is_key
from api.problems import Problem, misfit
from commands.answer_contact import AnswerContact, answer_contact
from commands.decide_extension import DecideExtension, decide_extension
from commands.desk import Command, Desk, carry_out
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
    on: Field = "",
) -> Response:
    """代表在网页上评价一次答复。"""
    marks = {"attitude": attitude, "reply": reply, "result": result}
    command = _filled(Rate, unit=unit, on=on, gap=gap, reason=reason, **marks)
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


def _filled(form: type[C], **fields: str) -> C:
    """The command a form states; what was left empty was not said.  Raises RequestValidationError."""
    said = {name: text.replace("\r\n", "\n") for name, text in fields.items() if text.strip()}
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
