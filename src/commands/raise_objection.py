"""Say in writing that a proposal is not this unit's to handle (退办申请)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RaiseObjection(Command):
    """Why, and whose it is instead."""

    reason: Text
    suggested: UUID | None = None
    on: date


def raise_objection(desk: Desk, proposal_id: UUID, command: RaiseObjection) -> Outcome:
    """Raise it; the unit keeps the proposal until the office has decided."""
    proposal = desk.open(Proposal, proposal_id)
    suggested = desk.load(Unit, command.suggested) if command.suggested else None
    if suggested:
        suggested.must_take_work()
    event = proposal.raise_objection(
        desk.unit,
        command.reason,
        command.suggested,
        desk.rules.policy.objection,
        command.on,
        desk.today,
        desk.counts_on(command.on),
    )
    return desk.record((proposal, event), answer={})
