"""What one text of rules says otherwise than another, value by value, each beside its articles.

Nothing here knows what the rules are about: whatever a form holds is compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Table = Mapping[str, Any]
Articles = tuple[str | None, str | None]
ARTICLE = "article"
_NAMES = ("id", "letter", "measure", "code", "channel", "name", "to")
"""What tells the tables of a list apart: the first of these that each has, unlike the others'."""


class ValueDifference(NamedTuple):
    """One value under one key; None where that side has nothing."""

    key: str
    was: Any
    now: Any


class Difference(NamedTuple):
    """The values of one table that differ, and the articles they rest on, old and new.

    `table` is written as in TOML; a table in a list carries its letter or name, or its place.
    """

    table: str
    values: tuple[ValueDifference, ...]
    articles: Articles


def differences(old: Table, new: Table) -> tuple[Difference, ...]:
    """Where two texts differ, table by table in the order of the forms.

    Tables in a list are compared by their id, letter or name: their order plays no part.  A table
    without an article of its own rests on that of the table around it.
    """
    return tuple(_compared((), old, new, (None, None)))


def _compared(
    place: tuple[str, ...], old: Table | None, new: Table | None, around: Articles
) -> Iterator[Difference]:
    articles = (_article(old, around[0]), _article(new, around[1]))
    old, new = old or {}, new or {}
    values: list[ValueDifference] = []
    tables: list[ValueDifference] = []
    for key in {**old, **new}:
        was, now = _by_name(old.get(key), new.get(key))
        if key != ARTICLE and was != now:
            (tables if _are_tables(was, now) else values).append(ValueDifference(key, was, now))
    if values or old.get(ARTICLE) != new.get(ARTICLE):
        yield Difference(".".join(place), tuple(values), articles)
    for key, was, now in tables:
        yield from _compared((*place, key), was, now, articles)


def _article(table: Table | None, around: str | None) -> str | None:
    return None if table is None else table.get(ARTICLE) or around


def _are_tables(*sides: object) -> bool:
    """Whether to look inside: tables on both sides, or a table here and nothing there."""
    return all(side is None or isinstance(side, Mapping) for side in sides)


def _by_name(*sides: Any) -> tuple[Any, Any]:
    """Two lists of tables as tables of tables; anything else as it is."""
    was, now = sides
    items = [item for side in sides if isinstance(side, Sequence) for item in side]
    lists = all(side is None or isinstance(side, (list, tuple)) for side in sides)
    if not (lists and items and all(isinstance(item, Mapping) for item in items)):
        return was, now
    name = next((name for name in _NAMES if all(_tells_apart(name, side) for side in sides)), None)
    return _named(was, name), _named(now, name)


def _tells_apart(name: str, tables: Sequence[Table] | None) -> bool:
    names = [table.get(name) for table in tables or ()]
    return all(isinstance(one, str) for one in names) and len(set(names)) == len(names)


def _named(tables: Sequence[Table] | None, name: str | None) -> Table | None:
    if tables is None:
        return None
    if name is None:
        return {f"第{n}项": table for n, table in enumerate(tables, 1)}
    return {table[name]: table for table in tables}
