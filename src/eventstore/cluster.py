"""The cluster of the embedded PostgreSQL, seen from outside: where it is, how it is, what the dead left."""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from psycopg import pq

from eventstore.programs import Unavailable

ROLE = DATABASE = "huiyin"
MAJOR = "18"
SOCKET = ".s.PGSQL.5432"

# No process of any system has this number: Linux ends at 4194304.
NOBODYS_PID = 4194305

Condition = Literal["absent", "stopped", "stale", "busy", "running"]


def url(pgdata: Path, database: str = DATABASE) -> str:
    """How to reach the cluster in `pgdata`: by its socket only, which lies inside it."""
    return f"postgresql://{ROLE}@/{database}?host={quote(str(doorway(pgdata)), safe='')}&port=5432"


def condition(pgdata: Path) -> Condition:
    """How the cluster is, without touching it; busy means it starts, recovers or stops.

    Raises `Unavailable` when it is somebody else's.
    """
    try:
        if not (pgdata / "PG_VERSION").exists():
            return "absent"
    except PermissionError:
        raise Unavailable(
            "data_owner",
            f"数据 {pgdata} 属于另一用户；请以该用户运行，或用 HUIYIN_DATA 另指一处。",
        ) from None
    if not (pgdata / "postmaster.pid").exists():
        return "stopped"
    answer = pq.PGconn.ping(url(pgdata, "postgres").encode())
    if answer == pq.Ping.OK:
        return "running"
    return "busy" if answer == pq.Ping.REJECT or postmaster(pgdata) else "stale"


def require_version(pgdata: Path) -> None:
    """Raise `Unavailable` when another PostgreSQL than the wheel's made the cluster."""
    made_by = (pgdata / "PG_VERSION").read_text().strip()
    if made_by != MAJOR:
        raise Unavailable(
            "postgres_version",
            f"数据文件夹里是 PostgreSQL {made_by} 的数据，内置的是 {MAJOR}；"
            "请用原版本导出后再导入，或设 HUIYIN_DATABASE_URL。",
        )


def postmaster(pgdata: Path) -> int | None:
    """The number in postmaster.pid, if that process is a postgres started for this folder."""
    try:
        pid = int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    program, *rest = words.split(b"\0")
    ours = program.endswith(b"postgres") and any(os.fsencode(pgdata) in word for word in rest)
    return pid if ours else None


def forget_the_dead(pgdata: Path) -> None:
    """Undo what a killed server left, so that no process which got its number passes for it."""
    record = pgdata / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        _, *rest = record.read_text().splitlines() or [""]
        if rest:
            # Not removed: the lines below hold the shared memory by which PostgreSQL notices
            # children of the dead that still write.
            record.write_text("\n".join([str(NOBODYS_PID), *rest, ""]))
        else:
            record.unlink()
    for name in (SOCKET, f"{SOCKET}.lock"):
        (pgdata / name).unlink(missing_ok=True)


def doorway(pgdata: Path) -> Path:
    """Where clients find the socket: the folder itself, or a short link made to it.

    An address of a socket has at most 107 bytes, and libpq takes a comma for a second host.
    """
    if len(os.fsencode(pgdata / SOCKET)) <= 107 and "," not in str(pgdata):
        return pgdata
    digest = hashlib.sha256(os.fsencode(pgdata)).hexdigest()[:16]
    door = Path("/tmp") / f"huiyin-{os.geteuid()}-{digest}"
    with contextlib.suppress(FileExistsError):
        door.symlink_to(pgdata)
    if door.lstat().st_uid != os.geteuid() or door.readlink() != pgdata:
        raise Unavailable("socket", f"{door} 被别人占用；请删去它，或用 HUIYIN_DATA 另指一处。")
    return door


def log(pgdata: Path) -> Path:
    """What the server has to say, its reasons for not starting among it."""
    return pgdata / "postgres.log"
