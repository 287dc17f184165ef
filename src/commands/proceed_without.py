"""Go on without a co-unit that stayed silent (会办逾期续办)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ProceedWithout(Command):
    """Which co-unit."""

    unit: UUID
    on: date


def proceed_without(desk: Desk, proposal_id: UUID, command: ProceedWithout) -> Outcome:
    """Go on as the lead asking; the reply will say so."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.proceed_without(desk.unit, command.unit, command.on, desk.today)
    return desk.record((proposal, event), answer={})
