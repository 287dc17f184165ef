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
from aggregates.part import Part, UnitAct
from aggregates.shares import unassigned


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
    asks: tuple[int, ...] = ()
    signers: tuple[UUID, ...] = ()
    handed_over_on: date | None = None
    complexity: e.Complexity = "ordinary"
    reply_by: date | None = None
    round: int = 1
    begun_on: date | None = None
    parts: dict[UUID, Part] = field(default_factory=dict)
    vacant_since: date | None = None
    waived_on: date | None = None
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
            part = self.parts.get(event.unit)
            return self._with(part.after(event)) if part else self
        match event:
            case e.Registered():
                return replace(
                    self,
                    cycle=event.cycle,
                    registered_on=event.on,
                    number=event.number,
                    classified=event.classified,
                    asks=tuple(ask.n for ask in event.asks),
                    signers=event.signers,
                )
            case e.Imported(number=number):
                return replace(self, number=number, imported=True)
            case e.HandedOver():
                return replace(
                    self,
                    handed_over_on=event.on,
                    begun_on=event.on,
                    complexity=event.complexity,
                    reply_by=event.reply_by.on,
                )
            case e.Assigned():
                named = (_part(event, share) for share in event.assignments)
                return replace(self._with(*named), vacant_since=None)
            case e.ContactWaived(on=on):
                return replace(self, waived_on=on)
            case e.Replied():
                return self._with(*self._answered(event))
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

    def leads(self) -> list[Part]:
        """The parts whose units answer the deputies."""
        return [part for part in self.parts.values() if part.replies]

    def side(self, part: Part) -> list[Part]:
        """The parts that answer together where this one has its say: itself, or the leads."""
        return [part] if part.share == "separate" else self.leads()

    def unassigned(self) -> set[int]:
        """The asks no unit answers, as before the distribution or after an upheld objection."""
        return unassigned(tuple(part.assignment for part in self.parts.values()), self.asks)

    def _answered(self, event: e.Replied) -> list[Part]:
        """Joint leads answer once together; the one that issued the reply is the one rated."""
        part = self.parts.get(event.unit)
        outcomes = frozenset({event.outcome, *(answer.outcome for answer in event.answers)})
        return [
            replace(
                one,
                replied_on=event.on,
                outcomes=outcomes,
                issued=one.unit == event.unit,
            )
            for one in (self.side(part) if part else [])
        ]

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
            unit: part.again(event.round, event.on) if unit in units else part
            for unit, part in self.parts.items()
        }
        return replace(
            self,
            round=event.round,
            begun_on=event.on,
            parts=parts,
            vacant_since=self.vacant_since and event.on,
            reply_by=event.reply_by.on,
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
        opinion_by=event.opinion_by.on if event.opinion_by else None,
        round=event.round,
    )


def _verdict(event: e.Rated) -> Verdict:
    return Verdict(
        deputy=event.deputy,
        unit=event.unit,
        dissatisfied="dissatisfied" in (event.attitude, event.reply, event.result),
        gap=event.gap is not None,
        on=event.on,
    )
