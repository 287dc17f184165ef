"""What the service is built from: one log, its tables, its folder and its clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aggregates.log import LogKind
from eventstore.datastore import Datastore, Schemas
from eventstore.store import Store
from eventstore.trail import Trail

THREADS = 20
"""Requests at work at once: as many as the store's pool has connections."""


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class House:
    """One log and everything that serves it."""

    store: Store
    url: str
    schemas: Schemas
    district: str
    kind: LogKind
    folder: Path
    clock: Callable[[], datetime] = now

    @property
    def datastore(self) -> Datastore:
        """The connections of the log."""
        return self.store.datastore

    @property
    def trail(self) -> Trail:
        """The log as an auditor reads it."""
        return Trail(self.datastore, self.schemas)
