"""Each unit's part in each round that calls on it, with the position of the event behind each date."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from aggregates import proposal_events as e
from aggregates.part import UnitAct
from eventstore.mapper import Recorded
from projections.table import Row, Rows, Table, folds, plain

Begun = e.RehandlingOrdered | e.CarriedOver
"""Events with which a new round begins."""

COLUMNS = {
    "proposal": "uuid not null",
    "round": "int not null",
    "unit": "uuid not null",
    "role": "text not null",
    "asks": "int[] not null",
    "assigned_on": "date",
    "assigned_position": "bigint",
    "sign_by": "date",
    "sign_due": "jsonb",
    "received_on": "date",
    "received_position": "bigint",
    "opinion_by": "date",
    "opinion_due": "jsonb",
    "stance": "text",
    "opinion_on": "date",
    "opinion_position": "bigint",
    "urged_on": "date",
    "urged_position": "bigint",
    "passed_over": "boolean not null",
    "passed_over_position": "bigint",
    "reply_by": "date",
    "reply_due": "jsonb",
    "due_position": "bigint",
    "replied_on": "date",
    "replied_position": "bigint",
    "issued": "boolean not null",
    "scheme": "text",
    "letter": "text",
    "outcome": "text",
    "chief": "uuid",
    "deputy_chief": "uuid",
    "handler": "uuid",
    "named_position": "bigint",
    "namings": "jsonb not null",
    "objecting": "boolean not null",
    "objected_on": "date",
    "objected_position": "bigint",
    "withdrawn_on": "date",
    "withdrawn_position": "bigint",
}
_BLANK: Row = dict.fromkeys(COLUMNS) | {
    "asks": [],
    "passed_over": False,
    "issued": False,
    "objecting": False,
    "namings": [],
}
_NOBODY: Row = dict.fromkeys(("chief", "deputy_chief", "handler", "named_position"))
_LASTING = (
    *("proposal", "unit", "role", "asks", "sign_by", "sign_due", "opinion_by", "opinion_due"),
    *("objecting", "objected_on", "objected_position", *_NOBODY, "namings"),
)


def _part(rows: Rows, unit: UUID) -> Row:
    """What the unit has to do with it, in the last round that called on it."""
    own = [row for row in rows.values() if row["unit"] == unit and not row["withdrawn_on"]]
    if not own:
        raise LookupError(f"unit {unit} has no part in this proposal")
    return max(own, key=lambda row: int(row["round"]))


def _present(rows: Rows) -> list[Row]:
    """The last part of each unit that still has one."""
    units = dict.fromkeys(row["unit"] for row in rows.values() if not row["withdrawn_on"])
    return [_part(rows, unit) for unit in units]


def _edit(rows: Rows, event: UnitAct, **changes: Any) -> Iterable[Row]:
    return (_part(rows, event.unit) | changes,)


def _assigned(rows: Rows, one: Recorded, event: e.Assigned) -> Iterable[Row]:
    for share in event.assignments:
        heard = event.opinion_by if share.role in ("co", "joint_lead") else None
        yield _BLANK | {
            "proposal": one.originator_id,
            "round": event.round,
            "unit": share.unit,
            "role": share.role,
            "asks": list(share.asks),
            "assigned_on": event.on,
            "assigned_position": one.position,
            "sign_by": event.sign_by and event.sign_by.on,
            "sign_due": event.sign_by and plain(event.sign_by),
            "opinion_by": heard and heard.on,
            "opinion_due": heard and plain(heard),
            **_due(event, one, share.role),
        }


def _due(event: e.Assigned | Begun, one: Recorded, role: str) -> Row:
    """A co-unit owes the lead an opinion; only the others owe the deputy a reply."""
    if role == "co":
        return {}
    due = event.reply_by
    return {"reply_by": due.on, "reply_due": plain(due), "due_position": one.position}


def _received(rows: Rows, one: Recorded, event: e.Received) -> Iterable[Row]:
    return _edit(rows, event, received_on=event.on, received_position=one.position)


def _objected(rows: Rows, one: Recorded, event: e.Objected) -> Iterable[Row]:
    return _edit(rows, event, objecting=True, objected_on=event.on, objected_position=one.position)


def _objection_decided(rows: Rows, one: Recorded, event: e.ObjectionDecided) -> Iterable[Row]:
    if event.upheld:
        return _edit(
            rows,
            event,
            objecting=False,
            withdrawn_on=event.on,
            withdrawn_position=one.position,
        )
    part = _part(rows, event.unit)
    signed = {} if part["received_on"] else _signed(event.on, one)
    return (part | signed | {"objecting": False},)


def _signed(on: date, one: Recorded) -> Row:
    return {"received_on": on, "received_position": one.position}


def _persons_named(rows: Rows, one: Recorded, event: e.PersonsNamed) -> Iterable[Row]:
    part = _part(rows, event.unit)
    persons = (event.chief, event.deputy_chief, event.handler)
    naming = [*(person and str(person) for person in persons), one.position]
    yield _answerable(part, [*part["namings"], naming])


def _answerable(part: Row, namings: list[Any]) -> Row:
    """Who answers for it: the last naming that still counts."""
    if not namings:
        return part | _NOBODY | {"namings": []}
    *persons, position = namings[-1]
    chief, deputy_chief, handler = (person and UUID(person) for person in persons)
    return part | {
        "chief": chief,
        "deputy_chief": deputy_chief,
        "handler": handler,
        "named_position": position,
        "namings": namings,
    }


def _entry_voided(rows: Rows, one: Recorded, event: e.EntryVoided) -> Iterable[Row]:
    for row in rows.values():
        left = [naming for naming in row["namings"] if naming[-1] != event.position]
        if len(left) < len(row["namings"]):
            yield _answerable(row, left)


def _opinion_given(rows: Rows, one: Recorded, event: e.OpinionGiven) -> Iterable[Row]:
    return _edit(
        rows,
        event,
        stance=event.stance,
        opinion_on=event.on,
        opinion_position=one.position,
        passed_over=False,
    )


def _opinion_urged(rows: Rows, one: Recorded, event: e.OpinionUrged) -> Iterable[Row]:
    return _edit(rows, event, urged_on=event.on, urged_position=one.position)


def _proceeded(rows: Rows, one: Recorded, event: e.ProceededWithout) -> Iterable[Row]:
    return _edit(rows, event, passed_over=True, passed_over_position=one.position)


def _replied(rows: Rows, one: Recorded, event: e.Replied) -> Iterable[Row]:
    """Joint leads answer once together; the one that issued the reply is the one rated."""
    part = _part(rows, event.unit)
    joint = part["role"] == "joint_lead"
    together = [row for row in _present(rows) if joint and row["role"] == "joint_lead"]
    for other in together or [part]:
        yield other | {
            "replied_on": event.on,
            "replied_position": one.position,
            "issued": other["unit"] == event.unit,
            "scheme": event.scheme,
            "letter": event.letter,
            "outcome": event.outcome,
        }


def _next_round(rows: Rows, one: Recorded, event: Begun) -> Iterable[Row]:
    """The units called on begin again in the same share; the others rest."""
    for part in _present(rows):
        if part["unit"] in event.units and part["role"] != "co":
            lasting = {column: part[column] for column in _LASTING}
            signed = _signed(event.on, one) if part["received_on"] else {}
            yield (
                _BLANK
                | lasting
                | signed
                | _due(event, one, part["role"])
                | {
                    "round": event.round,
                    "assigned_on": event.on,
                    "assigned_position": one.position,
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
            e.OpinionGiven: _opinion_given,
            e.OpinionUrged: _opinion_urged,
            e.ProceededWithout: _proceeded,
            e.Replied: _replied,
            e.RehandlingOrdered: _next_round,
            e.CarriedOver: _next_round,
            e.EntryVoided: _entry_voided,
        }
    ),
    versioned=True,
    hidden=frozenset({"namings"}),
    indexes=("(unit, proposal) where to_position is null",),
)
