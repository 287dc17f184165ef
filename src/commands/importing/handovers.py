"""The sheet 交办清单: each row is registered, handed over and assigned on the day it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from aggregates.claim import Number as Claim
from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.proposal_events import Number
from commands.importing.cells import folded
from commands.importing.compare import facts_given, facts_recorded, proposed_by
from commands.importing.decided import decided
from commands.importing.handover_rows import (
    DAY,
    NUMBER,
    TITLE_AT,
    HandoverRow,
    HandoverSheet,
)
from commands.importing.intake import Intake
from commands.importing.known import scope_of
from commands.importing.lines import FirstRows, Line
from commands.numbers import number_key, printed_number


@dataclass(frozen=True)
class AssignedNumber:
    """A number the house gave to a row that had none."""

    sheet: str
    row: int
    number: str
    title: str


@dataclass
class Handovers:
    """The hand-over list of a year on its way into the log."""

    intake: Intake
    sheet: HandoverSheet
    assigned: list[AssignedNumber]
    days: set[date] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Rows that cannot be told apart by number are by title and author."""
        self._numbers, self._titles = FirstRows(), FirstRows()
        self._without_number: set[str] = set()

    def enter(self, lines: list[Line], seen: Callable[[], None]) -> None:
        """Enter the rows in their order, once all numbers of the file are known.

        `seen` is called once a row.
        """
        read = list(self._read(lines))
        for line, number in read:
            seen()
            key = self.intake.key(line, *_session(self.sheet.cycle))
            if line.fine and self.intake.entered_before(key):
                continue
            row = self.sheet.row_of(line, number)
            self._must_differ(line, row)
            if same := self._in_log(row):
                if line.fine:
                    self._compare(line, row, same)
            else:
                self._enter(line, row, key)

    def _read(self, lines: list[Line]) -> Iterator[tuple[Line, Number | None]]:
        for line in lines:
            number = self.sheet.number_in(line)
            if number:
                self._numbers.must_be_first(line, NUMBER, number_key(number))
                self.intake.known.count_number(number)
            yield line, number

    def _must_differ(self, line: Line, row: HandoverRow) -> None:
        """Refuse a row without number when another of the file has its title and author."""
        key = f"{folded(row.title)}/{row.proposed_by}"
        if row.number is None or key in self._without_number:
            if NUMBER not in line.faulty:
                self._titles.must_be_first(line, TITLE_AT, key, "，无法区分；请填编号")
            self._without_number.add(key)
        else:
            self._titles.rows.setdefault(key, line)

    def _in_log(self, row: HandoverRow) -> UUID | None:
        """The proposal that holds the number, or has this title and author in the year."""
        intake = self.intake
        if row.number:
            claim = intake.known.claims.get(intake.desk.name(Claim, number_key(row.number)))
            return claim.holder if claim else None
        same = intake.known.titles.get((self.sheet.cycle.id, folded(row.title)), [])
        history = intake.desk.ledger.history
        return next((one for one in same if proposed_by(history(one)) == row.proposed_by), None)

    def _compare(self, line: Line, row: HandoverRow, same: UUID) -> None:
        units = self.sheet.units
        recorded = facts_recorded(self.intake.desk.ledger.history(same), units, self.sheet.deputies)
        given = facts_given(row, units, dated=line.given(DAY))
        what = f"编号“{row.number.printed}”" if row.number else f"没有编号的同名建议“{row.title}”"
        self.intake.compare(line, what, recorded, given)

    def _enter(self, line: Line, row: HandoverRow, key: str) -> None:
        intake, cycle = self.intake, self.sheet.cycle
        desk = intake.desk_for(key)
        proposal = Proposal(id=desk.made(Proposal))
        number = row.number or self._next_number(row)
        events = decided(desk, proposal, cycle, line, row, number)
        if not line.fine or events is None or row.shares is None:
            return
        cycle.must_be_open()
        if row.number is None:
            printed = AssignedNumber(line.sheet, line.row, number.printed, row.title)
            self.assigned.append(printed)
        self.days.add(row.on)
        self.sheet.units.enter_first_named(row.shares.units)
        name = desk.name(Claim, number_key(number))
        claim = intake.known.claims.get(name) or Claim(id=name)
        intake.record(
            desk,
            (proposal, events),
            (claim, claim.claim(proposal.id, number.printed)),
            relying_on=[cycle, *row.shares.units, *(one.deputy for one in row.signers)],
        )

    def _next_number(self, row: HandoverRow) -> Number:
        """The number after the largest of file and log, in the session or the year and the series."""
        cycle, known = self.sheet.cycle, self.intake.known
        rules = self.intake.desk.rules.policy.series
        prefix = next((one.prefix for one in rules if one.channel == row.channel), "")
        first = printed_number(f"{prefix}1", row.channel, cycle)
        assert first, "a number was given"
        printed = f"{prefix}{known.largest[scope_of(first)] + 1}"
        number = first.model_copy(update={"printed": printed})
        known.count_number(number)
        return number


def _session(cycle: Cycle) -> tuple[int, int, int]:
    return cycle.year, cycle.term, cycle.session
