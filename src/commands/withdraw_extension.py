"""Take an extension back (撤销延期): each date is again what it was."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.assign import must_be_the_offices
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class WithdrawExtension(Command):
    """Whose extension, and why it is taken back."""

    unit: UUID
    reason: Text
    on: date


def withdraw_extension(desk: Desk, proposal_id: UUID, command: WithdrawExtension) -> Outcome:
    """Withdraw the last one."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_offices(desk, desk.load(Unit, command.unit), "unit")
    event = proposal.withdraw_extension(
        command.unit,
        command.reason,
        desk.decider,
        desk.rules.policy.limits.extension,
        command.on,
        desk.today,
    )
    new = next((move.new.on for move in event.moves if move.unit == command.unit), None)
    return desk.record((proposal, event), answer={"reply_by": new and str(new)})
