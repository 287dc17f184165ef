"""A settled town, shared by the tests of a run: each brings proposals and people of its own."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from town import TODAY, Town, town_at


@pytest.fixture(scope="session")
def settled(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    name = f"t_{secrets.token_hex(4)}"
    folder: Path = tmp_path_factory.mktemp("town")
    with town_at(server, name, folder) as town:
        yield town
    with psycopg.connect(server, autocommit=True) as connection:
        sql = "select nspname from pg_namespace where starts_with(nspname, %s)"
        for (schema,) in connection.execute(sql, [name]).fetchall():
            connection.execute(SQL("drop schema {} cascade").format(Identifier(schema)))


@pytest.fixture
def town(settled: Town) -> Iterator[Town]:
    """The town on its day, nobody's cookies left behind."""
    settled.now = TODAY
    yield settled
    settled.client.cookies.clear()
