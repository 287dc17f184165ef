"""Logs of the event store's own tests: kind `test`, where the caller may tell the time."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.calendar_text import official_calendar
from commands.open_log import open_log
from commands.policy_files import shipped_policies
from eventstore.datastore import Schemas
from eventstore.migrations import migrate
from eventstore.store import Store


@pytest.fixture
def empty(server: str, schema: str, tmp_path: Path) -> Iterator[Store]:
    """The store of a log into which nothing was written yet."""
    migrate(server, Schemas(schema))
    with closing(Store(server, Schemas(schema), tmp_path)) as store:
        yield store


@pytest.fixture
def begin() -> Callable[[Store], Store]:
    """Writes the first three events of a log, on 2026-03-05 at 09:00 in Beijing."""

    def opened(store: Store) -> Store:
        open_log(
            store,
            district="110101",
            name="示例区",
            kind="test",
            policy=shipped_policies()["national-2025"],
            calendar=official_calendar(),
            at=datetime(2026, 3, 5, 1, tzinfo=UTC),
        )
        return store

    return opened


@pytest.fixture
def store(empty: Store, begin: Callable[[Store], Store]) -> Store:
    """The store of a log with its first three events."""
    return begin(empty)
