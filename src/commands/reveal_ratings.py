"""Open the marks of a round (评价揭晓)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from commands.mandates import asked
from eventstore.appends import Outcome


class RevealRatings(Command):
    """The day they were opened."""

    on: date


def reveal_ratings(desk: Desk, proposal_id: UUID, command: RevealRatings) -> Outcome:
    """Reveal them to all who may see the proposal."""
    proposal = desk.open(Proposal, proposal_id)
    deputies, outside = asked(desk, proposal)
    rule = desk.rules.policy.rating
    event = proposal.reveal_ratings(rule, command.on, desk.today, outside)
    return desk.record(
        (proposal, event),
        *((deputy, ()) for deputy in deputies),
        answer={
            "round": event.round,
            "silent": len(event.silent),
            "outside": len(event.outside),
        },
    )
