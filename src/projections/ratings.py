"""The deputies' ratings of replies, closed until they are opened; every version stays."""

from collections.abc import Iterable

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.statements import WHEN, WHERE, placed
from projections.table import Row, Rows, Table, folds, plain


def _rated(rows: Rows, one: Recorded, event: e.Rated) -> Iterable[Row]:
    """A later version takes the place of the one before, which stays closed for good."""
    said = (event.deputy, event.unit, event.round)
    for row in rows.values():
        if (row["deputy"], row["unit"], row["round"]) == said and row["superseded_by"] is None:
            yield row | {"superseded_by": one.position}
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
        "consulted": list(event.consulted),
        "revision": event.revision,
        "late": event.late,
        "superseded_by": None,
        "revealed_position": None,
    }


def _revealed(rows: Rows, one: Recorded, event: e.RatingsRevealed) -> Iterable[Row]:
    """Whatever was given so far is opened, whichever round it was given in; or of one unit only."""
    for row in rows.values():
        waits = row["revealed_position"] is None and row["superseded_by"] is None
        if waits and event.unit in (None, row["unit"]):
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
        "consulted": "uuid[] not null",
        "revision": "int not null",
        "late": "boolean not null",
        "superseded_by": "bigint",
        "revealed_position": "bigint",
    }
    | WHEN,
    on=folds({e.Rated: _rated, e.RatingsRevealed: _revealed}),
    shown={
        column: f"case when revealed_position is not null then {column} end" for column in _SEALED
    },
)
