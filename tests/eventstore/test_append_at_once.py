"""Many writers at once, and writers killed in the act: nothing missed, nothing lost, nothing doubled."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Composed, Identifier

from eventstore.appends import Append, Outcome
from eventstore.chain import walk
from eventstore.store import Store

KILLS = 40

WRITERS = """
import sys
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4
from eventsourcing.persistence import StoredEvent
from eventstore.datastore import Schemas
from eventstore.appends import Append
from eventstore.store import Store

url, log, folder, times = sys.argv[1:]
store = Store(url, Schemas(log), Path(folder))
SHARED = UUID(int=7)

def rows(stream, *versions):
    return [StoredEvent(stream, v, "proposal.received", b'"v":1,"event":{}}') for v in versions]

def append(rows, expects):
    account = uuid4()
    return store.log_recorder.append([Append(account, "k", b"", rows, expects)])[0].outcome

def write():
    for _ in range(int(times)):
        own = uuid4()
        assert append(rows(own, 1, 2), [(own, 0)]) == "recorded"
        while True:
            seen = len(store.log_recorder.select_events(SHARED))
            if append(rows(SHARED, seen + 1), [(SHARED, seen)]) == "recorded":
                break

threads = [Thread(target=write) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
store.close()
"""

KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from uuid import UUID
from eventsourcing.persistence import StoredEvent
from eventstore.datastore import Schemas
from eventstore.appends import Append
from eventstore.store import Store

url, log, folder, times = sys.argv[1:]

def write(first, told):
    store = Store(url, Schemas(log), Path(folder), pool=1)
    for n in range(first, 1_000_000):
        stream = UUID(int=1000 + n)
        rows = [StoredEvent(stream, v, "proposal.received", b'"v":1,"event":{}}') for v in (1, 2)]
        (one,) = store.log_recorder.append([Append(UUID(int=1), str(n), b"", rows, [(stream, 0)])])
        assert one.outcome in ("recorded", "duplicate"), one
        os.write(told, b"%d\\n" % n)

acknowledged = -1
for _ in range(int(times)):
    hears, told = os.pipe()
    child = os.fork()
    if not child:
        try:
            write(acknowledged + 1, told)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(hears) as lines:
        acknowledged = int(lines.readline())
        time.sleep(random.uniform(0, 0.01))  # chooses the moment; nobody waits for anything
        os.kill(child, signal.SIGKILL)
        for line in lines:
            acknowledged = int(line)
    os.waitpid(child, 0)
    print(acknowledged, flush=True)
"""


INSIDE = (
    "select pid from pg_locks join pg_database on pg_database.oid = database"
    " where locktype = 'advisory' and not granted and datname = current_database()"
)
"""Who waits for a lock inside the append function."""


def held(store: Store) -> Composed:
    """Takes the lock under which the log is appended to."""
    lock = SQL("select pg_advisory_lock(hashtextextended({}, 42))")
    return lock.format(f"{store.schemas.log}.events")


@contextmanager
def started(
    script: str, server: str, store: Store, folder: Path, times: int
) -> Iterator[subprocess.Popen[str]]:
    arguments = [server, store.schemas.log, str(folder), str(times)]
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """The process and those it forked."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def assert_sound(store: Store) -> None:
    head = store.log_recorder.head()
    found = walk(head["log"], store.log_recorder.links(), head=(head["position"], head["hash"]))
    assert found == (head["position"], head["hash"], None)


def tail(store: Store, seen: list[int], done: Event) -> None:
    """Read what is new again and again, as a projector does, and once more at the end."""
    last = False
    while not last:
        last = done.is_set()
        seen += [row.position for row in store.log_recorder.rows_after(seen[-1], 500)]


def test_a_reader_misses_nothing_while_twelve_writers_in_two_processes_append(
    server: str, store: Store, tmp_path: Path
) -> None:
    seen, done = [3], Event()
    reader = Thread(target=tail, args=(store, seen, done))
    reader.start()
    with (
        started(WRITERS, server, store, tmp_path, 15) as one,
        started(WRITERS, server, store, tmp_path, 15) as two,
    ):
        codes = [one.wait(), two.wait()]
    done.set()
    reader.join()
    assert codes == [0, 0]
    assert seen == list(range(3, 3 + 12 * 15 * 3 + 1))
    assert len(store.log_recorder.select_events(UUID(int=7))) == 12 * 15
    assert_sound(store)


def test_a_killed_writer_loses_nothing_it_was_told_and_doubles_nothing_it_asks_again(
    server: str, store: Store, tmp_path: Path
) -> None:
    with started(KILLED, server, store, tmp_path, KILLS) as process:
        assert process.stdout
        told = [int(line) for line in process.stdout]
        assert process.wait() == 0
    assert len(told) == KILLS
    acknowledged = told[-1]
    assert acknowledged >= KILLS - 1
    rows = store.log_recorder.rows_after(3, 100_000)
    streams = [row.originator_id for row in rows]
    assert set(streams) >= {UUID(int=1000 + n) for n in range(acknowledged + 1)}
    assert set(streams) <= {UUID(int=1000 + n) for n in range(acknowledged + 2)}
    assert sorted(streams) == sorted([*set(streams), *set(streams)])
    assert_sound(store)


def test_a_writer_killed_inside_the_function_finds_its_command_done(
    server: str, store: Store, tmp_path: Path
) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(held(store))
        with started(KILLED, server, store, tmp_path, 1) as process:
            while not (found := connection.execute(INSIDE).fetchone()):
                assert process.poll() is None
            kill(process)
        connection.execute("select pg_advisory_unlock_all()")
        alive = "select 1 from pg_stat_activity where pid = %s"
        while connection.execute(alive, found).fetchone():
            pass
    assert [row.originator_version for row in store.log_recorder.rows_after(3, 10)] == [1, 2]
    stream = UUID(int=1000)
    rows = [StoredEvent(stream, v, "proposal.received", b'"v":1,"event":{}}') for v in (1, 2)]
    (again,) = store.log_recorder.append([Append(UUID(int=1), "0", b"", rows, [(stream, 0)])])
    assert (again.outcome, again.first, again.last) == ("duplicate", 4, 5)
    assert_sound(store)


@contextmanager
def held_up(server: str, store: Store) -> Iterator[None]:
    """While somebody else holds the log's lock and one command waits in the database for it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(held(store))
        first = Thread(target=ask, args=(store, 1, 1))
        first.start()
        while not connection.execute(INSIDE).fetchone():
            assert first.is_alive()
        yield
        connection.execute("select pg_advisory_unlock_all()")
        first.join()


def ask(store: Store, n: int, version: int) -> Outcome:
    rows = [StoredEvent(UUID(int=n), version, "proposal.received", b'"v":1,"event":{}}')]
    return store.log_recorder.append([Append(UUID(int=n), "k", b"", rows, [])])[0]


def asked_together(server: str, store: Store, *versions: int) -> list[Future[Outcome]]:
    """Commands for streams 2, 3 …, each of a thread of its own, that wait for one call."""
    with ThreadPoolExecutor(len(versions)) as threads, held_up(server, store):
        asked = [threads.submit(ask, store, n, version) for n, version in enumerate(versions, 2)]
        while len(store.log_recorder.shared.waiting) < len(versions):
            assert not any(one.done() for one in asked)
    return asked


def transactions(server: str, store: Store) -> int:
    count = SQL("select count(distinct xmin::text) from {} where notification_id > 3")
    with psycopg.connect(server) as connection:
        events = Identifier(store.schemas.log, "events")
        ((found,),) = connection.execute(count.format(events)).fetchall()
    return int(found)


def test_commands_that_wait_share_the_next_transaction(server: str, store: Store) -> None:
    asked = asked_together(server, store, 1, 1, 1, 1, 1)
    assert sorted(one.result().first or 0 for one in asked) == [5, 6, 7, 8, 9]
    assert transactions(server, store) == 2
    positions = {row.originator_id: row.position for row in store.log_recorder.rows_after(4, 9)}
    assert positions == {UUID(int=n): one.result().first for n, one in enumerate(asked, 2)}
    assert_sound(store)


def test_a_command_the_database_refuses_fails_alone(server: str, store: Store) -> None:
    wrong, *right = asked_together(server, store, 7, 1, 1)
    assert "no version 6" in str(wrong.exception())
    assert sorted(one.result().first or 0 for one in right) == [5, 6]
    assert_sound(store)


def test_a_lost_connection_is_replaced_before_the_next_command(server: str, store: Store) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        ended = connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where query like %s and pid <> pg_backend_pid()",
            (f"%{store.schemas.log}%",),
        ).fetchall()
    assert ended
    assert store.log_recorder.head()["position"] == 3
