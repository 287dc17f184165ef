"""Which log a command works on, and the way to it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import Identifier

from eventstore.datastore import Schemas
from eventstore.migrations import migrate
from eventstore.postgres import Address, data_folder, reachable
from eventstore.store import Store
from projections.versions import prepare

LIVE, DEMO = Schemas("huiyin"), Schemas("huiyin_demo")


@dataclass(frozen=True)
class Place:
    """A log in a database that answers: the live one or the demo, never both."""

    address: Address
    schemas: Schemas
    folder: Path

    @property
    def demo(self) -> bool:
        """Whether it is the demo's log, in schemas of its own."""
        return self.schemas == DEMO

    def opened(self) -> bool:
        """Whether the log has its first words; asks before any table need exist."""
        return _is_open(self.address.url, self.schemas)

    def migrate(self) -> list[str]:
        """Bring log and read tables to what this version expects; return the steps taken."""
        done = migrate(self.address.url, self.schemas)
        prepare(self.address.url, self.schemas)
        return done

    @contextmanager
    def store(self, pool: int = 10) -> Iterator[Store]:
        """The log, open."""
        store = Store(self.address.url, self.schemas, self.folder, pool=pool)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def place(environ: Mapping[str, str] = os.environ, live: bool = False) -> Iterator[Place]:
    """The log meant: the live one once it is opened or when a database is named, else the demo.

    HUIYIN_DEMO=1 means the demo in any case, `live` the live one.  Raises Unavailable.
    """
    folder = data_folder(environ)
    with reachable(environ) as address:
        demo = environ.get("HUIYIN_DEMO") == "1" or (
            address.embedded and not _is_open(address.url, LIVE)
        )
        yield Place(address, DEMO if demo and not live else LIVE, folder)


def _is_open(url: str, schemas: Schemas) -> bool:
    with psycopg.connect(url, autocommit=True) as connection:
        table = Identifier(schemas.log, "head").as_string()
        known = connection.execute("select to_regclass(%s)", (table,)).fetchone()
        if not known or known[0] is None:
            return False
        row = connection.execute(f"select position > 0 from {table}".encode()).fetchone()
    return bool(row and row[0])
