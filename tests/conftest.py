"""A real PostgreSQL for every test that touches SQL; each test has schemas of its own."""

import os
import pwd
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from eventstore.postgres import reachable


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a superuser of a throw-away server.

    HUIYIN_TEST_POSTGRES says which: `embedded` (the default), `system` (Debian's), or a URL.
    """
    chosen = os.environ.get("HUIYIN_TEST_POSTGRES", "embedded")
    kinds = {"embedded": _embedded, "system": _system}
    opened: AbstractContextManager[str] = kinds.get(chosen, lambda: nullcontext(chosen))()
    with opened as url:
        yield url


@pytest.fixture
def schema(server: str) -> Iterator[str]:
    """The name of a log nobody else has; every schema beginning with it is dropped afterwards."""
    name = f"t_{secrets.token_hex(4)}"
    yield name
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [name]
        )
        for (left,) in found.fetchall():
            connection.execute(
                sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(left))
            )


@contextmanager
def _embedded() -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory(prefix="huiyin-") as data,
        reachable({"HUIYIN_DATA": data}, say=lambda _: None) as address,
    ):
        yield address.url


@contextmanager
def _system() -> Iterator[str]:
    programs = max(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    # initdb refuses root; Debian's package brings this user along.
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            extra_groups=[] if account else None,
            start_new_session=True,
        )

    with tempfile.TemporaryDirectory(prefix="huiyin-", ignore_cleanup_errors=True) as folder:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data, log = f"{folder}/data", f"{folder}/log"
        run("initdb", "-D", data, "-U", "huiyin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run(
            "pg_ctl",
            "start",
            "-w",
            "-D",
            data,
            "-l",
            log,
            "-o",
            f"-c listen_addresses= -k {folder}",
        )
        try:
            yield f"postgresql://huiyin@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data)
