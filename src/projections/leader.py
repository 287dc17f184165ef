"""The one projector of a version: it alone moves the bookmark, and writes rows only with it."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

import psycopg
import structlog
from eventsourcing.persistence import PersistenceError
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from eventstore.datastore import APP
from eventstore.mapper import Recorded, Row
from eventstore.store import Store
from eventstore.vault import WrongKeyFile
from projections import bulk
from projections.folding import Sheets
from projections.tables import TABLES

BATCH = 1_000
TRY_TO_LEAD = "select pg_try_advisory_lock(hashtextextended(%s, 7))"
BEHIND = "跟在搁置的事件之后"
log = structlog.get_logger("projector")


class Fenced(Exception):
    """Somebody else moved the bookmark or the parked events; read them again."""


class Leader:
    """Holds the lock of one version's schema on its own connection, and applies batches."""

    def __init__(self, store: Store, schema: str) -> None:
        """`schema` is that of the version; the connection acts in the application's role."""
        self.store, self.schema = store, schema
        self.work: Connection[Any] = psycopg.connect(store.url, autocommit=True, connect_timeout=5)
        self.work.execute(SQL("set role {}").format(Identifier(APP)))
        # What a crash takes back it takes back whole, bookmark and rows, and it is read again.
        self.work.execute("set synchronous_commit = off")
        self.work.execute("set timezone to 'UTC'")
        self.position, self.epoch = 0, 0
        self.parked: set[UUID] = set()
        self.sheets = Sheets(TABLES)

    def close(self) -> None:
        """Give the lock back."""
        self.work.close()

    def lead(self) -> bool:
        """Try to become the one who writes; then listen, and read where to go on."""
        got = self.work.execute(TRY_TO_LEAD, (self.schema,)).fetchone()
        if not got or not got[0]:
            return False
        self.work.execute(SQL("listen {}").format(Identifier(self.store.schemas.log)))
        self.reread()
        return True

    def reread(self) -> None:
        """Read the bookmark and which streams are parked; trust nothing read before."""
        self.sheets = Sheets(TABLES)
        query = SQL("select position, epoch from {}").format(self._table("bookmark"))
        self.position, self.epoch = self.work.execute(query).fetchone()  # type: ignore[misc]
        query = SQL("select distinct stream from {}").format(self._table("parked"))
        self.parked = {stream for (stream,) in self.work.execute(query)}

    def step(self, limit: int = BATCH) -> int:
        """Apply what comes next in the log; return how many events that was.

        An event that cannot be read, folded or written is parked with all that follows in its
        stream.  Raises what the database raises when it is not well, and Fenced.
        """
        rows = self.store.log_recorder.rows_after(self.position, limit)
        if not rows:
            return 0
        try:
            self._apply(rows)
        except Exception as error:
            if not is_poison(error):
                raise
            self._apply_singly(rows)
        return len(rows)

    def listen(self, seconds: float) -> None:
        """Wait until something is appended, or for that long; hearing is only a hint."""
        for _ in self.work.notifies(timeout=seconds, stop_after=1):
            pass

    def beat(self) -> None:
        """Say that the projector lives, though there is nothing to do."""
        self.work.execute(
            SQL("update {} set at = clock_timestamp(), pid = %s").format(self._table("bookmark")),
            (os.getpid(),),
        )

    # ---- one batch

    def _apply(self, rows: Sequence[Row]) -> None:
        parked = set(self.parked)
        bad: list[tuple[Row, str]] = []
        batch = list(self._read(rows, parked, bad))
        sheets, self.sheets = self.sheets, Sheets(TABLES)
        with self.work.transaction():
            self._turn_to(rows[-1].position)
            self._fetch(sheets, batch)
            self._fold(sheets, rows, batch, parked, bad)
            self._write(sheets)
            self._park(bad)
        sheets.settle()
        self.sheets, self.position, self.parked = sheets, rows[-1].position, parked

    def _apply_singly(self, rows: Sequence[Row]) -> None:
        """Find out which event it is that PostgreSQL does not take."""
        for row in rows:
            try:
                self._apply([row])
            except Exception as error:
                if not is_poison(error):
                    raise
                with self.work.transaction():
                    self._turn_to(row.position)
                    self._park([(row, _told(error))])
                self.position = row.position
                self.parked.add(_stream(row))

    def _read(
        self, rows: Iterable[Row], parked: set[UUID], bad: list[tuple[Row, str]]
    ) -> Iterable[Recorded]:
        for row in rows:
            if _stream(row) in parked:
                bad.append((row, BEHIND))
                continue
            try:
                yield cast(Recorded, self.store.mapper.to_domain_event(row))
            except Exception as error:
                if not is_poison(error):
                    raise
                parked.add(_stream(row))
                bad.append((row, _told(error)))

    def _fetch(self, sheets: Sheets, batch: Sequence[Recorded]) -> None:
        for sheet in sheets.sheets:
            if streams := sheet.wanted(batch):
                bulk.fetch(self.work, self.schema, sheet, streams)

    def _fold(
        self,
        sheets: Sheets,
        rows: Sequence[Row],
        batch: Sequence[Recorded],
        parked: set[UUID],
        bad: list[tuple[Row, str]],
    ) -> None:
        failed: set[UUID] = set()
        by_position = {row.position: row for row in rows}
        for one in batch:
            if one.originator_id in failed:
                bad.append((by_position[one.position], BEHIND))
                continue
            try:
                sheets.fold(one)
            except Exception as error:  # noqa: BLE001  what it is decides nothing here
                failed.add(one.originator_id)
                bad.append((by_position[one.position], _told(error)))
        parked |= failed

    def _write(self, sheets: Sheets) -> None:
        for sheet in sheets.sheets:
            bulk.write(self.work, self.schema, sheet)

    def _turn_to(self, position: int) -> None:
        """Move the bookmark first: whoever is not the leader any more stops here."""
        query = SQL(
            "update {} set position = %s, at = clock_timestamp(), pid = %s"
            " where position = %s and epoch = %s"
        ).format(self._table("bookmark"))
        values = (position, os.getpid(), self.position, self.epoch)
        if self.work.execute(query, values, prepare=True).rowcount != 1:
            raise Fenced(self.schema)

    def _park(self, bad: Sequence[tuple[Row, str]]) -> None:
        query = SQL("insert into {} (position, stream, topic, error) values (%s, %s, %s, %s)")
        for row, error in bad:
            values = (row.position, row.originator_id, row.topic, error)
            self.work.execute(query.format(self._table("parked")), values)
            if error != BEHIND:
                log.error("event parked", position=row.position, topic=row.topic, error=error)

    def _table(self, name: str) -> Identifier:
        return Identifier(self.schema, name)


def is_poison(error: Exception) -> bool:
    """Whether an event is at fault, and not the database, the disk or the key file."""
    if isinstance(error, psycopg.Error):
        state = error.sqlstate
        return state[:2] in ("22", "23") if state else isinstance(error, psycopg.ProgrammingError)
    return not isinstance(error, (Fenced, PersistenceError, WrongKeyFile, OSError, MemoryError))


def _stream(row: Row) -> UUID:
    return cast(UUID, row.originator_id)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "")[:2_000]
