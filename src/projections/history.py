"""One light line for every event: who recorded what about which, when, and on which way."""

from collections.abc import Iterable
from uuid import UUID

from aggregates.base import Event
from aggregates.proposal_events import Moved
from eventstore.mapper import Recorded
from eventstore.registry import FORMS
from projections.table import Row, Rows, Table


def _moved(event: Event) -> list[UUID] | None:
    """The units whose dates it put elsewhere."""
    moves: tuple[Moved, ...] = vars(event)["moves"]
    return list(dict.fromkeys(move.unit for move in moves if move.unit)) or None


def _line(rows: Rows, one: Recorded) -> Iterable[Row]:
    event, by = one.event, one.signature.by
    said = vars(event)
    return (
        {
            "stream": one.originator_id,
            "position": one.position,
            "version": one.originator_version,
            "kind": event.TOPIC.partition(".")[0],
            "topic": event.TOPIC,
            "label": event.LABEL,
            "on_day": said.get("on"),
            "at": one.at,
            "account": by.account,
            "person": by.person,
            "by_kind": by.kind,
            "role": by.role,
            "unit": by.unit,
            "about": said.get("unit"),
            "moved": _moved(event) if "moves" in said else None,
            "channel": one.signature.via.channel,
            "key": one.signature.key,
        },
    )


HISTORY = Table(
    name="history",
    key=("position",),
    stream="stream",
    columns={
        "stream": "uuid not null",
        "position": "bigint not null",
        "version": "bigint not null",
        "kind": "text not null",
        "topic": "text not null",
        "label": "text not null",
        "on_day": "date",
        "at": "timestamptz not null",
        "account": "uuid not null",
        "person": "uuid not null",
        "by_kind": "text not null",
        "role": "text not null",
        "unit": "uuid",
        "about": "uuid",
        "moved": "uuid[]",
        "channel": "text not null",
        "key": "text not null",
    },
    on={form.event: _line for form in FORMS.values()},
    adds=frozenset(form.event for form in FORMS.values()),
    indexes=("(stream, position)", "(account, position)"),
)
