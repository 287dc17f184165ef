"""One round of handling: signed for, planned, contacted, heard, replied."""

from aggregates.deadlines import months_after
from aggregates.proposal_events import Mode
from aggregates.schemes import Outcome
from cli.demo import words
from cli.demo.hours import Diary
from cli.demo.readying import until_replied
from cli.demo.stage import Act, Life
from cli.demo.verdicts import confirmed, in_order
from cli.demo.work import Work

MEETING = 64
"""Days into a year: a meeting on several proposals at once."""


def first_round(work: Work, letter: str, outcome: Outcome) -> Life:
    """Signed for, contacted before and during, heard, replied."""
    acts: list[Act] = []
    ready: dict[str, float] = {}
    assigned = work.diary.place
    for code, share in work.case.shares.items():
        at = work.diary.aside()
        acts += _taken_in(work, code, at)
        heard = at.aside()
        if share != "co":
            acts += _planned(work, code, at)
            acts += _contacts(work, code, at)
        if "argued" in work.case.traits and code == work.case.unit:
            acts += _argued(work, heard)
        if share in ("co", "joint_lead"):
            acts += _heard(work, code, heard, assigned)
        ready[code] = max(at.place, heard.place)
    for code in work.case.repliers:
        alone = work.case.share == "separate"
        at = work.diary.aside()
        at.wait(ready[code] if alone else max(ready.values()))
        acts += until_replied(work, code, at)
        acts.append(work.reply(code, at, letter, outcome))
        work.diary.wait(at.place)
    yield from in_order(acts)


def _taken_in(work: Work, code: str, at: Diary) -> list[Act]:
    acts = []
    late = "late_sign" in work.case.traits and code == work.case.unit
    at.later(*((8, 11) if late else (0.2, 5)))
    refused = work.case.traits & {"refused", "refused_late"}
    if not (refused and code == work.case.unit):
        acts.append(work.receive(code, at))
    if "silent" not in work.case.traits or code == work.case.unit:
        at.later(0.2, 2)
        acts.append(work.name_persons(code, at))
    return acts


def _argued(work: Work, at: Diary) -> list[Act]:
    """Lead and co-unit do not agree who does what; the office settles it, and work goes on."""
    at.later(1, 2)
    raised = work.argue(at)
    at.later(2, 4)
    passed_on = work.pass_on(at)
    at.later(2, 4)
    return [raised, passed_on, work.settle(at)]


def _planned(work: Work, code: str, at: Diary) -> list[Act]:
    """Most make a plan, some look into the matter first."""
    acts = []
    if work.rng.random() < 0.6:
        at.later(0.3, 2)
        acts.append(work.plan(code, at))
    if work.rng.random() < 0.35:
        at.later(0.5, 2)
        acts.append(work.survey(code, at))
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
        acts += confirmed(work, at)
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
        late = bool(traits & {"entered_late", "late_but_proved"}) and n == 0
        on = at.hours.on(at.place - 4) if late else None
        mode: Mode | None = "phone" if traits & {"waiver", "disputed"} else None
        acts.append(work.contact(code, at, "during", mode=mode, on=on))
        if "late_but_proved" in traits:
            at.later(1, 3)
            acts.append(work.confirm_late_entry(at))
        if "disputed" in traits:
            acts += _disputed(work, code, at)
        acts += confirmed(work, at)
    return acts


def _disputed(work: Work, code: str, at: Diary) -> list[Act]:
    """The deputy says that it was no contact; the unit holds another."""
    at.later(1, 2)
    disputed = work.answer_contact(at, words.DISPUTE)
    at.later(1, 3)
    return [disputed, work.contact(code, at, "during", mode="visit")]


def _heard(work: Work, code: str, at: Diary, assigned: float) -> list[Act]:
    """A co-unit, or another lead, gives its opinion; or stays silent, is urged and passed over."""
    if code == work.case.unit and work.case.share == "joint_lead":
        return []
    if "silent" not in work.case.traits:
        at.later(2, 9)
        first = code == work.case.others[0]
        if "redo" in work.case.traits and first:
            return _given_anew(work, code, at)
        dissents = "dissent" in work.case.traits and first
        return [work.give_opinion(code, at, "dissent" if dissents else None)]
    due = months_after(at.hours.on(assigned), 1)
    at.wait(at.hours.first(due) + 1)
    at.later(0.5, 2)
    urged = work.urge(code, at)
    at.later(3, 5)
    return [urged, work.proceed(code, at)]


def _given_anew(work: Work, code: str, at: Diary) -> list[Act]:
    """An opinion that says nothing is sent back, and given anew in time."""
    empty = work.give_opinion(code, at, "agree", words.EMPTY_OPINION)
    at.later(0.5, 1.5)
    returned = work.return_opinion(code, at)
    at.later(1, 4)
    return [empty, returned, work.give_opinion(code, at, "supplement")]


def mended(work: Work, letter: str, outcome: Outcome) -> Life:
    """The reply is sent back, and answered anew in the same round."""
    diary = work.diary
    diary.later(0.5, 2)
    yield work.return_reply(diary)
    diary.later(1, 5)
    yield work.reply(work.case.unit, diary, letter, outcome)


def next_round(work: Work, letter: str, outcome: Outcome) -> Life:
    """Ordered anew: contacted again, replied again."""
    diary, code = work.diary, work.case.unit
    diary.later(1, 4)
    yield work.order_again(diary)
    diary.later(1, 5)
    yield work.contact(code, diary, "before", mode="visit")
    diary.later(1, 6)
    yield work.contact(code, diary, "during", mode="site_survey")
    yield from in_order(confirmed(work, diary))
    diary.later(1, 5)
    yield work.reply(code, diary, letter, outcome, turn=2)
