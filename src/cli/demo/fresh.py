"""Proposals of the new year, most of them stopped where a visitor can take them up."""

from collections.abc import Callable
from random import Random
from uuid import UUID

from aggregates.proposal_events import Share
from cli.demo.cases import Case
from cli.demo.cast import BUSY
from cli.demo.matters import OFFICES, PLACES
from cli.demo.plan import VISITOR
from cli.demo.stage import Life
from cli.demo.work import Work

ITEMS = 10
PLAN = {plan.code: plan for plan in OFFICES}
FIRST = 501
"""Cases of the new year are counted from here."""


def in_session(rng: Random) -> list[Case]:
    """What came in at the new session and takes its usual course."""
    return [
        _case(FIRST + n, str(n + 1), unit, (n + 1, n + 20), rng, begins=6.0 + n)
        for n, unit in enumerate(("JY", "WJ", "NY", "ZJ"))
    ]


def out_of_session(rng: Random) -> list[tuple[Case, Callable[[Work], Life]]]:
    """One for each state in which somebody has to act."""
    plots: tuple[tuple[Callable[[Work], Life], str, Share], ...] = (
        (_replied, BUSY, "sole"),
        (_in_handling, BUSY, "lead"),
        (_assigned, BUSY, "sole"),
        (_objected, "YL", "sole"),
        (_handed_over, "SW", "sole"),
        (_registered, "MZ", "sole"),
    )
    cases = []
    for n, (plot, unit, share) in enumerate(plots, 1):
        signers = (VISITOR, 30 + n) if n < 3 else (40 + n,)
        case = _case(FIRST + 10 + n, f"闭{n:02}", unit, signers, rng)
        case.channel, case.share = "out_of_session", share
        case.others = ("GA",) if share == "lead" else ()
        cases.append((case, plot))
    return cases


def _case(
    n: int, number: str, unit: str, signers: tuple[int, ...], rng: Random, begins: float = 0.0
) -> Case:
    return Case(
        n=n,
        number=number,
        begins=begins,
        matter=rng.choice(PLAN[unit].matters),
        place=rng.choice(PLACES),
        unit=unit,
        signers=signers,
        letter="A",
        outcome="solved",
    )


def _wait(work: Work, back: float) -> None:
    work.diary.wait(work.year.season.back(back))
    work.diary.later(0.05, 0.6)


def _registered(work: Work, back: float = 1.5) -> Life:
    _wait(work, back)
    told = yield work.register()
    work.case.id = UUID((told.answer or {})["id"])
    work.year.open.add(work.id)


def _handed_over(work: Work, back: float = 2.5) -> Life:
    yield from _registered(work, back + 3)
    _wait(work, back)
    yield work.hand_over()


def _assigned(work: Work, back: float = 3) -> Life:
    yield from _handed_over(work, back + 1)
    _wait(work, back)
    yield work.assign()


def _objected(work: Work) -> Life:
    yield from _assigned(work, 4)
    _wait(work, 2)
    yield work.object(work.case.unit, BUSY)


def _taken_in(work: Work, back: float) -> Life:
    yield from _assigned(work, back)
    for code in work.case.shares:
        work.diary.later(0.5, 2)
        yield work.receive(code, work.diary)
        work.diary.soon()
        yield work.name_persons(code, work.diary)


def _in_handling(work: Work) -> Life:
    yield from _taken_in(work, 16)
    _wait(work, 8)
    yield work.contact(work.case.unit, work.diary, "before", mode="visit")


def _replied(work: Work) -> Life:
    yield from _taken_in(work, 30)
    unit = work.case.unit
    _wait(work, 22)
    yield work.contact(unit, work.diary, "before", mode="phone")
    _wait(work, 14)
    yield work.contact(unit, work.diary, "during", mode="site_survey")
    _wait(work, 5)
    yield work.reply(unit, work.diary, work.case.letter, work.case.outcome)
    _wait(work, 3)
    yield work.contact(unit, work.diary, "after", mode="phone")
