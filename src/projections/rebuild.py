"""Build the read tables anew from the first event, beside the ones in use, then switch over."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg
from psycopg import Connection, errors
from psycopg.sql import SQL, Identifier

from eventstore.datastore import Schemas
from eventstore.store import Store
from projections import versions
from projections.leader import TRY_TO_LEAD, Leader
from projections.versions import Version, known

TRIES = 30
Progress = Callable[[int, int], None]


class Busy(Exception):
    """Somebody keeps the views in use; nothing was switched."""


def rebuild(
    url: str,
    schemas: Schemas,
    store: Store,
    progress: Progress = lambda done, all: None,
    *,
    keep_old: bool = False,
) -> Version:
    """Fill a new version with every event there is, show it, and drop the one shown before.

    Works while the house is open: the projector goes on with the new version.  `progress` is told
    the position reached and the log's last.  Raises Busy.
    """
    with versions.alone(url, schemas, "rebuild") as owner:
        _drop_left_over(owner, schemas)
        version = versions.make(owner, schemas)
        with closing(Leader(store, version.schema(schemas))) as leader:
            if not leader.lead():
                raise Busy(version.schema(schemas))
            while leader.step():
                progress(leader.position, store.log_recorder.head()["position"])
            shown = switch(store, version, leader)
        if not keep_old:
            for one in known(owner, schemas):
                if one.state == "old":
                    versions.drop(owner, schemas, one)
    return shown


def switch(store: Store, version: Version, leader: Leader) -> Version:
    """Show a version that has everything the one shown now has.  Raises Busy.

    The one shown now is held at its bookmark meanwhile, so that nobody sees time run backwards.
    """
    schemas = store.schemas
    with psycopg.connect(store.url, autocommit=True) as owner:
        for _ in range(TRIES):
            try:
                with owner.transaction():
                    reached = _held_at(owner, schemas)
                    while leader.position < reached and leader.step():
                        pass
                    return versions.point(owner, schemas, version)
            except errors.LockNotAvailable:
                continue
    raise Busy(schemas.read)


def _held_at(owner: Connection[Any], schemas: Schemas) -> int:
    for one in known(owner, schemas):
        if one.state == "live":
            bookmark = Identifier(one.schema(schemas), "bookmark")
            row = owner.execute(SQL("select position from {} for update").format(bookmark))
            return int(row.fetchone()[0])  # type: ignore[index]
    return 0


def _drop_left_over(owner: Connection[Any], schemas: Schemas) -> None:
    """Versions whose builder died: nobody holds their lock."""
    for one in known(owner, schemas):
        if one.state != "building":
            continue
        name = one.schema(schemas)
        if owner.execute(TRY_TO_LEAD, (name,)).fetchone()[0]:  # type: ignore[index]
            versions.drop(owner, schemas, one)
            owner.execute("select pg_advisory_unlock(hashtextextended(%s, 7))", (name,))
