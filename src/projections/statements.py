"""What was said about a proposal: its own words, and remarks on the way."""

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
        "on_day": vars(one.event).get("on"),
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


# ---- plans, opinions, objections, decisions and their reasons


def _remark(kind: str, code: str | None = None, text: str = "reason", files: str = "") -> Telling:
    def remarked(rows: Rows, one: Recorded, event: Any) -> Iterable[Row]:
        said = vars(event)
        value = said[code] if code else None
        held = said.get(files) or ()
        yield placed(one) | {
            "kind": kind,
            "unit": said.get("unit"),
            "round": said.get("round"),
            "code": value if value is None else str(value).lower(),
            "text": said.get(text),
            "suggested": said.get("suggested"),
            "document_number": said.get("document_number"),
            "steps": plain(said.get("steps", ())),
            "files": plain(held if isinstance(held, tuple) else (held,)),
        }

    return remarked


_REMARKS = folds(
    {
        e.ComplexityDecided: _remark("complexity", "complexity"),
        e.Planned: _remark("plan", text="text"),
        e.OpinionGiven: _remark("opinion", "stance", "text", "files"),
        e.OpinionReturned: _remark("opinion_returned"),
        e.Objected: _remark("objection"),
        e.ObjectionDecided: _remark("objection_decided", "upheld"),
        e.ExtensionAsked: _remark("extension"),
        e.ExtensionDecided: _remark("extension_decided", "granted"),
        e.ExtensionWithdrawn: _remark("extension_withdrawn"),
        e.DatesMoved: _remark("dates_moved", "calendar"),
        e.EntryConfirmed: _remark("entry_confirmed", "act", files="proof"),
        e.ReplyReviewed: _remark("review", "passed", "note", "draft"),
        e.ReplyReturned: _remark("reply_returned"),
        e.ReplyRead: _remark("read", "deputy"),
        e.ClassCorrected: _remark("class_corrected", "letter"),
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
        "document_number": "text",
        "steps": "jsonb not null",
        "files": "jsonb not null",
    }
    | WHEN,
    on=_REMARKS,
    adds=frozenset(_REMARKS),
)
