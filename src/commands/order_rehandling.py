"""Have a proposal handled once more after a deputy was dissatisfied (重新办理)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.assign import must_be_the_governments
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class OrderRehandling(Command):
    """Why."""

    reason: Text
    on: date


def order_rehandling(desk: Desk, proposal_id: UUID, command: OrderRehandling) -> Outcome:
    """Order it, with its own clock from this day; the first reply stays."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_governments(desk, proposal)
    policy = desk.rules.policy
    limit = policy.limits.rehandle
    event = proposal.order_rehandling(
        command.reason,
        desk.due(limit, desk.counts_on(command.on) or command.on) if limit else None,
        desk.decider,
        policy.rehandling,
        command.on,
        desk.today,
    )
    return desk.record((proposal, event), answer={"reply_by": str(event.reply_by.on)})
