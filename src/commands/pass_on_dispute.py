"""Bring a dispute that could not be settled before the next step of the place (提请协调)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.raise_dispute import dispute_of_the_government
from eventstore.appends import Outcome


class PassOnDispute(Command):
    """Why it could not be settled where it lay."""

    reason: Text
    on: date


def pass_on_dispute(desk: Desk, proposal_id: UUID, command: PassOnDispute) -> Outcome:
    """Pass it on, as one of the units at odds or the organ it lies with."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.pass_on_dispute(
        command.reason,
        desk.rules.policy.objection,
        command.on,
        desk.today,
        desk.counts_on(command.on) if desk.actor.unit else None,
        government=dispute_of_the_government(desk, proposal),
        unit=desk.actor.unit,
        role=None if desk.actor.unit else desk.decider,
    )
    return desk.record((proposal, event), answer={"step": event.step})
