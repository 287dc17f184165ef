"""Contacts with the deputies, attempts at them, waivers of them, and surveys on the spot."""

from collections.abc import Iterable

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.statements import WHEN, WHERE, placed
from projections.table import Row, Rows, Table, by_import, folds, plain

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
    | {
        "counts_on": "date",
        "by_import": "boolean not null",
        "answers": "jsonb not null",
        "confirmed": "boolean not null",
        "disputed": "boolean not null",
        "disputed_position": "bigint",
        "voided": "boolean not null",
        "voided_position": "bigint",
        "void_reason": "text",
    }
)
_NO_CONTACT: Row = dict.fromkeys(CONTACT_COLUMNS) | {
    "deputies": [],
    "present": [],
    "files": [],
    "by_import": False,
    "answers": [],
    "confirmed": False,
    "disputed": False,
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
            "counts_on": event.counts_on or event.on,
            "by_import": by_import(one),
        }
    )


def _answered(rows: Rows, one: Recorded, event: e.ContactAnswered) -> Iterable[Row]:
    """Confirmed by one and disputed by another it is disputed."""
    if row := rows.get((one.originator_id, event.position)):
        answer = {
            "deputy": str(event.deputy),
            "confirmed": event.confirmed,
            "reason": event.reason,
            "on": str(event.on),
            "position": one.position,
        }
        since = row["disputed_position"] or (None if event.confirmed else one.position)
        yield row | {
            "answers": [*row["answers"], answer],
            "confirmed": row["confirmed"] or event.confirmed,
            "disputed": since is not None,
            "disputed_position": since,
        }


def _entry_confirmed(rows: Rows, one: Recorded, event: e.EntryConfirmed) -> Iterable[Row]:
    if row := rows.get((one.originator_id, event.position)):
        yield row | {"counts_on": event.happened_on}


def _surveyed(rows: Rows, one: Recorded, event: e.Surveyed) -> Iterable[Row]:
    yield (
        _NO_CONTACT
        | placed(one)
        | {
            "kind": "survey",
            "unit": event.unit,
            "round": event.round,
            "place": event.place,
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
            e.ContactAnswered: _answered,
            e.EntryConfirmed: _entry_confirmed,
            e.Surveyed: _surveyed,
            e.ContactAttempted: _attempted,
            e.ContactWaived: _waived,
            e.EntryVoided: _entry_voided,
        }
    ),
    adds=frozenset({e.Contacted, e.Surveyed, e.ContactAttempted, e.ContactWaived}),
)
