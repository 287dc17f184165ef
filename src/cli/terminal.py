"""Manners at the terminal: one sentence for whatever goes wrong, a bar for whatever takes long."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from aggregates.base import Refused
from cli.place import Place, place
from eventstore.migrations import Behind
from eventstore.outage import DATABASE_DOWN
from eventstore.postgres import Unavailable
from eventstore.store import NoLog
from eventstore.vault import WrongKeyFile

T = TypeVar("T")
out = Console(highlight=False, soft_wrap=True)
_WHY: dict[type[OSError], str] = {
    FileExistsError: "文件已经存在，没有改动",
    FileNotFoundError: "没有这个文件或文件夹",
    PermissionError: "没有权限读写",
}
NO_LOG = "还没有建立日志：请先运行 huiyin init --district 行政区划代码"


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what can go wrong into one sentence and exit code 1."""
    try:
        yield
    except (Unavailable, Refused) as wrong:
        fail(wrong.sentence)
    except NoLog:
        fail(NO_LOG)
    except (Behind, WrongKeyFile) as wrong:
        fail(str(wrong))
    except ValidationError as wrong:
        fail(wrong.errors()[0]["msg"])
    except DATABASE_DOWN as wrong:
        fail(f"数据库连不上，或中途断开：{wrong}")
    except OSError as wrong:
        file = f" {wrong.filename}" if wrong.filename else ""
        fail(f"{_WHY.get(type(wrong), '不能读写文件')}{file}（{wrong.strerror}）")


def fail(sentence: str) -> NoReturn:
    """Say why and leave with code 1."""
    stderr = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    stderr.print(sentence, style="red")
    raise typer.Exit(1)


def understood(read: Callable[[str], T], text: str, what: str) -> T:
    """What a word on the command line means."""
    try:
        return read(text)
    except ValueError:
        fail(f"“{text}”不是{what}")


@contextmanager
def at_log(live: bool = False, quiet: bool = False, begun: bool = False) -> Iterator[Place]:
    """Where the command works; `begun` when it can do nothing without a log."""
    with said_plainly(), place(os.environ, live=live) as found:
        if begun and not found.opened():
            raise NoLog(found.schemas.log)
        if not quiet:
            kind = "演示" if found.demo else "正式"
            out.print(f"日志：{kind}（{found.schemas.log}）", style="dim")
        yield found


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar to be told how much of how much is done; gone when it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
