import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import psycopg
import pytest

from eventstore.cluster import condition, postmaster
from eventstore.postgres import Address, Unavailable, data_folder, reachable

USER = """
import os, sys
from eventstore.postgres import reachable
with reachable(os.environ, say=lambda _: None) as address:
    print(address.url, flush=True)
    sys.stdin.read()
"""


class User:
    """A process that uses the embedded PostgreSQL until it is told to leave."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER],
            env=os.environ | {"HUIYIN_DATA": str(data)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def url(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def leave(self) -> int:
        self.process.communicate()
        return self.process.returncode

    def signalled(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait()


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="huiyin-") as folder:
        yield Path(folder) / "data"


def query(url: str, statement: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        (answer,) = connection.execute(statement.encode()).fetchone() or ("",)
        return str(answer)


def write(url: str, value: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
        connection.execute("TRUNCATE kept")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def test_eight_processes_at_once_on_an_empty_folder_share_one_server(data: Path) -> None:
    with ExitStack() as stack:
        users = [stack.enter_context(User(data)) for _ in range(8)]
        urls = {user.url() for user in users}
        assert len(urls) == 1
        assert query(urls.pop(), "SELECT current_database()") == "huiyin"
        assert [user.leave() for user in users] == [0] * 8
    assert condition(data / "postgres") == "stopped"


def test_the_server_stays_until_the_last_user_leaves(data: Path) -> None:
    with User(data) as first, User(data) as second:
        url = first.url()
        assert second.url() == url
        assert first.leave() == 0
        assert query(url, "SELECT 1") == "1"
        assert second.leave() == 0
    assert condition(data / "postgres") == "stopped"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_server_before_the_process_ends(
    data: Path, number: signal.Signals
) -> None:
    with User(data) as user:
        user.url()
        user.signalled(number)
    assert condition(data / "postgres") == "stopped"


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(data: Path) -> None:
    with User(data) as user:
        user.url()
        pid = postmaster(data / "postgres")
        assert pid
        assert os.getpgid(pid) != user.process.pid
        assert os.getsid(pid) != user.process.pid
        assert user.leave() == 0


def test_after_its_owner_was_killed_the_server_serves_the_next_and_stops_with_it(
    data: Path,
) -> None:
    with User(data) as owner:
        write(owner.url(), 1)
        owner.signalled(signal.SIGKILL)
    assert condition(data / "postgres") == "running"
    with User(data) as user:
        assert query(user.url(), "SELECT value FROM kept") == "1"
        assert user.leave() == 0
    assert condition(data / "postgres") == "stopped"


def test_after_owner_and_server_were_killed_everything_committed_is_there(data: Path) -> None:
    with User(data) as owner:
        write(owner.url(), 2)
        pid = postmaster(data / "postgres")
        assert pid
        os.kill(pid, signal.SIGKILL)
        owner.signalled(signal.SIGKILL)
    with User(data) as user:
        assert query(user.url(), "SELECT value FROM kept") == "2"
        assert user.leave() == 0


@pytest.mark.parametrize("left", ["{foreign}\n{rest}", "{foreign}", ""])
def test_a_pid_file_naming_a_living_stranger_is_repaired(data: Path, left: str) -> None:
    cluster = data / "postgres"
    with User(data) as user:
        user.url()
        _, rest = (cluster / "postmaster.pid").read_text().split("\n", 1)
        assert user.leave() == 0
    owner = cluster.stat().st_uid if os.geteuid() == 0 else None
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=owner, cwd="/") as stranger:
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (cluster / name).write_text(left.format(foreign=stranger.pid, rest=rest))
        assert condition(cluster) == "stale"
        with User(data) as user:
            assert query(user.url(), "SELECT 1") == "1"
            assert user.leave() == 0
        assert stranger.poll() is None
        stranger.communicate()


def test_it_listens_on_no_network_and_keeps_what_it_confirmed(data: Path) -> None:
    with User(data) as user:
        url = user.url()
        shown = [
            query(url, f"SHOW {name}")
            for name in ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes")
        ]
        assert shown == ["", "on", "on", "on"]
        assert (data / "postgres").stat().st_mode & 0o077 == 0
        assert user.leave() == 0


def test_a_folder_too_deep_for_a_socket_serves_too() -> None:
    with tempfile.TemporaryDirectory(prefix="huiyin-") as folder:
        data = Path(folder) / "数据, 很'深 的%20文件夹" / ("x" * 100)
        with User(data) as user:
            assert query(user.url(), "SELECT current_database()") == "huiyin"
            assert user.leave() == 0
        assert condition(data / "postgres") == "stopped"


def test_a_cluster_of_another_major_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(Unavailable) as refusal, reachable({"HUIYIN_DATA": str(tmp_path)}):
        pass
    assert refusal.value.code == "postgres_version"


def test_a_data_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    environ = {"HUIYIN_DATA": str(tmp_path / "file" / "data")}
    with pytest.raises(Unavailable) as refusal, reachable(environ):
        pass
    assert refusal.value.code == "data_folder"


def test_ones_own_postgresql_is_used_as_named(server: str) -> None:
    with reachable({"HUIYIN_DATABASE_URL": server, "HUIYIN_DATA": "/nowhere"}) as address:
        assert address == Address(server, embedded=False)


def test_the_data_folder_is_the_named_one() -> None:
    assert data_folder({"HUIYIN_DATA": "/srv/huiyin"}) == Path("/srv/huiyin")
