"""An office with a log of its own, and workbooks to hand in there."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from commands.calendar_text import official_calendar
from commands.desk import Desk
from commands.import_file import ImportFile, Report, check, import_file
from commands.open_log import open_log, system
from commands.policy_files import shipped_policies
from eventstore.datastore import Schemas
from eventstore.mapper import Recorded, Via
from eventstore.migrations import migrate
from eventstore.store import Store

OPENED = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOW = datetime(2026, 5, 6, 1, tzinfo=UTC)

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Office:
    """A log and somebody who hands workbooks in on 2026-05-06."""

    store: Store
    desk: Desk

    def enter(self, book: BytesIO, **asked: Any) -> Report:
        return import_file(self.store, self.desk, ImportFile(**asked), BytesIO(book.getvalue()))

    def check(self, book: BytesIO, **asked: Any) -> Report:
        return check(self.store, self.desk, ImportFile(**asked), BytesIO(book.getvalue()))

    def at(self, now: datetime) -> "Office":
        return replace(self, desk=replace(self.desk, now=now))

    def position(self) -> int:
        return int(self.store.log_recorder.head()["position"])

    def all(self, kind: type) -> list[Recorded]:
        return [one for one in self.store.after(0, 100_000) if isinstance(one.event, kind)]


@pytest.fixture
def office(server: str, schema: str, tmp_path: Path) -> Iterator[Office]:
    schemas = Schemas(schema)
    migrate(server, schemas)
    store = Store(server, schemas, tmp_path)
    open_log(
        store,
        district="110101",
        name="测试区",
        kind="test",
        policy=shipped_policies()["demo-2025"],
        calendar=official_calendar(),
        at=OPENED,
    )
    desk = Desk(store, "110101", system("110101"), Via(channel="cli"), NOW, clock=True)
    yield Office(store, desk)
    store.close()


@pytest.fixture
def book() -> Callable[[Sheets], BytesIO]:
    """A workbook of sheets, each given by its rows from the headings on."""

    def made(sheets: Sheets) -> BytesIO:
        workbook = Workbook(write_only=True)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        stream = BytesIO()
        workbook.save(stream)
        return stream

    return made


@pytest.fixture
def real_items(book: Callable[[Sheets], BytesIO]) -> BytesIO:
    """The 24 public items as an office would send them: one sheet with a name of its own."""
    path = Path(__file__).with_name("real_items.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return book({"Sheet1": list(csv.reader(file))})
