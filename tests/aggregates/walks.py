"""Random walks: people ask for one thing after another, and the rules allow or refuse it."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from given import (
    CALENDAR,
    CHIEF,
    CLERK,
    CO,
    FILE,
    FIRST,
    HOUSING,
    JOINT,
    LEAD,
    LI,
    NEXT_YEAR,
    OTHER_CO,
    OTHER_JOINT,
    PARKS,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    STRANGER,
    UNHAPPY,
    WANG,
    WATER,
    YEAR,
    again_said,
    answers,
    assigned,
    at_work,
    attempt_said,
    contact_said,
    day,
    given,
    handed_over,
    in_contact,
    opinion_said,
    place,
    rated,
    rating_said,
    registered,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    share,
    step,
)
from hypothesis import strategies as st

from aggregates import proposal_events as e
from aggregates.base import Refused, replace
from aggregates.calendar import Calendar
from aggregates.deadlines import Due, due
from aggregates.limits import Limit
from aggregates.proposal import Proposal
from aggregates.proposal_clocks import counts_on
from aggregates.proposal_extension import more_time
from aggregates.proposal_intake import Keyed, aliases

SHAPES = (
    (SOLE,),
    (LEAD, CO),
    (LEAD, CO, OTHER_CO),
    (JOINT, OTHER_JOINT),
    (JOINT, OTHER_JOINT, OTHER_CO),
    (FIRST, SECOND),
)
LIMITS = POLICY.limits
BEFORE_THE_REPLY = Limit(amount=40, unit="workday", anchor="reply_due", article="某条")
"""Co-units' dates hang on the reply's."""


def calendar(*off: int) -> Calendar:
    """A calendar with these days of the story off."""
    days = frozenset(day(n) for n in off if day(n).weekday() < 5)
    return Calendar(name="放假", known=CALENDAR.known, off=days, shifts=frozenset())


CALENDARS = (CALENDAR, calendar(*range(60, 68)), calendar(*range(30, 40), *range(120, 125)))


RULES = (
    place(rehandling={"second": "decision"}),
    place(rehandling={"second": "meeting"}, objection={"disputes": ("units", "office", "leader")}),
    place(rehandling={"trigger": "automatic", "second": "meeting"}),
)
"""The places people walk in."""


class Walk:
    """A proposal, what was recorded so far, and a day that moves on."""

    def __init__(self, proposal: Proposal, seed: int, past: tuple[Any, ...] = ()) -> None:
        self.proposal, self.past, self.chance = proposal, list(past), Random(seed)
        self.today = day(9)
        self.calendar = CALENDAR
        self.rules = RULES[seed % len(RULES)]

    def take(self, step: "Step") -> None:
        """Ask for one thing; what is allowed is recorded."""
        self.today += timedelta(days=self.chance.choice((0, 0, 0, 0, 0, 0, 1, 3)))
        try:
            allowed = step(self)
        except Refused:
            return
        for event in allowed if isinstance(allowed, tuple) else (allowed,) if allowed else ():
            self.past.append(event)
            self.proposal = self.proposal.after(event)

    @property
    def on(self) -> date:
        return self.today - timedelta(days=self.chance.choice((-1, 0, 0, 0, 0, 0, 0, 2, 7)))

    @property
    def unit(self) -> UUID:
        return self.chance.choice((*self.proposal.parts, *self.proposal.parts, PARKS))

    @property
    def deputy(self) -> UUID:
        return self.chance.choice((LI, LI, WANG, STRANGER))

    def due(self, limit: Limit | None, anchored_on: date) -> Due:
        assert limit
        return due(limit, anchored_on, self.calendar)

    def counts(self, on: date) -> date | None:
        return counts_on(on, self.today, LIMITS.entry, self.calendar)

    def entry(self, *kinds: type[e.ProposalEvent]) -> tuple[int, Any]:
        """One of the entries of these kinds, with its position."""
        found = [(n, one) for n, one in enumerate(self.past, 1) if isinstance(one, kinds)]
        return self.chance.choice(found) if found else (0, None)

    def one_of(self, *values: Any) -> Any:
        return self.chance.choice(values)


Step = Callable[[Walk], Any]


def assign(walk: Walk) -> Any:
    kinds: tuple[e.Share, ...] = ("sole", "lead", "co", "joint_lead", "separate")
    unit = walk.one_of(ROADS, WATER, HOUSING, PARKS)
    shares = (share(unit, walk.one_of(*kinds), *walk.one_of((), (1,), (2,), (1, 2))),)
    shares = walk.one_of(shares, shares, *SHAPES)
    on, case = walk.on, walk.proposal.reply_due
    restarted = walk.due(LIMITS.reply.model_copy(update={"anchor": "assigned"}), on)
    reply_by = walk.one_of(case, restarted) or restarted
    sign_by = walk.due(LIMITS.sign_for, on)
    opinion_by = walk.due(BEFORE_THE_REPLY, reply_by.on)
    return walk.proposal.assign(shares, reply_by, sign_by, opinion_by, on, walk.today)


def reply(walk: Walk) -> Any:
    unit, outcome = walk.unit, walk.one_of("solved", "solved", "planned", "deferred")
    part = walk.proposal.parts.get(unit)
    asks = part.asks if part and part.share == "separate" else (1, 2)
    on = walk.on
    steps = (step(1, on),) if outcome == "planned" else ()
    worse = walk.one_of(outcome, outcome, "reference")
    said = reply_said(
        outcome, on, answers=answers(*asks, outcome=worse), steps=steps, opinions="会办单位的意见"
    )
    feedback_by, counts = walk.due(LIMITS.feedback, on), walk.counts(on)
    return walk.proposal.reply(
        unit, said, POLICY, walk.today, feedback_by=feedback_by, counts=counts
    )


def rate(walk: Walk) -> Any:
    mark = walk.one_of("satisfied", "satisfied", "dissatisfied")
    gap = walk.one_of(None, "还差一段")
    said = rating_said(walk.unit, walk.on, result=mark, reason="没有解决", gap=gap)
    counts = walk.counts(said.on)
    rated = walk.proposal.rate(walk.deputy, said, walk.rules.rating, walk.today, counts)
    reply_by, rule = walk.due(LIMITS.rehandle, counts or said.on), walk.rules.rehandling
    return rated, *walk.proposal.after_dissatisfaction(rated, rule, reply_by, walk.today)


def confide(walk: Walk) -> Any:
    return walk.proposal.confide(walk.deputy, walk.unit, "不便公开", walk.on, walk.today)


def urge_rating(walk: Walk) -> Any:
    unit, rule, on = walk.unit, walk.rules.rating, walk.on
    deputies = walk.proposal.to_urge(unit, rule, walk.calendar, on)
    deputies = walk.one_of(deputies, deputies, deputies[:1], (walk.deputy,))
    return walk.proposal.urge_rating(unit, deputies, "phone", rule, walk.calendar, on, walk.today)


def reveal(walk: Walk) -> Any:
    inactive = walk.one_of((), (), (WANG,))
    return walk.proposal.reveal_ratings(walk.rules.rating, walk.on, walk.today, inactive)


def study(walk: Walk) -> Any:
    follow, units = walk.one_of("rehandle", "stand"), tuple(walk.proposal.parts)
    how, rule = walk.one_of("meeting", "meeting", "experts"), walk.rules.rehandling
    return walk.proposal.study_dissatisfaction(
        how, (LI,), units, "还要改造", follow, rule, (), walk.on, walk.today
    )


# ---- intake, and what may happen beside the handling


def check_entry(walk: Walk) -> Any:
    keyed, same = Keyed(number="072"), walk.one_of(True, False)
    return walk.proposal.check_entry(keyed, keyed, walk.on, same_person=same)


def join(walk: Walk) -> Any:
    other = given(registered(signers=(WANG,)))
    other = replace(other, id=STRANGER)
    other.merge(walk.proposal, "同一事项", walk.on, walk.today)
    return walk.proposal.join(other, None, walk.on)


def merge(walk: Walk) -> Any:
    main = replace(given(registered()), id=STRANGER)
    return walk.proposal.merge(main, "同一事项", walk.on, walk.today)


def hide_identity(walk: Walk) -> Any:
    return walk.proposal.hide_identity(walk.one_of(None, LI), None, walk.on, walk.today)


def ask_withdrawal(walk: Walk) -> Any:
    rule, deputy, on = walk.rules.withdrawal, walk.deputy, walk.on
    asked = walk.proposal.ask_withdrawal(deputy, "已经解决", None, rule, on, walk.today)
    gone = walk.proposal.after(asked).withdraw("已经解决", rule, on)
    return (asked, gone) if gone else asked


def tell(walk: Walk) -> Any:
    matter = walk.one_of("handed_over", "merged", "split")
    deputies = walk.one_of((LI,), (WANG,), (LI, WANG))
    return walk.proposal.tell_deputies(matter, deputies, "phone", None, walk.on, walk.today)


# ---- disputes


def raise_dispute(walk: Walk) -> Any:
    rule, on, government = walk.rules.objection, walk.on, walk.one_of(True, True, False)
    return walk.proposal.raise_dispute(
        walk.unit, (walk.unit,), "管线归属", rule, on, walk.today, government=government
    )


def pass_on_dispute(walk: Walk) -> Any:
    by, rule = walk.one_of({"unit": walk.unit}, {"role": "office"}), walk.rules.objection
    return walk.proposal.pass_on_dispute(
        "协商不成", rule, walk.on, walk.today, government=True, **by
    )


def settle_dispute(walk: Walk) -> Any:
    by = walk.one_of({"unit": walk.unit}, {"role": "office"}, {"role": "congress"})
    return walk.proposal.settle_dispute(
        "由路政管", walk.on, walk.today, government=walk.one_of(True, False), **by
    )


def contact(walk: Walk) -> Any:
    phase = walk.one_of("before", "during", "during", "after")
    said = contact_said(phase, walk.on, deputies=(walk.deputy,))
    return walk.proposal.contact(walk.unit, said, walk.today, walk.counts(said.on))


def attempt(walk: Walk) -> Any:
    said = attempt_said(walk.on, walk.one_of("before", "during", "after"), walk.deputy)
    return walk.proposal.attempt_contact(walk.unit, said, walk.today)


def carry_over(walk: Walk) -> Any:
    year = walk.one_of(YEAR, NEXT_YEAR)
    on = walk.on
    return walk.proposal.carry_over(year, "继续办理", walk.due(LIMITS.reply, on), on, walk.today)


def order_rehandling(walk: Walk) -> Any:
    on, role = walk.on, walk.one_of("congress", "congress", "office")
    until, rule = walk.due(LIMITS.rehandle, on), walk.rules.rehandling
    return walk.proposal.order_rehandling("代表不满意", until, role, rule, on, walk.today)


def give_opinion(walk: Walk) -> Any:
    stance = walk.one_of("agree", "agree", "supplement", "dissent")
    said = opinion_said(stance, walk.on)
    return walk.proposal.give_opinion(walk.unit, said, walk.today, walk.counts(said.on))


def return_opinion(walk: Walk) -> Any:
    on = walk.on
    redo_by = walk.due(LIMITS.opinion_redo, on)
    return walk.proposal.return_opinion(walk.unit, walk.unit, "空泛", redo_by, on, walk.today)


def answer_contact(walk: Walk) -> Any:
    position, entry = walk.entry(e.Contacted)
    confirmed = walk.one_of(True, True, False)
    return walk.proposal.answer_contact(
        walk.deputy, position, entry, confirmed, "没有见面", walk.on, walk.today
    )


def confirm_entry(walk: Walk) -> Any:
    position, entry = walk.entry(e.Received, e.Contacted, e.OpinionGiven, e.Replied)
    return walk.proposal.confirm_entry(position, entry, "见签到表", (FILE,), walk.today, walk.today)


def find_complex(walk: Walk) -> Any:
    six = walk.due(LIMITS.reply_complex, walk.proposal.handed_over_on or walk.today)
    return walk.proposal.find_complex(
        six, "涉及面广", "congress", POLICY.complexity, walk.calendar, walk.on, walk.today
    )


def ask_extension(walk: Walk) -> Any:
    amount, unit = walk.one_of((1, "month"), (20, "day"), (15, "workday"), (4, "month"))
    more = more_time(amount, unit, LIMITS.extension)
    return walk.proposal.ask_extension(
        walk.unit, more, "需要会商", LIMITS.extension, walk.calendar, walk.on, walk.today
    )


def decide_extension(walk: Walk) -> Any:
    granted, role = walk.one_of(True, True, False), walk.one_of("congress", "congress", "office")
    return walk.proposal.decide_extension(
        walk.unit, granted, "经研究", role, LIMITS.extension, walk.calendar, walk.on, walk.today
    )


def withdraw_extension(walk: Walk) -> Any:
    return walk.proposal.withdraw_extension(
        walk.unit, "情况变化", "congress", LIMITS.extension, walk.on, walk.today
    )


def move_dates(walk: Walk) -> Any:
    walk.calendar = walk.one_of(*CALENDARS)
    return walk.proposal.move_dates(walk.calendar, 3, "放假通知", walk.today)


def survey(walk: Walk) -> Any:
    said = e.SurveySaid(present=(e.Present(rank="staff"),), summary="查看现场", on=walk.on)
    return walk.proposal.survey(walk.unit, said, walk.today)


def correct_class(walk: Walk) -> Any:
    right = walk.one_of(("S2", "A", "solved"), ("S2", "B", "partly"), ("S1", "A", "solved"))
    scheme, on = POLICY.scheme, walk.on
    return walk.proposal.correct_class(walk.unit, right, scheme, "与事实不符", on, walk.today)


def reply_again(walk: Walk) -> Any:
    said = again_said(walk.one_of("solved", "in_progress", "not_feasible"), walk.on)
    return walk.proposal.reply_again(walk.unit, said, POLICY, walk.today)


def decide_objection(walk: Walk) -> Any:
    upheld, rule = walk.one_of(True, False), POLICY.objection
    return walk.proposal.decide_objection(
        walk.unit, upheld, "经研究", "office", rule, walk.on, walk.today
    )


def close(walk: Walk) -> Any:
    ground, reason = walk.one_of("accepted", "decision"), walk.one_of(None, "经研究")
    return walk.proposal.close(ground, reason, walk.rules.rehandling, walk.on, walk.today)


INTAKE: dict[Step, int] = {
    check_entry: 4,
    join: 1,
    hide_identity: 1,
    ask_withdrawal: 2,
    merge: 1,
    lambda w: w.proposal.split((ROADS, WATER), "一事一议", w.on, w.today): 1,
}
"""What people may ask for before it is handed over."""

STEPS: dict[Step, int] = {
    assign: 9,
    lambda w: w.proposal.receive(w.unit, w.on, w.today): 20,
    lambda w: w.proposal.raise_objection(
        w.unit, "不属于", None, POLICY.objection, w.on, w.today
    ): 2,
    decide_objection: 8,
    raise_dispute: 2,
    pass_on_dispute: 3,
    settle_dispute: 2,
    tell: 1,
    hide_identity: 1,
    ask_withdrawal: 1,
    lambda w: w.proposal.name_persons(w.unit, CHIEF, None, CLERK, w.on, w.today): 1,
    contact: 40,
    attempt: 3,
    lambda w: w.proposal.waive_contact(w.deputy, w.on, w.today): 1,
    give_opinion: 16,
    lambda w: w.proposal.urge_opinion(w.unit, w.unit, w.on, w.today): 20,
    lambda w: w.proposal.proceed_without(w.unit, w.unit, w.on, w.today): 30,
    return_opinion: 3,
    answer_contact: 8,
    lambda w: w.proposal.plan(w.unit, "办理方案", (step(1, w.today),), w.on, w.today): 2,
    survey: 2,
    find_complex: 1,
    ask_extension: 14,
    decide_extension: 14,
    withdraw_extension: 3,
    move_dates: 2,
    confirm_entry: 2,
    lambda w: w.proposal.review_reply(w.unit, True, False, "已核", None, w.on, w.today): 1,
    reply: 50,
    lambda w: w.proposal.return_reply(w.unit, "没有针对性", w.on, w.today): 2,
    lambda w: w.proposal.read_reply(w.deputy, w.unit, w.on, w.today): 3,
    correct_class: 3,
    reply_again: 3,
    rate: 30,
    reveal: 30,
    urge_rating: 30,
    study: 8,
    confide: 1,
    order_rehandling: 40,
    carry_over: 1,
    close: 2,
    lambda w: w.proposal.correct("title", "甲", "乙", "笔误"): 1,
}
"""What people may ask for, and how often they do."""


REPLY_BY = due(LIMITS.reply, day(5), CALENDAR)
HANDED_OVER = handed_over(by=REPLY_BY).model_copy(
    update={"tell_by": LIMITS.tell and due(LIMITS.tell, day(5), CALENDAR)}
)
SHARED = assigned(
    reply_by=REPLY_BY,
    sign_by=due(LIMITS.sign_for, day(8), CALENDAR),
    contact_by=due(LIMITS.first_contact, day(8), CALENDAR),
    object_by=due(LIMITS.objection, day(8), CALENDAR),
    opinion_by=due(BEFORE_THE_REPLY, REPLY_BY.on, CALENDAR),
)


def walk(shape: tuple[e.Assignment, ...], seed: int, length: int) -> Walk:
    """So many steps from the day of assignment on; a shorter walk is the same walk's beginning."""
    walked = begun(
        seed,
        registered(),
        HANDED_OVER,
        SHARED.model_copy(update={"assignments": shape}),
    )
    for asked in Random(seed).choices(list(STEPS), list(STEPS.values()), k=length):
        walked.take(asked)
    return walked


