"""Take a mistaken entry out of the reckoning (登记作废); it stays visible."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Note
from commands.desk import Command, Desk
from commands.entries import entry_at
from eventstore.appends import Outcome


class VoidEntry(Command):
    """The entry's position in the log, and why it was a mistake."""

    position: int
    reason: Note


def void_entry(desk: Desk, proposal_id: UUID, command: VoidEntry) -> Outcome:
    """Void it through the office; what started or stopped a statutory clock stays."""
    proposal = desk.open(Proposal, proposal_id)
    entry = entry_at(desk, proposal_id, command.position)
    event = proposal.void_entry(command.position, entry, command.reason)
    return desk.record((proposal, event), answer={})
