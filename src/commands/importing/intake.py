"""One workbook being entered: what is decided so far, what was there before, what cannot be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from aggregates.base import Aggregate, Event
from commands.desk import Desk, Ledger, Shelf
from commands.importing.known import Known
from commands.importing.lines import Line
from eventstore.appends import Outcome
from eventstore.mapper import Recorded
from eventstore.store import Decision, request_hash

A = TypeVar("A", bound=Aggregate)

Changes = tuple[Aggregate, Event | Sequence[Event]]


@dataclass(frozen=True)
class Difference:
    """A column in which a row says something else than the log."""

    heading: str
    recorded: str
    given: str


@dataclass(frozen=True)
class ChangedRow:
    """A row whose number, code or name is in the log already, with other content."""

    sheet: str
    row: int
    what: str
    differences: tuple[Difference, ...]

    @property
    def sentence(self) -> str:
        """As it is said to the person: which row, what is recorded, what the row says."""
        told = "；".join(
            f"{one.heading}原为“{one.recorded}”，表中为“{one.given}”" for one in self.differences
        )
        return f"“{self.sheet}”表第{self.row}行：{self.what}已在系统中，内容不同：{told}"


@dataclass(frozen=True)
class Drafts:
    """A ledger that only collects: everything drafted is recorded at the end, or nothing."""

    ledger: Ledger
    decisions: list[Decision] = field(default_factory=list)

    @property
    def files(self) -> Shelf:
        """The files handed in before."""
        return self.ledger.files

    def history(self, id: UUID) -> list[Recorded]:
        """Everything recorded before."""
        return self.ledger.history(id)

    def load(self, kind: type[A], id: UUID) -> A:
        """The aggregate as recorded before."""
        return self.ledger.load(kind, id)

    def known(self, account: UUID, key: str, digest: bytes) -> Outcome | None:
        """The first answer to a command asked before."""
        return self.ledger.known(account, key, digest)

    def append(self, decision: Decision) -> Outcome:
        """Keep the draft."""
        self.decisions.append(decision)
        return Outcome("recorded", answer=decision.answer)


@dataclass
class Intake:
    """What an import has decided so far.  `on` is the day of hand-over where a row names none."""

    desk: Desk
    known: Known
    digest: Callable[[str, str], str]
    on: date
    new: int = 0
    present: int = 0
    changed: list[ChangedRow] = field(default_factory=list)
    _first: list[Decision] = field(default_factory=list)
    _then: list[Decision] = field(default_factory=list)
    _relied_on: set[UUID] = field(default_factory=set)

    @property
    def decisions(self) -> list[Decision]:
        """In the order in which they are recorded: what others rely on comes first."""
        return self._first + self._then

    @property
    def letters(self) -> set[str]:
        """Class letters of every scheme adopted here."""
        schemes = self.known.schemes.values()
        return {one.letter for scheme in schemes for one in scheme.classes}

    def key(self, line: Line, *within: object) -> str:
        """The command key of a row, from its content: the same row has the same key next time.

        Personal columns go in under a key of the vault, so that nobody guesses them back.
        """
        words = [line.form.name, *map(str, within)]
        for heading, text in sorted(line.content().items()):
            personal = line.form.headings[heading].personal
            words += [heading, self.digest("import", text) if personal else text]
        return f"import/{request_hash(*words).hex()}"

    def desk_for(self, key: str) -> Desk:
        """The desk at which one row is decided."""
        return replace(self.desk, key=key, request=request_hash(key))

    def entered_before(self, key: str) -> bool:
        """Whether this very row was imported earlier; then it counts as present."""
        if key not in self.known.keys:
            return False
        self.present += 1
        return True

    def record(self, desk: Desk, *changes: Changes, relying_on: Sequence[Aggregate] = ()) -> None:
        """Draft a new row's decision.  What is relied on is checked once an import: it is one whole."""
        self.new += 1
        relied = [one for one in relying_on if one.id not in self._relied_on]
        self._relied_on |= {one.id for one in relied}
        self._draft(self._then, desk, *changes, *((one, ()) for one in relied))

    def record_first(self, key: str, *changes: Changes) -> None:
        """Draft what rows rely on and no row of the workbook says by itself."""
        self._draft(self._first, self.desk_for(key), *changes)

    def compare(
        self, line: Line, what: str, recorded: Mapping[str, str], given: Mapping[str, str]
    ) -> None:
        """Count a row that is there already as present, or list it as changed."""
        differences = tuple(
            Difference(
                heading,
                line.shown(heading, recorded.get(heading, "")),
                line.shown(heading, text),
            )
            for heading, text in given.items()
            if text != recorded.get(heading, "")
        )
        if differences:
            self.changed.append(ChangedRow(line.sheet, line.row, what, differences))
        else:
            self.present += 1

    def _draft(self, drafts: list[Decision], desk: Desk, *changes: Changes) -> None:
        replace(desk, ledger=Drafts(desk.ledger, drafts)).record(*changes, answer={})
