"""The `huiyin` command as a person runs it: whole processes, a folder of their own, real signals."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from commands.policy_files import shipped_policies

PATIENCE = 120


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Installation:
    """A data folder and a port nobody else has."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    @property
    def environ(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HUIYIN_")}
        return {**kept, "HUIYIN_DATA": str(self.folder), "HUIYIN_PORT": str(self.port)}

    def start(self, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "cli.main", "run"],
            env={**self.environ, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def call(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *words],
            check=False,
            env={**self.environ, "COLUMNS": "200", **more},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def health(self, port: int | None = None) -> dict[str, Any]:
        """What the service says of itself, once it answers."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                told = httpx.get(f"http://127.0.0.1:{port or self.port}/healthz", timeout=10)
                if told.status_code == 200:
                    return dict(told.json())
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError("the service never answered")

    def loaded(self) -> dict[str, Any]:
        """Its health once the demo is complete: no more events come."""
        accounts = self.folder / "demo-accounts.json"
        before = -1
        while not accounts.exists() or before != (now := self.health()["position"]):
            before = now if accounts.exists() else -1
            time.sleep(1.5)
        return self.health()

    @contextmanager
    def running(self, **more: str) -> Iterator["subprocess.Popen[str]"]:
        process = self.start(**more)
        try:
            self.health()
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)

    def postmaster(self) -> int:
        return int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])

    def database_is_down(self) -> bool:
        return not (self.folder / "postgres" / "postmaster.pid").exists()


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A service with its demo year loaded."""
    installation = Installation(tmp_path_factory.mktemp("demo"))
    with installation.running():
        installation.loaded()
        yield installation


def test_the_accounts_are_listed_for_their_owner_only(demo: Installation) -> None:
    file = demo.folder / "demo-accounts.json"
    rows = json.loads(file.read_text("utf-8"))

    assert file.stat().st_mode & 0o777 == 0o600
    assert {row["role"] for row in rows} == {
        "congress", "office", "unit_handler", "unit_head", "deputy", "auditor", "administrator",
    }  # fmt: skip
    assert all(set(row) == {"role", "unit", "account", "password"} for row in rows)


def test_the_demo_is_projected_whole_and_nothing_is_parked(demo: Installation) -> None:
    url = demo.call("database-url").stdout.strip()

    with psycopg.connect(url) as reader:
        events = reader.execute("select count(*) from huiyin_demo.events").fetchone()
        shown = reader.execute("select count(*) from history").fetchone()
        classes = reader.execute(
            "select letter, count(*) from proposals join cycles on cycles.id = cycle"
            " where to_position is null and year = (select min(year) from cycles)"
            " group by letter order by letter"
        ).fetchall()

    assert events == shown
    assert classes == [("A", 64), ("B", 38), ("C", 21), ("D", 5)]
    assert demo.health()["tables"]["parked"] == []


def test_the_reading_role_reads_and_nothing_else(demo: Installation) -> None:
    url = demo.call("database-url").stdout.strip()

    with psycopg.connect(url, autocommit=True) as reader:
        for forbidden in (
            "select * from huiyin_demo_vault.keys",
            "select * from huiyin_demo_desk.passwords",
            "delete from huiyin_demo.events",
            "select huiyin_demo.forget_old_keys()",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(forbidden.encode())


def test_the_chain_of_the_demo_is_whole(demo: Installation) -> None:
    told = demo.call("audit", "verify")

    assert told.returncode == 0
    assert f"{demo.health()['position']}个事件，链完整" in told.stdout


def test_the_doctor_finds_our_own_service_and_nothing_wrong(demo: Installation) -> None:
    told = demo.call("doctor")

    assert told.returncode == 0
    assert "✗" not in told.stdout
    assert str(demo.port) in told.stdout


def test_a_second_service_on_the_same_port_is_told_so(demo: Installation) -> None:
    told = demo.call("run")

    assert told.returncode == 1
    assert str(demo.port) in told.stderr


def test_tables_are_rebuilt_while_the_service_runs(demo: Installation) -> None:
    before = demo.health()["position"]

    assert demo.call("rebuild").returncode == 0
    assert demo.health()["position"] == before


def test_ctrl_c_stops_everything_and_a_restart_keeps_everything(place: Installation) -> None:
    with place.running() as process:
        before = place.loaded()["position"]
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0

    assert place.database_is_down()
    with place.running():
        assert place.health()["position"] == before


def test_a_demo_cut_off_while_loading_is_begun_anew(place: Installation) -> None:
    process = place.start()
    place.health()
    process.kill()
    process.communicate()

    with place.running():
        place.loaded()
        assert place.call("audit", "verify").returncode == 0


def test_a_database_killed_under_the_service_is_started_again(place: Installation) -> None:
    with place.running():
        before, killed = place.loaded()["position"], place.postmaster()
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while place.postmaster() == killed:
            assert time.monotonic() < deadline
            time.sleep(0.1)

        assert place.health()["position"] == before
    assert place.database_is_down()


def test_eight_services_at_once_on_an_empty_database_all_come_up(place: Installation) -> None:
    ports = [free_port() for _ in range(8)]
    services = [place.start(HUIYIN_PORT=str(port)) for port in ports]
    try:
        assert {place.health(port)["service"] for port in ports} == {"huiyin"}
    finally:
        for service in services:
            service.send_signal(signal.SIGINT)
        codes = [service.wait(PATIENCE) for service in services]
        for service in services:
            service.communicate()

    assert codes == [0] * 8
    assert place.database_is_down()


def test_a_live_log_starts_empty_and_is_served_instead_of_the_demo(place: Installation) -> None:
    opened = place.call("init", "--district", "110101", "--name", "示例区")

    assert opened.returncode == 0
    assert "密码" in opened.stdout
    with place.running():
        assert place.health()["kind"] == "live"
    assert not (place.folder / "demo-accounts.json").exists()


def test_a_live_log_is_opened_once(place: Installation) -> None:
    assert place.call("init", "--district", "110101").returncode == 0
    again = place.call("init", "--district", "110101")

    assert again.returncode == 1
    assert "已经建立" in again.stderr


def test_a_live_log_may_start_with_the_policy_of_an_eighth_place(
    place: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "mycounty-2026.toml"
    text = shipped_policies()["beijing-2014"]
    file.write_text(text.replace("北京", "示例"), encoding="utf-8")

    unknown = place.call("init", "--district", "110101", "--policy", "mycounty-2026")
    opened = place.call("init", "--district", "110101", "--policy", str(file))
    adopted = place.call("policy", "check", "adopted")

    assert (unknown.returncode, opened.returncode) == (1, 0)
    assert "现有：beijing-2014、chongqing-2018" in unknown.stderr
    assert "示例条例第二十一条" in adopted.stdout


def test_accounts_are_opened_on_the_machine_itself(place: Installation) -> None:
    assert place.call("init", "--district", "110101", "--person", "示例甲").returncode == 0

    opened = place.call("account", "open", "renda", "--person", "示例乙", "--role", "congress")
    no_unit = place.call("account", "open", "x", "--person", "示例丙", "--role", "unit_head")
    twice = place.call("account", "open", "renda", "--person", "示例丁", "--role", "office")

    assert "人大代表工作机构账号：renda" in opened.stdout
    assert (no_unit.returncode, twice.returncode) == (1, 1)
    assert "单位代码" in no_unit.stderr
    assert "已被使用" in twice.stderr


def test_without_its_key_file_a_log_is_not_served(place: Installation) -> None:
    assert place.call("init", "--district", "110101").returncode == 0
    key = place.folder / "keys" / "huiyin.key"
    right = key.read_text()
    key.unlink()

    missing = place.call("run")
    key.write_text("00" * 32)
    wrong = place.call("audit", "verify")
    key.write_text(right)

    assert (missing.returncode, wrong.returncode) == (1, 1)
    assert "找不到密钥文件" in missing.stderr
    assert "不符" in wrong.stderr
    assert place.call("account", "password", "admin").returncode == 0


@pytest.mark.parametrize("code", ["1101", "11010a", "北京市"])
def test_a_district_code_that_is_none_is_refused(place: Installation, code: str) -> None:
    told = place.call("init", "--district", code)

    assert told.returncode == 1
    assert "行政区划代码" in told.stderr


def test_a_login_that_is_none_opens_no_log(place: Installation) -> None:
    told = place.call("init", "--district", "110101", "--login", "13800000000")
    after = place.call("audit", "verify")

    assert (told.returncode, after.returncode) == (1, 1)
    assert "手机号" in told.stderr
    assert "还没有建立日志" in after.stderr
    assert "Traceback" not in told.stderr + after.stderr


@pytest.mark.parametrize(
    "words",
    [("unpark", "不是编号"), ("import", "没有.xlsx", "--on", "2026-13-45"), ("database-url",)],
)
def test_without_a_log_a_command_says_how_to_open_one(
    place: Installation, words: tuple[str, ...]
) -> None:
    told = place.call(*words)

    assert told.returncode == 1
    assert "huiyin init" in told.stderr
    assert "Traceback" not in told.stderr


def test_what_is_no_stream_and_no_day_is_said_plainly(demo: Installation) -> None:
    stream = demo.call("unpark", "不是编号")
    nobody = demo.call("unpark", "00000000-0000-0000-0000-000000000000")
    day = demo.call("import", "没有.xlsx", "--on", "2026-13-45")

    assert [one.returncode for one in (stream, nobody, day)] == [1, 1, 1]
    assert "“不是编号”不是序列编号" in stream.stderr
    assert "日志里没有序列" in nobody.stderr
    assert "不是日期" in day.stderr


def test_with_a_database_of_ones_own_there_is_no_demo_unless_asked(
    place: Installation, server: str
) -> None:
    told = place.call("run", HUIYIN_DATABASE_URL=server)

    assert told.returncode == 1
    assert "huiyin init" in told.stderr


def test_the_template_is_written_once(place: Installation, tmp_path: Path) -> None:
    file = tmp_path / "模板.xlsx"

    assert place.call("template", str(file)).returncode == 0
    assert file.stat().st_size > 5_000
    again = place.call("template", str(file))
    assert again.returncode == 1
    assert "已经存在" in again.stderr
