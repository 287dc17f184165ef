"""Enter a district's lists from a workbook (导入): all of it, or nothing."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from aggregates.days import happened
from commands.desk import Command, Desk
from commands.importing.deputies import Deputies, enter_deputies
from commands.importing.directory import NewUnit, Units
from commands.importing.form import DEPUTIES, HANDOVERS, LETTERS, PAST, UNITS
from commands.importing.handover_rows import HandoverSheet
from commands.importing.handovers import AssignedNumber, Handovers
from commands.importing.intake import ChangedRow, Intake
from commands.importing.known import Known
from commands.importing.lines import BadCell, FirstRows
from commands.importing.past import PastItems
from commands.importing.progress import Counted, Progress
from commands.importing.sheets import Pages, pages_of
from commands.importing.units import enter_units
from commands.importing.workbook import content_of
from commands.importing.year import Asked, Year
from eventstore.store import Conflict, Decision, Store

_TRIES = 3
_TELL_EVERY = 100


class ImportFile(Command):
    """For which year and session, on which day handed over, and whether rows get numbers.

    The only open year is taken where none is named; a year not open yet is opened.
    """

    year: int | None = None
    term: int | None = None
    session: int | None = None
    on: date | None = None
    assign_numbers: bool = False


@dataclass(frozen=True)
class Report:
    """What an import did, or would do, or why it did nothing."""

    new: int
    present: int
    changed: tuple[ChangedRow, ...]
    bad_cells: tuple[BadCell, ...]
    new_units: tuple[NewUnit, ...]
    assigned_numbers: tuple[AssignedNumber, ...]
    ignored_sheets: tuple[str, ...]
    position: int | None

    @property
    def refused(self) -> bool:
        """Whether something in the file stands against entering it."""
        return bool(self.bad_cells or self.changed)


def check(
    store: Store,
    desk: Desk,
    command: ImportFile,
    file: Path | BinaryIO,
    progress: Progress = lambda done, total: None,
) -> Report:
    """What the import would do; records nothing.  Raises Refused as `import_file` does."""
    content = content_of(file)
    return _Import(store, desk, command, progress).planned(pages_of(content))[0]


def import_file(
    store: Store,
    desk: Desk,
    command: ImportFile,
    file: Path | BinaryIO,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Enter everything the workbook says, in one transaction, unless the report says refused.

    `progress` is told how much of how much is done.  Raises Refused on a file that is no workbook
    (import.…), on a year that is not open and not named in full, and on a day in the future.
    """
    content = content_of(file)
    entering = _Import(store, desk, command, progress)
    for _ in range(_TRIES - 1):
        try:
            return entering.recorded(pages_of(content))
        except Conflict:
            continue
    return entering.recorded(pages_of(content))


@dataclass(frozen=True)
class _Import:
    store: Store
    desk: Desk
    command: ImportFile
    progress: Progress

    def recorded(self, pages: Pages) -> Report:
        """Plan and record alone: of two imports of one file the second finds all present."""
        with self.store.alone():
            report, decisions = self.planned(pages)
            if report.refused or not decisions:
                return report
            drafts = Counted(decisions, pages.count, self.progress)
            outcomes = self.store.append_whole(drafts)
        self.progress(2 * pages.count, 2 * pages.count)
        return replace(report, position=max(one.last or 0 for one in outcomes))

    def planned(self, pages: Pages) -> tuple[Report, list[Decision]]:
        """Everything the workbook asks for, and all that is wrong with it."""
        intake = self._intake()
        done = iter(range(1, pages.count + 1))

        def seen() -> None:
            if (row := next(done, pages.count)) % _TELL_EVERY == 0:
                self.progress(row, 2 * pages.count)

        units = enter_units(intake, pages.lines[UNITS.name], seen)
        deputies = enter_deputies(intake, pages.lines[DEPUTIES.name], seen)
        assigned: list[AssignedNumber] = []
        if lines := pages.lines[HANDOVERS.name]:
            year = Year.of(intake, self._asked())
            sheet = self._sheet(intake, year, units, deputies)
            handovers = Handovers(intake, sheet, assigned)
            handovers.enter(lines, seen)
            year.open(intake, handovers.days)
        PastItems(intake, units, FirstRows()).enter(pages.lines[PAST.name], seen)
        report = Report(
            new=intake.new,
            present=intake.present,
            changed=tuple(intake.changed),
            bad_cells=tuple(pages.bad),
            new_units=tuple(units.entered),
            assigned_numbers=tuple(assigned),
            ignored_sheets=tuple(pages.ignored),
            position=intake.known.position,
        )
        if report.refused:
            report = replace(report, position=None)
        return report, intake.decisions

    def _asked(self) -> Asked:
        return Asked(self.command.year, self.command.term, self.command.session)

    def _sheet(self, intake: Intake, year: Year, units: Units, deputies: Deputies) -> HandoverSheet:
        return HandoverSheet(
            cycle=year.cycle,
            today=intake.desk.today,
            on=intake.on,
            units=units,
            deputies=deputies,
            letters=sorted({*LETTERS, *intake.letters}),
            numbers_assigned=self.command.assign_numbers,
        )

    def _intake(self) -> Intake:
        via = self.desk.via.model_copy(update={"channel": "import"})
        desk = replace(self.desk, via=via, kind="import", given=self.desk.rules)
        on = self.command.on or desk.today
        return Intake(
            desk=desk,
            known=Known.of(self.store.log_recorder),
            digest=self.store.vault.digest,
            on=happened(on, desk.today),
        )
