"""The load generator: proposals through the same handlers and aggregates, batched into the log."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aggregates.days import day_of
from bench.logs import scratch_schema
from bench.rounds import Table
from cli.demo import bulk
from cli.serve import open_demo_log
from eventstore.datastore import Schemas
from eventstore.migrations import migrate
from eventstore.store import Store
from projections.projector import Projector
from projections.versions import prepare

PROPOSALS, ROUNDS = 600, 3


def table(url: str) -> Table:
    """Events a second into the log, and then from the log into every read table."""
    rows = []
    for number in range(1, ROUNDS + 1):
        with (
            TemporaryDirectory(prefix="huiyin-bench-") as folder,
            scratch_schema(url) as name,
        ):
            migrate(url, Schemas(name))
            prepare(url, Schemas(name))
            store = Store(url, Schemas(name), Path(folder))
            open_demo_log(store)
            done = bulk(
                store,
                proposals=PROPOSALS,
                years=1,
                seed=number,
                today=day_of(datetime.now(UTC)),
                progress=lambda done, total: None,
            )
            began = perf_counter()
            position = Projector(store).catch_up()
            shown = position / (perf_counter() - began)
            store.close()
        rate = done.events / done.seconds
        rows.append((f"round {number}", f"{done.events:,}", f"{rate:,.0f}", f"{shown:,.0f}"))
    return Table(
        f"{PROPOSALS} proposals played in bulk",
        ("", "events", "into the log, events/s", "into the tables, events/s"),
        rows,
    )
