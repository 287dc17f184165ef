"""Remind deputies who have not rated a reply (催促评价)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Means
from commands.desk import Command, Desk
from commands.mandates import asked
from eventstore.appends import Outcome


class UrgeRating(Command):
    """Whose reply, and how; nobody named means all who may be reminded."""

    unit: UUID
    deputies: tuple[UUID, ...] = ()
    means: Means
    on: date


def urge_rating(desk: Desk, proposal_id: UUID, command: UrgeRating) -> Outcome:
    """Remind them: the congress does, never the unit that was rated."""
    proposal = desk.open(Proposal, proposal_id)
    deputies, outside = asked(desk, proposal)
    rule, calendar = desk.rules.policy.rating, desk.rules.calendar
    on, counts = command.on, desk.counts_on(command.on)
    chosen = command.deputies or proposal.to_urge(
        command.unit, rule, calendar, counts or on, outside
    )
    event = proposal.urge_rating(
        command.unit, chosen, command.means, rule, calendar, on, desk.today, outside, counts
    )
    return desk.record(
        (proposal, event),
        *((deputy, ()) for deputy in deputies),
        answer={"urged": len(event.deputies)},
    )
