"""A hand-over meeting: 10,000 proposals to 200 units in one act, while units go on signing."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID, uuid5

from aggregates.cycle import Cycle, CycleOpened
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assignment, Number, NumberedAsk, Registered
from aggregates.unit import Unit, UnitRegistered
from bench.logs import opened_log
from bench.rounds import Table
from commands.assign import Assign, assign
from commands.desk import Desk
from commands.hand_over import HandOver, hand_over
from commands.hand_over_list import HandOverList, ListItem, hand_over_list
from commands.open_log import system
from commands.receive import Receive, receive
from eventstore.mapper import Via
from eventstore.store import Store

PROPOSALS, UNITS, ROUNDS, AT_ONCE = 10_000, 200, 3, 1_000
YEAR, DAY = 2026, date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
UNIT, SIGNER = UUID(int=1), UUID(int=2)
OTHERS = 2_000
"""Proposals handed over before, for which units may sign during the meeting."""


def table(url: str) -> Table:
    """Seconds for the act, and how often units signed meanwhile and waited at most."""
    rows = []
    for number in range(1, ROUNDS + 1):
        with TemporaryDirectory() as folder, opened_log(url, Path(folder)) as store:
            desk, units = _desk(store), [uuid5(UNIT, str(n)) for n in range(UNITS)]
            listed = _filled(store, desk, units)
            with _signing(store, desk, units[0]) as waits:
                began = perf_counter()
                outcome = hand_over_list(store, desk, YEAR, listed, None)
                seconds = perf_counter() - began
        assert outcome.outcome == "recorded"
        rate = f"{2 * PROPOSALS / seconds:,.0f}"
        longest = f"{1_000 * max(waits, default=0):,.0f}"
        rows.append((f"round {number}", f"{seconds:.2f}", rate, f"{len(waits):,}", longest))
    return Table(
        f"a sealed list hands {PROPOSALS:,} proposals to {UNITS} units",
        ("", "seconds", "events/s", "receipts meanwhile", "slowest receipt, ms"),
        rows,
    )


def _desk(store: Store) -> Desk:
    desk = Desk(store, "110101", system("110101"), Via(channel="cli"), NOW, kind="system")
    return replace(desk, given=desk.rules, clock=True)


def _filled(store: Store, desk: Desk, units: Sequence[UUID]) -> HandOverList:
    """Everything is in the books; the list names a lead and a co-unit for each."""
    cycle = Cycle(id=desk.name(Cycle, str(YEAR)))
    opened = CycleOpened(year=YEAR, term=9, session=5, on=date(2026, 1, 10))
    store.append(desk.keyed("cycle").decided((cycle, opened), answer={}))
    for n, id in enumerate(units):
        unit = UnitRegistered(code=f"U{n}", name=f"单位{n}", branch="government", on=DAY)
        store.append(desk.keyed(f"unit{n}").decided((Unit(id=id), unit), answer={}))
    ids = [uuid5(SIGNER, str(n)) for n in range(PROPOSALS + OTHERS)]
    for start in range(0, len(ids), AT_ONCE):
        store.append_each(
            [
                desk.keyed(str(id)).decided(
                    (Proposal(id=id), _registered(cycle.id, start + n)), answer={}
                )
                for n, id in enumerate(ids[start : start + AT_ONCE], 1)
            ]
        )
    for n, id in enumerate(ids[PROPOSALS:]):
        handing = HandOver(branch="government", on=DAY)
        hand_over(desk.keyed(f"hand{n}"), id, handing)
        alone = Assignment(unit=units[0], role="sole")
        assign(desk.keyed(f"assign{n}"), id, Assign(assignments=(alone,), on=DAY))
    items = [
        ListItem(proposal=id, branch="government", assignments=_shares(units, n))
        for n, id in enumerate(ids[:PROPOSALS])
    ]
    return HandOverList(items=tuple(items), on=DAY)


def _shares(units: Sequence[UUID], n: int) -> tuple[Assignment, ...]:
    lead, co = units[n % UNITS], units[(n + 7) % UNITS]
    return (Assignment(unit=lead, role="lead"), Assignment(unit=co, role="co"))


def _registered(cycle: UUID, n: int) -> Registered:
    return Registered(
        cycle=cycle,
        number=Number(printed=str(n), term=9, session=5),
        title="关于在河东路增设公交站的建议",
        text="河东路沿线居民出行不便。" * 20,
        asks=(NumberedAsk(n=1, text="增设公交站"), NumberedAsk(n=2, text="增加班次")),
        signers=(SIGNER,),
        on=date(2026, 2, 1),
    )


@contextmanager
def _signing(store: Store, desk: Desk, unit: UUID) -> Iterator[list[float]]:
    """A unit signs for its other proposals, one after another, until the block is left."""
    waits: list[float] = []
    others = iter([uuid5(SIGNER, str(PROPOSALS + n)) for n in range(OTHERS)])
    over = False
    actor = replace(desk.actor, role="unit_handler", unit=unit)

    def sign() -> None:
        for id in others:
            if over:
                return
            began = perf_counter()
            receive(replace(desk, actor=actor, key=f"sign{id}"), id, Receive(on=DAY))
            waits.append(perf_counter() - began)

    with ThreadPoolExecutor(1) as pool:
        signing: Future[None] = pool.submit(sign)
        yield waits
        over = True
        signing.result()
