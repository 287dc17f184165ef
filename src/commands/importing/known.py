"""What the log already holds that a workbook may name: found in one walk over the log."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_args
from uuid import UUID

from pydantic_core import from_json

from aggregates import cycle as c
from aggregates import deputy as d
from aggregates import unit as u
from aggregates.base import Aggregate, Event
from aggregates.claim import Number, NumberClaimed, NumberReleased
from aggregates.ids import plain_number
from aggregates.person import PersonRegistered
from aggregates.policy import Policy, PolicyAdopted
from aggregates.proposal_events import Corrected, Imported, Registered
from aggregates.proposal_events import Number as Printed
from aggregates.schemes import Scheme
from aggregates.texts import READING
from commands.importing.cells import folded
from eventstore.mapper import Row
from eventstore.recorder import LogRecorder
from eventstore.registry import FORMS

A = TypeVar("A", bound=Aggregate)

_BATCH = 5_000
_DIRECTORY = (*get_args(u.UnitEvent), *get_args(d.DeputyEvent), *get_args(c.CycleEvent))
_READ = (
    *_DIRECTORY,
    PersonRegistered,
    PolicyAdopted,
    NumberClaimed,
    NumberReleased,
    Registered,
    Corrected,
    Imported,
)
_TOPICS = {event.TOPIC for event in _READ}

Scope = tuple[int | None, int | None, int | None, str]
"""Within which numbers are counted: term and session, or the year out of session; and the series."""


@dataclass(frozen=True)
class KnownUnit:
    """A unit with its code and every name it has borne, the present one last."""

    unit: u.Unit
    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class KnownDeputy:
    """A deputy with term and delegation."""

    deputy: d.Deputy
    person: UUID
    term: int
    delegation: str


def scope_of(number: Printed) -> Scope:
    """Within what a number is counted: its session or year, and its series."""
    series, _, _ = plain_number(number.printed).partition("/")
    return (number.term, number.session, number.year, series)


def past_identity(year: int, number: str | None, title: str) -> tuple[int, str, str]:
    """By what a finished item of a past year is recognised."""
    return year, plain_number(number) if number else "", folded(title)


@dataclass
class Known:
    """Units, deputies, years, numbers and titles of the log up to a position."""

    position: int = 0
    keys: set[str] = field(default_factory=set)
    units: dict[UUID, KnownUnit] = field(default_factory=dict)
    deputies: dict[UUID, KnownDeputy] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    cycles: dict[UUID, c.Cycle] = field(default_factory=dict)
    claims: dict[UUID, Number] = field(default_factory=dict)
    titles: dict[tuple[UUID, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    past: dict[tuple[int, str, str], UUID] = field(default_factory=dict)
    largest: dict[Scope, int] = field(default_factory=lambda: defaultdict(int))
    schemes: dict[str, Scheme] = field(default_factory=dict)

    @classmethod
    def of(cls, log: LogRecorder) -> "Known":
        """Walk the log."""
        known = cls()
        while batch := log.rows_after(known.position, _BATCH):
            for row in batch:
                if row.topic in _TOPICS:
                    known._take(row)
            known.position = batch[-1].position
        return known

    def count_number(self, number: Printed | None) -> None:
        """Remember the largest number of a scope."""
        if number and (digits := plain_number(number.printed).partition("/")[2]).isdecimal():
            scope = scope_of(number)
            self.largest[scope] = max(self.largest[scope], int(digits))

    def _take(self, row: Row) -> None:
        envelope = from_json(row.state)
        if envelope["by"]["kind"] == "import":  # other keys are anybody's choice
            self.keys.add(envelope["key"])
        form = FORMS[row.topic]
        fields = form.read(envelope["event"], envelope["v"])
        stream = row.originator_id
        assert isinstance(stream, UUID)
        if form.event is PersonRegistered:
            # what is closed under the person's key stays closed
            self.people[stream] = fields["name"]
            return
        event: Any = form.event.model_validate(fields, context=READING, extra="ignore")
        if isinstance(event, _DIRECTORY):
            self._enter(event, stream, row.originator_version)
        else:
            self._note(event, stream, row.originator_version)

    def _enter(self, event: Any, stream: UUID, version: int) -> None:
        """Units, deputies and years, as they stand."""
        if isinstance(event, c.CycleEvent):
            self.cycles[stream] = _later(
                self.cycles.get(stream) or c.Cycle(id=stream), event, version
            )
        elif isinstance(event, d.DeputyElected):
            deputy = _later(d.Deputy(id=stream), event, version)
            self.deputies[stream] = KnownDeputy(deputy, event.person, event.term, event.delegation)
        elif isinstance(event, d.DeputyEvent):
            known = self.deputies[stream]
            self.deputies[stream] = replace(known, deputy=_later(known.deputy, event, version))
        elif isinstance(event, u.UnitRegistered):
            unit = _later(u.Unit(id=stream), event, version)
            self.units[stream] = KnownUnit(unit, event.code, (event.name,))
        else:
            entry = self.units[stream]
            unit = _later(entry.unit, event, version)
            names = entry.names if unit.name == entry.names[-1] else (*entry.names, unit.name)
            self.units[stream] = KnownUnit(unit, entry.code, names)

    def _note(self, event: Any, stream: UUID, version: int) -> None:
        """Numbers, titles and class letters that were ever used."""
        match event:
            case Registered(cycle=cycle, title=title, number=number):
                if title:
                    self.titles[cycle, folded(title)].append(stream)
                self.count_number(number)
            case Corrected(number=number):
                self.count_number(number)
            case Imported(cycle_year=year, number=number, title=title):
                self.past[past_identity(year, number.printed if number else None, title)] = stream
            case PolicyAdopted(text=text):
                scheme = Policy.kept(text).scheme
                self.schemes[scheme.id] = scheme
            case _:
                claim = self.claims.get(stream) or Number(id=stream)
                self.claims[stream] = _later(claim, event, version)


def _later(aggregate: A, event: Event, version: int) -> A:
    return replace(aggregate.after(event), version=version)
