"""Sign for a proposal (签收)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Receive(Command):
    """The day the unit signed."""

    on: date


def receive(desk: Desk, proposal_id: UUID, command: Receive) -> Outcome:
    """Sign for it as the unit asking."""
    proposal = desk.open(Proposal, proposal_id)
    counts = desk.counts_on(command.on)
    event = proposal.receive(desk.unit, command.on, desk.today, counts)
    return desk.record((proposal, event), answer={})
