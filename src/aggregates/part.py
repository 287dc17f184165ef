"""One unit's part in handling a proposal in the present round: its share, and what it did."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self, assert_never
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused, replace
from aggregates.days import spoken
from aggregates.schemes import Outcome

PHASES: dict[e.Phase, str] = {"before": "办前", "during": "办中", "after": "办后"}
SHARES: dict[e.Share, str] = {
    "sole": "独办",
    "lead": "主办",
    "joint_lead": "联合主办",
    "co": "会办",
    "separate": "分别办理",
}
DONE: frozenset[Outcome] = frozenset({"solved", "reference", "not_feasible", "referred_up"})
"""Outcomes that leave the unit nothing to do, unless a deputy sees a gap."""

UnitAct = (
    e.Received
    | e.Objected
    | e.ObjectionDecided
    | e.PersonsNamed
    | e.Contacted
    | e.ContactAttempted
    | e.OpinionGiven
    | e.OpinionUrged
    | e.ProceededWithout
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A unit's work on a proposal since the round that last called on it.

    A new round gives those it calls on a fresh part of the same share.  The others keep what
    they did, and what they owe.
    """

    unit: UUID
    share: e.Share
    asks: tuple[int, ...] = ()
    round: int = 1
    assigned_on: date
    received_on: date | None = None
    objected_on: date | None = None
    objection_refused: bool = False
    opinion_by: date | None = None
    stance: e.Stance | None = None
    heard_on: date | None = None
    urged_on: date | None = None
    passed_over: bool = False
    contacted: dict[e.Phase, date] = field(default_factory=dict)
    attempted_on: frozenset[date] = frozenset()
    replied_on: date | None = None
    outcomes: frozenset[Outcome] = frozenset()
    issued: bool = False
    revealed_on: date | None = None

    @property
    def replies(self) -> bool:
        """Only a lead, or each separate unit for its part, answers the deputy."""
        return self.share != "co"

    @property
    def silent(self) -> bool:
        """It was asked for its opinion and has neither given it nor been passed over."""
        return self.heard_on is None

    @property
    def unfinished(self) -> bool:
        """It owes a reply, or replied that something is still to be done."""
        return self.replied_on is None or not self.outcomes <= DONE

    @property
    def assignment(self) -> e.Assignment:
        """The share as it was given."""
        return e.Assignment(unit=self.unit, role=self.share, asks=self.asks)

    def after(self, event: UnitAct) -> Self:
        """The part one act of the unit, or about the unit, later."""
        match event:
            case e.Received(on=on):
                return replace(self, received_on=on)
            case e.Objected(on=on):
                return replace(self, objected_on=on)
            case e.ObjectionDecided(on=on):
                received = self.received_on or on
                return replace(self, objected_on=None, objection_refused=True, received_on=received)
            case e.Contacted(phase=phase, on=on):
                first = min(on, self.contacted.get(phase, on))
                return replace(self, contacted=self.contacted | {phase: first})
            case e.ContactAttempted(phase="before" | "during", on=on):
                return replace(self, attempted_on=self.attempted_on | {on})
            case e.OpinionGiven(stance=stance, on=on):
                return replace(self, stance=stance, heard_on=on, passed_over=False)
            case e.OpinionUrged(on=on):
                return replace(self, urged_on=self.urged_on or on)
            case e.ProceededWithout(on=on):
                return replace(self, heard_on=on, passed_over=True)
            case e.PersonsNamed() | e.ContactAttempted():
                return self
        assert_never(event)

    def again(self, round: int, on: date) -> Self:
        """The same share at the start of a new round; receipt need not be signed twice."""
        return replace(
            self,
            round=round,
            assigned_on=on,
            received_on=self.received_on and on,
            objection_refused=False,
            stance=None,
            heard_on=None,
            urged_on=None,
            passed_over=False,
            contacted={},
            attempted_on=frozenset(),
            replied_on=None,
            outcomes=frozenset(),
            issued=False,
            revealed_on=None,
        )

    def must_have_received(self) -> date:
        """The day it signed for the proposal; refuses work on what was not signed for."""
        if self.objected_on:
            raise Refused("proposal.objection_pending", "异议尚未处理，处理后再办理")
        if not self.received_on:
            raise Refused("proposal.not_received", "尚未签收，请先签收")
        return self.received_on

    def must_be_able_to_object(self) -> None:
        """Refuse an objection raised twice, refused before, or after work has begun."""
        if self.objected_on:
            raise Refused("proposal.objection_pending", "异议已经提出，尚未处理")
        if self.objection_refused:
            raise Refused("proposal.objection_refused", "异议已被驳回，应当继续办理")
        if self.contacted or self.stance:
            raise Refused("proposal.work_begun", "已经开始办理，不能再提出异议")

    def must_not_have_replied(self) -> None:
        """Refuse what comes before the reply once the reply is out."""
        if self.replied_on:
            raise Refused("proposal.already_replied", f"已于{spoken(self.replied_on)}答复")
