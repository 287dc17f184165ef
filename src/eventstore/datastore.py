"""Connections to one log: pooled, acting in the role that can only append and read."""

from collections.abc import Callable
from dataclasses import dataclass
from select import POLLIN, poll
from typing import Any

from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Identifier

APP, READER = "huiyin_app", "huiyin_reader"


@dataclass(frozen=True)
class Schemas:
    """The schemas of one log, named after it: the live `huiyin`, the demo `huiyin_demo`."""

    log: str

    @property
    def vault(self) -> str:
        """Keys, wrapped."""
        return f"{self.log}_vault"

    @property
    def desk(self) -> str:
        """Passwords, tokens, sessions: tables, never events."""
        return f"{self.log}_desk"

    @property
    def read(self) -> str:
        """Views over the read tables in force."""
        return f"{self.log}_read"


class Datastore(PostgresDatastore):
    """The library's pool, opened from a libpq address, each connection in the given role."""

    def __init__(self, url: str, schema: str, *, role: str = APP, pool: int = 10) -> None:
        """`url` is a libpq URL; `pool` the number of connections kept, twice as many at most."""
        self.role = role
        super().__init__(dbname="", host="", port="", user="", password="", schema=schema)
        self.pool = ConnectionPool(
            url,
            connection_class=Connection[DictRow],
            kwargs={"row_factory": dict_row},
            min_size=1,
            max_size=pool * 2,
            open=False,
            configure=self.after_connect_func(),
            check=_check,
            timeout=5,
        )

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        """Commit by default; act in the role and in UTC."""
        role = SQL("set role {}").format(Identifier(self.role))

        def after_connect(connection: Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(role)
            connection.execute("set timezone to 'UTC'")

        return after_connect


def _check(connection: Connection[Any]) -> None:
    """Ask a server only when it said something unasked, which mostly is farewell: no round trip."""
    ready = poll()
    ready.register(connection.pgconn.socket, POLLIN)
    if ready.poll(0):
        ConnectionPool.check_connection(connection)
