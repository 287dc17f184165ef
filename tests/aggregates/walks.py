"""Random walks: people ask for one thing after another, and the rules allow or refuse it."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from given import (
    CHIEF,
    CLERK,
    CO,
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
    WANG,
    WATER,
    YEAR,
    answers,
    assigned,
    attempt_said,
    contact_said,
    day,
    due,
    handed_over,
    rating_said,
    registered,
    reply_said,
    share,
    step,
)
from hypothesis import strategies as st

from aggregates import proposal_events as e
from aggregates.base import Refused
from aggregates.proposal import Proposal

SHAPES = (
    (SOLE,),
    (LEAD, CO),
    (LEAD, CO, OTHER_CO),
    (JOINT, OTHER_JOINT),
    (JOINT, OTHER_JOINT, OTHER_CO),
    (FIRST, SECOND),
)


class Walk:
    """A proposal, what was recorded so far, and a day that moves on."""

    def __init__(self, proposal: Proposal, seed: int, past: tuple[Any, ...] = ()) -> None:
        self.proposal, self.past, self.chance = proposal, list(past), Random(seed)
        self.today = day(9)

    def take(self, step: "Step") -> None:
        """Ask for one thing; what is allowed is recorded."""
        self.today += timedelta(days=self.chance.choice((0, 0, 0, 1, 4)))
        try:
            event = step(self)
        except Refused:
            return
        self.past.append(event)
        self.proposal = self.proposal.after(event)

    @property
    def on(self) -> date:
        return self.today - timedelta(days=self.chance.choice((-1, 0, 0, 0, 0, 2)))

    @property
    def unit(self) -> UUID:
        return self.chance.choice((*self.proposal.parts, *self.proposal.parts, PARKS))

    @property
    def deputy(self) -> UUID:
        return self.chance.choice((LI, LI, WANG, STRANGER))

    def one_of(self, *values: Any) -> Any:
        return self.chance.choice(values)


Step = Callable[[Walk], Any]


def assign(walk: Walk) -> Any:
    kinds: tuple[e.Share, ...] = ("sole", "lead", "co", "joint_lead", "separate")
    unit = walk.one_of(ROADS, WATER, HOUSING, PARKS)
    shares = (share(unit, walk.one_of(*kinds), *walk.one_of((), (1,), (2,), (1, 2))),)
    shares = walk.one_of(shares, shares, *SHAPES)
    until = due(walk.today + timedelta(days=10))
    return walk.proposal.assign(shares, until, until, until, walk.on, walk.today)


def reply(walk: Walk) -> Any:
    unit, outcome = walk.unit, walk.one_of("solved", "solved", "planned", "deferred")
    part = walk.proposal.parts.get(unit)
    asks = part.asks if part and part.share == "separate" else (1, 2)
    on = walk.on
    steps = (step(1, on),) if outcome == "planned" else ()
    worse = walk.one_of(outcome, outcome, "reference")
    said = reply_said(outcome, on, answers=answers(*asks, outcome=worse), steps=steps)
    return walk.proposal.reply(unit, said, POLICY, walk.today)


def rate(walk: Walk) -> Any:
    mark = walk.one_of("satisfied", "satisfied", "dissatisfied")
    gap = walk.one_of(None, "还差一段")
    said = rating_said(walk.unit, walk.on, result=mark, reason="没有解决", gap=gap)
    return walk.proposal.rate(walk.deputy, said, walk.today)


def contact(walk: Walk) -> Any:
    phase = walk.one_of("before", "during", "during", "after")
    said = contact_said(phase, walk.on, deputies=(walk.deputy,))
    return walk.proposal.contact(walk.unit, said, walk.today)


def attempt(walk: Walk) -> Any:
    said = attempt_said(walk.on, walk.one_of("before", "during", "after"), walk.deputy)
    return walk.proposal.attempt_contact(walk.unit, said, walk.today)


def carry_over(walk: Walk) -> Any:
    year = walk.one_of(YEAR, NEXT_YEAR)
    until = due(walk.today + timedelta(days=30))
    return walk.proposal.carry_over(year, "继续办理", until, walk.on, walk.today)


def order_rehandling(walk: Walk) -> Any:
    until = due(walk.today + timedelta(days=30))
    return walk.proposal.order_rehandling("代表不满意", until, walk.on, walk.today)


def give_opinion(walk: Walk) -> Any:
    stance = walk.one_of("agree", "agree", "supplement", "dissent")
    return walk.proposal.give_opinion(walk.unit, stance, "意见", walk.on, walk.today)


def decide_objection(walk: Walk) -> Any:
    upheld = walk.one_of(True, False)
    return walk.proposal.decide_objection(walk.unit, upheld, "经研究", walk.on, walk.today)


def close(walk: Walk) -> Any:
    ground, reason = walk.one_of("accepted", "decision"), walk.one_of(None, "经研究")
    return walk.proposal.close(ground, reason, walk.on, walk.today)


STEPS: dict[Step, int] = {
    assign: 9,
    lambda w: w.proposal.receive(w.unit, w.on, w.today): 20,
    lambda w: w.proposal.raise_objection(w.unit, "不属于", None, w.on, w.today): 2,
    decide_objection: 8,
    lambda w: w.proposal.name_persons(w.unit, CHIEF, None, CLERK, w.on, w.today): 1,
    contact: 40,
    attempt: 3,
    lambda w: w.proposal.waive_contact(w.deputy, w.on, w.today): 1,
    give_opinion: 16,
    lambda w: w.proposal.urge_opinion(w.unit, w.unit, w.on, w.today): 20,
    lambda w: w.proposal.proceed_without(w.unit, w.unit, w.on, w.today): 30,
    reply: 50,
    rate: 30,
    lambda w: w.proposal.reveal_ratings(w.on, w.today): 10,
    order_rehandling: 20,
    carry_over: 1,
    close: 2,
    lambda w: w.proposal.correct("title", "甲", "乙", "笔误"): 1,
}
"""What people may ask for, and how often they do."""


def walk(shape: tuple[e.Assignment, ...], seed: int, length: int) -> Walk:
    """So many steps from the day of assignment on; a shorter walk is the same walk's beginning."""
    past = (registered(), handed_over(), assigned(*shape))
    proposal = Proposal(id=ROADS)
    for event in past:
        proposal = proposal.after(event)
    walked = Walk(proposal, seed, past)
    for asked in Random(seed).choices(list(STEPS), list(STEPS.values()), k=length):
        walked.take(asked)
    return walked


WALKS = st.builds(
    walk, st.sampled_from(SHAPES), st.integers(0, 2**32), st.sampled_from((30, 80, 160))
)
