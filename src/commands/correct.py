"""Put a clerk's slip right (更正): old and new both stay visible."""

from typing import cast
from uuid import UUID

from aggregates.base import Event
from aggregates.claim import Number
from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.proposal_events import Channel, Correctable, Corrected, Registered
from aggregates.texts import Note, Text
from commands.desk import Command, Desk
from commands.numbers import claim_of, number_key, printed_number
from eventstore.recorder import Outcome


class Correct(Command):
    """Which field, what it should say, and why."""

    field: Correctable
    new: Text
    reason: Note


def correct(desk: Desk, proposal_id: UUID, command: Correct) -> Outcome:
    """Correct it; a corrected number is given back and the right one claimed in the same act."""
    proposal = desk.open(Proposal, proposal_id)
    old = _present(desk, proposal_id, command.field)
    event = proposal.correct(command.field, old, command.new, command.reason)
    if command.field != "number":
        return desk.record((proposal, event), answer={"old": old})
    cycle = desk.load(Cycle, proposal.cycle or proposal.id)
    out = proposal.number is not None and proposal.number.year is not None
    channel: Channel = "out_of_session" if out else "in_session"
    number = printed_number(command.new, channel, cycle)
    assert number, "a correction says the new number"
    changes: list[tuple[Number, Event]] = []
    if proposal.number and number_key(proposal.number) == number_key(number):
        claimed = []
    else:
        claimed = [claim_of(desk, number, proposal_id)]
        if proposal.number:
            held = desk.load(Number, desk.name(Number, number_key(proposal.number)))
            changes.append((held, held.release(proposal_id)))
    return desk.record(
        (proposal, event.model_copy(update={"number": number})),
        *changes,
        *claimed,
        answer={"old": old},
    )


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
