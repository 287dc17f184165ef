"""Folding a batch in memory: the rows of the streams it touches, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from aggregates.base import Event
from eventstore.mapper import Recorded
from projections.table import Key, Row, Table

AT_HAND = 4_000
"""Streams whose rows are kept in memory from batch to batch."""


@dataclass(slots=True)
class Version:
    """A row in force from one position to another.

    `kept` says that the database has such a row, `changed` that it has to be written anew.
    """

    row: Row
    since: int
    until: int | None = None
    kept: bool = False
    changed: bool = True


class Sheet:
    """The rows of one table that a batch concerns."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows: defaultdict[UUID, dict[Key, Row]] = defaultdict(dict)
        self._whole: dict[UUID, None] = {}
        self._open: dict[Key, Version] = {}
        self._closed: list[Version] = []

    def wanted(self, batch: Iterable[Recorded]) -> set[UUID]:
        """The streams whose rows have to be fetched; one that begins in this batch has none."""
        table, whole, wanted = self.table, self._whole, set[UUID]()
        for one in batch:
            kind = type(one.event)
            if kind not in table.on:
                continue
            if one.originator_version == 1:
                whole[one.originator_id] = None
            elif kind not in table.adds and one.originator_id not in whole:
                wanted.add(one.originator_id)
                whole[one.originator_id] = None
        return wanted

    def fetched(self, row: Row) -> None:
        """Take in a row from the database; of versioned ones, the one in force."""
        since = 0
        if self.table.versioned:
            since = row.pop("from_position")
            row.pop("to_position")
        key = self.table.key_of(row)
        self.rows[row[self.table.owner]][key] = row
        self._open[key] = Version(row, since, kept=True, changed=False)

    def take(self, one: Recorded, rows: Iterable[Row]) -> None:
        """Take over the rows an event led to."""
        own = self.rows[one.originator_id]
        for row in rows:
            key = self.table.key_of(row)
            own[key] = row
            self._put(key, row, one.position)

    def _put(self, key: Key, row: Row, position: int) -> None:
        old = self._open.get(key)
        if old is None:
            self._open[key] = Version(row, position)
        elif old.row == row:
            return
        elif not self.table.versioned or self._moves_on(old.row, row):
            old.row, old.changed = row, True
        else:
            old.until, old.changed = position, True
            self._closed.append(old)
            self._open[key] = Version(row, position)

    def _moves_on(self, old: Row, new: Row) -> bool:
        """Only columns differ that are kept up to date within a version."""
        content = self.table.content_of
        return content(old) == content(new)

    def _changed(self) -> list[Version]:
        return self._closed + [one for one in self._open.values() if one.changed]

    def replaced(self) -> list[Key]:
        """Primary keys of the rows in the database that written ones take the place of."""
        keys = ((self.table.key_of(one.row), one) for one in self._changed() if one.kept)
        return [(*key, one.since) if self.table.versioned else key for key, one in keys]

    def written(self) -> list[Row]:
        """The rows to write, with their validity where they have one."""
        if not self.table.versioned:
            return [one.row for one in self._changed()]
        return [
            one.row | {"from_position": one.since, "to_position": one.until}
            for one in self._changed()
        ]

    def settle(self) -> None:
        """What was written is now in the database; keep the latest of versioned rows at hand."""
        self._closed.clear()
        if not self.table.versioned:
            self.forget(0)
        elif len(self._whole) > 2 * AT_HAND:
            self.forget(AT_HAND)
        for one in self._open.values():
            one.kept, one.changed = True, False

    def forget(self, all_but: int) -> None:
        """Keep the rows of the streams met last, and no others."""
        keep = list(self._whole)[len(self._whole) - all_but :] if all_but else []
        self._whole = dict.fromkeys(keep)
        self.rows = defaultdict(dict, {stream: self.rows[stream] for stream in keep})
        kept = {key for rows in self.rows.values() for key in rows}
        self._open = {key: one for key, one in self._open.items() if key in kept}


class Sheets:
    """The rows of every table that a batch concerns; an event counts in all of them or in none."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.sheets = [Sheet(table) for table in tables]
        self._by_event: dict[type[Event], list[Sheet]] = {}

    def fold(self, one: Recorded) -> None:
        """Take an event into every table.  Raises what a fold raises; nothing has changed then."""
        kind = type(one.event)
        if (sheets := self._by_event.get(kind)) is None:
            sheets = [sheet for sheet in self.sheets if kind in sheet.table.on]
            self._by_event[kind] = sheets
        led_to = [
            (sheet, tuple(sheet.table.on[kind](sheet.rows[one.originator_id], one)))
            for sheet in sheets
        ]
        for sheet, rows in led_to:
            sheet.take(one, rows)

    def settle(self) -> None:
        """What was written is now in the database."""
        for sheet in self.sheets:
            sheet.settle()
