"""Grant or refuse a unit more time (延期审批)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.assign import must_be_the_offices
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class DecideExtension(Command):
    """Whose request, and the decision with its reason."""

    unit: UUID
    granted: bool
    reason: Text
    on: date


def decide_extension(desk: Desk, proposal_id: UUID, command: DecideExtension) -> Outcome:
    """Decide; every date that hangs on the reply's moves in the same act."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_offices(desk, desk.load(Unit, command.unit), "unit")
    event = proposal.decide_extension(
        command.unit,
        command.granted,
        command.reason,
        desk.decider,
        desk.rules.policy.limits.extension,
        desk.rules.calendar,
        command.on,
        desk.today,
        desk.counts_on(command.on),
    )
    new = next((move.new.on for move in event.moves if move.unit == command.unit), None)
    return desk.record((proposal, event), answer={"reply_by": new and str(new)})
