"""Open the marks of a round (评价揭晓)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RevealRatings(Command):
    """The day they were opened."""

    on: date


def reveal_ratings(desk: Desk, proposal_id: UUID, command: RevealRatings) -> Outcome:
    """Reveal them to all who may see the proposal."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.reveal_ratings(command.on, desk.today)
    return desk.record((proposal, event), answer={"round": event.round})
