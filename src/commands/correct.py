"""Put a clerk's slip right (更正): old and new both stay visible."""

from collections.abc import Iterator
from typing import cast, get_args
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from aggregates.base import Event, Refused
from aggregates.claim import Number
from aggregates.cycle import Cycle
from aggregates.deputy import Deputy
from aggregates.intake import must_be_in_series
from aggregates.proposal import Proposal
from aggregates.proposal_events import Channel, Correctable, Registered
from aggregates.proposal_events import Number as Printed
from aggregates.texts import Code, Name, Note, Text, Title
from commands.desk import Command, Desk
from commands.entries import as_it_stands
from commands.numbers import claim_of, number_key, printed_number
from eventstore.appends import Outcome


class Correct(Command):
    """Which field, what it should say (of the signers: who they are), and why."""

    field: Correctable
    new: Text | None = None
    signers: tuple[UUID, ...] = ()
    reason: Note


FORMS: dict[Correctable, TypeAdapter[str]] = {
    "title": TypeAdapter(Title),
    "category": TypeAdapter(Name),
    "number": TypeAdapter(Code),
    "text": TypeAdapter(Text),
    "delegation": TypeAdapter(Name),
    "wish": TypeAdapter(Note),
}


def correct(desk: Desk, proposal_id: UUID, command: Correct) -> Outcome:
    """Correct it; a corrected number is given back and the right one claimed in the same act."""
    proposal = desk.open(Proposal, proposal_id)
    proposal.must_be_open()
    said = as_it_stands(desk, proposal)
    if command.field == "signers":
        return _other_signers(desk, proposal, said, command)
    new, old = _fitting(command), _present(proposal, said, command.field)
    number = _renumbered(desk, proposal, said, command.field, new)
    if number:
        way = new if command.field == "channel" else said.channel
        must_be_in_series(number, cast(Channel, way), desk.rules.policy.series)
    event = proposal.correct(command.field, old, new, command.reason, number)
    return desk.record((proposal, event), *_claims(desk, proposal, number), answer={"old": old})


def _other_signers(desk: Desk, proposal: Proposal, said: Registered, command: Correct) -> Outcome:
    """Deputies who were left out are in office; texts tell how many there are and no name."""
    added = [desk.load(Deputy, one) for one in command.signers if one not in proposal.signers]
    for deputy in added:
        deputy.must_act()
    old = f"{len(proposal.signers) or said.signers_stated or 0}人署名"
    new = f"{len(command.signers)}人署名"
    event = proposal.correct("signers", old, new, command.reason, signers=command.signers)
    relied_on = ((deputy, ()) for deputy in added)
    return desk.record((proposal, event), *relied_on, answer={"old": old})


def _fitting(command: Correct) -> str:
    """The new words, as the field takes them.  Raises Refused."""
    if command.new is None:
        raise Refused("correct.does_not_fit", "要写明更正后的内容", "new")
    if command.field == "channel":
        if command.new not in get_args(Channel):
            raise Refused("correct.does_not_fit", "提出途径只能写规定的几种", "new")
        return command.new
    try:
        return FORMS[command.field].validate_python(command.new)
    except ValidationError as wrong:
        raise Refused("correct.does_not_fit", wrong.errors()[0]["msg"], "new") from None


def _present(proposal: Proposal, said: Registered, field: Correctable) -> str | None:
    if field == "number":
        return proposal.number.printed if proposal.number else None
    return cast(str | None, getattr(said, field))


def _renumbered(
    desk: Desk, proposal: Proposal, said: Registered, field: Correctable, new: str
) -> Printed | None:
    """The number in full, where it or the way in changed, which says what numbers it is among.

    Whatever became of it since, it is one of the year in which the proposal was registered.
    """
    present = proposal.number
    if field == "number" and present:
        return present.model_copy(update={"printed": new})
    cycle = desk.load(Cycle, said.cycle)
    if field == "number":
        return printed_number(new, said.channel, cycle)
    if field == "channel" and present:
        return printed_number(present.printed, cast(Channel, new), cycle)
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
