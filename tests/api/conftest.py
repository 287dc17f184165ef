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


@pytest.fixture(scope="session")
def reviewed(settled: Town) -> Town:
    """The roads unit and the water unit have heads appointed by the congress."""
    for unit, head in (("道路局", "roads_head"), ("水务局", "water")):
        office = {"person": settled.persons[head], "appointed_by_congress": True}
        path = f"/units/{settled.units[unit]}/appoint"
        settled["administrator"].done(path, {**office, "on": "2026-01-06"})
    return settled
