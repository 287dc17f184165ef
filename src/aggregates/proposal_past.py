"""What a proposal's past amounts to: the state that its rules read, folded from its events.

Folding never refuses, so tightening a rule tomorrow cannot stop what was recorded yesterday from
loading; an act of a unit that has no part is passed over.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal, Self, assert_never
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Aggregate, replace
from aggregates.deadlines import Due
from aggregates.part import Classed, Part, UnitAct
from aggregates.shares import unassigned
from aggregates.unit import Branch

Identity = Literal["open", "hidden", "sealed"]
Ended = Literal["split", "merged", "withdrawn"]
Intake = (
    e.IdentitySealed
    | e.IdentityHidden
    | e.EntryChecked
    | e.Split
    | e.Merged
    | e.Joined
    | e.WithdrawalAsked
    | e.Withdrawn
)
IN_SESSION: frozenset[e.Channel] = frozenset({"in_session", "motion_converted"})
"""Ways in on which a proposal belongs to a session, and its number with it."""
ENDING = (e.Closed, e.Split, e.Merged, e.Withdrawn)
"""What ends the handling of a proposal."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one signer said of one unit's latest reply, last; unread until revealed."""

    deputy: UUID
    unit: UUID
    dissatisfied: bool
    gap: bool
    on: date
    marks: tuple[e.Mark | None, ...] = ()
    said: tuple[object, ...] = ()
    revision: int = 1
    revealed: bool = False

    def says(self, said: e.RatingSaid) -> bool:
        """Whether another version would say the same."""
        return (_marks(said), _words(said)) == (self.marks, self.said)


