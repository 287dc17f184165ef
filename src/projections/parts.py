"""Each unit's part in each round that calls on it, with the position of the event behind each date."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.part import UnitAct
from aggregates.proposal_past import given_to
from eventstore.mapper import Recorded
from projections.part_rows import (
    BLANK,
    BY,
    COLUMNS,
    IN_PLACE,
    LASTING,
    NO_REPLY,
    NOBODY,
    first_contact,
    moved,
    part_of,
    present,
    together,
)
from projections.table import Row, Rows, Table, Telling, by_import, folds

Begun = e.RehandlingOrdered | e.CarriedOver
"""Events with which a new round begins."""


def _edit(rows: Rows, event: UnitAct | e.ExtensionWithdrawn, **changes: Any) -> Iterable[Row]:
    return (part_of(rows, event.unit) | changes,)


def _marking(what: str, **changes: Any) -> Telling:
    """Keep the day and the position of an act, and nothing more."""
    on, position = f"{what}_on", f"{what}_position"
    return lambda rows, one, event: _edit(
        rows, event, **{on: event.on, position: one.position}, **changes
    )


# ---- its share


def _assigned(rows: Rows, one: Recorded, event: e.Assigned) -> Iterable[Row]:
    granted = {row["unit"]: row["extensions"] for row in present(rows)}
    for share in event.assignments:
        given = {BY[clock]: due.on for clock, due in given_to(event, share).items()}
        yield (
            BLANK
            | given
            | {
                "proposal": one.originator_id,
                "round": event.round,
                "unit": share.unit,
                "role": share.role,
                "asks": list(share.asks),
                "by_import": by_import(one),
                "assigned_on": event.on,
                "assigned_position": one.position,
                "due_position": one.position if given.get("reply_by") else None,
                "extensions": granted.get(share.unit, 0) if share.role != "co" else 0,
            }
        )


def _received(rows: Rows, one: Recorded, event: e.Received) -> Iterable[Row]:
    return _edit(rows, event, **_signed(event.on, event.counts_on, one))


def _signed(on: date, counts: date | None, one: Recorded) -> Row:
    return {
        "received_on": on,
        "received_counts_on": counts or on,
        "received_position": one.position,
    }


def _objected(rows: Rows, one: Recorded, event: e.Objected) -> Iterable[Row]:
    return _edit(
        rows,
        event,
        objecting=True,
        objected_on=event.on,
        objected_counts_on=event.counts_on or event.on,
        objected_position=one.position,
    )


def _objection_decided(rows: Rows, one: Recorded, event: e.ObjectionDecided) -> Iterable[Row]:
    if event.upheld:
        return _edit(
            rows,
            event,
            objecting=False,
            withdrawn_on=event.on,
            withdrawn_position=one.position,
        )
    part = part_of(rows, event.unit)
    signed = {} if part["received_on"] else _signed(event.on, None, one)
    return (part | signed | {"objecting": False},)


def _persons_named(rows: Rows, one: Recorded, event: e.PersonsNamed) -> Iterable[Row]:
    part = part_of(rows, event.unit)
    persons = (event.chief, event.deputy_chief, event.handler)
    naming = [*(person and str(person) for person in persons), one.position]
    yield _answerable(part, [*part["namings"], naming])


def _answerable(part: Row, namings: list[Any]) -> Row:
    """Who answers for it: the last naming that still counts."""
    if not namings:
        return part | NOBODY | {"namings": []}
    *persons, position = namings[-1]
    chief, deputy_chief, handler = (person and UUID(person) for person in persons)
    return part | {
        "chief": chief,
        "deputy_chief": deputy_chief,
        "handler": handler,
        "named_position": position,
        "namings": namings,
    }


# ---- its work


def _contacted(rows: Rows, one: Recorded, event: e.Contacted) -> Iterable[Row]:
    if event.phase != "after":
        part = part_of(rows, event.unit)
        contact = [one.position, str(event.on), str(event.counts_on or event.on)]
        yield part | first_contact([*part["contacts"], contact])


def _contact_answered(rows: Rows, one: Recorded, event: e.ContactAnswered) -> Iterable[Row]:
    return () if event.confirmed else _without_contact(rows, event.position)


def _without_contact(rows: Rows, position: int) -> Iterable[Row]:
    for row in rows.values():
        left = [contact for contact in row["contacts"] if contact[0] != position]
        if len(left) < len(row["contacts"]):
            yield row | first_contact(left)


def _entry_voided(rows: Rows, one: Recorded, event: e.EntryVoided) -> Iterable[Row]:
    yield from _without_contact(rows, event.position)
    for row in rows.values():
        left = [naming for naming in row["namings"] if naming[-1] != event.position]
        if len(left) < len(row["namings"]):
            yield _answerable(row, left)


def _opinion_given(rows: Rows, one: Recorded, event: e.OpinionGiven) -> Iterable[Row]:
    """The first one stops the clock; what is said on top of it changes the stance only."""
    given: Row = {}
    if not part_of(rows, event.unit)["opinion_on"]:
        given = {
            "opinion_on": event.on,
            "opinion_counts_on": event.counts_on or event.on,
            "opinion_position": one.position,
        }
    return _edit(rows, event, stance=event.stance, passed_over=False, **given)


def _opinion_returned(rows: Rows, one: Recorded, event: e.OpinionReturned) -> Iterable[Row]:
    """It owes another one, by another day, and nobody has urged it yet."""
    return _edit(
        rows,
        event,
        **dict.fromkeys(("stance", "opinion_on", "opinion_counts_on", "opinion_position")),
        **dict.fromkeys(("urged_on", "urged_position")),
        opinion_by=event.redo_by.on,
        opinion_returned_on=event.on,
        opinion_returned_position=one.position,
    )


def _proceeded(rows: Rows, one: Recorded, event: e.ProceededWithout) -> Iterable[Row]:
    return _edit(rows, event, passed_over=True, passed_over_position=one.position)


# ---- its time


def _moved(rows: Rows, one: Recorded, event: e.DatesMoved) -> Iterable[Row]:
    return moved(rows, one, event)


def _found_complex(rows: Rows, one: Recorded, event: e.ComplexityDecided) -> Iterable[Row]:
    """Six months from the start: what was extended before is in them."""
    return [row | {"extensions": 0} for row in moved(rows, one, event)]


def _extended(
    rows: Rows, one: Recorded, event: e.ExtensionDecided | e.ExtensionWithdrawn
) -> Iterable[Row]:
    """What became of the extension, and every date that moved with it.

    To take one back does not settle the next one that was asked for.
    """
    later = {row["unit"]: row for row in moved(rows, one, event)}
    if isinstance(event, e.ExtensionWithdrawn):
        word, more = "withdrawn", -1
    else:
        word, more = ("granted", 1) if event.granted else ("refused", 0)
    if part := later.get(event.unit):
        if word != "withdrawn" or part["extension"] != "asked":
            part |= {
                "extension": word,
                "extension_on": event.on,
                "extension_position": one.position,
            }
        for other in together(rows, event.unit):
            later[other["unit"]]["extensions"] += more
    return later.values()


_ACTS = {"opinion_given": "opinion", "replied_again": "again"}
"""Under what the columns of an act are called, where not like the act."""


def _entry_confirmed(rows: Rows, one: Recorded, event: e.EntryConfirmed) -> Iterable[Row]:
    """The act counts from its own day again, wherever it still stands."""
    on = event.happened_on
    if event.act == "contacted":
        for row in rows.values():
            if any(contact[0] == event.position for contact in row["contacts"]):
                yield row | first_contact(
                    [
                        [position, day, str(on) if position == event.position else counts]
                        for position, day, counts in row["contacts"]
                    ]
                )
        return
    what = _ACTS.get(event.act, event.act)
    for row in rows.values():
        if row[f"{what}_position"] == event.position:
            yield row | {f"{what}_counts_on": on}


# ---- its reply


def _reviewed(rows: Rows, one: Recorded, event: e.ReplyReviewed) -> Iterable[Row]:
    return _edit(
        rows,
        event,
        review_passed=event.passed,
        review_collective=event.collective,
        reviewed_on=event.on,
        reviewed_position=one.position,
    )


_NO_REQUEST: Row = dict.fromkeys(("extension", "extension_on", "extension_position"))
"""A request for more time nobody decided, once the reply is out."""


def _replied(rows: Rows, one: Recorded, event: e.Replied) -> Iterable[Row]:
    """Joint leads answer once together; the one that issued the reply is the one rated."""
    for other in together(rows, event.unit):
        issued = other["unit"] == event.unit
        asked = _NO_REQUEST if other["extension"] == "asked" else {}
        yield (
            other
            | asked
            | {
                "replied_on": event.on,
                "replied_counts_on": event.counts_on or event.on,
                "replied_position": one.position,
                "replied_by_import": by_import(one),
                "issued": issued,
                "raters": list(event.raters) if issued else [],
                "feedback_by": event.feedback_by.on if issued and event.feedback_by else None,
                "scheme": event.scheme,
                "letter": event.letter,
                "outcome": event.outcome,
            }
        )


def _returned(rows: Rows, one: Recorded, event: e.ReplyReturned) -> Iterable[Row]:
    """Those who answered with it owe a reply again, by the same day."""
    for other in together(rows, event.unit):
        yield other | NO_REPLY | {"returned_on": event.on, "returned_position": one.position}


def _class_corrected(rows: Rows, one: Recorded, event: e.ClassCorrected) -> Iterable[Row]:
    for other in _answered_alike(rows, event.unit):
        yield other | {
            "old_scheme": event.old_scheme,
            "old_letter": event.old_letter,
            "old_outcome": event.old_outcome,
            "scheme": event.scheme,
            "letter": event.letter,
            "outcome": event.outcome,
            "corrected_position": one.position,
        }


def _replied_again(rows: Rows, one: Recorded, event: e.RepliedAgain) -> Iterable[Row]:
    for other in _answered_alike(rows, event.unit):
        yield other | {
            "scheme": event.scheme,
            "letter": event.letter,
            "outcome": event.outcome,
            "again_on": event.on,
            "again_counts_on": event.counts_on or event.on,
            "again_position": one.position,
        }


def _answered_alike(rows: Rows, unit: UUID) -> Iterable[Row]:
    """The parts that the unit's reply answers."""
    position = part_of(rows, unit)["replied_position"]
    return [row for row in rows.values() if position and row["replied_position"] == position]


