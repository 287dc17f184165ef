"""Run the service: database, log, read tables, web, in one process that stops cleanly."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import uvicorn
from psycopg.sql import SQL, Identifier

from aggregates.base import Refused
from aggregates.days import day_of
from api.app import create_app
from api.house import House
from api.sign_in import set_password
from cli.demo import is_complete, play_demo_year
from cli.place import Place
from commands.calendar_text import official_calendar
from commands.open_log import open_log
from commands.policy_files import shipped_policies
from eventstore.store import NoLog, Store
from projections.projector import Projector

DEMO_DISTRICT = "990101"
LOADING = 7_269_147
HOUR = 3600


def address(environ: Mapping[str, str]) -> tuple[str, int]:
    """Where to listen: HUIYIN_HOST (127.0.0.1) and HUIYIN_PORT (8000)."""
    return environ.get("HUIYIN_HOST", "127.0.0.1"), int(environ.get("HUIYIN_PORT", "8000"))


def serve(
    here: Place,
    environ: Mapping[str, str],
    ready: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> None:
    """Serve the log of a place until the process is told to stop.

    `ready` is told the address once it answers; `progress` how far a demo is loaded.
    Raises Refused when the live log was never opened.
    """
    here.migrate()
    stop = threading.Event()
    with _demo(here) as loads, here.store(pool=16) as store:
        log = _opened(store, here)
        house = House(
            store=store,
            url=here.address.url,
            schemas=here.schemas,
            district=log.district,
            kind=log.kind,
            folder=here.folder,
            clock=lambda: datetime.now(UTC),
        )
        projector = Projector(store)
        workers = [
            threading.Thread(target=projector.run, args=(stop,), name="projector"),
            threading.Thread(target=_keep_tidy, args=(store, stop), name="tidy"),
        ]
        if loads:
            workers.append(
                threading.Thread(target=_load, args=(here, store, progress), name="demo", daemon=True)
            )
        host, port = address(environ)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(house), host=host, port=port, log_level="warning", access_log=False
            )
        )
        workers.append(
            threading.Thread(target=_tell, args=(server, stop, f"http://{host}:{port}", ready))
        )
        for worker in workers:
            worker.start()
        try:
            server.run()
        finally:
            stop.set()
            for worker in workers:
                if not worker.daemon:
                    worker.join()


def _tell(
    server: uvicorn.Server, stop: threading.Event, url: str, ready: Callable[[str], None]
) -> None:
    while not server.started and not stop.wait(0.02):
        pass
    if server.started:
        ready(url)


def _keep_tidy(store: Store, stop: threading.Event) -> None:
    while not stop.wait(HOUR):
        store.log_recorder.forget_old_keys()


def _opened(store: Store, here: Place) -> Any:
    """The log's first words; of a demo that another process is opening right now, a little later."""
    for _ in range(300):
        try:
            return store.opened()
        except NoLog:
            if not here.demo:
                break
            time.sleep(0.1)
    raise Refused(
        "log.none", "还没有建立正式日志：请先运行 huiyin init --district 行政区划代码"
    )


@contextmanager
def _demo(here: Place) -> Iterator[bool]:
    """Whether this process is the one to load the demo, held by a lock as long as it runs.

    A demo that was not finished is thrown away and begun anew: it is nobody's record.
    """
    if not here.demo:
        yield False
        return
    with psycopg.connect(here.address.url, autocommit=True) as connection:
        locked = connection.execute("select pg_try_advisory_lock(%s)", (LOADING,)).fetchone()
        if not (locked and locked[0]):
            yield False
            return
        with here.store(pool=2) as store:
            begun = store.log_recorder.head()["position"] > 0
            complete = begun and is_complete(store)
        if begun and not complete:
            drop(here)
            here.migrate()
        if not complete:
            with here.store(pool=2) as store:
                open_demo_log(store)
        yield not complete


def open_demo_log(store: Store) -> None:
    """Write the first words of a demo: an invented district under the demo year's rules."""
    today = day_of(datetime.now(UTC))
    open_log(
        store,
        district=DEMO_DISTRICT,
        name="演示区",
        kind="demo",
        policy=shipped_policies()["demo-2025"],
        calendar=official_calendar(),
        at=datetime(today.year - 1, 1, 2, 1, tzinfo=UTC),
    )


def _load(here: Place, store: Store, progress: Callable[[int, int], None]) -> None:
    play_demo_year(
        store,
        today=day_of(datetime.now(UTC)),
        seed=2020,
        progress=progress,
        set_password=lambda account, password: set_password(
            store.datastore, here.schemas, account, password
        ),
        folder=here.folder,
    )


def drop(here: Place) -> None:
    """Throw the demo's schemas away.  Raises ValueError for any other log."""
    if not here.demo:
        raise ValueError("only a demo is ever dropped")
    with psycopg.connect(here.address.url, autocommit=True) as connection:
        found = connection.execute(
            "select nspname from pg_namespace where nspname = %s or starts_with(nspname, %s)",
            (here.schemas.log, f"{here.schemas.log}_"),
        ).fetchall()
        for (name,) in found:
            connection.execute(SQL("drop schema if exists {} cascade").format(Identifier(name)))
