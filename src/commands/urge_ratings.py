"""Remind everybody of a year who has not rated a reply and may be reminded (集中催促评价)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from aggregates.base import Event, Refused
from aggregates.proposal import Proposal
from aggregates.proposal_events import Means
from commands.desk import Command, Desk
from commands.whole_year import for_the_year
from eventstore.appends import Outcome


class UrgeRatings(Command):
    """How, and on which day."""

    means: Means
    on: date


def urge_ratings(
    desk: Desk, year: int, command: UrgeRatings, candidates: Iterable[Proposal]
) -> Outcome:
    """Remind them all in one act.  A scan of the log found the candidates."""
    rule, calendar = desk.rules.policy.rating, desk.rules.calendar
    on, counts = command.on, desk.counts_on(command.on)

    def urged(proposal: Proposal, outside: frozenset[UUID]) -> Sequence[Event]:
        events, wrong = [], Refused("rating.nobody_to_urge", "没有可以催促的代表")
        for unit in (part.unit for part in proposal.sealed()):
            chosen = proposal.to_urge(unit, rule, calendar, counts or on, outside)
            how = (command.means, rule, calendar, on, desk.today, outside, counts)
            try:
                events.append(proposal.urge_rating(unit, chosen, *how))
            except Refused as why:
                wrong = why
        if not events:
            raise wrong
        return events

    return for_the_year(desk, year, candidates, urged, "没有可以催促的代表")
