"""The commonest acts as forms in the dossier: 签收 for units, 评价 for deputies.

The same commands as through the API; each form carries a key of its own, so that pressing twice
records once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar
from uuid import UUID, uuid4

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.asking import RACES, Asked, Asking
from api.guard import Guarded, is_key
from api.problems import Problem, misfit
from api.reading import Reading
from commands.desk import Actor, Command, Desk, carry_out
from commands.rate import Rate, rate
from commands.receive import Receive, receive
from eventstore.appends import Outcome

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

C = TypeVar("C", bound=Command)
Field = Annotated[str, Form(max_length=20_000)]


@dataclass(frozen=True)
class Offer:
    """A form that is offered, with the key it will be recorded under."""

    key: str
    unit: str
    unit_name: str


def offered(looking: Reading, file: Mapping[str, Any]) -> dict[str, list[Offer]]:
    """What the person looking may do here and now, as far as the tables know."""
    actor = looking.asker.actor
    if file["closed_on"] or file["state"] == "imported":
        return {"receive": [], "rate": []}
    parts = [part for part in file["parts"] if not part["withdrawn_on"]]
    return {
        "receive": [
            _offer(part)
            for part in parts
            if part["unit"] == str(actor.unit)
            and part["round"] == file["round"]
            and not (part["received_on"] or part["objecting"])
        ],
        "rate": [_offer(part) for part in parts if actor.deputy and _ratable(part, file, actor)],
    }


def _ratable(part: Mapping[str, Any], file: Mapping[str, Any], actor: Actor) -> bool:
    """A reply given by this unit, not revealed yet, not yet rated by this deputy."""
    mine = (str(actor.deputy), part["unit"], part["round"])
    rated = {(one["deputy"], one["unit"], one["round"]) for one in file["ratings"]}
    revealed = {one["round"] for one in file["ratings"] if one["revealed"]}
    last = max(one["round"] for one in file["parts"] if one["unit"] == part["unit"])
    fresh = part["round"] == last and part["round"] not in revealed and mine not in rated
    return bool(part["issued"] and fresh and not file["revealed_on"])


def _offer(part: Mapping[str, Any]) -> Offer:
    return Offer(uuid4().hex, part["unit"], part["unit_name"] or "")


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


def _filled(form: type[C], **fields: str) -> C:
    """The command a form states; what was left empty was not said.  Raises RequestValidationError."""
    said = {name: text.replace("\r\n", "\n") for name, text in fields.items() if text.strip()}
    try:
        return form.model_validate_strings(said)
    except ValidationError as error:
        raise misfit(error, "form") from None


def _acted(
    asked: Asking, proposal_id: UUID, key: str, handler: Callable[[Desk], Outcome]
) -> Response:
    """Carry it out once for its form, then show the dossier with it."""
    if not is_key(key):
        raise Problem(422, "key.malformed", "表单不完整，请重新打开这件建议再办")
    outcome = carry_out(replace(asked, key=key).desk(), handler, RACES)
    return RedirectResponse(f"/proposals/{proposal_id}?after={outcome.last}", status_code=303)
