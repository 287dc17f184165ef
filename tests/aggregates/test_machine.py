"""Any sequence of acts: what the model says may be done goes through, and nothing else does."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from given import (
    CALENDAR,
    LI,
    NEXT_YEAR,
    ROADS,
    STRANGER,
    UNHAPPY,
    WANG,
    WATER,
    YEAR,
    answers,
    contact_said,
    day,
    opinion_said,
    place,
    rating_said,
    registered,
    reply_said,
    share,
)
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from machine_model import WINDOW, Model, Said, Seat, Share, Verdict

from aggregates import proposal_events as e
from aggregates.base import Refused, folded
from aggregates.deadlines import Due, due
from aggregates.limits import Limit
from aggregates.proposal import Proposal
from aggregates.schemes import Outcome
from aggregates.stages import stage

Act = Callable[[], None]
RULES = place(
    rating={"urged": 1, "urgings": 3, "apart": 5, "late": "counted", "collected": False},
    rehandling={"trigger": "decision", "decided_by": ("congress",), "second": "meeting"},
    objection={"late": "heard", "suggest": False},
    withdrawal={"until": "closed", "consent": "all"},
)
SHARED: tuple[dict[UUID, Share], ...] = (
    {ROADS: "sole"},
    {WATER: "sole"},
    {ROADS: "lead", WATER: "co"},
    {WATER: "co"},
    {ROADS: "lead"},
)
UNITS, DEPUTIES = (ROADS, WATER), (LI, WANG, STRANGER)
PHASES: tuple[e.Phase, ...] = ("before", "during", "after")
OUTCOMES: tuple[Outcome, ...] = ("solved", "in_progress")
FOLLOWS: tuple[e.Follow, ...] = ("rehandle", "stand")
SAID: dict[Said, dict[str, Any]] = {
    (False, False): {},
    (False, True): {"gap": "还差一段"},
    (True, False): UNHAPPY,
}


class Life(RuleBasedStateMachine):
    """One proposal, asked for one act after another on days that only move on."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(signers=(LI, WANG))
        self.past: list[e.ProposalEvent] = []
        self.proposal = Proposal(id=YEAR)

    @initialize()
    def enter(self) -> None:
        self._record(registered(on=self.today))

    @property
    def today(self) -> date:
        return day(self.model.today)

    def _record(self, *events: e.ProposalEvent) -> None:
        self.past += events
        for event in events:
            self.proposal = self.proposal.after(event)

    def ask(self, may: bool, act: Callable[..., Any], *said: Any, **more: Any) -> bool:
        """Ask for it; it goes through exactly when the model says so."""
        if not may:
            with pytest.raises(Refused):
                act(*said, **more)
            return False
        self._record(act(*said, **more))
        return True

    def due(self, amount: int, anchor: str) -> Due:
        limit = {"amount": amount, "unit": "day", "anchor": anchor, "article": "某条"}
        return due(Limit.model_validate(limit), self.today, CALENDAR)

    # ---- what people do

    @rule(days=st.sampled_from((1, 7, 30)))
    def wait(self, days: int) -> None:
        self.model.today += days

    @rule(beyond=st.integers(0, 1))
    def wait_for_the_window(self, beyond: int) -> None:
        """To its last day, or the day after."""
        if self.model.lead and self.model.lead.replied:
            last = self.model.lead.replied + WINDOW + beyond
            self.model.today = max(self.model.today, last)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        self._one_of([act for may, act in self.acts() if may], data)

    @rule(data=st.data())
    def go_further(self, data: st.DataObject) -> None:
        self._one_of([act for may, act in self.acts() if may], data)

    @rule(data=st.data())
    def ask_amiss(self, data: st.DataObject) -> None:
        self._one_of([act for may, act in (*self.acts(), *self.endings()) if not may], data)

    @rule(data=st.data(), luck=st.integers(0, 9))
    def end(self, data: st.DataObject, luck: int) -> None:
        if luck == 0:
            self._one_of([act for may, act in self.endings() if may], data)

    def _one_of(self, acts: list[Act], data: st.DataObject) -> None:
        if acts:
            data.draw(st.sampled_from(acts))()

    def acts(self) -> Iterator[tuple[bool, Act]]:
        """Everything that can be asked for now, and whether the model allows it."""
        model = self.model
        yield model.may_hand_over(), partial(self.hand_over, model.may_hand_over())
        for shares in SHARED:
            yield (may := model.may_assign(shares)), partial(self.assign, may, shares)
        for one in UNITS:
            yield (may := model.may_sign(one)), partial(self.sign, may, one)
            yield (may := model.may_object(one)), partial(self.object, may, one)
            for upheld in (True, False):
                yield (may := model.may_decide(one)), partial(self.decide, may, one, upheld)
            for phase in PHASES:
                may = model.may_contact(one, phase)
                yield may, partial(self.contact, may, one, phase)
            yield (may := model.may_give_opinion(one)), partial(self.give_opinion, may, one)
            for outcome in OUTCOMES:
                yield (may := model.may_reply(one)), partial(self.reply, may, one, outcome)
        for deputy in DEPUTIES:
            for said in SAID:
                yield (may := model.may_rate(deputy, said)), partial(self.rate, may, deputy, said)
            yield (may := model.may_urge(deputy)), partial(self.urge, may, deputy)
        yield (may := model.may_open()), partial(self.open_marks, may)
        yield (may := model.may_order_again()), partial(self.order_again, may)
        for follow in FOLLOWS:
            yield (may := model.may_study()), partial(self.study, may, follow)

    def endings(self) -> Iterator[tuple[bool, Act]]:
        """What ends a round, or everything."""
        model = self.model
        yield (may := model.may_carry_over()), partial(self.carry_over, may)
        for accepted in (True, False):
            yield (may := model.may_close(accepted)), partial(self.close, may, accepted)
        for deputy in DEPUTIES:
            yield (may := model.may_ask_back(deputy)), partial(self.ask_back, may, deputy)

    # ---- to the units

    def hand_over(self, may: bool) -> None:
        by, on = self.due(90, "handed_over"), self.today
        if self.ask(may, self.proposal.hand_over, "government", by, on, on):
            self.model.handed = True

    def assign(self, may: bool, shares: dict[UUID, Share]) -> None:
        named = tuple(share(one, role) for one, role in shares.items())
        by, sign, on = self.due(90, "assigned"), self.due(7, "assigned"), self.today
        if self.ask(may, self.proposal.assign, named, by, sign, None, on, on):
            self.model.seats |= {one: Seat(role) for one, role in shares.items()}
            self.model.left = False

    def sign(self, may: bool, unit: UUID) -> None:
        if self.ask(may, self.proposal.receive, unit, self.today, self.today):
            self.model.seats[unit].signed = True

    def object(self, may: bool, unit: UUID) -> None:
        on, rules = self.today, RULES.objection
        if self.ask(may, self.proposal.raise_objection, unit, "不属于", None, rules, on, on):
            self.model.seats[unit].objecting = True

    def decide(self, may: bool, unit: UUID, upheld: bool) -> None:
        on, rules, decide = self.today, RULES.objection, self.proposal.decide_objection
        if not self.ask(may, decide, unit, upheld, "经研究", "office", rules, on, on):
            return
        if upheld:
            del self.model.seats[unit]
            self.model.left = True
        else:
            seat = self.model.seats[unit]
            seat.objecting, seat.refused, seat.signed = False, True, True

    # ---- at work

    def contact(self, may: bool, unit: UUID, phase: e.Phase) -> None:
        said = contact_said(phase, self.today)
        if self.ask(may, self.proposal.contact, unit, said, self.today):
            self.model.seats[unit].phases.add(phase)

    def give_opinion(self, may: bool, unit: UUID) -> None:
        said = opinion_said(on=self.today)
        if self.ask(may, self.proposal.give_opinion, unit, said, self.today):
            self.model.seats[unit].opinion = True

    def reply(self, may: bool, unit: UUID, outcome: Outcome) -> None:
        said = reply_said(outcome, self.today, answers=answers(1, 2, outcome=outcome))
        by, reply = self.due(WINDOW, "replied"), self.proposal.reply
        if self.ask(may, reply, unit, said, RULES, self.today, feedback_by=by):
            seat = self.model.seats[unit]
            seat.replied, seat.finished = self.model.today, outcome == "solved"

    # ---- verdicts

    @property
    def leading(self) -> UUID:
        """Whose reply is judged; where nobody leads, one that has none."""
        seats = self.model.seats.items()
        return next((one for one, seat in seats if seat.share != "co"), ROADS)

    def rate(self, may: bool, deputy: UUID, said: Said) -> None:
        words = rating_said(self.leading, self.today, **SAID[said])
        if self.ask(may, self.proposal.rate, deputy, words, RULES.rating, self.today):
            self.model.verdicts[deputy] = Verdict(*said)

    def urge(self, may: bool, deputy: UUID) -> None:
        unit, on, urge = self.leading, self.today, self.proposal.urge_rating
        if self.ask(may, urge, unit, (deputy,), "phone", RULES.rating, CALENDAR, on, on):
            self.model.seats[unit].reminders.setdefault(deputy, []).append(self.model.today)

    def open_marks(self, may: bool) -> None:
        if self.ask(may, self.proposal.reveal_ratings, RULES.rating, self.today, self.today):
            self.model.opened = True

    # ---- what follows

    def order_again(self, may: bool) -> None:
        by, on, order = self.due(30, "requested"), self.today, self.proposal.order_rehandling
        if self.ask(may, order, "不满意", by, "congress", RULES.rehandling, on, on):
            self.model.begin_round(rehandled=True)

    def study(self, may: bool, follow: e.Follow) -> None:
        units, on, rules = tuple(self.model.seats), self.today, RULES.rehandling
        study = self.proposal.study_dissatisfaction
        if self.ask(may, study, "meeting", (LI,), units, "处理意见", follow, rules, (), on, on):
            self.model.studied = follow

    def carry_over(self, may: bool) -> None:
        to, by = (NEXT_YEAR, YEAR)[self.model.years % 2], self.due(90, "handed_over")
        if self.ask(may, self.proposal.carry_over, to, "续办", by, self.today, self.today):
            self.model.begin_round(rehandled=False)
            self.model.years += 1

    def close(self, may: bool, accepted: bool) -> None:
        ground, on = "accepted" if accepted else "decision", self.today
        if self.ask(may, self.proposal.close, ground, "经研究", RULES.rehandling, on, on):
            self.model.over = "closed"

    def ask_back(self, may: bool, deputy: UUID) -> None:
        on, rules, asked = self.today, RULES.withdrawal, self.proposal.ask_withdrawal
        if not self.ask(may, asked, deputy, "不再需要", None, rules, on, on):
            return
        self.model.asked_back.add(deputy)
        if gone := self.proposal.withdraw("不再需要", rules, on):
            self._record(gone)
            self.model.over = "withdrawn"
        assert (gone is not None) == (self.model.asked_back == {LI, WANG})

    # ---- always

    @invariant()
    def it_is_what_its_past_says(self) -> None:
        whole = folded(Proposal(id=YEAR), enumerate(self.past, 1))
        assert whole.__dict__ | {"version": 0} == self.proposal.__dict__ | {"version": 0}

    @invariant()
    def it_stands_where_the_model_stands(self) -> None:
        proposal, model = self.proposal, self.model
        assert (proposal.round, proposal.years) == (model.round, model.years)
        assert proposal.parts.keys() == model.seats.keys()
        assert bool(proposal.closed_on) == (model.over is not None)
        if model.over:
            assert stage(proposal) == model.over
        assert {one.deputy for one in proposal.verdicts} == set(model.verdicts)

    @invariant()
    def no_mark_is_open_before_the_opening(self) -> None:
        shown = {one.revealed for one in self.proposal.verdicts}
        assert shown <= {self.model.opened}


Life.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLife = Life.TestCase
