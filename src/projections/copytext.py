"""Rows as the text COPY takes: measured at a third of the time of writing them value by value."""

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter, methodcaller
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from projections.table import Row

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_to_escape = re.compile(r"[\\\t\n\r]").search


def _text(value: str) -> str:
    if _to_escape(value):
        for sign, written in _ESCAPES:
            value = value.replace(sign, written)
    return value


def _uuid(value: UUID) -> str:
    return "%032x" % value.int  # noqa: UP031  an f-string takes twice as long, format() thrice


def _uuids(values: Sequence[UUID]) -> str:
    if not values:
        return "{}"
    return "{" + ",".join(map(_uuid, values)) + "}"


def _numbers(values: Iterable[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _document(value: Any) -> str:
    if value == []:
        return "[]"
    return to_json(value).decode().replace("\\", "\\\\")


_FORMATS: dict[str, Callable[[Any], str]] = {
    "uuid": _uuid,
    "uuid[]": _uuids,
    "int": str,
    "int[]": _numbers,
    "bigint": str,
    "boolean": {True: "t", False: "f"}.__getitem__,
    "text": _text,
    "date": methodcaller("isoformat"),
    "timestamptz": methodcaller("isoformat"),
    "jsonb": _document,
}


def copy_text(columns: dict[str, str], rows: Iterable[Row]) -> str:
    """One line a row, of columns by name and SQL type."""
    formats = [_FORMATS[kind.split(" ", 1)[0]] for kind in columns.values()]
    values = itemgetter(*columns)
    return "".join(
        "\t".join(
            [
                "\\N" if value is None else form(value)
                for form, value in zip(formats, values(row), strict=True)
            ]
        )
        + "\n"
        for row in rows
    )
