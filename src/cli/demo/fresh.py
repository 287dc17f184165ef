"""Out of session in the new year: most of it stopped where a visitor can take it up."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

from aggregates.deadlines import months_after
from aggregates.proposal_events import Share
from cli.demo.cases import Case
from cli.demo.cast import BUSY
from cli.demo.matters import OFFICES, PLACES
from cli.demo.plan import VISITOR
from cli.demo.stage import Life
from cli.demo.work import Work

ITEMS = 10
DUE_IN = 10
"""Days from today in which a reply is due."""
STORY = 32
"""Working days that its handling has taken so far, at least."""
PLAN = {plan.code: plan for plan in OFFICES}
FIRST = 501
"""Cases of the new year are counted from here."""


def out_of_session(rng: Random) -> list[tuple[Case, Callable[[Work], Life]]]:
    """One for each state in which somebody has to act."""
    plots: tuple[tuple[Callable[[Work], Life], str, Share], ...] = (
        (_replied, BUSY, "sole"),
        (_in_handling, BUSY, "lead"),
        (_hidden, BUSY, "sole"),
        (_objected, "YL", "sole"),
        (_handed_over, "SW", "sole"),
        (_registered, "MZ", "sole"),
    )
    cases = []
    for n, (plot, unit, share) in enumerate(plots, 1):
        signers = (VISITOR, 7 + n) if n < 3 else (10 + n,)
        case = a_case(FIRST + 10 + n, f"闭{n:02}", unit, signers, rng)
        case.channel, case.share = "out_of_session", share
        case.traits = frozenset({"on_paper"}) if plot is _registered else frozenset()
        case.others = ("GA",) if share == "lead" else ()
        cases.append((case, plot))
    return cases


def a_case(
    n: int, number: str, unit: str, signers: tuple[int, ...], rng: Random, begins: float = 0.0
) -> Case:
    """Something that a unit is asked for."""
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
    """Keyed in from the paper by one clerk; another is to key it in once more."""
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
    work.diary.soon()
    yield work.tell("handed_over", work.diary)


def _hidden(work: Work) -> Life:
    """The unit saw who signed it when it came; from then on it does not."""
    yield from _assigned(work)
    _wait(work, 1.5)
    yield work.hide(work.members[0], work.diary)


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
    """Due in some days: a contact waits to be confirmed, a request for more time to be decided."""
    yield from _taken_in(work, _days_back(work, DUE_IN) - 1)
    diary, unit = work.diary, work.case.unit
    diary.later(1, 3)
    yield work.plan(unit, diary)
    diary.later(2, 5)
    yield work.contact(unit, diary, "before", mode="visit")
    diary.later(1, 2)
    yield work.answer_contact(diary)
    diary.later(1, 4)
    yield work.give_opinion(work.case.others[0], diary, "supplement")
    _wait(work, 9)
    yield work.survey(unit, diary)
    _wait(work, 7)
    yield work.contact(unit, diary, "during", mode="site_survey")
    _wait(work, 4)
    yield work.ask_extension(unit, diary)


def _days_back(work: Work, due_in: int) -> float:
    """How long before today it was handed over, if its reply is due in so many days.

    In a year too young for that, as long as its story needs.
    """
    hours, season = work.stage.hours, work.year.season
    today = hours.days[int(season.last)]
    handed_over = hours.first(months_after(today + timedelta(days=due_in), -3))
    back = (season.last - max(handed_over, season.front(season.FRONT))) / season.scale
    return max(back, STORY)


def _replied(work: Work) -> Life:
    """Answered face to face some days ago, and not yet read by everybody who signed."""
    yield from _taken_in(work, 30)
    unit = work.case.unit
    _wait(work, 22)
    yield work.contact(unit, work.diary, "before", mode="phone")
    work.diary.later(1, 2)
    yield work.answer_contact(work.diary)
    _wait(work, 14)
    yield work.contact(unit, work.diary, "during", mode="site_survey")
    _wait(work, 5)
    yield work.reply(unit, work.diary, work.case.letter, work.case.outcome)
    _wait(work, 3)
    yield work.contact(unit, work.diary, "after", mode="phone")
    _wait(work, 2)
    yield work.read(work.members[1], unit, work.diary)
