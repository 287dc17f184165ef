"""Run the service: database, log, read tables, web, in one process that stops cleanly."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from shutil import rmtree

import psycopg
import structlog
import uvicorn
from psycopg.sql import SQL, Identifier

from aggregates.base import Refused
from aggregates.cycle import LastYear
from aggregates.days import day_of
from aggregates.log import Log
from api.app import create_app
from api.house import THREADS, House
from api.sign_in import set_password
from cli.accounts import house_desk
from cli.demo import ACCOUNTS, is_complete, play_demo_year
from cli.doctor import listening, try_to_listen
from cli.place import Place
from commands.calendar_text import official_calendar
from commands.desk import Desk
from commands.move_dates import DatesKept
from commands.open_log import open_log
from commands.policy_files import shipped_policies
from commands.reveal_due import RatingsOpened
from eventstore.mapper import Via
from eventstore.postgres import Unavailable, reachable
from eventstore.store import NoLog, Store
from projections.handover_lists import last_year
from projections.projector import Projector
from projections.reader import Reader

DEMO_DISTRICT = "990101"
LOADING = 7_269_147
MINUTE, HOUR = 60, 3600
SOON = 5
log = structlog.get_logger("serve")


def address(environ: Mapping[str, str]) -> tuple[str, int]:
    """Where to listen: HUIYIN_HOST (127.0.0.1) and HUIYIN_PORT (8000).

    Raises Refused (port.unknown) on what is no port.
    """
    try:
        return listening(environ)
    except ValueError as wrong:
        raise Refused("port.unknown", str(wrong)) from None


def must_be_free(host: str, port: int) -> None:
    """Refuse an address at which somebody listens already, or that is none of this machine's."""
    try:
        try_to_listen(host, port)
    except OSError as error:
        sentence = f"不能监听 {host}:{port}（{error.strerror}）；可用 HUIYIN_PORT 换一个端口"
        raise Refused("port.taken", sentence) from None


def serve(
    here: Place,
    environ: Mapping[str, str],
    ready: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> None:
    """Serve the log of a place until the process is told to stop.

    `ready` is told the address once it answers; `progress` how far a demo is loaded.
    Raises NoLog when the live log was never opened.
    """
    if not here.demo and not here.opened():
        raise NoLog(here.schemas.log)
    here.migrate()
    stop = threading.Event()
    with _demo(here) as loads, _opened(here) as house:
        host, port = address(environ)
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(house), host=host, port=port, log_level="warning", access_log=False
            )
        )
        workers: list[Callable[[], None]] = [
            lambda: Projector(house.store).run(stop),
            lambda: _hourly(stop, house.store.log_recorder.forget_old_keys),
            lambda: _hourly(stop, house.store.files.sweep),
            lambda: _hourly(stop, DatesKept(house.store, lambda: _timer(house.store)).look),
            lambda: _hourly(stop, RatingsOpened(house.store, lambda: _timer(house.store)).look),
            lambda: _keep_database(here, environ, stop),
            lambda: _tell(server, stop, f"http://{shown}:{port}", ready),
        ]
        if loads:
            workers.append(lambda: _load(here, house.store, stop, progress))
        threads = [threading.Thread(target=worker) for worker in workers]
        for thread in threads:
            thread.start()
        try:
            server.run()
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def _tell(
    server: uvicorn.Server, stop: threading.Event, url: str, ready: Callable[[str], None]
) -> None:
    while not server.started and not stop.wait(0.02):
        pass
    if server.started:
        ready(url)


def _keep_database(here: Place, environ: Mapping[str, str], stop: threading.Event) -> None:
    """Start the database brought along again if it was killed; one's own is its owner's matter."""
    while here.address.embedded and not stop.wait(SOON):
        try:
            psycopg.connect(here.address.url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            log.warning("database gone, starting it again", error=str(error).strip())
            with suppress(Unavailable), reachable(environ):
                pass


def _hourly(stop: threading.Event, work: Callable[[], object]) -> None:
    """Do it soon and then every hour; what fails is logged, and tried again an hour later."""
    pause = MINUTE
    while not stop.wait(pause):
        pause = HOUR
        try:
            work()
        except Exception:
            log.exception("hourly work failed")


def _timer(store: Store) -> Desk:
    """The house's own desk when the hour has struck."""
    return replace(house_desk(store), via=Via(channel="timer"))


@contextmanager
def _opened(here: Place) -> Iterator[House]:
    """The house of the log; of a demo that another process is opening right now, a little later."""
    with here.store(pool=THREADS // 2) as store:
        log = _log(store, patience=300 if here.demo else 1)
        yield House(
            store=store,
            url=here.address.url,
            schemas=here.schemas,
            district=log.district,
            kind=log.kind,
            folder=here.folder,
        )


def _log(store: Store, patience: int) -> Log:
    while True:
        try:
            return store.opened()
        except NoLog:
            patience -= 1
            if not patience:
                raise
            time.sleep(0.1)


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
            (here.folder / ACCOUNTS).unlink(missing_ok=True)
            here.migrate()
        if not complete:
            with here.store(pool=2) as store:
                open_demo_log(store)
        yield not complete


def open_demo_log(store: Store, years: int = 1) -> None:
    """Write the first words of a demo that begins so many years ago, in an invented district."""
    today = day_of(datetime.now(UTC))
    open_log(
        store,
        district=DEMO_DISTRICT,
        name="演示区",
        kind="demo",
        policy=shipped_policies()["demo-2025"],
        calendar=official_calendar(),
        at=datetime(today.year - years, 1, 2, tzinfo=UTC),
    )


class _Stopped(Exception):
    """The service was told to stop while the demo was loading."""


def _load(
    here: Place, store: Store, stop: threading.Event, progress: Callable[[int, int], None]
) -> None:
    def step(done: int, total: int) -> None:
        if stop.is_set():
            raise _Stopped
        progress(done, total)

    with suppress(_Stopped):
        play_demo_year(
            store,
            today=day_of(datetime.now(UTC)),
            seed=2020,
            progress=step,
            set_password=partial(set_password, store.datastore, here.schemas),
            folder=here.folder,
            last_year=partial(_last_year, store),
        )


def _last_year(store: Store, year: int, day: date) -> LastYear | None:
    """What became of a year, once the tables have come as far as the demo; None if they do not."""
    position = int(store.log_recorder.head()["position"])
    with (
        closing(Reader(store.url, store.schemas, pool=1)) as reader,
        suppress(psycopg.Error),
    ):
        return last_year(reader, year, day) if reader.wait_for(position, MINUTE) else None
    return None


def drop(here: Place) -> None:
    """Throw the demo's schemas and files away.  Raises ValueError for any other log."""
    if not here.demo:
        raise ValueError("only a demo is ever dropped")
    with psycopg.connect(here.address.url, autocommit=True) as connection:
        found = connection.execute(
            "select nspname from pg_namespace where nspname = %s or starts_with(nspname, %s)",
            (here.schemas.log, f"{here.schemas.log}_"),
        ).fetchall()
        for (name,) in found:
            connection.execute(SQL("drop schema if exists {} cascade").format(Identifier(name)))
    rmtree(here.folder / "files" / here.schemas.log, ignore_errors=True)
