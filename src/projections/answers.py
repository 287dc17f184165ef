"""The replies that stand in a proposal's row, and what they amount to: answered when, in time or not.

One sent back stands no longer, so the case is unanswered again; one entered late counts from the
day it was recorded until the office confirms its own.
"""

from datetime import date
from typing import Any
from uuid import UUID

from aggregates import proposal_events as e
from eventstore.mapper import Recorded
from projections.table import Row, by_import

Answers = list[dict[str, Any]]


def with_reply(row: Row, one: Recorded, event: e.Replied, left: list[UUID]) -> Row:
    """What a reply changes, when these leads still owe theirs: one that handles it again, its next."""
    answer: dict[str, Any] = {
        "unit": str(event.unit),
        "position": one.position,
        "on": str(event.on),
        "counts": str(event.counts_on or event.on),
        "scheme": event.scheme,
        "letter": event.letter,
        "outcome": event.outcome,
        "by_import": by_import(one),
        "for": [str(unit) for unit in row["unanswered"] if unit not in left],
    }
    changes = _told([*row["answers"], answer]) | {
        "unanswered": left,
        "extending": [unit for unit in row["extending"] if str(unit) not in answer["for"]],
    }
    answered = {unit for one in changes["answers"] for unit in one["for"]}
    if row["answered_on"] or any(str(unit) not in answered for unit in left):
        return changes
    return changes | _answered(changes["answers"], row["first_reply_by"], one.position)


def without_reply(row: Row, unit: UUID) -> Row:
    """What is left when the unit's last reply was sent back; who answered with it owes again."""
    own = [answer for answer in row["answers"] if answer["unit"] == str(unit)]
    if not own:
        return _owed_since_last_year(row, unit)
    returned = own[-1]
    again = [UUID(one) for one in returned["for"] if UUID(one) in row["leads"]]
    changes = _told([answer for answer in row["answers"] if answer is not returned]) | {
        "unanswered": [*row["unanswered"], *(one for one in again if one not in row["unanswered"])]
    }
    was_first = (row["answered_position"] or 0) >= returned["position"]
    return changes | (_NOT_ANSWERED if was_first else {})


def _owed_since_last_year(row: Row, unit: UUID) -> Row:
    """The reply stood in the year before; now the unit owes one in this."""
    owing = {"leads": row["leads"], "unanswered": row["unanswered"]}
    return {name: [one for one in units if one != unit] + [unit] for name, units in owing.items()}


def in_another_class(row: Row, event: e.ClassCorrected | e.RepliedAgain) -> Row:
    """The unit's last reply wears another class now."""
    own = [answer for answer in row["answers"] if answer["unit"] == str(event.unit)]
    if not own:
        return {}
    worn = {"scheme": event.scheme, "letter": event.letter, "outcome": event.outcome}
    return _told([one | worn if one is own[-1] else one for one in row["answers"]])


def all_answered(row: Row, position: int) -> Row:
    """Nobody owes a reply any more, as the last who did was let off; another has its asks."""
    if row["answered_on"] or not row["answers"]:
        return {}
    return _answered(row["answers"], row["first_reply_by"], position)


def counting_from(row: Row, position: int, on: date) -> Row:
    """A reply counts from this day after all."""
    if all(answer["position"] != position for answer in row["answers"]):
        return {}
    answers = [
        answer | {"counts": str(on)} if answer["position"] == position else answer
        for answer in row["answers"]
    ]
    changes: Row = {"answers": answers}
    if until := row["answered_position"]:
        before = [answer for answer in answers if answer["position"] <= until]
        changes |= _answered(before, row["first_reply_by"], until)
    return changes


def _told(answers: Answers) -> Row:
    """The columns that tell of the first reply and the last."""
    first, last = (answers[0], answers[-1]) if answers else ({}, {})
    return {
        "answers": answers,
        "first_replied_on": _day(first.get("on")),
        "first_replied_position": first.get("position"),
        "replied_on": _day(last.get("on")),
        "replied_position": last.get("position"),
        "scheme": last.get("scheme"),
        "letter": last.get("letter"),
        "outcome": last.get("outcome"),
    }


def _answered(answers: Answers, by: date | None, position: int) -> Row:
    """All have answered: the first reply of each counts.  What was imported is not judged."""
    firsts = {answer["unit"]: answer for answer in reversed(answers)}.values()
    imported = any(answer["by_import"] for answer in firsts)
    last = _day(max(answer["counts"] for answer in firsts))
    return {
        "answered_on": _day(max(answer["on"] for answer in firsts)),
        "answered_position": position,
        "answered_by_import": imported,
        "in_time": None if imported or not last else by is None or last <= by,
    }


_NOT_ANSWERED: Row = {
    "answered_on": None,
    "answered_position": None,
    "answered_by_import": False,
    "in_time": None,
}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
