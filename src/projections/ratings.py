"""The deputies' ratings of replies, closed until their round is revealed."""

from collections.abc import Iterable

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.statements import WHEN, WHERE, placed
from projections.table import Row, Rows, Table, folds, plain


def _rated(rows: Rows, one: Recorded, event: e.Rated) -> Iterable[Row]:
    yield placed(one) | {
        "deputy": event.deputy,
        "unit": event.unit,
        "round": event.round,
        "attitude": event.attitude,
        "reply": event.reply,
        "result": event.result,
        "gap": event.gap,
        "reason": event.reason,
        "form": plain(event.form),
        "revealed_position": None,
    }


def _revealed(rows: Rows, one: Recorded, event: e.RatingsRevealed) -> Iterable[Row]:
    """Whatever was given so far is opened, whichever round it was given in."""
    for row in rows.values():
        if row["revealed_position"] is None:
            yield row | {"revealed_position": one.position}


_SEALED = ("attitude", "reply", "result", "gap", "reason", "form")

RATINGS = Table(
    name="ratings",
    key=("proposal", "position"),
    columns=WHERE
    | {
        "deputy": "uuid not null",
        "unit": "uuid not null",
        "round": "int not null",
        "attitude": "text",
        "reply": "text",
        "result": "text",
        "gap": "text",
        "reason": "text",
        "form": "jsonb",
        "revealed_position": "bigint",
    }
    | WHEN,
    on=folds({e.Rated: _rated, e.RatingsRevealed: _revealed}),
    adds=frozenset({e.Rated}),
    shown={
        column: f"case when revealed_position is not null then {column} end" for column in _SEALED
    },
)
