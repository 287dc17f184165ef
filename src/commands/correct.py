"""Put a clerk's slip right (更正): old and new both stay visible."""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from aggregates.base import Event, Refused
from aggregates.claim import Number
from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.proposal_events import Correctable, Corrected, Registered
from aggregates.proposal_events import Number as Printed
from aggregates.texts import Code, Name, Note, Text, Title
from commands.desk import Command, Desk
from commands.numbers import claim_of, number_key, printed_number
from eventstore.appends import Outcome


class Correct(Command):
    """Which field, what it should say, and why."""

    field: Correctable
    new: Text
    reason: Note


FORMS: dict[Correctable, TypeAdapter[str]] = {
    "title": TypeAdapter(Title),
    "category": TypeAdapter(Name),
    "number": TypeAdapter(Code),
    "text": TypeAdapter(Text),
}


def correct(desk: Desk, proposal_id: UUID, command: Correct) -> Outcome:
    """Correct it; a corrected number is given back and the right one claimed in the same act."""
    proposal = desk.open(Proposal, proposal_id)
    try:
        new = FORMS[command.field].validate_python(command.new)
    except ValidationError as wrong:
        raise Refused("correct.does_not_fit", wrong.errors()[0]["msg"], "new") from None
    old = _present(desk, proposal_id, command.field)
    number = _renumbered(desk, proposal, new) if command.field == "number" else None
    event = proposal.correct(command.field, old, new, command.reason, number)
    return desk.record((proposal, event), *_claims(desk, proposal, number), answer={"old": old})


def _renumbered(desk: Desk, proposal: Proposal, printed: str) -> Printed | None:
    """The new number, within the session or year of the old one or of the registration."""
    if proposal.number:
        return proposal.number.model_copy(update={"printed": printed})
    for recorded in desk.ledger.history(proposal.id):
        if isinstance(event := recorded.event, Registered):
            return printed_number(printed, event.channel, desk.load(Cycle, event.cycle))
    return None


def _claims(
    desk: Desk, proposal: Proposal, number: Printed | None
) -> Iterator[tuple[Number, Event]]:
    """The old number given back and the right one claimed, where it is another."""
    old = proposal.number
    if number is None or (old and number_key(old) == number_key(number)):
        return
    if old:
        held = desk.load(Number, desk.name(Number, number_key(old)))
        yield held, held.release(proposal.id)
    yield claim_of(desk, number, proposal.id)


def _present(desk: Desk, proposal_id: UUID, field: Correctable) -> str | None:
    """What the field says now: as registered, or as last corrected."""
    value: str | None = None
    for recorded in desk.ledger.history(proposal_id):
        event = recorded.event
        if isinstance(event, Registered):
            value = event.number.printed if event.number else None
            if field != "number":
                value = cast(str | None, getattr(event, field))
        elif isinstance(event, Corrected) and event.field == field:
            value = event.new
    return value
