"""What was said about a proposal: its own words, and remarks on the way."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

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
    if event.field in ("text", "wish"):
        yield rows[(one.originator_id,)] | {event.field: event.new}


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
    return (_signer(one, deputy, place) for place, deputy in enumerate(event.signers, 1))


def _signer(one: Recorded, deputy: UUID, place: int, left: int | None = None) -> Row:
    return {
        "proposal": one.originator_id,
        "deputy": deputy,
        "place": place,
        "by": None,
        "left_position": left,
    }


def _joined(rows: Rows, one: Recorded, event: e.Joined) -> Iterable[Row]:
    """Those who signed another one that is handled with it (`by`), behind those who signed it."""
    known = {row["deputy"] for row in rows.values() if row["left_position"] is None}
    new = (deputy for deputy in event.signers if deputy not in known)
    for place, deputy in enumerate(new, len(known) + 1):
        yield _signer(one, deputy, place) | {"by": event.proposal}


def _signers_corrected(rows: Rows, one: Recorded, event: e.Corrected) -> Iterable[Row]:
    """The right names in their order; the wrong ones are nobody's to see from then on."""
    if event.field == "signers":
        wrong = (row for row in rows.values() if row["deputy"] not in event.signers)
        yield from (row | {"left_position": row["left_position"] or one.position} for row in wrong)
        for place, deputy in enumerate(event.signers, 1):
            known = rows.get((one.originator_id, deputy), {})
            yield _signer(one, deputy, place) | {"by": known.get("by")}


SIGNERS = Table(
    name="signers",
    key=("proposal", "deputy"),
    columns={
        "proposal": "uuid not null",
        "deputy": "uuid not null",
        "place": "int not null",
        "by": "uuid",
        "left_position": "bigint",
    },
    on=folds({e.Registered: _signed, e.Joined: _joined, e.Corrected: _signers_corrected}),
    adds=frozenset({e.Registered}),
    only="left_position is null",
    hidden=frozenset({"left_position"}),
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
            "late": said.get("late", False),
            "signed_by": said.get("signed_by"),
            "old": said.get("old") if kind == "corrected" else None,
            "new": said.get("new") if kind == "corrected" else None,
            "document_number": said.get("document_number"),
            "steps": plain(said.get("steps", ())),
            "files": plain(held if isinstance(held, tuple) else (held,)),
        }

    return remarked


def _wish_answered(rows: Rows, one: Recorded, event: e.Assigned) -> Iterable[Row]:
    """What came of the deputy's wish about the unit, for everybody to read."""
    return _remark("wish", "wish", "wish_reason")(rows, one, event) if event.wish else ()


_REMARKS = folds(
    {
        e.Assigned: _wish_answered,
        e.Split: _remark("split"),
        e.Merged: _remark("merged"),
        e.Joined: _remark("joined", text=""),
        e.WithdrawalAsked: _remark("withdrawal_asked", "deputy", files="form"),
        e.Withdrawn: _remark("withdrawn"),
        e.IdentityHidden: _remark("identity_hidden", text=""),
        e.EntryChecked: _remark("entry_checked"),
        e.DeputiesTold: _remark("told", "matter", "note"),
        e.ComplexityDecided: _remark("complexity", "complexity"),
        e.Planned: _remark("plan", text="text"),
        e.OpinionGiven: _remark("opinion", "stance", "text", "files"),
        e.OpinionReturned: _remark("opinion_returned"),
        e.Objected: _remark("objection", files="files"),
        e.ObjectionDecided: _remark("objection_decided", "upheld"),
        e.DisputeRaised: _remark("dispute", "step", "matter"),
        e.DisputePassedOn: _remark("dispute_passed_on", "step"),
        e.DisputeSettled: _remark("dispute_settled", "step", "outcome"),
        e.ExtensionAsked: _remark("extension"),
        e.ExtensionDecided: _remark("extension_decided", "granted"),
        e.ExtensionWithdrawn: _remark("extension_withdrawn"),
        e.DatesMoved: _remark("dates_moved", "calendar"),
        e.EntryConfirmed: _remark("entry_confirmed", "act", files="proof"),
        e.ReplyReviewed: _remark("review", "passed", "note", "draft"),
        e.ReplyReturned: _remark("reply_returned"),
        e.ReplyRead: _remark("read", "deputy"),
        e.ClassCorrected: _remark("class_corrected", "letter"),
        e.RatingUrged: _remark("rating_urged", "means"),
        e.RehandlingOrdered: _remark("rehandling"),
        e.DissatisfactionStudied: _remark("studied", "follow", "finding", "files"),
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
        "late": "boolean not null",
        "signed_by": "uuid",
        "old": "text",
        "new": "text",
        "document_number": "text",
        "steps": "jsonb not null",
        "files": "jsonb not null",
    }
    | WHEN,
    on=_REMARKS,
    adds=frozenset(_REMARKS),
)