def _revealed(rows: Rows, one: Recorded, event: e.RatingsRevealed) -> Iterable[Row]:
    """The replies that take no more verdicts."""
    for row in present(rows):
        waits = row["issued"] and row["revealed_on"] is None
        if waits and event.unit in (None, row["unit"]):
            yield row | {"revealed_on": event.on, "revealed_position": one.position}


def _ended(rows: Rows, one: Recorded, event: e.Withdrawn) -> Iterable[Row]:
    """The proposal was withdrawn: nobody owes anything any more."""
    return (row | {"ended_on": event.on} for row in present(rows))


def _next_round(rows: Rows, one: Recorded, event: Begun) -> Iterable[Row]:
    """The units called on begin again in the same share; the others rest."""
    for part in present(rows):
        if part["unit"] in event.units and part["role"] != "co":
            lasting = {column: part[column] for column in LASTING}
            signed = _signed(event.on, None, one) if part["received_on"] else {}
            yield (
                BLANK
                | lasting
                | signed
                | {
                    "round": event.round,
                    "assigned_on": event.on,
                    "assigned_position": one.position,
                    "reply_by": event.reply_by.on,
                    "due_position": one.position,
                }
            )


PARTS = Table(
    name="parts",
    key=("proposal", "round", "unit"),
    columns=COLUMNS,
    on=folds(
        {
            e.Assigned: _assigned,
            e.Received: _received,
            e.Objected: _objected,
            e.ObjectionDecided: _objection_decided,
            e.PersonsNamed: _persons_named,
            e.Planned: _marking("planned"),
            e.Surveyed: _marking("surveyed"),
            e.Contacted: _contacted,
            e.ContactAnswered: _contact_answered,
            e.OpinionGiven: _opinion_given,
            e.OpinionReturned: _opinion_returned,
            e.OpinionUrged: _marking("urged"),
            e.ProceededWithout: _proceeded,
            e.ComplexityDecided: _found_complex,
            e.ExtensionAsked: _marking("extension", extension="asked"),
            e.ExtensionDecided: _extended,
            e.ExtensionWithdrawn: _extended,
            e.DatesMoved: _moved,
            e.EntryConfirmed: _entry_confirmed,
            e.ReplyReviewed: _reviewed,
            e.Replied: _replied,
            e.ReplyReturned: _returned,
            e.ClassCorrected: _class_corrected,
            e.RepliedAgain: _replied_again,
            e.RatingsRevealed: _revealed,
            e.Withdrawn: _ended,
            e.RehandlingOrdered: _next_round,
            e.CarriedOver: _next_round,
            e.EntryVoided: _entry_voided,
        }
    ),
    versioned=True,
    in_place=IN_PLACE,
    hidden=frozenset({"namings", "contacts"}),
    indexes=("(unit, proposal) where to_position is null",),
)
