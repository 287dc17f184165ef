"""Reading the tables: pooled connections that can see the views and change nothing."""

import time
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from eventstore.datastore import READER, Schemas

WAITERS = 4
"""Requests that may wait for the projector at once; the others are told that tables are late."""
ALIVE = 5
"""Seconds after which a projector that gave no sign of life is not waited for."""

Found = dict[str, Any]


class Reader:
    """Rows of the views in force, in the role that can see nothing else."""

    def __init__(self, url: str, schemas: Schemas, *, pool: int = 8) -> None:
        """`url` is a libpq URL; `pool` the most connections kept."""
        self.schemas = schemas
        self._waiting = BoundedSemaphore(WAITERS)
        self._pool: ConnectionPool[Connection[Found]] = ConnectionPool(
            url,
            kwargs={"autocommit": True, "row_factory": dict_row, "connect_timeout": 5},
            min_size=1,
            max_size=pool,
            configure=self._configure,
            check=ConnectionPool.check_connection,
            timeout=5,
            open=True,
        )
        self._lag = SQL(
            "select b.position, h.position as head, h.position - b.position as behind,"
            " extract(epoch from clock_timestamp() - b.at)::float8 as silent,"
            " (select count(distinct stream) from parked) as parked,"
            " (select n from versions where state = 'live') as version,"
            " exists (select from versions where state = 'building') as rebuilding"
            " from bookmark b, {head} h"
        ).format(head=Identifier(schemas.log, "head"))

    def _configure(self, connection: Connection[Any]) -> None:
        connection.execute(SQL("set role {}").format(Identifier(READER)))
        connection.execute(SQL("set search_path to {}").format(Identifier(self.schemas.read)))
        connection.execute("set default_transaction_read_only = on")
        connection.execute("set timezone to 'UTC'")
        connection.execute("set statement_timeout = '30s'")

    def close(self) -> None:
        """Give the connections back."""
        self._pool.close()

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[Found]:
        """Rows as dictionaries; names without a schema are the views."""
        with self._pool.connection() as connection:
            return connection.execute(sql, values or {}).fetchall()

    def row(self, sql: str, values: Mapping[str, Any] | None = None) -> Found | None:
        """The first row, if any."""
        return next(iter(self.rows(sql, values)), None)

    def wait_for(self, position: int, timeout: float = 1.0) -> bool:
        """Whether the tables show an event by now; waits at most `timeout` seconds for it.

        Nobody waits for a projector that is silent, nor where many wait already.
        """
        end, pause = time.monotonic() + timeout, 0.001
        while not (shown := self._shows(position)):
            if shown is None or time.monotonic() + pause > end:
                return False
            if not self._waiting.acquire(timeout=max(0.0, end - time.monotonic())):
                return False
            try:
                time.sleep(pause)
            finally:
                self._waiting.release()
            pause = min(pause * 1.3, 0.02)
        return True

    def _shows(self, position: int) -> bool | None:
        """Whether it is shown; None when there is nobody to wait for."""
        found = self.row(
            "select position >= %(position)s as shown,"
            " at > clock_timestamp() - make_interval(secs => %(alive)s) as alive from bookmark",
            {"position": position, "alive": ALIVE},
        )
        if not found or not (found["shown"] or found["alive"]):
            return None
        return bool(found["shown"])

    def lag(self) -> Found:
        """How far the tables are behind, for the health check.

        `position` shown, `head` of the log, `behind` in events, `silent` seconds without a sign of
        life, `parked` streams, `version` of the tables, and whether one is being rebuilt.
        """
        return self.rows(self._lag.as_string())[0]
