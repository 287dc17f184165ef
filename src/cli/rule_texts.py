"""Texts of rules on the command line: found by a word, read with plain refusals, their differences told."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer

from aggregates.base import Refused
from aggregates.calendar import Calendar, CalendarBook, Changes
from aggregates.differences import Difference
from aggregates.limits import LIMIT_LABELS
from aggregates.policy import Policy, PolicyBook
from cli.accounts import house_desk
from cli.terminal import at_log, fail
from commands.calendar_text import official_calendar
from commands.policy_files import shipped_policies
from commands.policy_words import VALUES

T = TypeVar("T")
OFFICIAL, ADOPTED = "official", "adopted"
_NOTHING = "（没有）"


def policy_of(what: str) -> Policy:
    """The policy meant."""
    if what == ADOPTED:
        return Policy.kept(adopted(PolicyBook))
    return read_as(Policy.read, policy_text_of(what), what)


def policy_text_of(what: str) -> str:
    """A shipped text or a file's.  What is neither is refused with those known."""
    shipped = shipped_policies()
    if what not in shipped and not Path(what).exists():
        fail(f"没有文件“{what}”，也没有这个编号的办法；现有：{'、'.join(shipped)}、{ADOPTED}")
    return shipped[what] if what in shipped else _written(what)


def calendar_of(what: str) -> Calendar:
    """The calendar meant."""
    if what == ADOPTED:
        return Calendar.kept(adopted(CalendarBook))
    return read_as(Calendar.read, calendar_text_of(what), what)


def calendar_text_of(what: str) -> str:
    """The official text or a file's."""
    return official_calendar() if what == OFFICIAL else _written(what)


def _written(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fail(f"{file}：不是UTF-8编码的文本，请另存为UTF-8")


def read_as(read: Callable[[str], T], text: str, file: str) -> T:
    """What a text states; a mistake is told with its file and line."""
    try:
        return read(text)
    except Refused as wrong:
        fail(f"{file}:{wrong.sentence}")


def adopted(kind: type[PolicyBook | CalendarBook]) -> str:
    """The text in force today, from the log."""
    with at_log(quiet=True, begun=True) as here, here.store(pool=2) as store:
        desk = house_desk(store)
        book = desk.load(kind, desk.name(kind, kind.KIND))
        return [one.text for one in book.adopted if one.valid_from <= desk.today][-1]


def tell_changes(found: Changes) -> None:
    """Years and days on which two calendars differ."""
    if found.learned:
        typer.echo(f"新写入：{years_of(found.learned)}")
    if found.lost:
        typer.echo(f"去掉了：{years_of(found.lost)}（现行日历里已有的年份，采用时不能去掉）")
    for change in found.days:
        typer.echo(f"  {change}")
    typer.echo(f"共{len(found.days)}天不同。" if any(found) else "没有不同。")


def tell_differences(found: Sequence[Difference]) -> None:
    """Values and articles in which two policies differ."""
    for one in found:
        _tell(one)
    if not found:
        typer.echo("没有不同。")


def _tell(one: Difference) -> None:
    section, _, key = one.table.partition(".")
    label = LIMIT_LABELS.get(key) if section == "limits" else None
    typer.echo(f"\n{one.table or '（全文）'}{f'（{label}）' if label else ''}")
    for name, before, after in one.values:
        words = _words(one.table, name)
        typer.echo(f"  {name}　{_shown(words, before)} → {_shown(words, after)}")
    was, now = (article or _NOTHING for article in one.articles)
    if any(one.articles):
        typer.echo(f"  依据　{f'{was}（两边相同）' if was == now else f'{was} → {now}'}")


def _words(table: str, key: str) -> Mapping[Any, str]:
    """What the values of a key mean: a limit's under `limits`, an item's under its list."""
    above = "limits" if table.startswith("limits.") else table.rpartition(".")[0]
    return VALUES.get(f"{table}.{key}") or VALUES.get(f"{above}.{key}") or {}


def _shown(words: Mapping[Any, str], value: object) -> str:
    """A value as it stands in the text, its meaning beside it where that is a word of ours."""
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return "true（是）" if value else "false（否）"
    if isinstance(value, (tuple, list, frozenset)):
        return "、".join(_shown(words, one) for one in value) or _NOTHING
    label = words.get(value)
    return f"{value}（{label}）" if label else str(value)


def years_of(years: tuple[int, ...]) -> str:
    """Years as people list them."""
    return "、".join(f"{year}年" for year in years)
