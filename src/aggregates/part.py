"""One unit's part in handling a proposal in the present round: its share, and what it did."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self, assert_never
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Refused, replace
from aggregates.days import spoken
from aggregates.deadlines import Due
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
    | e.Planned
    | e.Surveyed
    | e.Contacted
    | e.ContactAnswered
    | e.ContactAttempted
    | e.OpinionGiven
    | e.OpinionReturned
    | e.OpinionUrged
    | e.ProceededWithout
    | e.ExtensionAsked
    | e.ReplyReviewed
    | e.ReplyRead
    | e.ClassCorrected
    | e.RepliedAgain
    | e.EntryConfirmed
)


class Held(NamedTuple):
    """A contact that was held."""

    phase: e.Phase
    on: date
    mode: e.Mode | None = None


class Classed(NamedTuple):
    """The class a reply wears, and the outcome behind it."""

    scheme: str
    letter: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Part:
    """A unit's work on a proposal since the round that last called on it.

    A new round gives those it calls on a fresh part of the same share.  The others keep what
    they did, and what they owe.  `dues` are the dates of its clocks; `extended` the extensions
    in force, which joint leads share; `returned_on` the day its opinion or reply was sent back.
    """

    unit: UUID
    share: e.Share
    asks: tuple[int, ...] = ()
    round: int = 1
    assigned_on: date
    dues: dict[e.Clock, Due] = field(default_factory=dict)
    received_on: date | None = None
    objected_on: date | None = None
    objection_counts_on: date | None = None
    objection_refused: bool = False
    stance: e.Stance | None = None
    heard_on: date | None = None
    urged_on: date | None = None
    passed_over: bool = False
    returned_on: date | None = None
    held: tuple[Held, ...] = ()
    attempted_on: frozenset[date] = frozenset()
    extension_asked: e.ExtensionAsked | None = None
    extended: tuple[e.ExtensionDecided, ...] = ()
    reviewed: e.ReplyReviewed | None = None
    replied_on: date | None = None
    again_on: date | None = None
    classed: Classed | None = None
    outcomes: frozenset[Outcome] = frozenset()
    issued: bool = False
    raters: tuple[UUID, ...] = ()
    read_by: frozenset[UUID] = frozenset()
    reminded: tuple[tuple[UUID, date], ...] = ()
    revealed_on: date | None = None
    rehandled: bool = False

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

    @property
    def contacted(self) -> dict[e.Phase, date]:
        """The first day of contact in each phase."""
        return {one.phase: one.on for one in sorted(self.held, key=_day, reverse=True)}

    @property
    def milestones(self) -> tuple[date | None, ...]:
        """The days behind which what happens to the case as a whole comes."""
        return (self.assigned_on, self.replied_on, self.again_on, self.returned_on)

    def by(self, clock: e.Clock) -> date | None:
        """The day a clock of this unit runs out."""
        due = self.dues.get(clock)
        return due.on if due else None

    def awaits(self, clock: e.Clock) -> bool:
        """Whether the act a clock measures is still to come."""
        match clock:
            case "sign_for":
                return not (self.received_on or self.objected_on)
            case "objection":
                return not (self.objected_on or self.objection_refused or self.replied_on)
            case "first_contact":
                return not (self.held or self.replied_on)
            case "co_opinion":
                return self.silent
            case "reply":
                return self.replied_on is None
            case "feedback":
                return self.issued and self.revealed_on is None
            case "hand_over" | "tell":
                return False
        assert_never(clock)

    def after(self, event: UnitAct) -> Self:
        """The part one act of the unit, or about the unit, later."""
        match event:
            case e.Received(on=on):
                return replace(self, received_on=on)
            case e.Objected(on=on, counts_on=counts):
                return replace(self, objected_on=on, objection_counts_on=counts or on)
            case e.EntryConfirmed(act="objected", happened_on=on) if self.objected_on == on:
                return replace(self, objection_counts_on=on)
            case e.ObjectionDecided(on=on):
                received = self.received_on or on
                return replace(self, objected_on=None, objection_refused=True, received_on=received)
            case e.Contacted():
                return replace(self, held=(*self.held, Held(event.phase, event.on, event.mode)))
            case e.ContactAnswered(confirmed=False):
                return replace(self, held=self._without(event))
            case e.ContactAttempted(phase="before" | "during"):
                day = event.counts_on or event.on
                return replace(self, attempted_on=self.attempted_on | {day})
            case e.OpinionGiven(stance=stance, on=on):
                return replace(self, stance=stance, heard_on=on, passed_over=False)
            case e.OpinionReturned(redo_by=due):
                again = self.moved("co_opinion", due)
                return replace(
                    again, stance=None, heard_on=None, urged_on=None, returned_on=event.on
                )
            case e.OpinionUrged(on=on):
                return replace(self, urged_on=self.urged_on or on)
            case e.ProceededWithout(on=on):
                return replace(self, heard_on=on, passed_over=True)
            case e.ExtensionAsked():
                return replace(self, extension_asked=event)
            case e.ReplyReviewed():
                return replace(self, reviewed=event)
            case e.ReplyRead(deputy=deputy):
                return replace(self, read_by=self.read_by | {deputy})
            case e.ClassCorrected(outcome=outcome, old_outcome=wrong):
                classed = Classed(event.scheme, event.letter, outcome)
                return replace(self, classed=classed, outcomes=self.outcomes - {wrong} | {outcome})
            case e.RepliedAgain(outcome=outcome, on=on):
                classed = Classed(event.scheme, event.letter, outcome)
                return replace(self, classed=classed, outcomes=frozenset({outcome}), again_on=on)
            case (
                e.PersonsNamed()
                | e.Planned()
                | e.Surveyed()
                | e.EntryConfirmed()
                | e.ContactAttempted()
                | e.ContactAnswered()
            ):
                return self
        assert_never(event)

    def reminding(self, event: e.RatingUrged) -> Self:
        """The part after deputies were reminded to rate its reply."""
        reminded = ((deputy, event.counts_on or event.on) for deputy in event.deputies)
        return replace(self, reminded=(*self.reminded, *reminded))

    def moved(self, clock: e.Clock, due: Due) -> Self:
        """The part with another date for one of its clocks."""
        return replace(self, dues={**self.dues, clock: due})

    def again(self, round: int, on: date, reply_by: Due) -> Self:
        """The same share at the start of a new round; receipt need not be signed twice."""
        return replace(
            self,
            round=round,
            assigned_on=on,
            dues={"reply": reply_by} if self.replies else {},
            received_on=self.received_on and on,
            objection_refused=False,
            stance=None,
            heard_on=None,
            urged_on=None,
            passed_over=False,
            returned_on=None,
            held=(),
            attempted_on=frozenset(),
            extension_asked=None,
            extended=(),
            reviewed=None,
            replied_on=None,
            again_on=None,
            classed=None,
            outcomes=frozenset(),
            issued=False,
            read_by=frozenset(),
            reminded=(),
            revealed_on=None,
        )

    def _without(self, answer: e.ContactAnswered) -> tuple[Held, ...]:
        """The contacts less the one that was disputed."""
        left, disputed = list(self.held), Held(answer.phase, answer.contact_on, answer.mode)
        if disputed in left:
            left.remove(disputed)
        return tuple(left)

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
        if self.held or self.stance or self.returned_on or self.extension_asked or self.extended:
            raise Refused("proposal.work_begun", "已经开始办理，不能再提出异议")

    def must_not_have_replied(self) -> None:
        """Refuse what comes before the reply once the reply is out."""
        if self.replied_on:
            raise Refused("proposal.already_replied", f"已于{spoken(self.replied_on)}答复")


def _day(held: Held) -> date:
    return held.on
