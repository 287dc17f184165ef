"""The PostgreSQL that Huiyin brings along: started by the first who needs it, stopped by the last."""

import contextlib
import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from eventstore.cluster import (
    DATABASE,
    ROLE,
    condition,
    doorway,
    forget_the_dead,
    log,
    postmaster,
    require_version,
    url,
)
from eventstore.programs import INSIDE, Programs, Unavailable, programs_for

RECOVERY_SECONDS = 600
LOG_BYTES = 10 << 20


@contextmanager
def running(pgdata: Path, say: Callable[[str], None]) -> Iterator[str]:
    """The URL of the cluster in `pgdata`, made and started when it is not.

    Whoever uses it holds a shared lock, which a killed process gives back by itself; the last one
    to leave stops the server.  Raises `Unavailable`.
    """
    import fcntl

    with _opened(pgdata.with_name("postgres.users")) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            with _turn(pgdata):
                _ensure_running(pgdata, say)
            yield url(pgdata)
        finally:
            with _turn(pgdata), contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _stop(pgdata)


def _opened(lock: Path) -> IO[bytes]:
    try:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    except OSError as error:
        raise Unavailable(
            "data_folder",
            f"数据文件夹 {lock.parent} 不可写（{error.strerror}）；"
            "请改它的属主或权限，或用 HUIYIN_DATA 另指一处。",
        ) from error


@contextmanager
def _turn(pgdata: Path) -> Iterator[None]:
    import fcntl

    with _opened(pgdata.with_name("postgres.lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure_running(pgdata: Path, say: Callable[[str], None]) -> None:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (now := condition(pgdata)) != "running":
        if time.monotonic() > deadline:
            raise Unavailable("postgres_busy", f"PostgreSQL 迟迟不应答；日志在 {log(pgdata)}。")
        if now == "busy":
            time.sleep(0.02)
            continue
        programs = programs_for(pgdata, say)
        if now == "absent":
            _initialise(pgdata, programs)
        _start(pgdata, programs)
    _create_database(pgdata)


def _initialise(pgdata: Path, programs: Programs) -> None:
    for unfinished in pgdata.parent.glob("postgres.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    # A folder of its own: children of an interrupted initdb may still write into the last one.
    fresh = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=pgdata.parent))
    if programs.user is not None and programs.group is not None:
        os.chown(fresh, programs.user, programs.group)
    trust = ("--username", ROLE, "--auth-local=trust", "--auth-host=reject")
    words = (
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    programs.run("initdb", "-D", INSIDE, *trust, *words, *_settings(), inside=fresh)
    fresh.rename(pgdata)


def _settings() -> list[str]:
    chosen = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "log_checkpoints": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def _start(pgdata: Path, programs: Programs) -> None:
    require_version(pgdata)
    forget_the_dead(pgdata)
    _shorten_log(pgdata)
    # The name below which `postmaster` knows its own: PostgreSQL itself is only told INSIDE.
    options = ("-k", INSIDE, "-p", "5432", "-c", f"huiyin.folder={pgdata}")
    patience = ("-w", "-t", str(RECOVERY_SECONDS))
    ways = ("-l", f"{INSIDE}/{log(pgdata).name}", "-o", shlex.join(options))
    try:
        programs.run("pg_ctl", "start", *patience, "-D", INSIDE, *ways, inside=pgdata)
    except Unavailable:
        if not log(pgdata).exists():
            raise
        said = log(pgdata).read_text(errors="replace").splitlines()[-1:]
        raise Unavailable(
            "postgres_failed",
            f"内置的 PostgreSQL 未能启动：{''.join(said)}；日志在 {log(pgdata)}。",
        ) from None


def _stop(pgdata: Path) -> None:
    if postmaster(pgdata):
        programs = programs_for(pgdata, lambda _: None)
        programs.run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", INSIDE, inside=pgdata)
    door = doorway(pgdata)
    if door != pgdata:
        door.unlink(missing_ok=True)


def _shorten_log(pgdata: Path) -> None:
    if log(pgdata).exists() and log(pgdata).stat().st_size > LOG_BYTES:
        log(pgdata).replace(pgdata / "postgres.old.log")


def _create_database(pgdata: Path) -> None:
    try:
        with psycopg.connect(url(pgdata, "postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not known.fetchone():
                name = sql.Identifier(DATABASE)
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    except psycopg.Error as error:
        raise Unavailable(
            "postgres_failed", f"内置的 PostgreSQL 拒绝了连接：{error}；日志在 {log(pgdata)}。"
        ) from error
