"""The proposals as boards read them: one row per proposal and year of handling, with its past kept.

A proposal carried over has a row in each year it stood in, so that a year's totals never change
because of the next one; `latest` is where it stands now.
"""

from collections.abc import Iterable

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.answers import counting_from
from projections.proposal_changes import CHANGES, Change, less, next_round
from projections.proposal_rows import BLANK, COLUMNS, numbered, state_of
from projections.table import Fold, Row, Rows, Table, by_import

DUE = "coalesce(reply_by, '9999-12-31'::date)"
"""By what worklists are ordered: what has no date yet comes last."""


def _registered(rows: Rows, one: Recorded) -> Iterable[Row]:
    event = one.event
    assert isinstance(event, e.Registered)
    row = BLANK | numbered(event.number)
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
        "unchecked": event.paper,
        "origin": event.origin,
        "classified": event.classified,
        "asks": len(event.asks),
        "registered_on": event.on,
        "registered_position": one.position,
        "hand_over_by": event.hand_over_by and event.hand_over_by.on,
        "by_import": by_import(one),
    }
    yield _stamped(row, one)


def _imported(rows: Rows, one: Recorded) -> Iterable[Row]:
    event = one.event
    assert isinstance(event, e.Imported)
    row = BLANK | numbered(event.number)
    row |= {
        "id": one.originator_id,
        "imported": True,
        "by_import": by_import(one),
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
    fresh |= dict.fromkeys(("scheme", "letter", "outcome", "in_time", "satisfaction", "unrated"))
    fresh |= {"dissatisfied": None, "gap": None, "rehandlings": 0}
    fresh |= {"objections": 0, "reassignments": 0}
    fresh |= {"contacted": False, "contacts": [], "rated": False}
    fresh |= {"answers": [], "answered_by_import": False, "extending": []}
    begun = next_round(old, one, event)
    leg = {
        "latest": True,
        "years": event.years,
        "cycle": event.to_cycle,
        "first_round": event.round,
        "first_reply_by": event.reply_by.on,
        "leads": begun["unanswered"],
        "co_units": [],
        **less(old, old["co_units"], "unsigned"),
    }
    yield _stamped(old | fresh | carried | begun | leg, one)


def _corrected(rows: Rows, one: Recorded) -> Iterable[Row]:
    event = one.event
    assert isinstance(event, e.Corrected)
    changes: Row = {}
    if event.field in ("title", "category", "delegation", "channel"):
        changes = {event.field: event.new}
    elif event.field == "signers":
        changes = {"signers": list(event.signers)}
    if event.number:
        changes |= numbered(event.number)
    for row in rows.values():
        once = [*(one for one in row["corrected"] if one != event.field), event.field]
        yield _stamped(row | changes | {"corrected": once}, one)


def _entry_confirmed(rows: Rows, one: Recorded) -> Iterable[Row]:
    """A reply that was in time after all was so in the year it was given."""
    event = one.event
    assert isinstance(event, e.EntryConfirmed)
    for row in rows.values():
        changes = counting_from(row, event.position, event.happened_on)
        yield _stamped(row | changes, one)


def _changing(change: Change) -> Fold:
    def fold(rows: Rows, one: Recorded) -> Iterable[Row]:
        row = _latest(rows)
        return (_stamped(row | change(row, one, one.event), one),)

    return fold


def _latest(rows: Rows) -> Row:
    return rows[max(rows)]


def _stamped(row: Row, one: Recorded) -> Row:
    row["version"], row["position"] = one.originator_version, one.position
    row["state"] = state_of(row)
    return row


PROPOSALS = Table(
    name="proposals",
    key=("id", "years"),
    columns=COLUMNS,
    on={
        e.Registered: _registered,
        e.Imported: _imported,
        e.CarriedOver: _carried_over,
        e.Corrected: _corrected,
        e.EntryConfirmed: _entry_confirmed,
        **{event: _changing(change) for event, change in CHANGES.items()},
    },
    versioned=True,
    in_place=frozenset({"version", "position", "verdicts", "ratings_given", "contacts", "answers"}),
    adds=frozenset({e.Registered, e.Imported}),
    hidden=frozenset({"verdicts", "contacts", "answers", "separate"}),
    shown={"told_on": "case when told_position is not null then told_on end"},
    indexes=(
        "(cycle) where to_position is null",
        "(imported_year) where to_position is null and imported",
        f"({DUE}, id) where to_position is null and latest",
        "(registered_position) where to_position is null and latest",
        "(cycle, from_position)",
        "(origin) where to_position is null and origin is not null",
    ),
)
