import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cli.doctor import Finding, findings
from eventstore.postgres import Address


@dataclass(frozen=True)
class Disk:
    total: int
    free: int


@contextmanager
def program_answering(said: object) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as program:
        thread = threading.Thread(target=program.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield str(program.server_port)
        program.shutdown()
        thread.join()


@pytest.fixture
def port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


@pytest.fixture
def environ(tmp_path: Path, port: str) -> dict[str, str]:
    return {"HUIYIN_DATA": str(tmp_path), "HUIYIN_PORT": port}


def failed(found: list[Finding]) -> list[str]:
    assert all(finding.sentence.endswith("。") for finding in found)
    return [finding.code for finding in found if finding.level == "fail"]


def plenty(_: Path) -> Disk:
    return Disk(100 << 30, 50 << 30)


def test_an_installation_not_yet_started_is_well_and_stays_untouched(
    environ: dict[str, str], tmp_path: Path
) -> None:
    found = findings(environ, usage=plenty)
    assert failed(found) == []
    assert [finding.code for finding in found][-1] == "database_stopped"
    assert list(tmp_path.iterdir()) == []


def test_a_port_held_by_a_silent_socket_is_taken(environ: dict[str, str]) -> None:
    with socket.socket() as foreign:
        foreign.bind(("127.0.0.1", int(environ["HUIYIN_PORT"])))
        assert failed(findings(environ, usage=plenty)) == ["port_taken"]


@pytest.mark.parametrize("said", [{"service": "another"}, ["huiyin"], None])
def test_a_port_held_by_another_program_is_taken(environ: dict[str, str], said: object) -> None:
    with program_answering(said) as port:
        assert failed(findings(environ | {"HUIYIN_PORT": port}, usage=plenty)) == ["port_taken"]


@pytest.mark.parametrize(
    "said",
    [
        {"service": "huiyin", "status": "ok"},
        {"type": "urn:huiyin:problem:database.down", "status": 503},
    ],
)
def test_a_port_held_by_our_own_service_is_well(environ: dict[str, str], said: object) -> None:
    with program_answering(said) as port:
        found = findings(environ | {"HUIYIN_PORT": port}, usage=plenty)
    assert failed(found) == []
    assert "port_ours" in [finding.code for finding in found]


@pytest.mark.parametrize("named", ["http", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_none_is_named(environ: dict[str, str], named: str) -> None:
    found = findings(environ | {"HUIYIN_PORT": named}, usage=plenty)
    assert failed(found) == ["port"]
    assert any(named in finding.sentence for finding in found)


def test_a_host_of_another_machine_cannot_be_served(environ: dict[str, str]) -> None:
    assert failed(findings(environ | {"HUIYIN_HOST": "192.0.2.1"}, usage=plenty)) == ["port"]


@pytest.mark.parametrize(
    ("disk", "full"),
    [
        (Disk(100 << 30, (1 << 30) - 1), True),
        (Disk(100 << 30, 4 << 30), True),
        (Disk(100 << 30, 5 << 30), False),
        (Disk(10 << 30, 1 << 30), False),
        (Disk(0, 0), True),
    ],
)
def test_less_than_a_gibibyte_or_a_twentieth_is_nearly_full(
    environ: dict[str, str], disk: Disk, full: bool
) -> None:
    assert failed(findings(environ, usage=lambda _: disk)) == (["disk_full"] if full else [])


def test_a_data_folder_below_a_file_is_not_writable(
    environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    below = {"HUIYIN_DATA": str(tmp_path / "file" / "data")}
    assert "data_folder" in failed(findings(environ | below, usage=plenty))


def test_a_pid_file_naming_a_stranger_is_stale(environ: dict[str, str], tmp_path: Path) -> None:
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("18\n")
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n")
    assert failed(findings(environ, usage=plenty)) == ["stale_pid"]


def test_data_of_another_major_version_are_named(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    assert failed(findings(environ, usage=plenty)) == ["postgres_version"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://root:geheim@localhost/x", "database_url"),
        ("postgresql://u:geheim%zz@localhost/x", "database_url"),
        ("postgresql://u:geheim@127.0.0.1:1/x", "database_unreachable"),
        ("postgresql://u:geheim@/x?host=/nowhere", "database_unreachable"),
    ],
)
def test_a_wrong_database_address_is_named_without_its_password(
    environ: dict[str, str], url: str, code: str
) -> None:
    found = findings(environ | {"HUIYIN_DATABASE_URL": url}, usage=plenty)
    assert failed(found) == [code]
    assert not any("geheim" in finding.sentence for finding in found)


def test_a_database_that_answers_is_looked_into(environ: dict[str, str], server: str) -> None:
    def behind(address: Address) -> list[Finding]:
        assert address == Address(server, embedded=False)
        return [Finding("fail", "behind", "缺一次迁移，请运行 huiyin migrate。")]

    found = findings(environ | {"HUIYIN_DATABASE_URL": server}, checks=[behind], usage=plenty)
    assert failed(found) == ["behind"]
    assert "database" in [finding.code for finding in found]
