"""Streams set aside because one of their events could not be read, and how they come back."""

from typing import Any, cast
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from eventstore.mapper import Recorded
from eventstore.store import Store
from projections import bulk
from projections.folding import Sheets
from projections.tables import TABLES
from projections.versions import known


def unpark(store: Store, stream: UUID) -> int:
    """Replay a stream from its first event into every table, after the house was mended.

    Answers how many events it has up to the bookmark.  Raises what reading or folding raises if
    it is not mended yet; nothing has changed then.
    """
    with psycopg.connect(store.url, autocommit=True) as owner, owner.transaction():
        schema = next(
            one.schema(store.schemas) for one in known(owner, store.schemas) if one.state == "live"
        )
        position = _held(owner, schema)
        past = [one for one in store.history(stream) if one.position <= position]
        _replay(owner, schema, stream, past)
    return len(past)


def _held(owner: Connection[Any], schema: str) -> int:
    """The bookmark; raising its epoch makes the projector read again what is parked."""
    query = SQL("update {} set epoch = epoch + 1 returning position")
    found = owner.execute(query.format(Identifier(schema, "bookmark"))).fetchone()
    return int(cast(tuple[int], found)[0])


def _replay(owner: Connection[Any], schema: str, stream: UUID, past: list[Recorded]) -> None:
    sheets = Sheets(TABLES)
    for one in past:
        sheets.fold(one)
    for sheet in sheets.sheets:
        bulk.clear(owner, schema, sheet.table, stream)
        bulk.write(owner, schema, sheet)
    owner.execute(
        SQL("delete from {} where stream = %s").format(Identifier(schema, "parked")), (stream,)
    )
