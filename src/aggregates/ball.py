"""In whose hands a proposal lies on a day: the rule of attribution, told in `holders`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, Self
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import replace
from aggregates.deadlines import ONE
from aggregates.part import SHARES, Part
from aggregates.proposal_past import ProposalPast
from aggregates.unit import names_units

Holder = Literal["congress", "office", "unit", "deputy"]
_SETTLED_BY: dict[e.DisputeStep, Holder] = {"office": "office", "congress": "congress"}
_RUN_OUT: tuple[e.Clock, ...] = ("co_opinion", "feedback")
"""Clocks that pass the ball by running out."""


class Ball(NamedTuple):
    """In whose hands it lies, and why."""

    holder: Holder
    why: str
    unit: UUID | None = None
    role: e.Share | None = None


NOT_HANDED_OVER = Ball("congress", "待交办")


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The case in somebody's hands: its past, who decides, whose work was sent back, why again."""

    past: ProposalPast = field(default_factory=lambda: ProposalPast(id=UUID(int=0)))
    decider: Holder = "congress"
    sent_back: frozenset[UUID] = frozenset()
    again: str = ""

    def after(self, event: Any) -> Self:
        """One event later."""
        later, back = replace(self, past=self.past.after(event)), self.sent_back
        match event:
            case e.HandedOver(branch=branch):
                return replace(later, decider=names_units(branch))
            case e.OpinionReturned(unit=unit) | e.ReplyReturned(unit=unit):
                return replace(later, sent_back=back | {unit})
            case e.OpinionGiven(unit=unit) | e.ProceededWithout(unit=unit):
                return replace(later, sent_back=back - {unit})
            case e.ObjectionDecided(unit=unit, upheld=True):
                return replace(later, sent_back=back - {unit})
            case e.Replied(unit=unit):
                part = self.past.parts.get(unit)
                together = self.past.side(part) if part else []
                return replace(later, sent_back=back - {one.unit for one in together})
            case e.Assigned(assignments=named):
                return replace(later, sent_back=back - {one.unit for one in named})
            case e.RehandlingOrdered(units=units):
                return replace(later, sent_back=back.difference(units), again="重新办理")
            case e.CarriedOver(units=units):
                return replace(later, sent_back=back.difference(units), again="跨年续办")
        return later

    def ball(self, on: date) -> Ball:
        """In whose hands it lies on a day, if nothing more happens until then."""
        past, leads = self.past, self.past.leads()
        if past.handed_over_on is None:
            return NOT_HANDED_OVER
        if past.classified:
            return Ball(self.decider, "涉密件，线下办理")
        if not leads or (leads[0].share == "separate" and past.unassigned()):
            return Ball(self.decider, "异议成立，待改办" if past.vacant_since else "待分办")
        waiting = [part for part in leads if not part.replied_on]
        if not waiting:
            return self._answered(leads, on)
        if any(part.objected_on for part in waiting):
            return Ball(self.decider, "待处理异议")
        if any(part.extension_asked for part in waiting):
            return Ball(self.decider, "待审批延期")
        if past.dispute and _lies_elsewhere(past.dispute, waiting):
            return Ball(_SETTLED_BY.get(past.dispute.step, self.decider), "待协调争议")
        return self._worked_on(min(waiting, key=self._turn), on)

    def _answered(self, leads: list[Part], on: date) -> Ball:
        if self.past.revealed_on:
            return Ball("congress", "评价已揭晓，待决定")
        if any(part.issued and self._awaits_verdict(part, on) for part in leads):
            return Ball("deputy", "待代表评价")
        return Ball("congress", "待揭晓评价")

    def _awaits_verdict(self, part: Part, on: date) -> bool:
        last = part.by("feedback")
        if part.revealed_on or (last and on > last):
            return False
        return bool(self.past.still_to_rate(part))

    def _worked_on(self, part: Part, on: date) -> Ball:
        """With the unit that owes the reply, or with one whose opinion it is waiting for."""
        others = [] if part.share == "separate" else self.past.parts.values()
        silent = [one for one in others if one.unit != part.unit and self._keeps_waiting(one, on)]
        if silent:
            one = min(silent, key=lambda one: one.by("co_opinion") or date.max)
            word = "退回重提" if one.unit in self.sent_back else "逾期"
            return Ball("unit", f"{SHARES[one.share]}意见{word}", one.unit, one.share)
        if part.unit in self.sent_back:
            return Ball("unit", "答复退回修改", part.unit, part.share)
        return Ball("unit", self.again if part.round > 1 else "办理答复", part.unit, part.share)

    def _keeps_waiting(self, part: Part, on: date) -> bool:
        if part.share not in ("co", "joint_lead") or not part.silent or part.objected_on:
            return False
        last = part.by("co_opinion")
        return part.unit in self.sent_back or (last is not None and on > last)

    def _turn(self, part: Part) -> tuple[bool, date]:
        """Who of those that owe a reply comes first; of equals the one named first."""
        mends = part.share == "joint_lead" and part.unit in self.sent_back
        return not mends, part.by("reply") or self.past.reply_by or date.max

    def dates(self, day: date, before: date) -> Iterator[date]:
        """The days behind `day` on which the ball may pass because a date has run out."""
        dues = {part.by(clock) for part in self.past.parts.values() for clock in _RUN_OUT}
        return (due + ONE for due in sorted(filter(None, dues)) if day <= due < before - ONE)


def _lies_elsewhere(dispute: e.DisputeRaised, waiting: list[Part]) -> bool:
    """Whether others are to settle what units that owe a reply do not agree about."""
    units = (dispute.unit, *dispute.others)
    return dispute.step != "units" and any(part.unit in units for part in waiting)
