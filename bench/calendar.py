"""A calendar changes: the dates of 10,000 open cases move, each by an event of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID, uuid5

from aggregates.proposal import Proposal
from aggregates.proposal_events import (
    Assignment,
    Number,
    NumberedAsk,
    Present,
    ProposalEvent,
    Registered,
    Step,
    SurveySaid,
)
from bench.logs import opened_log
from bench.rounds import Table
from commands.adopt_calendar import AdoptCalendar, adopt_calendar
from commands.calendar_text import official_calendar
from commands.desk import Desk
from commands.move_dates import MoveDates, move_dates
from commands.open_log import system
from eventstore.mapper import Via
from eventstore.store import Store
from eventstore.trail import Trail

CASES, ROUNDS, AT_ONCE = 10_000, 3, 1_000
TODAY, NEWS = date(2026, 9, 18), ("off = [", "off = [2026-09-28, ")
LEAD, CO, CYCLE, SIGNER = (UUID(int=n) for n in range(1, 5))


def table(url: str) -> Table:
    """Seconds to move all of them, and to find on a second run that nothing is left to move."""
    rows = []
    for number in range(1, ROUNDS + 1):
        with TemporaryDirectory() as folder, opened_log(url, Path(folder)) as store:
            desk = _desk(store)
            _fill(store, desk)
            news = AdoptCalendar(text=_changed(official_calendar()), valid_from=TODAY)
            adopt_calendar(desk.keyed("adopt"), news)
            candidates = Trail(store.datastore, store.schemas).open_proposals()
            moved, seconds = _timed(store, desk, candidates)
            left, once_more = _timed(store, desk, candidates)
        assert (moved, left) == (CASES, 0)
        rate = f"{moved / seconds:,.0f}"
        rows.append((f"round {number}", f"{moved:,}", f"{seconds:.2f}", rate, f"{once_more:.2f}"))
    return Table(
        f"a calendar change moves {CASES:,} open cases of six events and two units",
        ("", "cases moved", "seconds", "cases/s", "second run, nothing left, s"),
        rows,
    )


def _timed(store: Store, desk: Desk, candidates: Sequence[UUID]) -> tuple[int, float]:
    began = perf_counter()
    moved = move_dates(store, desk, MoveDates(reason="放假安排调整"), candidates)
    return moved, perf_counter() - began


def _changed(text: str) -> str:
    """One more day off in the year of the cases."""
    before, year, after = text.partition("year = 2026\n")
    return before + year + after.replace(*NEWS, 1)


def _desk(store: Store) -> Desk:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 1, tzinfo=UTC)
    return Desk(store, "110101", system("110101"), Via(channel="cli"), now, kind="system")


def _fill(store: Store, desk: Desk) -> None:
    desk, life = replace(desk, given=desk.rules), _life(desk)
    ids = [uuid5(CYCLE, str(n)) for n in range(CASES)]
    for start in range(0, CASES, AT_ONCE):
        outcomes = store.append_each(
            [
                desk.keyed(str(id)).decided((Proposal(id=id), life), answer={})
                for id in ids[start : start + AT_ONCE]
            ]
        )
        assert {one.outcome for one in outcomes} == {"recorded"}


def _life(desk: Desk) -> list[ProposalEvent]:
    """A case under way: signed for and planned, no contact and no opinion yet."""
    case, life, limits = Proposal(id=CYCLE), [], desk.rules.policy.limits
    begun, named = date(2026, 9, 10), date(2026, 9, 15)

    def add(event: ProposalEvent) -> None:
        nonlocal case
        life.append(event)
        case = case.after(event)

    add(_registered())
    reply_by = desk.due(limits.reply, begun)
    add(case.hand_over("government", reply_by, begun, TODAY))
    shares = (Assignment(unit=LEAD, role="lead"), Assignment(unit=CO, role="co"))
    add(
        case.assign(
            shares,
            reply_by,
            desk.due(limits.sign_for, named),
            desk.due(limits.co_opinion, named, reply_by.on),
            named,
            TODAY,
            desk.due(limits.first_contact, named),
            desk.due(limits.objection, named),
        )
    )
    add(case.receive(LEAD, named, TODAY))
    step = Step(n=1, text="实地查看，听取代表意见", by=date(2026, 10, 30))
    add(case.plan(LEAD, "由分管领导牵头办理", (step,), TODAY, TODAY))
    present = (Present(rank="section_head"),)
    add(case.survey(LEAD, SurveySaid(present=present, summary="现场查看", on=TODAY), TODAY))
    return life


def _registered() -> Registered:
    return Registered(
        cycle=CYCLE,
        number=Number(printed="1", term=9, session=5),
        title="关于在河东路增设公交站的建议",
        text="河东路沿线居民出行不便。" * 20,
        asks=(NumberedAsk(n=1, text="增设公交站"), NumberedAsk(n=2, text="增加班次")),
        signers=(SIGNER,),
        on=date(2026, 9, 1),
    )
