"""Urge a co-unit whose opinion is overdue (催促会办)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class UrgeOpinion(Command):
    """Which co-unit."""

    unit: UUID
    on: date


def urge_opinion(desk: Desk, proposal_id: UUID, command: UrgeOpinion) -> Outcome:
    """Urge it as the lead asking."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.urge_opinion(desk.unit, command.unit, command.on, desk.today)
    return desk.record((proposal, event), answer={})
