"""The library's recorder with one way to write: our append function, in one round trip."""

from collections.abc import Iterator, Sequence
from typing import Any, LiteralString
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection
from psycopg.rows import DictRow, tuple_row
from psycopg.sql import SQL, Identifier

from eventstore import arrays
from eventstore.appends import Append, Outcome
from eventstore.arrays import Packed
from eventstore.chain import Link
from eventstore.datastore import Datastore
from eventstore.mapper import Row
from eventstore.sharing import SharedCall

_ROWS: LiteralString = (
    "select originator_id, originator_version, topic, state, notification_id, hash"
    " from {log}.events"
)


class LogRecorder(PostgresApplicationRecorder):
    """Appends through the function only; reads as the library does.

    Writes are never retried here: after a lost answer the caller asks again with the same key.
    """

    def __init__(self, datastore: Datastore) -> None:
        """The table `events` of the datastore's schema; migrations made it."""
        super().__init__(datastore, events_table_name="events")
        self.shared = SharedCall(self._append_together)
        self._append = self._statement(
            "select * from {log}.append(%b::uuid[], %b::text[], %b::bytea[], %b::jsonb[],"
            " %b::int[], %b::uuid[], %b::bigint[], %b::text[], %b::bytea[], %b::timestamptz[],"
            " %b::int[], %b::uuid[], %b::bigint[])"
        )
        self._stream = self._statement(
            f"{_ROWS} where originator_id = %s and originator_version > %s"
            " order by originator_version"
        )
        self._last = self._statement(
            "select notification_id from {log}.events where originator_id = %s"
            " order by originator_version desc limit 1"
        )
        self._streams = self._statement(
            f"{_ROWS} where originator_id = any(%b) order by originator_id, originator_version"
        )
        self._after = self._statement(
            f"{_ROWS} where notification_id > %s order by notification_id limit %s"
        )
        self._links = self._statement(
            "select notification_id, originator_id, originator_version, topic, state, hash"
            " from {log}.events where notification_id > %s order by notification_id limit %s"
        )
        self._known = self._statement(
            "select request_hash, first, last, at, answer from {log}.command_keys"
            " where account = %s and key = %s"
        )
        self._forget = self._statement("select {log}.forget_old_keys() as forgotten")
        self._head = self._statement("select log, kind, position, hash, at from {log}.head")

    def _statement(self, text: LiteralString) -> bytes:
        return SQL(text).format(log=Identifier(self.datastore.schema)).as_bytes()

    def create_table(self) -> None:
        """Nothing: tables come from migrations."""

    def append(self, appends: Sequence[Append]) -> list[Outcome]:
        """Append for several commands under one lock, each failing alone.

        Threads that ask while a call is on its way share the next one.
        """
        return self.shared.append(appends)

    def _append_together(self, appends: Sequence[Append]) -> list[Outcome]:
        with self.datastore.get_connection() as connection:
            return self._call(connection, _packed(appends))

    def append_whole(self, parts: Sequence[Sequence[Append]]) -> list[Outcome]:
        """Several calls in one transaction: all of them are recorded or none.

        A part that meets a conflict or a reused key undoes the parts before it.  All is packed
        before the first call, from which on the others wait.
        """
        outcomes: list[Outcome] = []
        packed = [_packed(part) for part in parts]
        with self.datastore.get_connection() as connection, connection.transaction() as transaction:
            for values in packed:
                outcomes += self._call(connection, values)
                if any(one.outcome not in ("recorded", "duplicate") for one in outcomes):
                    transaction.force_rollback = True
                    break
        return outcomes

    def _call(self, connection: Connection[DictRow], packed: Sequence[Packed]) -> list[Outcome]:
        found = connection.execute(self._append, packed, prepare=True).fetchall()
        return [Outcome(**row) for row in found]

    def known(self, account: UUID, key: str) -> tuple[bytes, Outcome] | None:
        """The request hash and answer of a command recorded before, by its key."""
        with self.datastore.get_connection() as connection:
            row = connection.execute(self._known, (account, key), prepare=True).fetchone()
        if row is None:
            return None
        digest = bytes(row.pop("request_hash"))
        return digest, Outcome(outcome="duplicate", **row)

    def forget_old_keys(self) -> int:
        """Forget command keys older than 90 days; how many.  A retry after that is a new command."""
        with self.datastore.get_connection() as connection:
            row = connection.execute(self._forget).fetchone()
        assert row
        return int(row["forgotten"])

    def head(self) -> dict[str, Any]:
        """The log's id, kind, last position, its hash and time."""
        with self.datastore.get_connection() as connection:
            row = connection.execute(self._head).fetchone()
        assert row, "migrations made it"
        return row

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """A stream's rows with their place in the log."""
        rows = [Row(*row) for row in self._rows(self._stream, originator_id, gt or 0)]
        rows = [row for row in rows if lte is None or row.originator_version <= lte]
        return (rows[::-1] if desc else rows)[:limit]

    def last_of(self, stream: UUID) -> int:
        """The position of the last event of a stream; 0 when there is none."""
        rows = self._rows(self._last, stream)
        return int(rows[0][0]) if rows else 0

    def rows_of(self, streams: Sequence[UUID]) -> list[Row]:
        """Rows of several streams, each stream's together and in order."""
        return [Row(*row) for row in self._rows(self._streams, list(streams))]

    def rows_after(self, position: int, limit: int) -> list[Row]:
        """Rows behind a position, in order, with their hashes."""
        return [Row(*row) for row in self._rows(self._after, position, limit)]

    def _rows(self, query: bytes, *values: Any) -> list[tuple[Any, ...]]:
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(binary=True, row_factory=tuple_row)
            return cursor.execute(query, values, prepare=True).fetchall()

    def links(self, batch: int = 5_000) -> Iterator[Link]:
        """Every row as the chain sees it, in a walk of flat memory."""
        position = -(1 << 63)  # nothing hides before the first
        while rows := self._rows(self._links, position, batch):
            for row in rows:
                yield Link(*row)
            position = rows[-1][0]

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """The library's own way in, closed: everything is appended with a key."""
        raise TypeError("append() is the only way to write")


def _packed(appends: Sequence[Append]) -> tuple[Packed, ...]:
    """The commands as the append function takes them."""
    rows = [(n, append.at, row) for n, append in enumerate(appends, 1) for row in append.rows]
    expects = [(n, *expect) for n, append in enumerate(appends, 1) for expect in append.expects]
    return (
        arrays.uuids(append.account for append in appends),
        arrays.texts(append.key for append in appends),
        arrays.blobs(append.request_hash for append in appends),
        arrays.documents(append.answer for append in appends),
        arrays.ints(n for n, _, _ in rows),
        arrays.uuids(row.originator_id for _, _, row in rows),
        arrays.longs(row.originator_version for _, _, row in rows),
        arrays.texts(row.topic for _, _, row in rows),
        arrays.blobs(row.state for _, _, row in rows),
        arrays.instants(at for _, at, _ in rows),
        arrays.ints(n for n, _, _ in expects),
        arrays.uuids(stream for _, stream, _ in expects),
        arrays.longs(version for _, _, version in expects),
    )
