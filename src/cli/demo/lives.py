"""The lives of proposals from the books to the end, and of the year around them."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from aggregates.schemes import Outcome
from cli.demo import words
from cli.demo.cast import TERM, Cast
from cli.demo.file import Year
from cli.demo.hours import Diary
from cli.demo.rounds import first_round, mended, next_round
from cli.demo.stage import Act, Life, Stage
from cli.demo.verdicts import NOT, SATISFIED, verdict
from cli.demo.work import Work
from commands.close_cycle import CloseCycle, close_cycle
from commands.hold_handover import HoldHandover, hold_handover
from commands.open_cycle import OpenCycle, open_cycle

OPENED, CARRIED, CLOSED, HANDOVER = 4, 6, 10, 30
"""Days into a year: opened, carried over into, last year closed, hand-over meeting."""
YEAR_END = 215
WORSE: dict[str, tuple[str, Outcome]] = {
    "A": ("B", "in_progress"),
    "B": ("D", "deferred"),
    "C": ("D", "deferred"),
}
"""What a unit had replied before it was told to do better."""
BETTER: tuple[str, Outcome] = ("A", "solved")
"""What a unit claimed before a reviewer went to see."""
DECIDED = {
    "B": "年底逐件核查，答复中承诺的事项已经落实，并向代表反馈，决定办结。",
    "C": "已列入下一年度项目计划，步骤和时限明确，转入日常监督，决定办结。",
}


def year_life(
    stage: Stage, cast: Cast, year: Year, before: Year | None, begin: Callable[[], None]
) -> Life:
    """A year is opened and its lives begin; the last is closed; the hand-over meeting is held."""
    season = year.season
    diary = Diary(stage.hours, stage.random(season.year), season.front(OPENED), season.scale)
    opened = OpenCycle(year=season.year, term=TERM, session=year.session, on=diary.on)
    yield Act(diary.now, cast.congress, lambda desk: open_cycle(desk, opened))
    begin()
    if before:
        yield from _last_year_ends(cast, before, diary, season.front(CLOSED))
    diary.wait(season.front(HANDOVER))
    held = HoldHandover(place="区人大常委会会议中心", on=diary.on)
    told = yield Act(diary.now, cast.congress, lambda desk: hold_handover(desk, season.year, held))
    year.meeting = UUID((told.answer or {})["meeting"])


def _last_year_ends(cast: Cast, before: Year, diary: Diary, place: float) -> Life:
    diary.wait(place)
    closed = CloseCycle(on=diary.on)
    yield Act(
        diary.now,
        cast.congress,
        lambda desk: close_cycle(desk, before.season.year, closed, tuple(before.open)),
    )


def case_life(work: Work, after: Year) -> Life:
    """A proposal's whole life; `after` is the year into which it may be carried over."""
    yield from into_the_books(work)
    yield from shared_out(work)
    letter, outcome = work.case.letter, work.case.outcome
    again = "again" in work.case.traits
    reclassed = "reclassed" in work.case.traits
    first = WORSE[letter] if again else BETTER if reclassed else (letter, outcome)
    yield from first_round(work, *first)
    if "returned" in work.case.traits:
        yield from mended(work, letter, outcome)
    if reclassed:
        work.diary.later(1, 3)
        yield work.correct_class(work.diary, letter, outcome)
    yield from verdict(work, SATISFIED if not again else NOT)
    if again:
        yield from next_round(work, letter, outcome)
        yield from verdict(work, SATISFIED)
    yield from the_end(work, after)


def into_the_books(work: Work) -> Life:
    """Registered, and a slip put right."""
    diary, case, season = work.diary, work.case, work.year.season
    diary.wait(season.front(case.begins))
    told = yield work.register()
    case.id = UUID((told.answer or {})["id"])
    work.year.open.add(case.id)
    work.stage.ledger.forget(work.claim)
    if case.traits & {"number_slip", "title_slip"}:
        diary.later(0.5, 1.5)
        yield work.correct_slip()
    if case.channel == "in_session":
        diary.wait(season.front(HANDOVER))
        diary.later(0.1, 0.6)
    else:
        diary.later(3, 7)
    yield work.hand_over()
    diary.scale = 1.0


def shared_out(work: Work) -> Life:
    """Assigned, with or without an objection."""
    diary, case = work.diary, work.case
    diary.later(0.2, 1.8)
    if "upheld" in case.traits:
        assert case.wrong_unit
        yield work.assign(case.wrong_unit)
        diary.later(1, 3)
        yield work.object(case.wrong_unit, case.unit)
        diary.later(1, 3)
        yield work.decide(case.wrong_unit, upheld=True)
        diary.later(0.1, 0.6)
    told = yield work.assign()
    work.reply_by = date.fromisoformat((told.answer or {})["reply_by"])
    if "found_complex" in case.traits:
        diary.later(0.5, 1.5)
        told = yield work.find_complex()
        work.reply_by = date.fromisoformat((told.answer or {})["reply_by"])
    if "refused" in case.traits:
        diary.later(1, 3)
        yield work.object(case.unit, case.wrong_unit)
        diary.later(1, 3)
        yield work.decide(case.unit, upheld=False)


def the_end(work: Work, after: Year) -> Life:
    """Closed as the deputies accept it, for a reason, or by decision; or carried over."""
    case, diary = work.case, work.diary
    if case.end == "carried":
        yield from carried(work, after)
        return
    if case.end == "decision":
        diary.wait(work.year.season.first + YEAR_END)
        diary.later(0, 15)
        yield work.close(diary, "decision", DECIDED[case.letter])
    elif case.end == "lawful_reason":
        diary.later(1, 6)
        yield work.close(diary, "lawful_reason", words.reason(case.outcome))
    else:
        diary.later(1, 6)
        yield work.close(diary, "accepted")
    _leave(work, work.year)


def carried(work: Work, after: Year) -> Life:
    """Into the next year, and on as far as it is to come."""
    case, season = work.case, after.season
    work.diary = diary = Diary(work.stage.hours, work.rng, season.front(CARRIED), season.scale)
    diary.later(0, 3)
    reason = (
        "答复满意但与代表期望仍有差距，列入跨年度续办。"
        if "gap" in case.traits
        else "答复事项尚未全部落实，列入跨年度续办。"
    )
    yield work.carry_over(diary, season.year, reason)
    work.year.open.discard(work.id)
    after.open.add(work.id)
    work.year = after
    case.traits -= {"gap", "paper_form"}
    diary.scale = 1.0
    yield from next_year(work)


def next_year(work: Work) -> Life:
    """What a proposal carried over goes through in its second year."""
    case, diary = work.case, work.diary
    if case.follow == "waits":
        return
    diary.later(20, 40)
    yield work.contact(case.unit, diary, "before", mode="visit")
    if case.follow == "begun":
        return
    diary.later(8, 25)
    yield work.contact(case.unit, diary, "during", mode="site_survey")
    diary.later(3, 8)
    if "kept_word" in case.traits:
        yield work.reply(case.unit, diary, "B", "in_progress", turn=3)
        diary.later(8, 20)
        yield work.reply_again(case.unit, diary, "A", "solved")
    else:
        yield work.reply(case.unit, diary, "A", "solved", turn=3)
    if case.follow == "answered":
        return
    yield from verdict(work, SATISFIED)
    diary.later(1, 6)
    yield work.close(diary, "accepted")
    _leave(work, work.year)


def _leave(work: Work, year: Year) -> None:
    year.open.discard(work.id)
    work.stage.ledger.forget(work.id)
