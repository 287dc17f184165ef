"""One round of handling: signed for, contacted, heard, replied, rated, revealed."""

from collections.abc import Iterable
from operator import attrgetter

from aggregates.deadlines import months_after
from aggregates.proposal_events import Mark, Mode
from aggregates.schemes import Outcome
from cli.demo import words
from cli.demo.hours import Diary
from cli.demo.stage import Act, Life
from cli.demo.work import Work

MEETING = 64
"""Days into a year: a meeting on several proposals at once."""
Marks = tuple[Mark, Mark, Mark]
SATISFIED: Marks = ("satisfied", "satisfied", "satisfied")
BASICALLY: Marks = ("satisfied", "satisfied", "basically_satisfied")
NOT: Marks = ("satisfied", "basically_satisfied", "dissatisfied")


def first_round(work: Work, letter: str, outcome: Outcome) -> Life:
    """Signed for, contacted before and during, heard, replied."""
    acts: list[Act] = []
    ready: dict[str, float] = {}
    assigned = work.diary.place
    for code, share in work.case.shares.items():
        at = work.diary.aside()
        acts += _taken_in(work, code, at)
        if share != "co":
            acts += _contacts(work, code, at)
        if share in ("co", "joint_lead"):
            acts += _heard(work, code, at, assigned)
        ready[code] = at.place
    for code in work.case.repliers:
        alone = work.case.share == "separate"
        at = work.diary.aside()
        at.wait(ready[code] if alone else max(ready.values()))
        _until_replied(work, at)
        acts.append(work.reply(code, at, letter, outcome))
        work.diary.wait(at.place)
    yield from _in_order(acts)


def _in_order(acts: Iterable[Act]) -> Life:
    yield from (act for act in sorted(acts, key=attrgetter("at")))


def _taken_in(work: Work, code: str, at: Diary) -> list[Act]:
    acts = []
    late = "late_sign" in work.case.traits and code == work.case.unit
    at.later(*((8, 11) if late else (0.2, 5)))
    if not ("refused" in work.case.traits and code == work.case.unit):
        acts.append(work.receive(code, at))
    if "silent" not in work.case.traits or code == work.case.unit:
        at.later(0.2, 2)
        acts.append(work.name_persons(code, at))
    return acts


def _contacts(work: Work, code: str, at: Diary) -> list[Act]:
    acts, traits = [], work.case.traits
    if "attempts" in traits:
        for _ in range(2):
            at.later(1.1, 2)
            acts.append(work.attempt(code, at))
    for _ in range(work.case.visits):
        at.later(1 / work.case.visits, 9 / work.case.visits)
        acts.append(work.contact(code, at, "before"))
    if "waiver" in traits:
        at.later(1, 3)
        acts.append(work.waive(at))
    if "voided" in traits:
        at.later(1, 3)
        acts.append(work.contact(code, at, "during", mode="phone"))
        at.later(0.5, 1)
        acts.append(work.void_last(at))
    return acts + _contacts_during(work, code, at)


def _contacts_during(work: Work, code: str, at: Diary) -> list[Act]:
    acts, traits, season = [], work.case.traits, work.year.season
    if "hosts" in traits:
        at.wait(season.front(MEETING))
        return [work.hold_meeting(at)]
    if "joins" in traits:
        at.wait(season.front(MEETING + 0.5))
        return []
    for n in range(work.case.visits):
        at.later(5 / work.case.visits, 14 / work.case.visits)
        on = at.hours.on(at.place - 4) if "entered_late" in traits and n == 0 else None
        mode: Mode | None = "phone" if "waiver" in traits else None
        acts.append(work.contact(code, at, "during", mode=mode, on=on))
    return acts


def _heard(work: Work, code: str, at: Diary, assigned: float) -> list[Act]:
    """A co-unit, or another lead, gives its opinion; or stays silent, is urged and passed over."""
    if code == work.case.unit and work.case.share == "joint_lead":
        return []
    if "silent" not in work.case.traits:
        at.later(2, 9)
        return [work.give_opinion(code, at)]
    due = months_after(at.hours.on(assigned), 1)
    at.wait(at.hours.first(due) + 1)
    at.later(0.5, 2)
    urged = work.urge(code, at)
    at.later(3, 5)
    return [urged, work.proceed(code, at)]


def _until_replied(work: Work, at: Diary) -> None:
    """Late ones reply after their date, the others before it."""
    due = at.hours.first(work.reply_by)
    ready = at.place
    if "late_reply" in work.case.traits:
        at.wait(due + 3)
        at.later(1, 6)
    elif "complex" in work.case.traits:
        at.wait(due - 12)
        at.later(1, 8)
    else:
        at.later(3, 14)
        at.place = max(ready + 0.02, min(at.place, due - 4 + work.rng.random()))


def verdict(work: Work, lead: Marks) -> Life:
    """Contact after the reply, the signers' ratings, and the marks opened."""
    acts: list[Act] = []
    replied = work.diary.place
    at = work.diary.aside()
    for _ in range(work.case.visits):
        at.later(0.3, 2)
        acts.append(work.contact(work.case.unit, at, "after"))
    last = at.place
    for code in work.case.repliers:
        for n in range(len(work.members)):
            if n and work.rng.random() < 0.18:
                continue
            at = Diary(work.stage.hours, work.rng, replied, work.diary.scale)
            at.later(1, 11)
            acts.append(_rating(work, n, code, at, lead))
            last = max(last, at.place)
    yield from _in_order(acts)
    work.diary.wait(last)
    work.diary.later(1, 4)
    yield work.reveal(work.diary)


def _rating(work: Work, n: int, code: str, at: Diary, lead: Marks) -> Act:
    member, rng = work.members[n], work.rng
    if "paper_form" in work.case.traits and n == len(work.members) - 1 and lead != NOT:
        return work.rate_on_paper(member, code, at)
    if lead == NOT and n == 0:
        return work.rate(member, code, at, NOT, reason=rng.choice(words.DISSATISFIED))
    if "gap" in work.case.traits and n == 0:
        return work.rate(member, code, at, SATISFIED, gap=rng.choice(words.GAPS))
    return work.rate(member, code, at, SATISFIED if rng.random() < 0.85 else BASICALLY)


def next_round(work: Work, letter: str, outcome: Outcome) -> Life:
    """Ordered anew: contacted again, replied again."""
    diary, code = work.diary, work.case.unit
    diary.later(1, 4)
    yield work.order_again(diary)
    diary.later(1, 5)
    yield work.contact(code, diary, "before", mode="visit")
    diary.later(1, 6)
    yield work.contact(code, diary, "during", mode="site_survey")
    diary.later(1, 5)
    yield work.reply(code, diary, letter, outcome, turn=2)
