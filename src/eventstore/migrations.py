"""The tables of a log, made and moved on once, under one lock, in numbered steps."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import errors
from psycopg.sql import SQL, Identifier, Literal

from aggregates.base import Refused
from eventstore.datastore import APP, READER, Schemas

LOCK = 7_269_146
Connection = psycopg.Connection[tuple[Any, ...]]


class Behind(Exception):
    """The database is not what this version of the house expects; migrate first."""


@dataclass(frozen=True)
class Step:
    """One SQL file; what was run is never edited, a later step follows it."""

    name: str
    sql: str

    @property
    def digest(self) -> str:
        """By which an edited step is noticed."""
        return sha256(self.sql.encode()).hexdigest()


def steps() -> list[Step]:
    """Every step in order."""
    folder = files("eventstore") / "sql"
    found = [Step(file.name, file.read_text("utf-8")) for file in folder.iterdir()]
    return sorted((one for one in found if one.name.endswith(".sql")), key=lambda one: one.name)


def migrate(url: str, schemas: Schemas) -> list[str]:
    """Run the steps not yet run; return their names.  Safe to call from many processes at once.

    Raises Behind when a step that was run has been edited, and Refused (database.privilege) when the
    user may not make the roles.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        _make_roles(connection)
        for schema in (schemas.log, schemas.vault, schemas.desk, schemas.read):
            connection.execute(SQL("create schema if not exists {}").format(Identifier(schema)))
        missing = _missing(_done(connection, schemas))
        for step in missing:
            with connection.transaction():
                _run(connection, schemas, step)
        return [step.name for step in missing]


def pending(url: str, schemas: Schemas) -> list[str]:
    """The names of steps not yet run.  Raises Behind when one that was run has been edited."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute(
            "select to_regclass(%s)", (f"{Identifier(schemas.log, 'migrations').as_string()}",)
        ).fetchone()
        done = _done(connection, schemas) if known and known[0] else {}
    return [step.name for step in _missing(done)]


def _missing(done: Mapping[str, str]) -> list[Step]:
    for step in steps():
        if done.get(step.name, step.digest) != step.digest:
            raise Behind(f"迁移{step.name}在执行后被改过")
    return [step for step in steps() if step.name not in done]


def _make_roles(connection: Connection) -> None:
    try:
        for role, login in ((APP, SQL("nologin")), (READER, SQL("login"))):
            _make_role(connection, role, login)
    except errors.InsufficientPrivilege:
        user = connection.info.user
        raise Refused(
            "database.privilege",
            f"数据库用户“{user}”不能建立或使用角色 {APP}、{READER}：请由数据库管理员授予 CREATEROLE，"
            "或把这两个角色授予该用户",
        ) from None


def _make_role(connection: Connection, role: str, login: SQL) -> None:
    found = connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone()
    if not found:
        with suppress(errors.DuplicateObject, errors.UniqueViolation):
            connection.execute(SQL("create role {} {}").format(Identifier(role), login))
    member = "select pg_has_role(current_user, %s, 'member')"
    if connection.execute(member, (role,)).fetchone() != (True,):
        connection.execute(SQL("grant {} to current_user").format(Identifier(role)))


def _done(connection: Connection, schemas: Schemas) -> dict[str, str]:
    table = Identifier(schemas.log, "migrations")
    connection.execute(
        SQL(
            "create table if not exists {} (name text primary key, digest text not null,"
            " at timestamptz not null default clock_timestamp())"
        ).format(table)
    )
    return dict(connection.execute(SQL("select name, digest from {}").format(table)).fetchall())


def _run(connection: Connection, schemas: Schemas, step: Step) -> None:
    text = SQL(step.sql)
    statement = text.format(
        log=Identifier(schemas.log),
        vault=Identifier(schemas.vault),
        desk=Identifier(schemas.desk),
        read=Identifier(schemas.read),
        app=Identifier(APP),
        reader=Identifier(READER),
        lock=Literal(f"{schemas.log}.events"),
        channel=Literal(schemas.log),
    )
    connection.execute(statement)
    connection.execute(
        SQL("insert into {} (name, digest) values (%s, %s)").format(
            Identifier(schemas.log, "migrations")
        ),
        (step.name, step.digest),
    )
