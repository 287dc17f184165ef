"""Versions of the read tables: each in a schema of its own, one of them looked at through the views.

A version is `building` until it has everything, then `live`; the one before is `old`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from eventstore.datastore import APP, READER, Schemas
from projections.table import Table
from projections.tables import TABLES, digest

Owner = Connection[Any]
OURS = ("bookmark", "parked")
PATIENCE = "2s"


@dataclass(frozen=True)
class Version:
    """One version: number, shape, and whether it is looked at."""

    n: int
    digest: str
    state: str

    def schema(self, schemas: Schemas) -> str:
        """Where its tables are."""
        return f"{schemas.read}_{self.n}"


def prepare(url: str, schemas: Schemas) -> Version:
    """Make sure there are read tables of this house's shape; return the version to be kept up.

    Run with the migrating role, right after migrations.  An empty log's first version is live at
    once; a later shape is filled by the projector first.  Safe to call from many processes at once.
    """
    with alone(url, schemas, "versions") as owner:
        _make_registry(owner, schemas)
        versions = known(owner, schemas)
        for one in versions:
            if one.digest == digest() and one.state in ("live", "building"):
                return one
        made = make(owner, schemas)
        return point(owner, schemas, made) if not versions else made


@contextmanager
def alone(url: str, schemas: Schemas, purpose: str) -> Iterator[Owner]:
    """A connection that nobody else has for this purpose; others wait."""
    with psycopg.connect(url, autocommit=True) as owner:
        lock = "select pg_advisory_lock(hashtextextended(%s, 11))"
        owner.execute(lock, (f"{schemas.read}.{purpose}",))
        yield owner


def known(connection: Owner, schemas: Schemas) -> list[Version]:
    """Every version there is, the newest first."""
    query = SQL("select n, digest, state from {} order by n desc").format(
        Identifier(schemas.read, "versions")
    )
    with connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        return [Version(*row) for row in cursor.execute(query).fetchall()]


def make(owner: Owner, schemas: Schemas) -> Version:
    """Make the next version, empty."""
    taken = known(owner, schemas)
    version = Version(taken[0].n + 1 if taken else 1, digest(), "building")
    schema = version.schema(schemas)
    with owner.transaction():
        owner.execute(SQL("create schema {}").format(Identifier(schema)))
        for statement in _ddl(schema):
            owner.execute(statement)
        _register(owner, schemas, version)
    return version


def point(owner: Owner, schemas: Schemas, version: Version) -> Version:
    """Let the views show a version, all at once; what was shown before becomes old."""
    alike = any(
        one.state == "live" and one.digest == version.digest for one in known(owner, schemas)
    )
    with owner.transaction():
        owner.execute(SQL("set local lock_timeout = {}").format(Literal(PATIENCE)))
        if not alike:
            _drop_views(owner, schemas)
        for statement in _views(schemas, version):
            owner.execute(statement)
        registry = Identifier(schemas.read, "versions")
        owner.execute(SQL("update {} set state = 'old' where state = 'live'").format(registry))
        owner.execute(
            SQL("update {} set state = 'live' where n = %s").format(registry), (version.n,)
        )
    return Version(version.n, version.digest, "live")


def drop(owner: Owner, schemas: Schemas, version: Version) -> None:
    """Remove a version that nobody looks at."""
    with owner.transaction():
        schema = Identifier(version.schema(schemas))
        owner.execute(SQL("drop schema if exists {} cascade").format(schema))
        registry = Identifier(schemas.read, "versions")
        owner.execute(SQL("delete from {} where n = %s").format(registry), (version.n,))


# ---- statements


def _make_registry(owner: Owner, schemas: Schemas) -> None:
    names = {
        "read": Identifier(schemas.read),
        "versions": Identifier(schemas.read, "versions"),
        "app": Identifier(APP),
        "reader": Identifier(READER),
    }
    if owner.execute("select to_regclass(%s)", (names["versions"].as_string(),)).fetchone()[0]:  # type: ignore[index]
        return
    with owner.transaction():
        owner.execute(
            SQL(
                "create table {versions} (n int primary key, digest text not null,"
                " state text not null, made_at timestamptz not null default clock_timestamp())"
            ).format(**names)
        )
        owner.execute(SQL("grant usage on schema {read} to {app}, {reader}").format(**names))
        owner.execute(SQL("grant select on {versions} to {app}, {reader}").format(**names))


def _register(owner: Owner, schemas: Schemas, version: Version) -> None:
    owner.execute(
        SQL("insert into {} (n, digest, state) values (%s, %s, %s)").format(
            Identifier(schemas.read, "versions")
        ),
        (version.n, version.digest, version.state),
    )


def _ddl(schema: str) -> Iterator[Composed]:
    for table in TABLES:
        name = Identifier(schema, table.name)
        yield SQL("create table {} ({}, primary key ({}))").format(
            name,
            SQL(", ").join(_column(column, kind) for column, kind in table.stored.items()),
            SQL(", ").join(map(Identifier, table.primary)),
        )
        if table.versioned:
            yield SQL("create unique index on {} ({}) where to_position is null").format(
                name, SQL(", ").join(map(Identifier, table.key))
            )
        for index in table.indexes:
            yield SQL("create index on {} {}").format(name, SQL(index))
    yield from _ours(schema)


def _ours(schema: str) -> Iterator[Composed]:
    names = {
        "schema": Identifier(schema),
        "bookmark": Identifier(schema, "bookmark"),
        "parked": Identifier(schema, "parked"),
        "app": Identifier(APP),
    }
    for statement in (
        """create table {bookmark} (one boolean primary key default true check (one),
        position bigint not null default 0, epoch bigint not null default 0,
        at timestamptz not null default clock_timestamp(), pid int)""",
        "insert into {bookmark} default values",
        """create table {parked} (position bigint primary key, stream uuid not null,
        topic text not null, error text not null,
        at timestamptz not null default clock_timestamp())""",
        "create index on {parked} (stream)",
        "grant usage on schema {schema} to {app}",
        "grant select, insert, update, delete on all tables in schema {schema} to {app}",
    ):
        yield SQL(statement).format(**names)


def _views(schemas: Schemas, version: Version) -> Iterator[Composed]:
    schema = version.schema(schemas)
    shapes: dict[str, Composable] = {table.name: _shown(table) for table in TABLES}
    only = {table.name: SQL(" where " + table.only) for table in TABLES if table.only}
    for name, columns in (shapes | dict.fromkeys(OURS, SQL("*"))).items():
        view = Identifier(schemas.read, name)
        yield SQL("create or replace view {} as select {} from {}{}").format(
            view, columns, Identifier(schema, name), only.get(name, SQL(""))
        )
        yield SQL("grant select on {} to {}, {}").format(view, Identifier(READER), Identifier(APP))


def _shown(table: Table) -> Composed:
    return SQL(", ").join(
        SQL("{} as {}").format(SQL(table.shown[column]), Identifier(column))
        if column in table.shown
        else Identifier(column)
        for column in table.stored
        if column not in table.hidden
    )


def _drop_views(owner: Owner, schemas: Schemas) -> None:
    found = owner.execute(
        "select viewname from pg_views where schemaname = %s", (schemas.read,)
    ).fetchall()
    for (name,) in found:
        owner.execute(SQL("drop view {}").format(Identifier(schemas.read, name)))


def _column(name: str, kind: str) -> Composed:
    return SQL("{} {}").format(Identifier(name), SQL(kind))
