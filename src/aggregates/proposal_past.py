"""What a proposal's past amounts to: the state that its rules read, folded from its events.

Folding never refuses, so tightening a rule tomorrow cannot stop what was recorded yesterday from
loading.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, Self, assert_never
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.base import Aggregate
from aggregates.deadlines import Due
from aggregates.part import Part


@dataclass(frozen=True)
class Verdict:
    """What one signer said of one unit's reply; unread until revealed."""

    deputy: UUID
    unit: UUID
    dissatisfied: bool
    gap: bool


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
    reply_by: date | None = None
    complexity: e.Complexity = "ordinary"
    round: int = 1
    parts: dict[UUID, Part] = field(default_factory=dict)
    waived: bool = False
    verdicts: tuple[Verdict, ...] = ()
    revealed: bool = False
    years: int = 0
    closed_on: date | None = None
    imported: bool = False

    def after(self, event: e.ProposalEvent) -> Self:
        """The proposal one event later."""
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
            case e.HandedOver():
                return replace(
                    self,
                    handed_over_on=event.on,
                    reply_by=event.reply_by.on,
                    complexity=event.complexity,
                )
            case e.Assigned():
                return self._with(*(_part(event, share) for share in event.assignments))
            case e.Received():
                return self._with(self._part(event.unit, received_on=event.on))
            case e.Objected():
                return self._with(self._part(event.unit, objecting=True))
            case e.ObjectionDecided(upheld=True):
                return replace(self, parts=_without(self.parts, event.unit))
            case e.ObjectionDecided():
                return self._with(self._part(event.unit, objecting=False, received_on=event.on))
            case e.Contacted():
                part = self.parts[event.unit]
                contacted = {event.phase: event.on} | part.contacted
                return self._with(replace(part, contacted=contacted))
            case e.ContactAttempted():
                part = self.parts[event.unit]
                return self._with(replace(part, attempted_on=part.attempted_on | {event.on}))
            case e.ContactWaived():
                return replace(self, waived=True)
            case e.OpinionGiven():
                return self._with(self._part(event.unit, stance=event.stance))
            case e.OpinionUrged():
                return self._with(self._part(event.unit, urged_on=event.on))
            case e.ProceededWithout():
                return self._with(self._part(event.unit, passed_over=True))
            case e.Replied():
                return self._with(*self._answered(event))
            case e.Rated():
                return replace(self, verdicts=(*self.verdicts, _verdict(event)))
            case e.RatingsRevealed():
                return replace(self, revealed=True)
            case e.RehandlingOrdered():
                return self._next_round(event.round, event.on, event.reply_by, event.units)
            case e.CarriedOver():
                units = [part.unit for part in self.parts.values() if part.replies]
                later = self._next_round(event.round, event.on, event.reply_by, units)
                return replace(later, cycle=event.to_cycle, years=event.years)
            case e.Closed():
                return replace(self, closed_on=event.on)
            case e.Corrected(field="number"):
                return replace(self, number=event.number)
            case e.Imported():
                return replace(self, number=event.number, imported=True)
            case e.PersonsNamed() | e.Corrected() | e.EntryVoided():
                return self
        assert_never(event)

    def _part(self, unit: UUID, **changes: object) -> Part:
        return replace(self.parts[unit], **changes)  # type: ignore[arg-type]

    def _answered(self, event: e.Replied) -> list[Part]:
        """Joint leads answer once together; the one that issued the reply is the one rated."""
        joint = self.parts[event.unit].share == "joint_lead"
        return [
            replace(
                part,
                replied_on=event.on,
                outcome=event.outcome,
                issued=part.unit == event.unit,
            )
            for part in self.parts.values()
            if part.unit == event.unit or (joint and part.share == "joint_lead")
        ]

    def _with(self, *parts: Part) -> Self:
        return replace(self, parts=self.parts | {part.unit: part for part in parts})

    def _next_round(self, round: int, on: date, reply_by: Due, units: Collection[UUID]) -> Self:
        """A new round: the units named begin again, co-units are heard again only if named."""
        parts = {
            unit: part.again(on) if unit in units else replace(part, passed_over=True)
            for unit, part in self.parts.items()
        }
        return replace(
            self,
            round=round,
            parts=parts,
            reply_by=reply_by.on,
            waived=False,
            verdicts=(),
            revealed=False,
        )


def _part(event: e.Assigned, share: e.Assignment) -> Part:
    opinion_by = event.opinion_by.on if event.opinion_by and share.role != "separate" else None
    return Part(
        unit=share.unit,
        share=share.role,
        asks=share.asks,
        assigned_on=event.on,
        opinion_by=opinion_by,
    )


def _without(parts: dict[UUID, Part], unit: UUID) -> dict[UUID, Part]:
    return {key: part for key, part in parts.items() if key != unit}


def _verdict(event: e.Rated) -> Verdict:
    marks = (event.attitude, event.reply, event.result)
    return Verdict(
        deputy=event.deputy,
        unit=event.unit,
        dissatisfied="dissatisfied" in marks,
        gap=event.gap is not None,
    )
