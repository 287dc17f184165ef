"""Who is who: units and their heads, people by name only, deputies, accounts, and the years."""

from collections.abc import Iterable
from typing import Any

from aggregates import account as a
from aggregates import cycle as c
from aggregates import deputy as d
from aggregates import person as p
from aggregates import unit as u
from eventstore.mapper import Recorded
from projections.table import Row, Rows, Table, Telling, folds, plain


def _row(one: Recorded, **columns: Any) -> Iterable[Row]:
    return ({"id": one.originator_id, "version": one.originator_version, **columns},)


def _edit(rows: Rows, one: Recorded, **changes: Any) -> Iterable[Row]:
    return (rows[(one.originator_id,)] | {"version": one.originator_version, **changes},)


_ID = {"id": "uuid not null", "version": "bigint not null"}


# ---- units and terms of office

UNITS = Table(
    name="units",
    key=("id",),
    columns=_ID
    | {
        "code": "text not null",
        "name": "text not null",
        "branch": "text not null",
        "registered_on": "date not null",
        "merged_into": "uuid",
        "merged_on": "date",
    },
    on=folds(
        {
            u.UnitRegistered: lambda rows, one, event: _row(
                one,
                code=event.code,
                name=event.name,
                branch=event.branch,
                registered_on=event.on,
                merged_into=None,
                merged_on=None,
            ),
            u.UnitRenamed: lambda rows, one, event: _edit(rows, one, name=event.name),
            u.UnitMerged: lambda rows, one, event: _edit(
                rows, one, merged_into=event.into, merged_on=event.on
            ),
            u.HeadAppointed: lambda rows, one, event: _edit(rows, one),
            u.HeadLeft: lambda rows, one, event: _edit(rows, one),
        }
    ),
    adds=frozenset({u.UnitRegistered}),
)


def _appointed(rows: Rows, one: Recorded, event: u.HeadAppointed) -> Iterable[Row]:
    yield {
        "unit": one.originator_id,
        "appointed_position": one.position,
        "person": event.person,
        "post": event.post,
        "from_on": event.on,
        "to_on": None,
        "appointed_by_congress": event.appointed_by_congress,
        "left_position": None,
    }


def _left(rows: Rows, one: Recorded, event: u.HeadLeft) -> Iterable[Row]:
    for row in rows.values():
        if (row["person"], row["post"], row["to_on"]) == (event.person, event.post, None):
            yield row | {"to_on": event.on, "left_position": one.position}


OFFICES = Table(
    name="offices",
    key=("unit", "appointed_position"),
    columns={
        "unit": "uuid not null",
        "appointed_position": "bigint not null",
        "person": "uuid not null",
        "post": "text not null",
        "from_on": "date not null",
        "to_on": "date",
        "appointed_by_congress": "boolean not null",
        "left_position": "bigint",
    },
    on=folds({u.HeadAppointed: _appointed, u.HeadLeft: _left}),
    adds=frozenset({u.HeadAppointed}),
)


# ---- people, deputies, accounts

PEOPLE = Table(
    name="people",
    key=("id",),
    columns=_ID | {"name": "text not null"},
    on=folds(
        {
            p.PersonRegistered: lambda rows, one, event: _row(one, name=event.name),
            p.ContactChanged: lambda rows, one, event: _edit(rows, one),
        }
    ),
    adds=frozenset({p.PersonRegistered}),
)


def _standing(standing: d.Standing) -> Telling:
    return lambda rows, one, event: _edit(rows, one, standing=standing, since=event.on)


DEPUTIES = Table(
    name="deputies",
    key=("id",),
    columns=_ID
    | {
        "person": "uuid not null",
        "term": "int not null",
        "delegation": "text not null",
        "elected_on": "date not null",
        "standing": "text not null",
        "since": "date not null",
    },
    on=folds(
        {
            d.DeputyElected: lambda rows, one, event: _row(
                one,
                person=event.person,
                term=event.term,
                delegation=event.delegation,
                elected_on=event.on,
                standing="active",
                since=event.on,
            ),
            d.DeputySuspended: _standing("suspended"),
            d.DeputyResumed: _standing("active"),
            d.DeputyEnded: _standing("ended"),
        }
    ),
    adds=frozenset({d.DeputyElected}),
    indexes=("(person)",),
)

ACCOUNTS = Table(
    name="accounts",
    key=("id",),
    columns=_ID
    | {
        "person": "uuid not null",
        "role": "text",
        "unit": "uuid",
        "deputy": "uuid",
        "opened_at": "timestamptz not null",
        "closed": "boolean not null",
    },
    on=folds(
        {
            a.AccountOpened: lambda rows, one, event: _row(
                one,
                person=event.person,
                role=None,
                unit=None,
                deputy=None,
                opened_at=one.at,
                closed=False,
            ),
            a.AccountGranted: lambda rows, one, event: _edit(
                rows, one, role=event.role, unit=event.unit, deputy=event.deputy
            ),
            a.AccountRevoked: lambda rows, one, event: _edit(
                rows, one, role=None, unit=None, deputy=None
            ),
            a.AccountClosed: lambda rows, one, event: _edit(rows, one, role=None, closed=True),
        }
    ),
    adds=frozenset({a.AccountOpened}),
)


# ---- years


def _sealed(one: Recorded, event: c.HandoverSealed) -> dict[str, Any]:
    """A sealed list: its entries stand behind `since`, up to `until`."""
    sealed: dict[str, Any] = plain(event)
    places = {"since": one.position, "until": one.position + event.events}
    return sealed | places | {"at": one.at and one.at.isoformat()}


CYCLES = Table(
    name="cycles",
    key=("id",),
    columns=_ID
    | {
        "year": "int not null",
        "term": "int not null",
        "session": "int not null",
        "session_closed_on": "date",
        "meeting_by": "date",
        "meeting_due": "jsonb",
        "opened_on": "date not null",
        "closed_on": "date",
        "meetings": "jsonb not null",
        "lists": "jsonb not null",
    },
    on=folds(
        {
            c.CycleOpened: lambda rows, one, event: _row(
                one,
                year=event.year,
                term=event.term,
                session=event.session,
                session_closed_on=event.session_closed_on,
                meeting_by=event.meeting_by and event.meeting_by.on,
                meeting_due=plain(event.meeting_by),
                opened_on=event.on,
                closed_on=None,
                meetings=[],
                lists=[],
            ),
            c.SessionClosed: lambda rows, one, event: _edit(
                rows,
                one,
                session_closed_on=event.on,
                meeting_by=event.meeting_by and event.meeting_by.on,
                meeting_due=plain(event.meeting_by),
            ),
            c.HandoverHeld: lambda rows, one, event: _edit(
                rows,
                one,
                meetings=[
                    *rows[(one.originator_id,)]["meetings"],
                    {"id": str(event.meeting), "place": event.place, "on": str(event.on)},
                ],
            ),
            c.HandoverSealed: lambda rows, one, event: _edit(
                rows, one, lists=[*rows[(one.originator_id,)]["lists"], _sealed(one, event)]
            ),
            c.CycleClosed: lambda rows, one, event: _edit(rows, one, closed_on=event.on),
        }
    ),
    adds=frozenset({c.CycleOpened}),
    indexes=("(year)",),
)
