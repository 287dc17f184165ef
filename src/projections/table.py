"""A projection is a table and what each event does to a row of it; every row belongs to one stream.

A fold sees the event, its envelope and the rows its own stream has in this one table: no clock, no
other table, no other stream.  So any batch, any rebuild and any replay of one stream give the same
rows, and parking one stream leaves nothing half done elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from aggregates.base import Event
from eventstore.mapper import Recorded

Row = dict[str, Any]
Key = tuple[Any, ...]
Rows = Mapping[Key, Row]
Fold = Callable[[Rows, Recorded], Iterable[Row]]
Telling = Callable[[Rows, Recorded, Any], Iterable[Row]]


@dataclass(frozen=True)
class Table:
    """A table: columns (name → SQL type), key, and folds that answer with the rows to write.

    `key` begins with the column that names the stream; it has only one column where that is all.
    `versioned` rows are never overwritten: a change closes the old version at its position and
    opens a new one, apart from `in_place` columns, which move on within a version.
    `adds` are events that only add rows, so that none need be fetched for them.
    `hidden` columns serve the fold alone; `shown` gives the view another expression for a column.
    `only` says which rows the view shows, where not all of them.
    `edition` rises when a fold gives other rows from the same events, so that a rebuild is due.
    """

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, str]
    on: Mapping[type[Event], Fold]
    stream: str = ""
    versioned: bool = False
    in_place: frozenset[str] = frozenset()
    adds: frozenset[type[Event]] = frozenset()
    hidden: frozenset[str] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)
    only: str = ""
    indexes: tuple[str, ...] = ()
    edition: int = 1

    @property
    def owner(self) -> str:
        """The column that names the stream a row belongs to."""
        return self.stream or self.key[0]

    @property
    def stored(self) -> dict[str, str]:
        """Every column as it stands in the database."""
        if not self.versioned:
            return dict(self.columns)
        return dict(self.columns) | {"from_position": "bigint not null", "to_position": "bigint"}

    @property
    def primary(self) -> tuple[str, ...]:
        """The key in the database."""
        return (*self.key, "from_position") if self.versioned else self.key

    @cached_property
    def key_of(self) -> Callable[[Row], Key]:
        """How to tell the key of a row, as folds see it."""
        if len(self.key) > 1:
            return itemgetter(*self.key)
        (only,) = self.key
        return lambda row: (row[only],)

    @cached_property
    def content_of(self) -> Callable[[Row], tuple[Any, ...]]:
        """How to tell what makes one version of a row differ from the next."""
        return itemgetter(*(column for column in self.columns if column not in self.in_place))


def folds(by_event: Mapping[type[Event], Telling]) -> dict[type[Event], Fold]:
    """Folds by event class, each handed the event itself as well."""
    return {event: _told(fold) for event, fold in by_event.items()}


def _told(fold: Telling) -> Fold:
    return lambda rows, recorded: fold(rows, recorded, recorded.event)


def plain(value: Any) -> Any:
    """A value of an event as JSON has it, so that a row read back equals the row written."""
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return None if value is None else value.model_dump(mode="json")


def by_import(recorded: Recorded) -> bool:
    """Whether it was brought in with a workbook, and not entered as it happened."""
    return recorded.signature.via.channel == "import"
