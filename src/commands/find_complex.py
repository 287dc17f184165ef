"""Find a matter complex after hand-over (认定涉及面广、处理难度大)."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.assign import must_be_the_governments
from commands.desk import Command, Desk
from commands.hand_over import reply_due
from eventstore.appends import Outcome


class FindComplex(Command):
    """Why six months are needed."""

    reason: Text
    on: date


def find_complex(desk: Desk, proposal_id: UUID, command: FindComplex) -> Outcome:
    """Find it complex; the reply is due six months after hand-over (代表法第五十一条)."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_governments(desk, proposal)
    rules, handed_over = desk.rules, proposal.handed_over_on
    if handed_over is None:
        raise Refused("proposal.not_handed_over", "尚未交办")
    cycle = desk.load(Cycle, proposal.cycle or proposal.id)
    event = proposal.find_complex(
        reply_due(desk, proposal, cycle, handed_over, "complex"),
        command.reason,
        desk.decider,
        rules.policy.complexity,
        rules.calendar,
        command.on,
        desk.today,
        desk.counts_on(command.on),
    )
    new = next((move.new.on for move in event.moves if move.clock == "reply"), None)
    return desk.record((proposal, event), answer={"reply_by": new and str(new)})
