"""Every date anybody was ever given: by which event, with its rule, and which date it moved from.

Rows are only added.  The date in force of a clock is the last one given; those before it are its
history.  `unit` is empty where a date is the case's own.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.deadlines import Due
from aggregates.proposal_past import given_to
from eventstore.mapper import Recorded
from projections.table import Row, Rows, Table, folds, plain

Moving = e.ComplexityDecided | e.ExtensionDecided | e.ExtensionWithdrawn | e.DatesMoved
"""Events that put dates somewhere else, each with its old one."""


class Given(NamedTuple):
    """A date somebody was given.  Beside the clocks, `reassign` is the office's own."""

    clock: str
    due: Due | None
    unit: UUID | None = None
    old: Due | None = None


def _lines(one: Recorded, reason: str | None, *given: Given) -> Iterator[Row]:
    for n, each in enumerate((each for each in given if each.due), 1):
        assert each.due
        yield {
            "proposal": one.originator_id,
            "position": one.position,
            "n": n,
            "clock": each.clock,
            "unit": each.unit,
            "due_on": each.due.on,
            "due": plain(each.due),
            "old": plain(each.old),
            "topic": one.event.TOPIC,
            "label": one.event.LABEL,
            "reason": reason,
            "on_day": vars(one.event).get("on"),
            "at": one.at,
        }


def _registered(rows: Rows, one: Recorded, event: e.Registered) -> Iterable[Row]:
    return _lines(one, None, Given("hand_over", event.hand_over_by))


def _handed_over(rows: Rows, one: Recorded, event: e.HandedOver) -> Iterable[Row]:
    given = (Given("reply", event.reply_by), Given("tell", event.tell_by))
    return _lines(one, event.complexity_reason, *given)


def _assigned(rows: Rows, one: Recorded, event: e.Assigned) -> Iterable[Row]:
    given = (
        Given(clock, due, share.unit)
        for share in event.assignments
        for clock, due in given_to(event, share).items()
    )
    return _lines(one, None, *given)


def _objection_decided(rows: Rows, one: Recorded, event: e.ObjectionDecided) -> Iterable[Row]:
    return _lines(one, event.reason, Given("reassign", event.reassign_by))


def _opinion_returned(rows: Rows, one: Recorded, event: e.OpinionReturned) -> Iterable[Row]:
    return _lines(one, event.reason, Given("co_opinion", event.redo_by, event.unit))


def _replied(rows: Rows, one: Recorded, event: e.Replied) -> Iterable[Row]:
    return _lines(one, None, Given("feedback", event.feedback_by, event.unit))


def whole_by(event: e.RehandlingOrdered | e.CarriedOver) -> Due:
    """The day for the whole proposal, from which units that begin again may have another."""
    return getattr(event, "whole_by", None) or event.reply_by


def _next_round(
    rows: Rows, one: Recorded, event: e.RehandlingOrdered | e.CarriedOver
) -> Iterable[Row]:
    units = (Given("reply", event.reply_by, unit) for unit in event.units)
    return _lines(one, event.reason, Given("reply", whole_by(event)), *units)


def _moved(rows: Rows, one: Recorded, event: Moving) -> Iterable[Row]:
    given = (Given(move.clock, move.new, move.unit, move.old) for move in event.moves)
    return _lines(one, event.reason, *given)


_GIVEN = folds(
    {
        e.Registered: _registered,
        e.HandedOver: _handed_over,
        e.Assigned: _assigned,
        e.ObjectionDecided: _objection_decided,
        e.OpinionReturned: _opinion_returned,
        e.Replied: _replied,
        e.RehandlingOrdered: _next_round,
        e.CarriedOver: _next_round,
        e.ComplexityDecided: _moved,
        e.ExtensionDecided: _moved,
        e.ExtensionWithdrawn: _moved,
        e.DatesMoved: _moved,
    }
)

DEADLINES = Table(
    name="deadlines",
    key=("proposal", "position", "n"),
    columns={
        "proposal": "uuid not null",
        "position": "bigint not null",
        "n": "int not null",
        "clock": "text not null",
        "unit": "uuid",
        "due_on": "date not null",
        "due": "jsonb not null",
        "old": "jsonb",
        "topic": "text not null",
        "label": "text not null",
        "reason": "text",
        "on_day": "date",
        "at": "timestamptz not null",
    },
    on=_GIVEN,
    adds=frozenset(_GIVEN),
)
