"""Where Huiyin's PostgreSQL is: the one named by HUIYIN_DATABASE_URL, or the one it brings along."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psycopg

from eventstore import embedded
from eventstore.programs import Unavailable

__all__ = ["OLDEST", "Address", "Unavailable", "check", "data_folder", "pgdata", "reachable"]

OLDEST = 15


@dataclass(frozen=True)
class Address:
    """A PostgreSQL that answers; `url` is libpq's, of a role that may migrate."""

    url: str
    embedded: bool


def data_folder(environ: Mapping[str, str]) -> Path:
    """HUIYIN_DATA, or where such data usually lie for root and for everyone else."""
    if named := environ.get("HUIYIN_DATA"):
        return Path(named).expanduser().resolve()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/huiyin").resolve()
    return (Path.home() / ".local" / "share" / "huiyin").resolve()


def pgdata(environ: Mapping[str, str]) -> Path:
    """The folder of the embedded cluster."""
    return data_folder(environ) / "postgres"


@contextmanager
def reachable(
    environ: Mapping[str, str], say: Callable[[str], None] | None = None
) -> Iterator[Address]:
    """A PostgreSQL to work with, for as long as the block lasts.

    The embedded one is started when nobody has, and stopped when nobody else needs it; until then
    SIGTERM and SIGHUP end this process through its `finally` blocks.  `say` is told in one Chinese
    sentence what is unusual; it prints to stderr by default.  Raises `Unavailable`.
    """
    if named := environ.get("HUIYIN_DATABASE_URL"):
        check(named)
        yield Address(named, embedded=False)
        return
    if not sys.platform.startswith("linux"):
        raise Unavailable(
            "platform", "内置的 PostgreSQL 只在 Linux 上用过；请设 HUIYIN_DATABASE_URL。"
        )
    with _ending_in_order(), embedded.running(pgdata(environ), say or _to_stderr) as url:
        yield Address(url, embedded=True)


def check(url: str) -> None:
    """Connect once.  Raises `Unavailable` when `url` is wrong, silent or older than `OLDEST`."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.ProgrammingError:
        # libpq would quote the address, and with it the password.
        raise Unavailable(
            "database_url",
            "HUIYIN_DATABASE_URL 不是 PostgreSQL 的地址；"
            "请写成 postgresql://用户:密码@主机:5432/数据库。",
        ) from None
    except psycopg.Error as error:
        why = " ".join(str(error).split())
        raise Unavailable(
            "database_unreachable",
            "连不上 HUIYIN_DATABASE_URL 所指的 PostgreSQL；"
            f"请查它是否在运行、地址与密码是否正确（{why}）。",
        ) from error
    if version < OLDEST:
        raise Unavailable(
            "postgres_version",
            f"HUIYIN_DATABASE_URL 所指的是 PostgreSQL {version}，需要 {OLDEST} 以上，请升级。",
        )


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let the signals whose default is sudden death unwind the stack instead."""
    mine = [
        number
        for number in (signal.SIGTERM, signal.SIGHUP)
        if threading.current_thread() is threading.main_thread()
        and signal.getsignal(number) is signal.SIG_DFL
    ]
    for number in mine:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in mine:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def _to_stderr(sentence: str) -> None:
    print(sentence, file=sys.stderr)