@dataclass(frozen=True, kw_only=True)
class ProposalPast(Aggregate):
    """What the rules need to know of a proposal; titles and texts belong to the tables."""

    KIND: ClassVar[str] = "proposal"
    cycle: UUID | None = None
    registered_on: date | None = None
    number: e.Number | None = None
    classified: bool = False
    in_session: bool = True
    asks: tuple[int, ...] = ()
    signers: tuple[UUID, ...] = ()
    speakers: tuple[UUID, ...] = ()
    identities: tuple[UUID, ...] = ()
    identity: Identity = "open"
    wish: bool = False
    unchecked: bool = False
    joined: bool = False
    withdrawal_asked_by: frozenset[UUID] = frozenset()
    ended: Ended | None = None
    tell_due: Due | None = None
    told: frozenset[UUID] = frozenset()
    told_on: date | None = None
    handed_over_on: date | None = None
    branch: Branch | None = None
    complexity: e.Complexity = "ordinary"
    hand_over_due: Due | None = None
    reply_due: Due | None = None
    first_due: Due | None = None
    round: int = 1
    begun_on: date | None = None
    parts: dict[UUID, Part] = field(default_factory=dict)
    vacant_since: date | None = None
    objections: int = 0
    reassignments: int = 0
    let_off: dict[UUID, Due] = field(default_factory=dict)
    dispute: e.DisputeRaised | None = None
    waived_on: date | None = None
    waived_in: int = 0
    contacts_answered: frozenset[tuple[int, UUID]] = frozenset()
    disputed: frozenset[int] = frozenset()
    confirmed: frozenset[int] = frozenset()
    verdicts: tuple[Verdict, ...] = ()
    revealed_on: date | None = None
    studied: e.DissatisfactionStudied | None = None
    years: int = 0
    closed_on: date | None = None
    imported: bool = False

    def after(self, event: e.ProposalEvent) -> Self:
        """The proposal one event later."""
        if isinstance(event, e.ObjectionDecided) and event.upheld:
            return self._let_off(event)
        if isinstance(event, Intake):
            return self._taken_in(event)
        if isinstance(event, UnitAct):
            return self._acted(event)
        match event:
            case e.Registered():
                return replace(
                    self,
                    cycle=event.cycle,
                    registered_on=event.on,
                    number=event.number,
                    classified=event.classified,
                    in_session=event.channel in IN_SESSION,
                    asks=tuple(ask.n for ask in event.asks),
                    signers=event.signers,
                    speakers=event.signers[:1],
                    wish=event.wish is not None,
                    unchecked=event.paper,
                    hand_over_due=event.hand_over_by,
                )
            case e.Imported(number=number):
                return replace(self, number=number, imported=True)
            case e.HandedOver():
                return replace(
                    self,
                    handed_over_on=event.on,
                    begun_on=event.on,
                    branch=event.branch,
                    complexity=event.complexity,
                    reply_due=event.reply_by,
                    first_due=event.reply_by,
                    tell_due=event.tell_by,
                )
            case e.DeputiesTold(matter="handed_over", deputies=deputies, on=on):
                if self.told >= set(deputies):
                    return self
                last = max(self.told_on or on, on)
                return replace(self, told=self.told | set(deputies), told_on=last)
            case e.ComplexityDecided():
                return self._found_complex(event)
            case e.Assigned():
                named = (self._part(event, share) for share in event.assignments)
                again = self.reassignments + (1 if self.parts or self.vacant_since else 0)
                return replace(self._with(*named), vacant_since=None, reassignments=again)
            case e.DisputeRaised():
                return replace(self, dispute=event)
            case e.DisputePassedOn(step=step, on=on):
                moved = self.dispute and self.dispute.model_copy(update={"step": step, "on": on})
                return replace(self, dispute=moved)
            case e.DisputeSettled():
                return replace(self, dispute=None)
            case e.ContactWaived(on=on, round=round):
                return replace(self, waived_on=on, waived_in=round)
            case e.Replied():
                return self._with(*self._answered(event))
            case e.ReplyReturned():
                return self._with(*self._unanswered(event))
            case e.ExtensionDecided() | e.ExtensionWithdrawn():
                return self._moved(event.moves)._extended(event)
            case e.DatesMoved(moves=moves):
                first = next((one.new for one in moves if one.old == self.first_due), None)
                return replace(self._moved(moves), first_due=first or self.first_due)
            case e.Rated():
                mine = (event.deputy, event.unit)
                others = (one for one in self.verdicts if (one.deputy, one.unit) != mine)
                return replace(self, verdicts=(*others, _verdict(event)))
            case e.RatingsRevealed():
                return self._revealed(event)
            case e.RatingUrged(unit=unit):
                part = self.parts.get(unit)
                return self._with(part.reminding(event)) if part else self
            case e.DissatisfactionStudied():
                return replace(self, studied=event)
            case e.RehandlingOrdered(units=units):
                return self._next_round(event, units)
            case e.CarriedOver():
                later = self._next_round(event, event.units)
                return replace(later, cycle=event.to_cycle, years=event.years)
            case e.Closed(on=on):
                return replace(self, closed_on=on)
            case e.Corrected(field="number", number=e.Number() as number):
                return replace(self, number=number)
            case e.Corrected(field="signers", signers=signers):
                return self._signed_by(signers)
            case e.Corrected(field="channel", new=channel, number=number):
                inside = channel in IN_SESSION
                return replace(self, in_session=inside, number=number or self.number)
            case e.Corrected(field="wish"):
                return replace(self, wish=True)
            case e.Corrected() | e.EntryVoided() | e.Confided() | e.DeputiesTold():
                return self
        assert_never(event)

    @property
    def reply_by(self) -> date | None:
        """The day the case is to be answered."""
        return self.reply_due.on if self.reply_due else None

    def leads(self) -> list[Part]:
        """The parts whose units answer the deputies."""
        return [part for part in self.parts.values() if part.replies]

    def side(self, part: Part) -> list[Part]:
        """The parts that answer together where this one has its say: itself, or the leads."""
        return [part] if part.share == "separate" else self.leads()

    @property
    def lacking(self) -> bool:
        """Whether a unit was let off and nobody is left to answer for it.

        A co-unit, or one of joint leads, leaves the others at work.
        """
        return self.vacant_since is not None and bool(not self.leads() or self.unassigned())

    def unassigned(self) -> set[int]:
        """The asks no unit answers, as before the distribution or after an upheld objection."""
        return unassigned(tuple(part.assignment for part in self.parts.values()), self.asks)

    def unanswered(self) -> bool:
        """Whether a unit still owes its reply, or is yet to be named."""
        leads = self.leads()
        return not leads or bool(self.unassigned()) or any(not one.replied_on for one in leads)

    def round_of(self, part: Part) -> int:
        """The round a unit is at work in: its own where it answers, else that of the case."""
        return part.round if part.replies else self.round

    def waived_for(self, part: Part) -> date | None:
        """The day a deputy did without contact, if that was said of this unit's round."""
        return self.waived_on if part.round <= self.waived_in else None

    def still_to_rate(self, part: Part) -> frozenset[UUID]:
        """The deputies asked for their verdict on a unit's reply who have not given it."""
        return frozenset(part.raters).intersection(self.signers) - {
            one.deputy for one in self.verdicts if one.unit == part.unit
        }

    def _taken_in(self, event: Intake) -> Self:
        """What happens to it on paper, before or beside the handling."""
        match event:
            case e.IdentitySealed(deputies=deputies):
                return replace(self, identity="sealed", identities=deputies or ())
            case e.IdentityHidden():
                return replace(self, identity="hidden")
            case e.EntryChecked():
                return replace(self, unchecked=False)
            case e.Joined(signers=signers):
                new = (one for one in signers if one not in self.signers)
                speakers = (*self.speakers, *signers[:1])
                return replace(
                    self,
                    joined=True,
                    signers=(*self.signers, *new),
                    speakers=tuple(dict.fromkeys(speakers)),
                )
            case e.WithdrawalAsked(deputy=deputy):
                return replace(self, withdrawal_asked_by=self.withdrawal_asked_by | {deputy})
            case e.Split(on=on):
                return replace(self, ended="split", closed_on=on)
            case e.Merged(on=on):
                return replace(self, ended="merged", closed_on=on)
            case e.Withdrawn(on=on):
                return replace(self, ended="withdrawn", closed_on=on)
        assert_never(event)

    def _let_off(self, event: e.ObjectionDecided) -> Self:
        """The others work on; a dispute the unit had raised goes with it."""
        part = self.parts.get(event.unit)
        owed = part.dues.get("reply") if part else None
        raised = self.dispute is not None and self.dispute.unit == event.unit
        return replace(
            self,
            parts={unit: one for unit, one in self.parts.items() if unit != event.unit},
            vacant_since=event.on,
            let_off=self.let_off | ({event.unit: owed} if owed else {}),
            dispute=None if raised else self.dispute,
        )

    def _signed_by(self, signers: tuple[UUID, ...]) -> Self:
        """The right names, where a clerk had typed wrong ones."""
        joined = (one for one in self.speakers[1:] if one in signers)
        speakers = tuple(dict.fromkeys((*signers[:1], *joined)))
        return replace(self, signers=signers, speakers=speakers)

    def _acted(self, event: UnitAct) -> Self:
        """The unit's part later; those who answered together wear the same class."""
        part = self.parts.get(event.unit)
        match event:
            case e.Objected():
                later = replace(self, objections=self.objections + 1)
                return later._with(part.after(event)) if part else later
            case e.ClassCorrected() | e.RepliedAgain():
                return self._with(*(one.after(event) for one in (self.side(part) if part else [])))
            case e.ContactAnswered(position=position, deputy=deputy):
                again = position in self.disputed
                disputed = self.disputed | (set() if event.confirmed else {position})
                answered = self.contacts_answered | {(position, deputy)}
                later = replace(self, contacts_answered=answered, disputed=disputed)
                return later._with(part.after(event)) if part and not again else later
            case e.EntryConfirmed(position=position):
                later = replace(self, confirmed=self.confirmed | {position})
                return later._with(part.after(event)) if part else later
        return self._with(part.after(event)) if part else self

    def _answered(self, event: e.Replied) -> list[Part]:
        """Joint leads answer once together; the one that issued the reply is the one rated."""
        part = self.parts.get(event.unit)
        outcomes = frozenset({event.outcome, *(answer.outcome for answer in event.answers)})
        return [
            replace(
                one,
                replied_on=event.on,
                classed=Classed(event.scheme, event.letter, event.outcome),
                outcomes=outcomes,
                extension_asked=None,
                issued=one.unit == event.unit,
                raters=event.raters or self.signers,
                dues=one.dues | _feedback(event),
                read_by=frozenset(),
                reminded=(),
            )
            for one in (self.side(part) if part else [])
        ]

    def _unanswered(self, event: e.ReplyReturned) -> list[Part]:
        """A reply sent back is out of the world, for those who answered together."""
        part = self.parts.get(event.unit)
        return [
            replace(
                one,
                replied_on=None,
                returned_on=event.on,
                classed=None,
                outcomes=frozenset(),
                issued=False,
                reviewed=None,
                read_by=frozenset(),
                dues={clock: due for clock, due in one.dues.items() if clock != "feedback"},
            )
            for one in (self.side(part) if part else [])
        ]

    def _moved(self, moves: tuple[e.Moved, ...]) -> Self:
        later = self
        for move in moves:
            part = later.parts.get(move.unit) if move.unit else None
            if part:
                later = later._with(part.moved(move.clock, move.new))
            elif move.unit is None and move.clock == "reply":
                later = replace(later, reply_due=move.new)
            elif move.unit is None and move.clock == "hand_over":
                later = replace(later, hand_over_due=move.new)
            elif move.unit is None and move.clock == "tell":
                later = replace(later, tell_due=move.new)
        return later

    def _found_complex(self, event: e.ComplexityDecided) -> Self:
        """Six months from the start: what was extended before cannot be taken back any more."""
        case = next((one.new for one in event.moves if one.unit is None), self.first_due)
        later = self._moved(event.moves)
        parts = (replace(part, extended=()) for part in later.parts.values())
        return replace(
            later._with(*parts),
            complexity=event.complexity,
            first_due=case,
            let_off=dict.fromkeys(self.let_off, case) if case else {},
        )

    def _extended(self, event: e.ExtensionDecided | e.ExtensionWithdrawn) -> Self:
        """What was asked for is settled; what was granted can be taken back."""
        part = self.parts.get(event.unit)
        if part is None:
            return self
        if isinstance(event, e.ExtensionWithdrawn):
            less = (replace(one, extended=one.extended[:-1]) for one in self.side(part))
            return self._with(*less)
        later = self._with(replace(part, extension_asked=None))
        if not event.granted:
            return later
        side = later.side(later.parts[event.unit])
        return later._with(*(replace(one, extended=(*one.extended, event)) for one in side))

    def _revealed(self, event: e.RatingsRevealed) -> Self:
        """The replies opened take no more ratings, and those they have may be read.

        The round is revealed once no reply is left to be opened.
        """
        opened = [
            replace(part, revealed_on=part.revealed_on or event.on)
            for part in self.parts.values()
            if part.issued and event.unit in (None, part.unit)
        ]
        verdicts = tuple(
            replace(one, revealed=one.revealed or event.unit in (None, one.unit))
            for one in self.verdicts
        )
        later = replace(self._with(*opened), verdicts=verdicts)
        left = any(part.issued and not part.revealed_on for part in later.parts.values())
        if event.unit and (left or later.unanswered()):
            return later
        return replace(later, revealed_on=event.on)

    def _with(self, *parts: Part) -> Self:
        return replace(self, parts=self.parts | {part.unit: part for part in parts})

    def _part(self, event: e.Assigned, share: e.Assignment) -> Part:
        """A fresh part; more time granted to the unit before still stands in the case's date."""
        before = self.parts.get(share.unit)
        return Part(
            unit=share.unit,
            share=share.role,
            asks=share.asks,
            assigned_on=event.on,
            dues=given_to(event, share),
            extended=before.extended if before and share.role != "co" else (),
            round=event.round,
        )

    def _next_round(
        self, event: e.RehandlingOrdered | e.CarriedOver, units: Collection[UUID]
    ) -> Self:
        """A new round: the units named begin again; the rest keep their answers and verdicts.

        Where others still owe their first reply, the round goes on for them as it was.
        """
        parts = {
            unit: part.again(event.round, event.on, event.reply_by) if unit in units else part
            for unit, part in self.parts.items()
        }
        if isinstance(event, e.RehandlingOrdered):
            parts |= {unit: replace(parts[unit], rehandled=True) for unit in units if unit in parts}
        later = replace(
            self,
            round=event.round,
            parts=parts,
            verdicts=tuple(one for one in self.verdicts if one.unit not in units),
            revealed_on=None,
            studied=None,
        )
        if isinstance(event, e.RehandlingOrdered) and event.whole_by:
            return replace(later, reply_due=event.whole_by)
        return replace(
            later,
            begun_on=event.on,
            vacant_since=self.vacant_since and event.on,
            let_off={},
            reply_due=event.reply_by,
            first_due=event.reply_by,
            waived_on=None,
            waived_in=0,
        )


