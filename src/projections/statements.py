"""What was said about a proposal: its own words, replies and remarks.

Contact data of persons never come here: the person to ring about a reply stays closed in the log.
"""

from collections.abc import Iterable
from typing import Any

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.table import Row, Rows, Table, Telling, folds, plain

WHERE = {"proposal": "uuid not null", "position": "bigint not null"}
WHEN = {"on_day": "date", "at": "timestamptz not null"}


def placed(one: Recorded) -> Row:
    """Which proposal it is about, where in the log it stands, and when it was."""
    return {
        "proposal": one.originator_id,
        "position": one.position,
        "on_day": getattr(one.event, "on", None),
        "at": one.at,
    }


# ---- its own words


def _registered(rows: Rows, one: Recorded, event: e.Registered) -> Iterable[Row]:
    yield {
        "proposal": one.originator_id,
        "text": event.text,
        "asks": plain(event.asks),
        "wish": event.wish,
        "note": event.note,
        "files": plain(event.files),
        "source": None,
    }


def _imported(rows: Rows, one: Recorded, event: e.Imported) -> Iterable[Row]:
    yield {
        "proposal": one.originator_id,
        "text": None,
        "asks": [],
        "wish": None,
        "note": event.note,
        "files": [],
        "source": event.source,
    }


def _corrected(rows: Rows, one: Recorded, event: e.Corrected) -> Iterable[Row]:
    if event.field == "text":
        yield rows[(one.originator_id,)] | {"text": event.new}


TEXTS = Table(
    name="texts",
    key=("proposal",),
    columns={
        "proposal": "uuid not null",
        "text": "text",
        "asks": "jsonb not null",
        "wish": "text",
        "note": "text",
        "files": "jsonb not null",
        "source": "text",
    },
    on=folds({e.Registered: _registered, e.Imported: _imported, e.Corrected: _corrected}),
    adds=frozenset({e.Registered, e.Imported}),
)


# ---- who signed it


def _signed(rows: Rows, one: Recorded, event: e.Registered) -> Iterable[Row]:
    for place, deputy in enumerate(event.signers, 1):
        yield {"proposal": one.originator_id, "deputy": deputy, "place": place}


SIGNERS = Table(
    name="signers",
    key=("proposal", "deputy"),
    columns={"proposal": "uuid not null", "deputy": "uuid not null", "place": "int not null"},
    on=folds({e.Registered: _signed}),
    adds=frozenset({e.Registered}),
    indexes=("(deputy)",),
)


# ---- replies


def _replied(rows: Rows, one: Recorded, event: e.Replied) -> Iterable[Row]:
    yield placed(one) | {
        "unit": event.unit,
        "round": event.round,
        "document_number": event.document_number,
        "signatory": event.signatory,
        "signatory_post": event.signatory_post,
        "scheme": event.scheme,
        "letter": event.letter,
        "outcome": event.outcome,
        "text": event.text,
        "answers": plain(event.answers),
        "steps": plain(event.steps),
        "reason": event.reason,
        "in_person": event.in_person,
        "disclosure": event.disclosure,
        "disclosure_reason": event.disclosure_reason,
        "without": list(event.without),
        "files": plain(event.files),
    }


REPLIES = Table(
    name="replies",
    key=("proposal", "position"),
    columns=WHERE
    | {
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
        "in_person": "boolean not null",
        "disclosure": "text not null",
        "disclosure_reason": "text",
        "without": "uuid[] not null",
        "files": "jsonb not null",
    }
    | WHEN,
    on=folds({e.Replied: _replied}),
    adds=frozenset({e.Replied}),
)


# ---- opinions, objections, decisions and their reasons


def _remark(kind: str, code: str | None = None, text: str = "reason") -> Telling:
    def remarked(rows: Rows, one: Recorded, event: Any) -> Iterable[Row]:
        value = getattr(event, code) if code else None
        yield placed(one) | {
            "kind": kind,
            "unit": getattr(event, "unit", None),
            "round": getattr(event, "round", None),
            "code": value if value is None else str(value).lower(),
            "text": getattr(event, text),
            "suggested": getattr(event, "suggested", None),
        }

    return remarked


_REMARKS = folds(
    {
        e.OpinionGiven: _remark("opinion", "stance", "text"),
        e.Objected: _remark("objection"),
        e.ObjectionDecided: _remark("objection_decided", "upheld"),
        e.RehandlingOrdered: _remark("rehandling"),
        e.CarriedOver: _remark("carried_over", "ground"),
        e.Closed: _remark("closed", "ground"),
        e.Corrected: _remark("corrected", "field"),
        e.EntryVoided: _remark("voided", "position"),
    }
)

REMARKS = Table(
    name="remarks",
    key=("proposal", "position"),
    columns=WHERE
    | {
        "kind": "text not null",
        "unit": "uuid",
        "round": "int",
        "code": "text",
        "text": "text",
        "suggested": "uuid",
    }
    | WHEN,
    on=_REMARKS,
    adds=frozenset(_REMARKS),
)
