"""What is wrong with this installation, in one sentence each, without changing or starting anything."""

import errno
import http.client
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from eventstore import cluster
from eventstore.postgres import Address, Unavailable, check, data_folder, pgdata

LEAST_FREE_BYTES = 1 << 30
LEAST_FREE_SHARE = 0.05
OUR_PATIENCE = 8
"""Seconds; our own service waits five for its database before it says that it is gone."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `sentence` is Chinese and says what to do when it failed."""

    level: Literal["ok", "fail"]
    code: str
    sentence: str


class Usage(Protocol):
    """Size and free space of a disk, in bytes."""

    @property
    def total(self) -> int:
        """All there is."""

    @property
    def free(self) -> int:
        """What is left."""


def findings(
    environ: Mapping[str, str],
    checks: Sequence[Callable[[Address], Iterable[Finding]]] = (),
    usage: Callable[[Path], Usage] = shutil.disk_usage,
) -> list[Finding]:
    """Everything looked at, in the order in which to put it right.

    `checks` look further into a database that answers; they are not asked when none does.
    """
    folder = data_folder(environ)
    found = [_data(folder), _disk(folder, usage), _port(environ)]
    database, address = _database(environ)
    asked = (finding for look in checks for finding in look(address)) if address else ()
    return [*found, database, *asked]


def _data(folder: Path) -> Finding:
    there = _nearest(folder)
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Finding("ok", "data_folder", f"数据文件夹 {folder} 可写。")
    return Finding(
        "fail",
        "data_folder",
        f"数据文件夹 {folder} 不可写（{there} 属于编号 {there.stat().st_uid} 的用户）；"
        "请改它的属主或权限，或用 HUIYIN_DATA 另指一处。",
    )


def _disk(folder: Path, usage: Callable[[Path], Usage]) -> Finding:
    disk = usage(_nearest(folder))
    share = disk.free / disk.total if disk.total else 0.0
    left = f"{folder} 所在磁盘还有 {disk.free / (1 << 30):.1f} GiB（{share:.0%}）"
    if disk.free < LEAST_FREE_BYTES or share < LEAST_FREE_SHARE:
        return Finding("fail", "disk_full", f"{left}，快满了；请腾出空间，至少留 1 GiB 且 5%。")
    return Finding("ok", "disk", f"{left}。")


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if os.path.lexists(path))


def _port(environ: Mapping[str, str]) -> Finding:
    try:
        host, port = listening(environ)
    except ValueError as wrong:
        return Finding("fail", "port", f"{wrong}。")
    try:
        try_to_listen(host, port)
    except OSError as error:
        return _port_refused(host, port, error)
    return Finding("ok", "port", f"端口 {host}:{port} 空着。")


def listening(environ: Mapping[str, str]) -> tuple[str, int]:
    """Where to listen: HUIYIN_HOST (127.0.0.1) and HUIYIN_PORT (8000).  Raises ValueError."""
    host, named = environ.get("HUIYIN_HOST") or "127.0.0.1", environ.get("HUIYIN_PORT") or "8000"
    if not (named.isascii() and named.isdigit() and 0 < int(named) < 65536):
        raise ValueError(f"HUIYIN_PORT 是“{named}”，不是端口；请写 1 到 65535 的整数")
    return host, int(named)


def try_to_listen(host: str, port: int) -> None:
    """Raise the OSError that a server would meet at this address."""
    family, kind, *_, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)


def _port_refused(host: str, port: int, error: OSError) -> Finding:
    if error.errno != errno.EADDRINUSE:
        return Finding(
            "fail",
            "port",
            f"不能在 {host}:{port} 上监听（{error.strerror}）；"
            "请改 HUIYIN_HOST，或把 HUIYIN_PORT 改为 1024 以上的端口。",
        )
    if _is_ours(host, port):
        return Finding("ok", "port_ours", f"回音已在 {host}:{port} 上运行。")
    return Finding(
        "fail",
        "port_taken",
        f"端口 {host}:{port} 已被别的程序占用；请停掉它，或用 HUIYIN_PORT 另选一个。",
    )


def _is_ours(host: str, port: int) -> bool:
    nearby = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(nearby, port, timeout=OUR_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        said = json.loads(connection.getresponse().read(65536))
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
    if not isinstance(said, dict):
        return False
    return said.get("service") == "huiyin" or said.get("type") == "urn:huiyin:problem:database.down"


def _database(environ: Mapping[str, str]) -> tuple[Finding, Address | None]:
    try:
        if named := environ.get("HUIYIN_DATABASE_URL"):
            check(named)
            return Finding("ok", "database", "HUIYIN_DATABASE_URL 所指的 PostgreSQL 可用。"), (
                Address(named, embedded=False)
            )
        return _embedded(pgdata(environ))
    except Unavailable as error:
        return Finding("fail", error.code, error.sentence), None


def _embedded(data: Path) -> tuple[Finding, Address | None]:
    match cluster.condition(data):
        case "running":
            address = Address(cluster.url(data), embedded=True)
            return Finding("ok", "database", "内置的 PostgreSQL 在运行。"), address
        case "busy":
            sentence = "内置的 PostgreSQL 正在启动、恢复或停止；请稍后再看。"
            return Finding("ok", "database_busy", sentence), None
        case "stale":
            sentence = (
                f"内置的 PostgreSQL 上次没有正常停止，留下了过期的 {data / 'postmaster.pid'}；"
                "不必动手，下次启动回音时自动修复。"
            )
            return Finding("fail", "stale_pid", sentence), None
    if (data / "PG_VERSION").exists():
        cluster.require_version(data)
    sentence = "内置的 PostgreSQL 没有运行；启动回音时它随之启动。"
    return Finding("ok", "database_stopped", sentence), None
