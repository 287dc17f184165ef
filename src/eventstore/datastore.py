"""Connections to one log: pooled, acting in the role that can only append and read."""

from collections.abc import Callable
from dataclasses import dataclass
from select import POLLIN, poll
from typing import Any

from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

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
        super().__init__(
            dbname="",
            host="",
            port="",
            user="",
            password="",
            connect_timeout=5,
            idle_in_transaction_session_timeout=0,
            pool_size=1,
            max_overflow=pool * 2 - 1,
            pre_ping=True,
            schema=schema,
        )
        self.pool.conninfo = url
        self.pool.kwargs = {"row_factory": dict_row}
        self.pool._check = _check

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
