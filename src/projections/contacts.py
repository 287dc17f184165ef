"""Contacts with the deputies, attempts at them, and waivers of them."""

from collections.abc import Iterable

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.statements import WHEN, WHERE, placed
from projections.table import Row, Rows, Table, folds, plain

CONTACT_COLUMNS = (
    WHERE
    | {
        "kind": "text not null",
        "unit": "uuid",
        "round": "int not null",
        "phase": "text",
        "mode": "text",
        "place": "text",
        "meeting": "uuid",
        "deputies": "uuid[] not null",
        "present": "jsonb not null",
        "summary": "text",
        "files": "jsonb not null",
    }
    | WHEN
    | {"voided": "boolean not null", "voided_position": "bigint", "void_reason": "text"}
)
_NO_CONTACT: Row = dict.fromkeys(CONTACT_COLUMNS) | {
    "deputies": [],
    "present": [],
    "files": [],
    "voided": False,
}


def _contacted(rows: Rows, one: Recorded, event: e.Contacted) -> Iterable[Row]:
    yield (
        _NO_CONTACT
        | placed(one)
        | {
            "kind": "contact",
            "unit": event.unit,
            "round": event.round,
            "phase": event.phase,
            "mode": event.mode,
            "place": event.place,
            "meeting": event.meeting,
            "deputies": list(event.deputies),
            "present": plain(event.present),
            "summary": event.summary,
            "files": plain(event.files),
        }
    )


def _attempted(rows: Rows, one: Recorded, event: e.ContactAttempted) -> Iterable[Row]:
    yield (
        _NO_CONTACT
        | placed(one)
        | {
            "kind": "attempt",
            "unit": event.unit,
            "round": event.round,
            "phase": event.phase,
            "mode": event.mode,
            "deputies": [event.deputy],
            "summary": event.note,
        }
    )


def _waived(rows: Rows, one: Recorded, event: e.ContactWaived) -> Iterable[Row]:
    said = {"kind": "waiver", "round": event.round, "deputies": [event.deputy]}
    yield _NO_CONTACT | placed(one) | said


def _entry_voided(rows: Rows, one: Recorded, event: e.EntryVoided) -> Iterable[Row]:
    if row := rows.get((one.originator_id, event.position)):
        yield row | {
            "voided": True,
            "voided_position": one.position,
            "void_reason": event.reason,
        }


CONTACTS = Table(
    name="contacts",
    key=("proposal", "position"),
    columns=CONTACT_COLUMNS,
    on=folds(
        {
            e.Contacted: _contacted,
            e.ContactAttempted: _attempted,
            e.ContactWaived: _waived,
            e.EntryVoided: _entry_voided,
        }
    ),
    adds=frozenset({e.Contacted, e.ContactAttempted, e.ContactWaived}),
)
