"""Replies as the units wrote them, and what became of each: put in another class, sent back.

Contact data of persons never come here: the person to ring about a reply stays closed in the log.
"""

from collections.abc import Iterable
from uuid import UUID

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.statements import WHEN, WHERE, placed
from projections.table import Row, Rows, Table, by_import, folds, plain

_WRITTEN = {
    "kind": "text not null",
    "unit": "uuid not null",
    "round": "int not null",
    "document_number": "text not null",
    "signatory": "uuid not null",
    "signatory_post": "text not null",
    "scheme": "text not null",
    "letter": "text not null",
    "outcome": "text not null",
    "text": "text",
    "answers": "jsonb not null",
    "steps": "jsonb not null",
    "reason": "text",
    "progress": "text",
    "passed_up": "text",
    "opinions": "text",
    "in_person": "boolean not null",
    "meeting": "jsonb",
    "consented": "uuid",
    "relay": "boolean not null",
    "disclosure": "text",
    "disclosure_reason": "text",
    "without": "uuid[] not null",
    "dissent": "uuid[] not null",
    "addressees": "uuid[] not null",
    "raters": "uuid[] not null",
    "copies": "jsonb not null",
    "files": "jsonb not null",
    "counts_on": "date",
    "by_import": "boolean not null",
}
_LATER = {
    "corrected_scheme": "text",
    "corrected_letter": "text",
    "corrected_outcome": "text",
    "corrected_on": "date",
    "corrected_position": "bigint",
    "correction_reason": "text",
    "returned_on": "date",
    "returned_position": "bigint",
    "return_reason": "text",
}
COLUMNS = WHERE | _WRITTEN | _LATER | WHEN
_BLANK: Row = dict.fromkeys(_WRITTEN | _LATER) | {
    "answers": [],
    "steps": [],
    "in_person": False,
    "relay": False,
    "without": [],
    "dissent": [],
    "addressees": [],
    "raters": [],
    "copies": [],
}


def _replied(rows: Rows, one: Recorded, event: e.Replied) -> Iterable[Row]:
    yield _written(one, event, "reply") | {
        "answers": plain(event.answers),
        "steps": plain(event.steps),
        "reason": event.reason,
        "progress": event.progress,
        "passed_up": event.passed_up,
        "opinions": event.opinions,
        "in_person": event.in_person,
        "meeting": plain(event.meeting),
        "consented": event.consented,
        "relay": event.relay,
        "disclosure": event.disclosure,
        "disclosure_reason": event.disclosure_reason,
        "without": list(event.without),
        "dissent": list(event.dissent),
        "addressees": list(event.addressees),
        "raters": list(event.raters),
        "copies": list(event.copies),
    }


def _replied_again(rows: Rows, one: Recorded, event: e.RepliedAgain) -> Iterable[Row]:
    yield _written(one, event, "again")


def _written(one: Recorded, event: e.Replied | e.RepliedAgain, kind: str) -> Row:
    return (
        _BLANK
        | placed(one)
        | {
            "kind": kind,
            "unit": event.unit,
            "round": event.round,
            "document_number": event.document_number,
            "signatory": event.signatory,
            "signatory_post": event.signatory_post,
            "scheme": event.scheme,
            "letter": event.letter,
            "outcome": event.outcome,
            "text": event.text,
            "files": plain(event.files),
            "counts_on": event.counts_on or event.on,
            "by_import": by_import(one),
        }
    )


def _standing(rows: Rows, unit: UUID, *kinds: str) -> Iterable[Row]:
    """The unit's last reply, unless it was sent back."""
    own = [row for row in rows.values() if row["unit"] == unit and row["kind"] in kinds]
    last = max(own, key=lambda row: int(row["position"]), default=None)
    return () if last is None or last["returned_on"] else (last,)


def _class_corrected(rows: Rows, one: Recorded, event: e.ClassCorrected) -> Iterable[Row]:
    """What the unit wrote stays beside it."""
    for row in _standing(rows, event.unit, "reply", "again"):
        yield row | {
            "corrected_scheme": event.scheme,
            "corrected_letter": event.letter,
            "corrected_outcome": event.outcome,
            "corrected_on": event.on,
            "corrected_position": one.position,
            "correction_reason": event.reason,
        }


def _returned(rows: Rows, one: Recorded, event: e.ReplyReturned) -> Iterable[Row]:
    """Out of the world with what was said on top of it; it stays to be read."""
    for last in _standing(rows, event.unit, "reply"):
        for row in rows.values():
            if row["unit"] == event.unit and row["position"] >= last["position"]:
                yield row | {
                    "returned_on": event.on,
                    "returned_position": one.position,
                    "return_reason": event.reason,
                }


def _entry_confirmed(rows: Rows, one: Recorded, event: e.EntryConfirmed) -> Iterable[Row]:
    if row := rows.get((one.originator_id, event.position)):
        yield row | {"counts_on": event.happened_on}


REPLIES = Table(
    name="replies",
    key=("proposal", "position"),
    columns=COLUMNS,
    on=folds(
        {
            e.Replied: _replied,
            e.RepliedAgain: _replied_again,
            e.ClassCorrected: _class_corrected,
            e.ReplyReturned: _returned,
            e.EntryConfirmed: _entry_confirmed,
        }
    ),
    adds=frozenset({e.Replied, e.RepliedAgain}),
)
