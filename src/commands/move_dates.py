"""Move the dates of open cases after the calendar changed (期限调整).

Each case moves by an event of its own that keeps the old date beside the new.  A run that was cut
off is simply asked again: a case that has moved stays where it is.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from aggregates.calendar import Calendar
from aggregates.proposal import Proposal
from aggregates.proposal_events import DatesMoved
from aggregates.texts import Text
from commands.adopt_calendar import moving_reason
from commands.desk import Command, Desk
from eventstore.store import Conflict, Decision, Store
from eventstore.trail import Trail

AT_ONCE = 500
"""Cases read and recorded in one go; each of them fails or succeeds alone."""
_TRIES, _AT_WORK = 5, 2

Progress = Callable[[int, int], None]


class MoveDates(Command):
    """Why dates move: which notice is out."""

    reason: Text


class Moving(NamedTuple):
    """A case, and what moving its dates would record."""

    proposal: Proposal
    event: DatesMoved


def would_move(
    store: Store, desk: Desk, candidates: Sequence[UUID], calendar: Calendar, reason: str
) -> Iterator[Moving]:
    """The cases whose dates a calendar moves; nothing is recorded."""
    adopted = desk.rules.under.calendar
    for proposal in store.loaded(Proposal, candidates):
        event = proposal.move_dates(calendar, adopted, reason, desk.today)
        if event:
            yield Moving(proposal, event)


class DatesKept:
    """Open cases follow a calendar adopted for a later day when that day comes."""

    def __init__(self, store: Store, desk: Callable[[], Desk]) -> None:
        """`desk` is asked for at each look: its day is the day of the look."""
        self._store, self._desk = store, desk
        self._followed: int | None = None

    def look(self) -> int:
        """Move what the calendar in force moves, once for each calendar; how many cases moved."""
        store, desk = self._store, self._desk()
        rules = desk.rules
        if rules.under.calendar == self._followed:
            return 0
        command = MoveDates(reason=moving_reason(rules.calendar))
        candidates = Trail(store.datastore, store.schemas).open_proposals()
        moved = move_dates(store, desk, command, candidates)
        self._followed = rules.under.calendar
        return moved


class _Written(NamedTuple):
    """What came of one batch: how many moved, and which were written to by others meanwhile."""

    moved: int
    again: list[UUID]


def move_dates(
    store: Store,
    desk: Desk,
    command: MoveDates,
    candidates: Sequence[UUID],
    progress: Progress = lambda done, total: None,
) -> int:
    """Move every open case to the calendar in force; how many moved.

    A case that somebody wrote to meanwhile is looked at again.  Raises Conflict when it never
    came to rest.
    """
    desk, left, moved = replace(desk, given=desk.rules), list(candidates), 0
    for _ in range(_TRIES):
        again: list[UUID] = []
        with closing(_written(store, desk, command.reason, left)) as batches:
            for n, one in enumerate(batches, 1):
                moved += one.moved
                again += one.again
                progress(min(n * AT_ONCE, len(left)) - len(again), len(left))
        left = again
        if not left:
            return moved
    raise Conflict(left[0], 0)


def _written(
    store: Store, desk: Desk, reason: str, candidates: Sequence[UUID]
) -> Generator[_Written]:
    """Batch by batch; while the database is at one, the next is decided."""

    def write(start: int) -> _Written:
        batch = candidates[start : start + AT_ONCE]
        return _append(
            store, desk, list(would_move(store, desk, batch, desk.rules.calendar, reason))
        )

    pool = ThreadPoolExecutor(_AT_WORK, "move-dates")
    try:
        yield from pool.map(write, range(0, len(candidates), AT_ONCE))
    finally:
        pool.shutdown(cancel_futures=True)


def _append(store: Store, desk: Desk, moving: Sequence[Moving]) -> _Written:
    outcomes = store.append_each([_decision(desk, one) for one in moving])
    found = [
        (one.proposal.id, outcome.outcome) for one, outcome in zip(moving, outcomes, strict=True)
    ]
    return _Written(
        moved=sum(outcome == "recorded" for _, outcome in found),
        again=[id for id, outcome in found if outcome == "conflict"],
    )


def _decision(desk: Desk, one: Moving) -> Decision:
    """The move under a key of its own: cut off and asked again, it is the same command."""
    key = f"{one.event.calendar}/{one.proposal.id}/{one.proposal.version}"
    return desk.keyed(key).decided((one.proposal, one.event), answer={})
