"""What a proposal's past amounts to: the state that its rules read, folded from its events.

Folding never refuses, so tightening a rule tomorrow cannot stop what was recorded yesterday from
loading; an act of a unit that has no part is passed over.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Self, assert_never
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Aggregate, replace
from aggregates.deadlines import Due
from aggregates.part import Classed, Part, UnitAct
from aggregates.shares import unassigned
from aggregates.unit import Branch


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one signer said of one unit's latest reply; unread until revealed."""

    deputy: UUID
    unit: UUID
    dissatisfied: bool
    gap: bool
    on: date
    revealed: bool = False


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
    waived_on: date | None = None
    contacts_answered: frozenset[tuple[int, UUID]] = frozenset()
    disputed: frozenset[int] = frozenset()
    confirmed: frozenset[int] = frozenset()
    verdicts: tuple[Verdict, ...] = ()
    revealed_on: date | None = None
    years: int = 0
    closed_on: date | None = None
    imported: bool = False

    def after(self, event: e.ProposalEvent) -> Self:
        """The proposal one event later."""
        if isinstance(event, e.ObjectionDecided) and event.upheld:
            rest = {unit: part for unit, part in self.parts.items() if unit != event.unit}
            return replace(self, parts=rest, vacant_since=event.on)
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
                    in_session=event.channel != "out_of_session",
                    asks=tuple(ask.n for ask in event.asks),
                    signers=event.signers,
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
                )
            case e.ComplexityDecided():
                return self._found_complex(event)
            case e.Assigned():
                named = (_part(event, share) for share in event.assignments)
                return replace(self._with(*named), vacant_since=None)
            case e.ContactWaived(on=on):
                return replace(self, waived_on=on)
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
                return replace(self, verdicts=(*self.verdicts, _verdict(event)))
            case e.RatingsRevealed(on=on):
                return self._revealed(on)
            case e.RehandlingOrdered(units=units):
                return self._next_round(event, units)
            case e.CarriedOver():
                later = self._next_round(event, event.units)
                return replace(later, cycle=event.to_cycle, years=event.years)
            case e.Closed(on=on):
                return replace(self, closed_on=on)
            case e.Corrected(field="number", number=e.Number() as number):
                return replace(self, number=number)
            case e.Corrected() | e.EntryVoided():
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

    def unassigned(self) -> set[int]:
        """The asks no unit answers, as before the distribution or after an upheld objection."""
        return unassigned(tuple(part.assignment for part in self.parts.values()), self.asks)

    def unanswered(self) -> bool:
        """Whether a unit still owes its reply, or is yet to be named."""
        leads = self.leads()
        return not leads or bool(self.unassigned()) or any(not one.replied_on for one in leads)

    def still_to_rate(self, part: Part) -> frozenset[UUID]:
        """The deputies asked for their verdict on a unit's reply who have not given it."""
        return frozenset(part.raters) - {
            one.deputy for one in self.verdicts if one.unit == part.unit
        }

    def _acted(self, event: UnitAct) -> Self:
        """The unit's part later; those who answered together wear the same class."""
        part = self.parts.get(event.unit)
        match event:
            case e.ClassCorrected() | e.RepliedAgain():
                return self._with(*(one.after(event) for one in (self.side(part) if part else [])))
            case e.ContactAnswered(position=position, deputy=deputy):
                again = position in self.disputed
                disputed = self.disputed | (set() if event.confirmed else {position})
                answered = self.contacts_answered | {(position, deputy)}
                later = replace(self, contacts_answered=answered, disputed=disputed)
                return later._with(part.after(event)) if part and not again else later
            case e.EntryConfirmed(position=position):
                return replace(self, confirmed=self.confirmed | {position})
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
        return later

    def _found_complex(self, event: e.ComplexityDecided) -> Self:
        """Six months from the start: what was extended before cannot be taken back any more."""
        case = next((one.new for one in event.moves if one.unit is None), self.first_due)
        later = self._moved(event.moves)
        parts = (replace(part, extended=()) for part in later.parts.values())
        return replace(later._with(*parts), complexity=event.complexity, first_due=case)

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

    def _revealed(self, on: date) -> Self:
        """Every reply given so far takes no more ratings, and those it has may be read."""
        parts = (
            replace(part, revealed_on=part.revealed_on or on)
            for part in self.parts.values()
            if part.issued
        )
        verdicts = tuple(replace(verdict, revealed=True) for verdict in self.verdicts)
        return replace(self._with(*parts), verdicts=verdicts, revealed_on=on)

    def _with(self, *parts: Part) -> Self:
        return replace(self, parts=self.parts | {part.unit: part for part in parts})

    def _next_round(
        self, event: e.RehandlingOrdered | e.CarriedOver, units: Collection[UUID]
    ) -> Self:
        """A new round: the units named begin again; the rest keep their answers and verdicts."""
        parts = {
            unit: part.again(event.round, event.on, event.reply_by) if unit in units else part
            for unit, part in self.parts.items()
        }
        return replace(
            self,
            round=event.round,
            begun_on=event.on,
            parts=parts,
            vacant_since=self.vacant_since and event.on,
            reply_due=event.reply_by,
            first_due=event.reply_by,
            waived_on=None,
            verdicts=tuple(one for one in self.verdicts if one.unit not in units),
            revealed_on=None,
        )


def _part(event: e.Assigned, share: e.Assignment) -> Part:
    return Part(
        unit=share.unit,
        share=share.role,
        asks=share.asks,
        assigned_on=event.on,
        dues=given_to(event, share),
        round=event.round,
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
        dissatisfied="dissatisfied" in (event.attitude, event.reply, event.result),
        gap=event.gap is not None,
        on=event.on,
    )