def _feedback(event: e.Replied) -> dict[e.Clock, Due]:
    return {"feedback": event.feedback_by} if event.feedback_by else {}


def given_to(event: e.Assigned, share: e.Assignment) -> dict[e.Clock, Due]:
    """A co-unit owes the lead an opinion; only the others owe the deputy contact and a reply."""
    replies, heard = share.role != "co", share.role in ("co", "joint_lead")
    dues: dict[e.Clock, Due | None] = {
        "sign_for": event.sign_by,
        "objection": event.object_by,
        "first_contact": event.contact_by if replies else None,
        "co_opinion": event.opinion_by if heard else None,
        "reply": event.reply_by if replies else None,
    }
    return {clock: due for clock, due in dues.items() if due}


def _verdict(event: e.Rated) -> Verdict:
    return Verdict(
        deputy=event.deputy,
        unit=event.unit,
        dissatisfied="dissatisfied" in _marks(event),
        gap=event.gap is not None,
        on=event.on,
        marks=_marks(event),
        said=_words(event),
        revision=event.revision,
    )


def _marks(said: e.RatingSaid) -> tuple[e.Mark | None, ...]:
    return (said.attitude, said.reply, said.result)


def _words(said: e.RatingSaid) -> tuple[object, ...]:
    """What is said beside the marks, on which paper, and whose views were asked."""
    return (said.gap, said.reason, said.form, said.consulted)
