"""Ask for more time before the reply is due (申请延期)."""

from datetime import date
from uuid import UUID

from aggregates.limits import Unit as Measured
from aggregates.proposal import Proposal
from aggregates.proposal_extension import more_time
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class AskExtension(Command):
    """How much more time, and why."""

    amount: int
    measured_in: Measured = "month"
    reason: Text
    on: date


def ask_extension(desk: Desk, proposal_id: UUID, command: AskExtension) -> Outcome:
    """Ask as the unit that replies."""
    proposal = desk.open(Proposal, proposal_id)
    rule = desk.rules.policy.limits.extension
    event = proposal.ask_extension(
        desk.unit,
        more_time(command.amount, command.measured_in, rule),
        command.reason,
        rule,
        desk.rules.calendar,
        command.on,
        desk.today,
        desk.counts_on(command.on),
    )
    return desk.record((proposal, event), answer={})
