"""The lives of proposals from the books to the end."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.schemes import Outcome
from cli.demo import words
from cli.demo.file import Year
from cli.demo.hours import Diary
from cli.demo.rounds import first_round, mended, next_round
from cli.demo.stage import Life, pause
from cli.demo.the_year import HANDOVER
from cli.demo.verdicts import NOT, SATISFIED, verdict
from cli.demo.work import Work

CARRIED = 6
"""Days into a year: what was not done is carried over into it."""
TOLD_LATE = 12
"""Working days after which some are told what became of their proposal."""
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


def case_life(work: Work, after: Year, entry: Callable[[Work], Life] | None = None) -> Life:
    """A proposal's whole life; `after` is the year into which it may be carried over.

    `entry` is how it comes into the books, if not by registration.
    """
    yield from (entry or into_the_books)(work)
    yield from shared_out(work)
    letter, outcome = work.case.letter, work.case.outcome
    again = work.case.traits & {"again", "twice"}
    reclassed = "reclassed" in work.case.traits
    first = WORSE[letter] if again else BETTER if reclassed else (letter, outcome)
    yield from first_round(work, *first)
    if "returned" in work.case.traits:
        yield from mended(work, letter, outcome)
    if reclassed:
        work.diary.later(1, 3)
        yield work.correct_class(work.diary, letter, outcome)
    yield from verdict(work, SATISFIED if not again else NOT)
    if "twice" in work.case.traits:
        yield from next_round(work, *first)
        yield from verdict(work, NOT)
        work.diary.later(2, 5)
        yield work.study(work.diary)
    if again:
        yield from next_round(work, letter, outcome)
        yield from verdict(work, SATISFIED)
    yield from the_end(work, after)


def into_the_books(work: Work) -> Life:
    """Registered, a slip put right, a paper keyed in twice."""
    diary, case, season = work.diary, work.case, work.year.season
    diary.wait(season.front(case.begins))
    told = yield work.register()
    entered(work, UUID((told.answer or {})["id"]))
    work.stage.ledger.forget(work.claim)
    if case.traits & {"number_slip", "title_slip", "signer_slip", "category_slip"}:
        diary.later(0.5, 1.5)
        yield work.correct_slip()
    if "on_paper" in case.traits:
        diary.later(0.1, 1)
        yield work.check_entry()


def entered(work: Work, id: UUID) -> None:
    """It is in the books, and in session on the list for the meeting."""
    work.case.id = id
    work.year.open.add(id)
    if work.case.channel == "in_session":
        work.year.listing[id] = work.listed()


def shared_out(work: Work) -> Life:
    """Handed over and assigned, at the meeting or by itself; with or without an objection."""
    diary, case = work.diary, work.case
    if case.channel == "in_session":
        diary.wait(work.year.season.front(HANDOVER))
        diary.later(0.1, 0.6)
        yield pause(diary.now, work.cast.congress)
    else:
        diary.later(3, 7)
        yield work.hand_over()
        diary.later(0.2, 1.8)
        yield work.assign()
    diary.scale = 1.0
    work.reply_by = work.stage.ledger.load(Proposal, work.id).reply_by or work.reply_by
    work.stage.enter(_told(work, diary.aside()))
    if "upheld" in case.traits:
        yield from _reassigned(work)
    if "found_complex" in case.traits:
        diary.later(0.5, 1.5)
        told = yield work.find_complex()
        work.reply_by = date.fromisoformat((told.answer or {})["reply_by"])
    if case.traits & {"refused", "refused_late"}:
        diary.later(*((8, 9) if "refused_late" in case.traits else (1, 3)))
        yield work.object(case.unit, case.wrong_unit)
        diary.later(1, 3)
        yield work.decide(case.unit, upheld=False)


def _told(work: Work, at: Diary) -> Life:
    """The deputies are told where it went; once it was too late."""
    if "told_late" in work.case.traits:
        at.wait(int(at.place) + TOLD_LATE)
    at.later(0.1, 2)
    yield work.tell("handed_over", at)


def _reassigned(work: Work) -> Life:
    """The unit named at the meeting says that it is not theirs, and is right."""
    diary, wrong = work.diary, work.case.wrong_unit
    assert wrong
    diary.later(1, 3)
    yield work.object(wrong, work.case.unit)
    diary.later(1, 3)
    yield work.decide(wrong, upheld=True)
    diary.later(0.1, 0.6)
    told = yield work.assign()
    work.reply_by = date.fromisoformat((told.answer or {})["reply_by"])
    diary.later(0.1, 0.6)
    yield work.tell("reassigned", diary)


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
