"""Appending one event a command: ours, with key and chain, against the library's own recorder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.rows import dict_row

from bench.logs import opened_log, scratch_schema
from bench.rounds import Once, Table, in_turn, per_second
from eventstore.appends import Append
from eventstore.recorder import LogRecorder

TOPIC = "proposal.received"
STATE = b'"v":1,"event":{"unit":"%s","round":1,"on":"2026-05-06"},"by":{"role":"unit_handler"},' % (
    b"8c2f7a54-9b1d-5c7e-a3d0-5b7e0c1d2f3a"
) + b'"key":"%s","cause":null}' % (b"x" * 200)
THREADS = (1, 8)
PLAIN = "PostgreSQL alone: a prepared insert"
STOCK = "library's PostgresApplicationRecorder"
OURS = "ours: lock, key, expects, chain, head"


def table(url: str) -> Table:
    """Events a second with 1 and with 8 clients, and how many times the library's they are."""
    rows = []
    with ExitStack() as stack:
        ways = {
            PLAIN: stack.enter_context(_plain(url)),
            STOCK: stack.enter_context(_stock(url)),
            OURS: stack.enter_context(_ours(url)),
        }
        for threads in THREADS:
            found = in_turn({name: partial(per_second, threads, way) for name, way in ways.items()})
            rows += [
                (name, str(threads), str(one), one.range(), one.times(found[STOCK]))
                for name, one in found.items()
            ]
    return Table(
        "append, one event a transaction, events/s",
        ("way", "clients", "median", "range", "× library"),
        rows,
    )


@contextmanager
def _plain(url: str) -> Iterator[Callable[[], Once]]:
    with scratch_schema(url) as schema, ExitStack() as stack:
        opened = [
            stack.enter_context(psycopg.connect(url, autocommit=True)) for _ in range(max(THREADS))
        ]
        opened[0].execute(
            f"create table {schema}.events (id uuid, version bigint, topic text,"
            " state bytea, position bigserial, primary key (id, version))"
        )
        insert = f"insert into {schema}.events values (%s, 1, %s, %s) returning position"
        connections = cycle(opened)

        def make() -> Once:
            connection = next(connections)

            def once() -> object:
                values = (uuid4(), TOPIC, b"{" + STATE)
                return connection.execute(insert, values, prepare=True).fetchone()

            return once

        yield make


@contextmanager
def _stock(url: str) -> Iterator[Callable[[], Once]]:
    with scratch_schema(url) as schema:
        store = PostgresDatastore("", "", "", "", "", pool_size=10, max_overflow=10, schema=schema)
        store.pool.conninfo, store.pool.kwargs = url, {"row_factory": dict_row}
        with closing(store):
            recorder = PostgresApplicationRecorder(store)
            recorder.create_table()
            yield (
                lambda: (
                    lambda: recorder.insert_events([StoredEvent(uuid4(), 1, TOPIC, b"{" + STATE)])
                )
            )


@contextmanager
def _ours(url: str) -> Iterator[Callable[[], Once]]:
    with TemporaryDirectory() as folder, opened_log(url, Path(folder)) as store:
        account = uuid4()
        yield lambda: partial(_append, store.log_recorder, account)


def _append(recorder: LogRecorder, account: UUID) -> None:
    stream = uuid4()
    (outcome,) = recorder.append(
        [
            Append(
                account=account,
                key=uuid4().hex,
                request_hash=bytes(32),
                rows=[StoredEvent(stream, 1, TOPIC, STATE)],
                expects=[(stream, 0)],
            )
        ]
    )
    assert outcome.outcome == "recorded"
