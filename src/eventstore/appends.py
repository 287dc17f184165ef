"""What is asked of the log, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import StoredEvent

BATCH = 20_000
"""Events that one call of the append function takes at most."""


@dataclass(frozen=True)
class Append:
    """What one command asks the log to add, and what it relies on being so still."""

    account: UUID
    key: str
    request_hash: bytes
    rows: Sequence[StoredEvent]
    expects: Sequence[tuple[UUID, int]]
    answer: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of it: recorded, found recorded before, or refused by the log."""

    outcome: Literal["recorded", "duplicate", "conflict", "key_reused"]
    first: int | None = None
    last: int | None = None
    at: datetime | None = None
    answer: dict[str, Any] | None = None
    stream: UUID | None = None
    version: int | None = None