def in_the_books(seed: int) -> Walk:
    """A few steps from the day of registration on: on paper, or with sealed names, or neither."""
    sealed = registered(signers=aliases(ROADS, 2))
    closed = e.IdentitySealed(cycle=YEAR, deputies=(LI, WANG), on=day(1))
    past = ((registered(),), (registered(paper=True),), (sealed, closed))[seed % 3]
    walked = begun(seed, *past)
    for asked in Random(seed).choices(list(INTAKE), list(INTAKE.values()), k=6):
        walked.take(asked)
    return walked


def answered_again(seed: int, length: int = 60) -> Walk:
    """So many steps from the day on which the reply after a re-handling was out."""
    first = (*at_work(SOLE), *in_contact(ROADS), replied(ROADS), rated(LI, **UNHAPPY), revealed())
    again = (*in_contact(ROADS, day(95), round=2), replied(ROADS, on=day(110), round=2))
    walked = begun(seed, *first, rehandling_ordered(ROADS), *again)
    walked.today = day(111)
    for asked in Random(seed).choices(list(STEPS), list(STEPS.values()), k=length):
        walked.take(asked)
    return walked


def begun(seed: int, *past: e.ProposalEvent) -> Walk:
    """A walk that goes on from here."""
    proposal = Proposal(id=ROADS)
    for event in past:
        proposal = proposal.after(event)
    return Walk(proposal, seed, past)


WALKS = st.builds(
    walk, st.sampled_from(SHAPES), st.integers(0, 2**32), st.sampled_from((60, 160, 360))
)
EDGES = st.builds(in_the_books, st.integers(0, 2**32)) | st.builds(
    answered_again, st.integers(0, 2**32)
)
"""Walks at either end of the life: before the hand-over, and after the second reply."""
