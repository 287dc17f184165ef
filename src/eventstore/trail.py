"""The log as an auditor reads it: rows as they were written, by page, by stream or by topic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier
from pydantic_core import from_json

from eventstore.datastore import Datastore, Schemas

SPAN = 50_000
"""Positions that one page of a filtered reading walks at most."""


@dataclass(frozen=True)
class Entry:
    """One row: its place, its hash, and the envelope exactly as it was hashed."""

    position: int
    stream: UUID
    version: int
    topic: str
    envelope: Mapping[str, Any]
    hash: bytes


@dataclass(frozen=True)
class Page:
    """Some entries, and the position to go on behind; None at the end of the log."""

    entries: Sequence[Entry]
    next: int | None


class Trail:
    """Reads; nothing here writes."""

    def __init__(self, datastore: Datastore, schemas: Schemas) -> None:
        """The log of these schemas."""
        self.datastore = datastore
        names = {
            "events": Identifier(schemas.log, "events"),
            "head": Identifier(schemas.log, "head"),
        }
        self._page = SQL(
            "select originator_id, originator_version, topic, state, notification_id, hash"
            " from {events} where notification_id > %s and notification_id <= %s"
            " and (%s::uuid is null or originator_id = %s) and starts_with(topic, %s)"
            " order by notification_id limit %s"
        ).format(**names)
        self._stream = SQL(
            "select originator_id, originator_version, topic, state, notification_id, hash"
            " from {events} where originator_id = %s and notification_id > %s"
            " order by originator_version limit %s"
        ).format(**names)
        self._position = SQL("select position from {head}").format(**names)
        self._open = SQL(
            "select originator_id from {events} opening where topic = 'proposal.registered'"
            " and not exists (select from {events} closing"
            " where closing.originator_id = opening.originator_id"
            " and closing.topic = 'proposal.closed') order by notification_id"
        ).format(**names)
        self._moved_under = SQL(
            "select count(distinct originator_id) as cases from {events}"
            " where topic = 'proposal.dates_moved'"
            " and (convert_from(state, 'UTF8')::jsonb #>> '{{event,calendar}}')::bigint = %s"
        ).format(**names)
        self._of_cycle = SQL(
            "select distinct originator_id from {events} where topic in"
            " ('proposal.registered', 'proposal.handed_over', 'proposal.carried_over')"
            " and %s in (convert_from(state, 'UTF8')::jsonb #>> '{{event,cycle}}',"
            " convert_from(state, 'UTF8')::jsonb #>> '{{event,to_cycle}}')"
        ).format(**names)

    def open_proposals(self) -> list[UUID]:
        """Every proposal that was registered and not closed since, oldest first."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(self._open).fetchall()
        return [row["originator_id"] for row in rows]

    def moved_under(self, calendar: int) -> int:
        """How many proposals had dates moved by the calendar adopted at a position."""
        with self.datastore.get_connection() as connection:
            row = connection.execute(self._moved_under, (calendar,)).fetchone()
        assert row, "a count is always answered"
        return int(row["cases"])

    def page(self, after: int, limit: int, stream: UUID | None = None, topic: str = "") -> Page:
        """Up to `limit` entries behind a position; a topic may be given by its beginning.

        A page may hold fewer although the log goes on: filtered readings stop after SPAN rows.
        """
        end = after + (limit if stream is None and not topic else SPAN)
        values = (after, end, stream, stream, topic, limit)
        with self.datastore.get_connection() as connection:
            head = connection.execute(self._position).fetchone()
            rows = connection.execute(self._page, values).fetchall()
        assert head, "migrations made it"
        entries = [_entry(row) for row in rows]
        walked = entries[-1].position if len(entries) == limit else end
        return Page(entries, walked if walked < head["position"] else None)

    def stream(self, id: UUID, after: int, limit: int) -> Page:
        """Up to `limit` entries of one stream behind a position."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(self._stream, (id, after, limit + 1)).fetchall()
        entries = [_entry(row) for row in rows[:limit]]
        return Page(entries, entries[-1].position if len(rows) > limit else None)

    def proposals_of(self, cycle: UUID) -> list[UUID]:
        """Every proposal that ever stood in a year: registered there or carried over into it."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(self._of_cycle, (str(cycle),)).fetchall()
        return [row["originator_id"] for row in rows]


def _entry(row: DictRow) -> Entry:
    return Entry(
        position=row["notification_id"],
        stream=row["originator_id"],
        version=row["originator_version"],
        topic=row["topic"],
        envelope=from_json(bytes(row["state"])),
        hash=bytes(row["hash"]),
    )
