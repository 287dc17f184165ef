"""The proposals as boards read them: one row per proposal and year of handling, with its past kept.

A proposal carried over has a row in each year it stood in, so that a year's totals never change
because of the next one; `latest` is where it stands now.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from aggregates import proposal_events as e
from aggregates.base import Event
from aggregates.deadlines import Due
from eventstore.mapper import Recorded
from projections.states import State
from projections.table import Fold, Row, Rows, Table, plain

Change = Callable[[Row, Recorded, Any], Row]
DUE = "coalesce(reply_by, '9999-12-31'::date)"
"""By what worklists are ordered: what has no date yet comes last."""
MARKS: tuple[e.Mark, ...] = ("dissatisfied", "basically_satisfied", "satisfied")

COLUMNS = {
    "id": "uuid not null",
    "years": "int not null",
    "latest": "boolean not null",
    "state": "text not null",
    "cycle": "uuid",
    "imported": "boolean not null",
    "imported_year": "int",
    "number": "text",
    "number_term": "int",
    "number_session": "int",
    "number_year": "int",
    "title": "text",
    "category": "text",
    "channel": "text",
    "author": "text",
    "delegation": "text",
    "signers": "uuid[] not null",
    "signers_stated": "int",
    "classified": "boolean not null",
    "asks": "int not null",
    "registered_on": "date",
    "registered_position": "bigint not null",
    "branch": "text",
    "meeting": "uuid",
    "handed_over_on": "date",
    "handed_over_position": "bigint",
    "complexity": "text",
    "first_round": "int not null",
    "round": "int not null",
    "reply_by": "date",
    "reply_due": "jsonb",
    "due_position": "bigint",
    "first_reply_by": "date",
    "assigned_on": "date",
    "assigned_position": "bigint",
    "leads": "uuid[] not null",
    "co_units": "uuid[] not null",
    "joint": "boolean not null",
    "lacking": "boolean not null",
    "unsigned": "uuid[] not null",
    "objecting": "uuid[] not null",
    "unanswered": "uuid[] not null",
    "scheme": "text",
    "letter": "text",
    "outcome": "text",
    "first_replied_on": "date",
    "first_replied_position": "bigint",
    "replied_on": "date",
    "replied_position": "bigint",
    "answered_on": "date",
    "answered_position": "bigint",
    "in_time": "boolean",
    "contacted": "boolean not null",
    "contacts": "jsonb not null",
    "rated": "boolean not null",
    "ratings_given": "int not null",
    "verdicts": "jsonb not null",
    "revealed_on": "date",
    "revealed_position": "bigint",
    "satisfaction": "text",
    "dissatisfied": "boolean",
    "gap": "boolean",
    "rehandlings": "int not null",
    "carried_on": "date",
    "carried_ground": "text",
    "carried_position": "bigint",
    "closed_on": "date",
    "closed_ground": "text",
    "closed_position": "bigint",
    "version": "bigint not null",
    "position": "bigint not null",
}

_BLANK: Row = dict.fromkeys(COLUMNS) | {
    "years": 0,
    "latest": True,
    "imported": False,
    "signers": [],
    "classified": False,
    "asks": 0,
    "first_round": 1,
    "round": 1,
    "leads": [],
    "co_units": [],
    "joint": False,
    "lacking": False,
    "unsigned": [],
    "objecting": [],
    "unanswered": [],
    "contacted": False,
    "contacts": [],
    "rated": False,
    "ratings_given": 0,
    "verdicts": [],
    "rehandlings": 0,
}


def state_of(row: Row) -> State:
    """Where a proposal stands, from what has happened to it."""
    if row["imported"]:
        return "imported"
    if row["closed_on"]:
        return "closed"
    if not row["latest"]:
        return "carried_over"
    if row["objecting"]:
        return "objected"
    if row["revealed_on"]:
        return "revealed"
    if not row["handed_over_on"]:
        return "registered"
    return _state_of_work(row)


def _state_of_work(row: Row) -> State:
    if not row["leads"]:
        return "handed_over"
    if not (row["lacking"] or row["unanswered"]):
        return "replied"
    if row["lacking"] or row["unsigned"]:
        return "assigned"
    return "rehandling" if row["round"] > row["first_round"] else "handling"


def _stamped(row: Row, one: Recorded) -> Row:
    row["version"], row["position"] = one.originator_version, one.position
    row["state"] = state_of(row)
    return row


def _latest(rows: Rows) -> Row:
    return rows[max(rows)]


def _numbered(number: e.Number | None) -> Row:
    return {
        "number": number and number.printed,
        "number_term": number and number.term,
        "number_session": number and number.session,
        "number_year": number and number.year,
    }


def _due(due: Due, one: Recorded) -> Row:
    return {"reply_by": due.on, "reply_due": plain(due), "due_position": one.position}


def _registered(rows: Rows, one: Recorded) -> Iterable[Row]:
    event = one.event
    assert isinstance(event, e.Registered)
    row = _BLANK | _numbered(event.number)
    row |= {
        "id": one.originator_id,
        "cycle": event.cycle,
        "title": event.title,
        "category": event.category,
        "channel": event.channel,
        "author": event.author,
        "delegation": event.delegation,
        "signers": list(event.signers),
        "signers_stated": event.signers_stated,
        "classified": event.classified,
        "asks": len(event.asks),
        "registered_on": event.on,
        "registered_position": one.position,
    }
    yield _stamped(row, one)


def _imported(rows: Rows, one: Recorded) -> Iterable[Row]:
    event = one.event
    assert isinstance(event, e.Imported)
    row = _BLANK | _numbered(event.number)
    row |= {
        "id": one.originator_id,
        "imported": True,
        "imported_year": event.cycle_year,
        "title": event.title,
        "category": event.category,
        "signers_stated": event.signers_stated,
        "registered_position": one.position,
        "handed_over_on": event.handed_over_on,
        "leads": [share.unit for share in event.assignments if share.role != "co"],
        "co_units": [share.unit for share in event.assignments if share.role == "co"],
        "first_replied_on": event.replied_on,
        "replied_on": event.replied_on,
        "replied_position": event.replied_on and one.position,
        "answered_on": event.replied_on,
        "scheme": event.scheme,
        "letter": event.letter,
        "satisfaction": event.satisfaction,
    }
    yield _stamped(row, one)


def _handed_over(row: Row, one: Recorded, event: e.HandedOver) -> Row:
    return _due(event.reply_by, one) | {
        "first_reply_by": event.reply_by.on,
        "branch": event.branch,
        "meeting": event.meeting,
        "complexity": event.complexity,
        "handed_over_on": event.on,
        "handed_over_position": one.position,
    }


def _assigned(row: Row, one: Recorded, event: e.Assigned) -> Row:
    """Units that stay keep their share; one named again begins anew in the share it gets."""
    named = [share.unit for share in event.assignments]
    leads = [share.unit for share in event.assignments if share.role != "co"]
    lists = _less(row, named, "leads", "co_units", "unsigned", "unanswered")
    due = _due(event.reply_by, one)
    if event.round == row["first_round"]:
        due["first_reply_by"] = event.reply_by.on
    return due | {
        "assigned_on": event.on,
        "assigned_position": one.position,
        "leads": lists["leads"] + leads,
        "co_units": lists["co_units"] + [unit for unit in named if unit not in leads],
        "joint": row["joint"] or any(one.role == "joint_lead" for one in event.assignments),
        "lacking": False,
        "unsigned": lists["unsigned"] + named,
        "unanswered": lists["unanswered"] + leads,
    }


def _less(row: Row, units: Collection[Any], *columns: str) -> Row:
    return {column: [one for one in row[column] if one not in units] for column in columns}


def _received(row: Row, one: Recorded, event: e.Received) -> Row:
    return _less(row, [event.unit], "unsigned")


def _proceeded(row: Row, one: Recorded, event: e.ProceededWithout) -> Row:
    """A unit that is not waited for need not have signed either."""
    return _less(row, [event.unit], "unsigned")


def _objected(row: Row, one: Recorded, event: e.Objected) -> Row:
    return {"objecting": [*row["objecting"], event.unit]}


def _objection_decided(row: Row, one: Recorded, event: e.ObjectionDecided) -> Row:
    if not event.upheld:
        return _less(row, [event.unit], "objecting", "unsigned")
    everywhere = ("objecting", "unsigned", "unanswered", "leads", "co_units")
    return _less(row, [event.unit], *everywhere) | {"lacking": True}


def _contacted(row: Row, one: Recorded, event: e.Contacted) -> Row:
    """Spoken to before the reply; what came afterwards is another matter."""
    if event.phase == "after":
        return {}
    return {"contacts": [*row["contacts"], one.position], "contacted": True}


def _entry_voided(row: Row, one: Recorded, event: e.EntryVoided) -> Row:
    left = [position for position in row["contacts"] if position != event.position]
    return {"contacts": left, "contacted": bool(left)}


def _replied(row: Row, one: Recorded, event: e.Replied) -> Row:
    left = [] if row["joint"] else _less(row, [event.unit], "unanswered")["unanswered"]
    changes: Row = {
        "unanswered": left,
        "scheme": event.scheme,
        "letter": event.letter,
        "outcome": event.outcome,
        "first_replied_on": row["first_replied_on"] or event.on,
        "first_replied_position": row["first_replied_position"] or one.position,
        "replied_on": event.on,
        "replied_position": one.position,
    }
    if left or row["in_time"] is not None:
        return changes
    last = max(event.on, row["replied_on"] or event.on)
    return changes | {
        "answered_on": last,
        "answered_position": one.position,
        "in_time": row["first_reply_by"] is None or last <= row["first_reply_by"],
    }


def _rated(row: Row, one: Recorded, event: e.Rated) -> Row:
    marks = [event.attitude, event.reply, event.result]
    verdicts = [*row["verdicts"], [str(event.unit), *marks, event.gap is not None]]
    return {"verdicts": verdicts, "ratings_given": len(verdicts), "rated": True}


def _revealed(row: Row, one: Recorded, event: e.RatingsRevealed) -> Row:
    """The lowest mark on the result counts for the proposal."""
    verdicts = row["verdicts"]
    results = [verdict[3] for verdict in verdicts if verdict[3]]
    return {
        "revealed_on": event.on,
        "revealed_position": one.position,
        "satisfaction": min(results, key=MARKS.index, default=None),
        "dissatisfied": any("dissatisfied" in verdict[1:4] for verdict in verdicts),
        "gap": any(verdict[4] for verdict in verdicts),
    }


def _next_round(row: Row, one: Recorded, event: Any) -> Row:
    """The leads called on owe another reply; the rest keep their answers and verdicts."""
    called = [unit for unit in row["leads"] if unit in event.units]
    names = {str(unit) for unit in called}
    verdicts = [verdict for verdict in row["verdicts"] if verdict[0] not in names]
    return _due(event.reply_by, one) | {
        "round": event.round,
        "unanswered": called,
        "verdicts": verdicts,
        "ratings_given": len(verdicts),
        "revealed_on": None,
        "revealed_position": None,
    }


def _rehandling(row: Row, one: Recorded, event: e.RehandlingOrdered) -> Row:
    return _next_round(row, one, event) | {"rehandlings": row["rehandlings"] + 1}


def _carried_over(rows: Rows, one: Recorded) -> Iterable[Row]:
    """The year it leaves keeps its row as it stood; the next year gets one of its own."""
    event = one.event
    assert isinstance(event, e.CarriedOver)
    old = _latest(rows)
    carried = {
        "carried_on": event.on,
        "carried_ground": event.ground,
        "carried_position": one.position,
    }
    yield _stamped(old | carried | {"latest": False}, one)
    answered = ("first_replied", "replied", "answered", "closed")
    fresh = dict.fromkeys([f"{what}_{how}" for what in answered for how in ("on", "position")])
    fresh |= dict.fromkeys(("scheme", "letter", "outcome", "in_time", "satisfaction"))
    fresh |= {"dissatisfied": None, "gap": None, "rehandlings": 0}
    fresh |= {"contacted": False, "contacts": [], "rated": False}
    begun = _next_round(old, one, event)
    leg = {
        "latest": True,
        "years": event.years,
        "cycle": event.to_cycle,
        "first_round": event.round,
        "first_reply_by": event.reply_by.on,
        "leads": begun["unanswered"],
        "co_units": [],
        **_less(old, old["co_units"], "unsigned"),
    }
    yield _stamped(old | fresh | carried | begun | leg, one)


def _closed(row: Row, one: Recorded, event: e.Closed) -> Row:
    return {
        "closed_on": event.on,
        "closed_ground": event.ground,
        "closed_position": one.position,
    }


def _corrected(rows: Rows, one: Recorded) -> Iterable[Row]:
    event = one.event
    assert isinstance(event, e.Corrected)
    changes: Row = {}
    if event.field == "number" and event.number:
        changes = _numbered(event.number)
    elif event.field in ("title", "category"):
        changes = {event.field: event.new}
    for row in rows.values():
        yield _stamped(row | changes, one)


def _nothing(row: Row, one: Recorded, event: Any) -> Row:
    return {}


def _changing(change: Change) -> Fold:
    def fold(rows: Rows, one: Recorded) -> Iterable[Row]:
        row = _latest(rows)
        return (_stamped(row | change(row, one, one.event), one),)

    return fold


_CHANGES: dict[type[Event], Change] = {
    e.HandedOver: _handed_over,
    e.Assigned: _assigned,
    e.Received: _received,
    e.Objected: _objected,
    e.ObjectionDecided: _objection_decided,
    e.Replied: _replied,
    e.Rated: _rated,
    e.RatingsRevealed: _revealed,
    e.RehandlingOrdered: _rehandling,
    e.Closed: _closed,
    e.PersonsNamed: _nothing,
    e.Contacted: _contacted,
    e.ContactAttempted: _nothing,
    e.ContactWaived: _nothing,
    e.OpinionGiven: _nothing,
    e.OpinionUrged: _nothing,
    e.ProceededWithout: _proceeded,
    e.EntryVoided: _entry_voided,
}

PROPOSALS = Table(
    name="proposals",
    key=("id", "years"),
    columns=COLUMNS,
    on={
        e.Registered: _registered,
        e.Imported: _imported,
        e.CarriedOver: _carried_over,
        e.Corrected: _corrected,
        **{event: _changing(change) for event, change in _CHANGES.items()},
    },
    versioned=True,
    in_place=frozenset({"version", "position", "verdicts", "ratings_given", "contacts"}),
    adds=frozenset({e.Registered, e.Imported}),
    hidden=frozenset({"verdicts", "contacts"}),
    indexes=(
        "(cycle) where to_position is null",
        "(imported_year) where to_position is null and imported",
        f"({DUE}, id) where to_position is null and latest",
        "(registered_position) where to_position is null and latest",
        "(cycle, from_position)",
    ),
)
