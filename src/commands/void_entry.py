"""Take a mistaken entry out of the reckoning (登记作废); it stays visible."""

from uuid import UUID

from aggregates.base import Refused
from aggregates.proposal import Proposal
from aggregates.texts import Note
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class VoidEntry(Command):
    """The entry's position in the log, and why it was a mistake."""

    position: int
    reason: Note


def void_entry(desk: Desk, proposal_id: UUID, command: VoidEntry) -> Outcome:
    """Void it through the office; what started or stopped a statutory clock stays."""
    proposal = desk.open(Proposal, proposal_id)
    entries = {one.position: one.event for one in desk.ledger.history(proposal_id)}
    voided = {getattr(event, "voids", None) for event in entries.values()}
    if command.position not in entries or command.position in voided:
        raise Refused("void.unknown_entry", "这件建议没有这条登记，或已经作废", "position")
    event = proposal.void_entry(command.position, entries[command.position], command.reason)
    return desk.record((proposal, event), answer={})
