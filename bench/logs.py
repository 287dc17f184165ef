"""Logs and schemas that are gone when the measurement is over."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from commands.calendar_text import official_calendar
from commands.open_log import open_log
from commands.policy_files import shipped_policies
from eventstore.datastore import Schemas
from eventstore.migrations import migrate
from eventstore.store import Store


@contextmanager
def scratch_schema(url: str) -> Iterator[str]:
    """The name of an empty schema; it and those named after it are dropped in the end."""
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("create schema {}").format(Identifier(name)))
        try:
            yield name
        finally:
            found = connection.execute(
                "select nspname from pg_namespace where starts_with(nspname, %s)", (name,)
            ).fetchall()
            for (left,) in found:
                connection.execute(SQL("drop schema {} cascade").format(Identifier(left)))


@contextmanager
def opened_log(url: str, folder: Path) -> Iterator[Store]:
    """The store of a log of kind `test`, with its first three events."""
    with scratch_schema(url) as name:
        migrate(url, Schemas(name))
        with closing(Store(url, Schemas(name), folder)) as store:
            open_log(
                store,
                district="110101",
                name="测量",
                kind="test",
                policy=shipped_policies()["national-2025"],
                calendar=official_calendar(),
                at=datetime.now(UTC),
            )
            yield store
