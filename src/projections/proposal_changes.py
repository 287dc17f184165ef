"""What an event changes in the row of the year a proposal stands in."""

from collections.abc import Callable, Collection
from typing import Any

from aggregates import proposal_events as e
from aggregates.base import Event
from eventstore.mapper import Recorded
from projections.answers import in_another_class, with_reply, without_reply
from projections.deadlines import Moving
from projections.proposal_rows import due_of
from projections.table import Row, by_import

Change = Callable[[Row, Recorded, Any], Row]
MARKS: tuple[e.Mark, ...] = ("dissatisfied", "basically_satisfied", "satisfied")
"""From the lowest."""


def _handed_over(row: Row, one: Recorded, event: e.HandedOver) -> Row:
    return due_of(event.reply_by, one) | {
        "first_reply_by": event.reply_by.on,
        "branch": event.branch,
        "meeting": event.meeting,
        "complexity": event.complexity,
        "handed_over_on": event.on,
        "handed_over_position": one.position,
        "by_import": row["by_import"] or by_import(one),
    }


def _moved(row: Row, one: Recorded, event: Moving) -> Row:
    """The case's own dates; while the first round lasts, the one it is judged by moves too."""
    changes: Row = {}
    for move in event.moves:
        if move.unit is None and move.clock == "hand_over":
            changes["hand_over_by"] = move.new.on
        elif move.unit is None and move.clock == "reply":
            changes |= due_of(move.new, one)
            if row["round"] == row["first_round"]:
                changes["first_reply_by"] = move.new.on
    return changes


def _complex(row: Row, one: Recorded, event: e.ComplexityDecided) -> Row:
    return _moved(row, one, event) | {"complexity": event.complexity}


def _extension_asked(row: Row, one: Recorded, event: e.ExtensionAsked) -> Row:
    return {"extending": [*row["extending"], event.unit]}


def _extension_decided(row: Row, one: Recorded, event: e.ExtensionDecided) -> Row:
    return _moved(row, one, event) | less(row, [event.unit], "extending")


def _assigned(row: Row, one: Recorded, event: e.Assigned) -> Row:
    """Units that stay keep their share; one named again begins anew in the share it gets.

    Their dates are their own: that of the case stays where the hand-over put it.
    """
    named = [share.unit for share in event.assignments]
    leads = [share.unit for share in event.assignments if share.role != "co"]
    lists = less(row, named, "leads", "co_units", "unsigned", "unanswered", "extending")
    return {
        "assigned_on": event.on,
        "assigned_position": one.position,
        "leads": lists["leads"] + leads,
        "co_units": lists["co_units"] + [unit for unit in named if unit not in leads],
        "joint": any(one.role == "joint_lead" for one in event.assignments)
        or (row["joint"] and not leads),
        "lacking": False,
        "reassign_by": None,
        "unsigned": lists["unsigned"] + named,
        "unanswered": lists["unanswered"] + leads,
        "extending": lists["extending"],
    }


def less(row: Row, units: Collection[Any], *columns: str) -> Row:
    """Lists of units without some of them."""
    return {column: [one for one in row[column] if one not in units] for column in columns}


def _received(row: Row, one: Recorded, event: e.Received) -> Row:
    return less(row, [event.unit], "unsigned")


def _proceeded(row: Row, one: Recorded, event: e.ProceededWithout) -> Row:
    """A unit that is not waited for need not have signed either."""
    return less(row, [event.unit], "unsigned")


def _objected(row: Row, one: Recorded, event: e.Objected) -> Row:
    return {"objecting": [*row["objecting"], event.unit]}


def _objection_decided(row: Row, one: Recorded, event: e.ObjectionDecided) -> Row:
    if not event.upheld:
        return less(row, [event.unit], "objecting", "unsigned")
    everywhere = ("objecting", "unsigned", "unanswered", "extending", "leads", "co_units")
    reassign_by = event.reassign_by and event.reassign_by.on
    return less(row, [event.unit], *everywhere) | {"lacking": True, "reassign_by": reassign_by}


def _contacted(row: Row, one: Recorded, event: e.Contacted) -> Row:
    """Spoken to before the reply; what came afterwards is another matter."""
    if event.phase == "after" or by_import(one):
        return {}
    return {"contacts": [*row["contacts"], one.position], "contacted": True}


def _contact_answered(row: Row, one: Recorded, event: e.ContactAnswered) -> Row:
    return {} if event.confirmed else _without_contact(row, event.position)


def _entry_voided(row: Row, one: Recorded, event: e.EntryVoided) -> Row:
    return _without_contact(row, event.position)


def _without_contact(row: Row, position: int) -> Row:
    left = [contact for contact in row["contacts"] if contact != position]
    return {"contacts": left, "contacted": bool(left)}


def _replied(row: Row, one: Recorded, event: e.Replied) -> Row:
    """Whoever answered waits for no extension any more."""
    answered = row["leads"] if row["joint"] else [event.unit]
    left = less(row, answered, "unanswered")["unanswered"]
    return with_reply(row, one, event, left) | less(row, answered, "extending")


def _returned(row: Row, one: Recorded, event: e.ReplyReturned) -> Row:
    return without_reply(row, event.unit)


def _in_another_class(row: Row, one: Recorded, event: e.ClassCorrected | e.RepliedAgain) -> Row:
    return in_another_class(row, event)


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


def next_round(row: Row, one: Recorded, event: e.RehandlingOrdered | e.CarriedOver) -> Row:
    """The leads called on owe another reply; the rest keep their answers and verdicts.

    One whose reply stood from the year before is called into this one.
    """
    joining = [one for one in event.units if one not in (*row["leads"], *row["co_units"])]
    called = [*(unit for unit in row["leads"] if unit in event.units), *joining]
    names = {str(unit) for unit in called}
    verdicts = [verdict for verdict in row["verdicts"] if verdict[0] not in names]
    return due_of(event.reply_by, one) | {
        "round": event.round,
        "leads": [*row["leads"], *joining],
        "unanswered": called,
        **less(row, called, "extending"),
        "verdicts": verdicts,
        "ratings_given": len(verdicts),
        "revealed_on": None,
        "revealed_position": None,
    }


def _rehandling(row: Row, one: Recorded, event: e.RehandlingOrdered) -> Row:
    return next_round(row, one, event) | {"rehandlings": row["rehandlings"] + 1}


def _closed(row: Row, one: Recorded, event: e.Closed) -> Row:
    return {
        "closed_on": event.on,
        "closed_ground": event.ground,
        "closed_position": one.position,
    }


def _nothing(row: Row, one: Recorded, event: Any) -> Row:
    return {}


CHANGES: dict[type[Event], Change] = {
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
    e.ComplexityDecided: _complex,
    e.ExtensionAsked: _extension_asked,
    e.ExtensionDecided: _extension_decided,
    e.ExtensionWithdrawn: _moved,
    e.DatesMoved: _moved,
    e.ReplyReturned: _returned,
    e.ClassCorrected: _in_another_class,
    e.RepliedAgain: _in_another_class,
    e.PersonsNamed: _nothing,
    e.Planned: _nothing,
    e.Surveyed: _nothing,
    e.ContactAnswered: _contact_answered,
    e.OpinionReturned: _nothing,
    e.ReplyReviewed: _nothing,
    e.ReplyRead: _nothing,
    e.Contacted: _contacted,
    e.ContactAttempted: _nothing,
    e.ContactWaived: _nothing,
    e.OpinionGiven: _nothing,
    e.OpinionUrged: _nothing,
    e.ProceededWithout: _proceeded,
    e.EntryVoided: _entry_voided,
}
