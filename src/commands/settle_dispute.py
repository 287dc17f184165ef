"""Record how a dispute between units was settled: who does what (争议解决)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.raise_dispute import dispute_of_the_government
from eventstore.appends import Outcome


class SettleDispute(Command):
    """Who does what from now on."""

    outcome: Text
    on: date


def settle_dispute(desk: Desk, proposal_id: UUID, command: SettleDispute) -> Outcome:
    """Settle it, as the unit that raised it or the organ it lies with.

    Where units change with it, that is an objection upheld and an assignment anew.
    """
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.settle_dispute(
        command.outcome,
        command.on,
        desk.today,
        government=dispute_of_the_government(desk, proposal),
        unit=desk.actor.unit,
        role=None if desk.actor.unit else desk.decider,
    )
    return desk.record((proposal, event), answer={"step": event.step})
