"""One row of the table of parts: its columns, and how a unit's row in force is found."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from eventstore.mapper import Recorded
from projections.deadlines import Moving
from projections.table import Row, Rows

_SHARE = {
    "proposal": "uuid not null",
    "round": "int not null",
    "unit": "uuid not null",
    "role": "text not null",
    "asks": "int[] not null",
    "by_import": "boolean not null",
    "assigned_on": "date",
    "assigned_position": "bigint",
    "sign_by": "date",
    "received_on": "date",
    "received_counts_on": "date",
    "received_position": "bigint",
    "object_by": "date",
    "objecting": "boolean not null",
    "objected_on": "date",
    "objected_counts_on": "date",
    "objected_position": "bigint",
    "withdrawn_on": "date",
    "withdrawn_position": "bigint",
    "ended_on": "date",
    "chief": "uuid",
    "deputy_chief": "uuid",
    "handler": "uuid",
    "named_position": "bigint",
    "namings": "jsonb not null",
}
_WORK = {
    "planned_on": "date",
    "planned_position": "bigint",
    "surveyed_on": "date",
    "surveyed_position": "bigint",
    "contact_by": "date",
    "contacted_on": "date",
    "contacted_counts_on": "date",
    "contacted_position": "bigint",
    "contacts": "jsonb not null",
    "opinion_by": "date",
    "stance": "text",
    "opinion_on": "date",
    "opinion_counts_on": "date",
    "opinion_position": "bigint",
    "opinion_returned_on": "date",
    "opinion_returned_position": "bigint",
    "urged_on": "date",
    "urged_position": "bigint",
    "passed_over": "boolean not null",
    "passed_over_position": "bigint",
    "extension": "text",
    "extension_on": "date",
    "extension_position": "bigint",
    "extensions": "int not null",
}
_REPLY = {
    "review_passed": "boolean",
    "review_collective": "boolean",
    "reviewed_on": "date",
    "reviewed_position": "bigint",
    "reply_by": "date",
    "due_position": "bigint",
    "replied_on": "date",
    "replied_counts_on": "date",
    "replied_position": "bigint",
    "replied_by_import": "boolean not null",
    "issued": "boolean not null",
    "raters": "uuid[] not null",
    "feedback_by": "date",
    "revealed_on": "date",
    "revealed_position": "bigint",
    "scheme": "text",
    "letter": "text",
    "outcome": "text",
    "old_scheme": "text",
    "old_letter": "text",
    "old_outcome": "text",
    "corrected_position": "bigint",
    "again_on": "date",
    "again_counts_on": "date",
    "again_position": "bigint",
    "returned_on": "date",
    "returned_position": "bigint",
}
COLUMNS = _SHARE | _WORK | _REPLY
"""What the unit was given, what it did before the reply, and the reply.

Beside the day something was done, `…_counts_on` is the day it counts from: the day it was
recorded where that was too late.  `extension` is what became of the last one asked for;
`extensions` says how many are in force, which joint leads share.
"""

IN_PLACE = frozenset(
    {
        *("namings", "chief", "deputy_chief", "handler", "named_position"),
        *("planned_on", "planned_position", "surveyed_on", "surveyed_position"),
        *("contacts", "contacted_on", "contacted_counts_on", "contacted_position"),
        *("review_passed", "review_collective", "reviewed_on", "reviewed_position"),
    }
)
"""What no figure of an earlier position asks for."""
NO_REPLY: Row = dict.fromkeys(_REPLY.keys() - {"reply_by", "due_position"}) | {
    "replied_by_import": False,
    "issued": False,
    "raters": [],
}
"""A part that owes its reply; the date stays."""
BLANK: Row = (
    dict.fromkeys(COLUMNS)
    | NO_REPLY
    | {
        "asks": [],
        "by_import": False,
        "objecting": False,
        "namings": [],
        "contacts": [],
        "passed_over": False,
        "extensions": 0,
    }
)
NOBODY: Row = dict.fromkeys(("chief", "deputy_chief", "handler", "named_position"))
LASTING = (
    *("proposal", "unit", "role", "asks", "by_import"),
    *("objecting", "objected_on", "objected_counts_on", "objected_position"),
    *(*NOBODY, "namings"),
)
"""What a new round leaves as it is; its only date is that of the reply."""
BY = {
    "sign_for": "sign_by",
    "first_contact": "contact_by",
    "objection": "object_by",
    "co_opinion": "opinion_by",
    "reply": "reply_by",
    "feedback": "feedback_by",
}
"""Where the day of each clock stands."""


def part_of(rows: Rows, unit: UUID) -> Row:
    """What the unit has to do with it, in the last round that called on it.

    Raises LookupError when it has no part.
    """
    own = [row for row in rows.values() if row["unit"] == unit]
    last = max(own, key=_round, default=None)
    if last is None or last["withdrawn_on"]:
        raise LookupError(f"unit {unit} has no part in this proposal")
    return last


def present(rows: Rows) -> list[Row]:
    """The last part of each unit that still has one."""
    last = {row["unit"]: row for row in sorted(rows.values(), key=_round)}
    return [row for row in last.values() if not row["withdrawn_on"]]


def _round(row: Row) -> int:
    return int(row["round"])


def together(rows: Rows, unit: UUID) -> list[Row]:
    """The parts that answer with this one: joint leads all at once, others for themselves."""
    part = part_of(rows, unit)
    joint = part["role"] == "joint_lead"
    return [row for row in present(rows) if joint and row["role"] == "joint_lead"] or [part]


def moved(rows: Rows, one: Recorded, event: Moving) -> Iterable[Row]:
    """Dates put elsewhere; a unit that has no part any more has no dates either."""
    changed = {row["unit"]: dict(row) for row in present(rows)}
    for move in event.moves:
        if move.unit in changed:
            changed[move.unit][BY[move.clock]] = move.new.on
            if move.clock == "reply":
                changed[move.unit]["due_position"] = one.position
    return changed.values()


def first_contact(contacts: list[list[Any]]) -> Row:
    """The columns of the earliest contact left, of [position, day, day it counts from]."""
    position, on, counts = min(contacts, key=lambda one: (one[2], one[0]), default=(None,) * 3)
    return {
        "contacts": contacts,
        "contacted_on": on and date.fromisoformat(on),
        "contacted_counts_on": counts and date.fromisoformat(counts),
        "contacted_position": position,
    }
