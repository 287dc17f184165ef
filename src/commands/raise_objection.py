"""Say in writing that a proposal is not this unit's to handle (退办申请)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import File
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class RaiseObjection(Command):
    """Why, and whose it is instead; the paper, and who signed it for the unit."""

    reason: Text
    suggested: UUID | None = None
    signed_by: UUID | None = None
    files: tuple[File, ...] = ()
    on: date


def raise_objection(desk: Desk, proposal_id: UUID, command: RaiseObjection) -> Outcome:
    """Raise it; the unit keeps the proposal until the office has decided."""
    must_be_kept(desk, command.files)
    proposal, unit = desk.open(Proposal, proposal_id), desk.load(Unit, desk.unit)
    suggested = desk.load(Unit, command.suggested) if command.suggested else None
    if suggested:
        suggested.must_take_work()
    event = proposal.raise_objection(
        unit.id,
        command.reason,
        command.suggested,
        desk.rules.policy.objection,
        command.on,
        desk.today,
        desk.counts_on(command.on),
        signed_by=command.signed_by,
        head=unit.head,
        files=command.files,
    )
    return desk.record((proposal, event), (unit, ()), answer={"late": event.late})
