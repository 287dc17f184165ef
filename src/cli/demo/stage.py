"""The stage: many lives, each a row of acts, played in the order of time by the use cases."""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from aggregates.cycle import LastYear
from cli.demo.hours import Hours
from commands.desk import Actor, Desk, Rules, rules_in_force
from commands.open_log import system
from eventstore.appends import Outcome
from eventstore.batch import BatchLedger
from eventstore.mapper import Via
from eventstore.store import Store

BEFORE = datetime(1949, 10, 1, tzinfo=UTC)
ON_STAGE = Via(channel="demo")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something at an instant."""

    at: datetime
    actor: Actor
    do: Callable[[Desk], Outcome]


def pause(at: datetime, actor: Actor) -> Act:
    """Nothing is done; the life goes on at that instant."""
    return Act(at, actor, lambda desk: Outcome("recorded"))


Life = Generator[Act, Outcome, None]
"""Gives one act after another, in order of time, and is told each outcome."""


@dataclass
class Stage:
    """Plays acts through the handlers; nothing it does goes past them."""

    store: Store
    ledger: BatchLedger
    hours: Hours
    district: str
    rules: Rules
    seed: int
    progress: Progress = lambda done, total: None
    last_year: Callable[[int, date], LastYear | None] = lambda year, day: None
    expected: int = 0
    ended: int = 0
    last: datetime = BEFORE
    _turns: Iterator[int] = field(default_factory=count)
    _keys: Iterator[int] = field(default_factory=lambda: count(1))
    _acts: list[tuple[datetime, int, Act, Life]] = field(default_factory=list)

    @classmethod
    def set(
        cls,
        store: Store,
        ledger: BatchLedger,
        first: date,
        today: date,
        seed: int,
        progress: Progress,
    ) -> "Stage":
        """The stage of a log that is open, from a day to today, under the rules of that day."""
        district = store.opened().district
        rules = rules_in_force(store, district, first)
        hours = Hours.between(rules.calendar, first, today + timedelta(days=30))
        return cls(store, ledger, hours, district, rules, seed, progress)

    @property
    def system(self) -> Actor:
        """The house itself."""
        return system(self.district)

    def random(self, *what: object) -> Random:
        """Chance of its own for each thing, the same for a seed whatever else is played."""
        return Random("/".join(map(str, (self.seed, *what))))

    def act(self, act: Act, key: str | None = None) -> Outcome:
        """Carry one act out."""
        self.last = max(self.last, act.at)
        return act.do(
            Desk(
                ledger=self.ledger,
                district=self.district,
                actor=act.actor,
                via=ON_STAGE,
                now=act.at,
                key=key or f"demo/{self.seed}/{next(self._keys)}",
                clock=True,
                kind="person" if act.actor.role else "system",
                given=self.rules,
            )
        )

    def enter(self, life: Life, *, counted: bool = False) -> None:
        """Let a life begin; the end of a counted one is progress."""
        self._next(self._watched(life) if counted else life, None)

    def _watched(self, life: Life) -> Life:
        yield from life
        self.ended += 1
        self.progress(self.ended, self.expected)

    def _next(self, life: Life, told: Outcome | None) -> None:
        try:
            act = life.send(told) if told else next(life)
        except StopIteration:
            return
        heappush(self._acts, (act.at, next(self._turns), act, life))

    def play(self, until: datetime) -> None:
        """Play all lives up to an instant; what would come later does not happen."""
        with _nothing_swept():
            while self._acts and self._acts[0][0] < until:
                _, _, act, life = heappop(self._acts)
                self._next(life, self.act(act))
        self._acts.clear()


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Nothing on stage is cyclic; the collector would walk all open lives again and again."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
