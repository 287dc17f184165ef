"""A log in bulk: appended in batches, read back, and its chain walked."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from bench.append import STATE, TOPIC
from bench.logs import opened_log
from bench.rounds import Table
from eventstore.appends import Append
from eventstore.chain import walk
from eventstore.recorder import LogRecorder

EVENTS, COMMAND, BATCH = 50_000, 10, 5_000


def table(url: str) -> Table:
    """Events a second: many commands a call, all rows read, and the chain walked to its head."""
    with TemporaryDirectory() as folder, opened_log(url, Path(folder)) as store:
        recorder = store.log_recorder
        filled = _seconds(lambda: _fill(recorder))
        read = median(_seconds(lambda: sum(1 for _ in recorder.links())) for _ in range(5))
        walked = median(_seconds(lambda: _walk(recorder)) for _ in range(5))
    rows = [
        (f"append, {COMMAND} events a command, {BATCH:,} a call", f"{EVENTS / filled:,.0f}"),
        ("read every row", f"{EVENTS / read:,.0f}"),
        ("walk the chain (read, hash, compare)", f"{EVENTS / walked:,.0f}"),
    ]
    return Table(f"a log of {EVENTS:,} events, events/s", ("way", "median"), rows)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _fill(recorder: LogRecorder) -> None:
    for _ in range(EVENTS // BATCH):
        recorder.append([_command() for _ in range(BATCH // COMMAND)])


def _command() -> Append:
    account, stream = uuid4(), uuid4()
    rows = [StoredEvent(stream, version, TOPIC, STATE) for version in range(1, COMMAND + 1)]
    return Append(account, account.hex, bytes(32), rows, [(stream, 0)])


def _walk(recorder: LogRecorder) -> None:
    head = recorder.head()
    found = walk(head["log"], recorder.links(), head=(head["position"], head["hash"]))
    assert found == (head["position"], head["hash"], None)
