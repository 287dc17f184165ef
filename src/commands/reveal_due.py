"""Open the marks of every proposal of a year whose time has come (集中揭晓), or as it comes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from commands.mandates import asked
from commands.whole_year import for_the_year
from eventstore.appends import Outcome
from eventstore.store import Decision, Store
from eventstore.trail import Trail


class RevealDue(Command):
    """The day they were opened."""

    on: date


def reveal_due(
    desk: Desk, year: int, command: RevealDue, candidates: Iterable[Proposal]
) -> Outcome:
    """Reveal them all in one act.  A scan of the log found the candidates."""
    rule = desk.rules.policy.rating
    return for_the_year(
        desk,
        year,
        candidates,
        lambda proposal, outside: [proposal.reveal_ratings(rule, command.on, desk.today, outside)],
        "没有可以揭晓的评价",
    )


class RatingsOpened:
    """Marks are opened once the window is over, without anybody asking, where the place says so."""

    def __init__(self, store: Store, desk: Callable[[], Desk]) -> None:
        """`desk` is asked for at each look: its day is the day of the look."""
        self._store, self._desk = store, desk
        self._looked_on: date | None = None

    def look(self) -> int:
        """Open what may be opened today, once a day; of how many proposals."""
        store, desk = self._store, self._desk()
        if desk.today == self._looked_on or desk.rules.policy.rating.opened != "window":
            return 0
        candidates = Trail(store.datastore, store.schemas).open_proposals()
        outcomes = store.append_each(list(_due(desk, store.loaded(Proposal, candidates))))
        self._looked_on = desk.today
        return sum(one.outcome == "recorded" for one in outcomes)


def _due(desk: Desk, proposals: Iterable[Proposal]) -> Iterator[Decision]:
    """Each under a key of its own: cut off and asked again, it is the same command."""
    rule = desk.rules.policy.rating
    known: dict[UUID, Deputy] = {}
    for proposal in proposals:
        if proposal.revealed_on or proposal.unanswered():
            continue
        if proposal.may_be_rated_otherwise(desk.today):
            continue
        deputies, outside = asked(desk, proposal, known)
        with suppress(Refused):
            event = proposal.reveal_ratings(rule, desk.today, desk.today, outside)
            yield desk.keyed(f"reveal/{proposal.id}/{proposal.version}").decided(
                (proposal, event), *((deputy, ()) for deputy in deputies), answer={}
            )
