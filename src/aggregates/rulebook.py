"""A text of rules as an official writes it (TOML), and the date from which it holds.

Every mistake is refused with the line and the key it stands on.  These checks bind the one who
adopts a text; a text that was once adopted is read without them.
"""

import re
import tomllib
from collections import Counter
from datetime import date
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, core_schema

from aggregates.base import Refused
from aggregates.days import spoken
from aggregates.texts import READING
from aggregates.unreadable import unreadable

Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

_TABLE = re.compile(r"\s*(?P<many>\[?)\[\s*(?P<name>[\w-]+(?:\.[\w-]+)*)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*(?P<name>[\w-]+(?:\.[\w-]+)*)\s*=")
_VALUES = {
    "missing": "缺少这一项，必须写",
    "extra_forbidden": "没有这一项，请检查写法",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false，不加引号",
    "string_type": "应为引号中的文字",
    "string_pattern_mismatch": "写法不对",
    "literal_error": "只能是{expected}",
    "tuple_type": "应为方括号中的列表",
    "model_type": "应为一节：[节的名字]写单方括号，下面一行一项",
    "date_type": "应为日期，如2025-10-01",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "too_short": "至少要有{min_length}项",
}
_CODES = {"missing": "missing_key", "extra_forbidden": "unknown_key"}
_BUILT_IN = frozenset(get_args(core_schema.ErrorType))


def plain(text: str) -> str:
    """The same text without the marks some editors put in: byte order mark, carriage returns."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read(form: type[M], text: str, what: str) -> M:
    """The text as a value of a form, every rule on its content checked.

    Raises Refused with a code that begins with `what` (policy, calendar), naming line and key.
    """
    text = plain(text)
    try:
        return form.model_validate(_table(text, what), strict=True, extra="forbid")
    except ValidationError as wrong:
        raise _refused(wrong.errors(), _lines(text), what) from None


def reread(form: type[M], text: str, what: str) -> M:
    """A text that was adopted once: shapes hold, later rules and unknown keys are passed over."""
    return form.model_validate(_table(plain(text), what), extra="ignore", context=READING)


def never_backwards(what: str, valid_from: date, today: date, earlier: date | None) -> None:
    """Refuse a text that would hold from before today, or from before the one it follows.

    The first text has none before it and may hold from any day.
    """
    if earlier is None:
        return
    if valid_from < earlier:
        sentence = f"施行日期{spoken(valid_from)}早于上一次的施行日期{spoken(earlier)}，不能倒退"
        raise Refused(f"{what}.backwards", sentence, "valid_from")
    if valid_from < today:
        sentence = (
            f"施行日期{spoken(valid_from)}早于今天{spoken(today)}，已经作出的决定不能改用新规定"
        )
        raise Refused(f"{what}.backwards", sentence, "valid_from")


def _table(text: str, what: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Refused(f"{what}.unreadable", unreadable(str(wrong), text), "text") from None
    return {key: _fixed(value) for key, value in table.items()}


def _fixed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _fixed(one) for key, one in value.items()}
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def _lines(text: str) -> dict[Place, int]:
    """The line on which each table and key is written."""
    found: dict[Place, int] = {}
    many: Counter[Place] = Counter()
    table: Place = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _TABLE.fullmatch(line):
            table = tuple(header["name"].split("."))
            if header["many"]:
                many[table] += 1
                table = (*table, many[table] - 1)
            found.setdefault(table, number)
            found.setdefault(tuple(header["name"].split(".")), number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *key["name"].split(".")), number)
    return found


def _refused(errors: list[ErrorDetails], lines: dict[Place, int], what: str) -> Refused:
    """The mistake to mend first: an unknown key, as it often explains the rest, or the topmost."""
    errors = [_placed(one) for one in errors if not _explained(one, errors)]
    first = min(errors, key=lambda e: (e["type"] != "extra_forbidden", _line(e["loc"], lines)))
    kind, key = first["type"], ".".join(_shown(part) for part in first["loc"])
    line = _line(first["loc"], lines)
    others = f"（另有{len(errors) - 1}处）" if len(errors) > 1 else ""
    sentence = f"{f'第{line}行：' if line else ''}{key or '全文'}：{_why(first)}{others}"
    code = _CODES.get(kind, "wrong_value") if kind in _BUILT_IN else kind
    return Refused(f"{what}.{code}", sentence, key or None)


def _placed(error: ErrorDetails) -> ErrorDetails:
    """A mistake names the place to mend in its context: anywhere, or a key of its own section."""
    context = error.get("ctx", {})
    if place := context.get("at_key"):
        return {**error, "loc": tuple(place.split("."))}
    if within := context.get("in_key"):
        within = within if isinstance(within, tuple) else (within,)
        return {**error, "loc": (*error["loc"], *within)}
    return error


def _explained(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """A list is called too short when its items are wrong; only the items are worth saying."""
    place = error["loc"]
    return any(one["loc"] != place and one["loc"][: len(place)] == place for one in errors)


def _shown(part: str | int) -> str:
    return part if isinstance(part, str) else f"第{part + 1}项"


def _line(place: Place, lines: dict[Place, int]) -> int:
    return next((lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines), 0)


def _why(error: ErrorDetails) -> str:
    if error["type"] not in _BUILT_IN:
        return error["msg"]
    context = dict(error.get("ctx", {}))
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace(" or ", "、").replace(", ", "、")
    return _VALUES.get(error["type"], "写法不对").format(**context)
