"""Let an act that was entered late count from its own day (补录确认)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import File
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.assign import must_be_the_offices
from commands.desk import Command, Desk
from commands.entries import entry_at
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class ConfirmEntry(Command):
    """The entry's position in the log, why it counts, and the proof of its day."""

    position: int
    reason: Text
    proof: tuple[File, ...]
    on: date


def confirm_entry(desk: Desk, proposal_id: UUID, command: ConfirmEntry) -> Outcome:
    """Confirm it through the office."""
    must_be_kept(desk, command.proof, "proof")
    proposal = desk.open(Proposal, proposal_id)
    entry = entry_at(desk, proposal_id, command.position)
    if unit := getattr(entry, "unit", None):
        must_be_the_offices(desk, desk.load(Unit, unit), "position")
    event = proposal.confirm_entry(
        command.position, entry, command.reason, command.proof, command.on, desk.today
    )
    return desk.record((proposal, event), answer={"counts_on": str(event.happened_on)})
