"""What stands in one cell of a spreadsheet, as a text, a day, a number or a word."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import TypeAdapter, ValidationError

from aggregates.base import Refused
from aggregates.days import spoken
from aggregates.texts import Ask, Code, Contact, Name, Note, Text, Title, Words

V = TypeVar("V")

CODE, NAME, TITLE, ASK, TEXT, NOTE, CONTACT = (
    TypeAdapter[str](kind) for kind in (Code, Name, Title, Ask, Text, Note, Contact)
)
PEOPLE = TypeAdapter[str](Annotated[str, Words(2_000, contact=True)])
"""A list of deputies; only who they are is recorded, not the card numbers beside them."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?: 0{1,2}:00(?::00)?)?"
)
_RUN_ON_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_DAY = date(1954, 9, 15)
"""The day the first National People's Congress met; no deputy proposed anything before."""
_EXACT = 10**15
"""Spreadsheets keep fifteen digits of a number and write zeros for the rest."""


def printed(value: object) -> str:
    """A cell as a person sees it: 72.0 is 72, a date is 2025-03-01, truth is 是 or 否."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if not isinstance(value, str):
        return str(value)
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


def folded(text: str) -> str:
    """A name as it is compared: width folded, without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def text_in(value: object, kind: TypeAdapter[str]) -> str:
    """A text of a kind.  Line breaks inside titles, names and numbers are dropped.

    Raises Refused: became_date, precision_lost, and what the kind itself refuses.
    """
    if isinstance(value, date):
        why = "表格软件已把它变成日期，请把这一列设为文本后重填"
        raise Refused("import.became_date", why)
    if isinstance(value, int | float) and abs(value) >= _EXACT:
        why = "数字太长，表格软件已丢掉末几位，请把这一列设为文本后重填"
        raise Refused("import.precision_lost", why)
    text = printed(value)
    if kind in (CODE, NAME, TITLE):
        text = "".join(part.strip() for part in text.split("\n"))
    try:
        return kind.validate_python(text)
    except ValidationError as wrong:
        error = wrong.errors()[0]
        raise Refused(f"import.{error['type']}", error["msg"]) from None


def day_in(value: object, today: date) -> date:
    """The day a cell states: a date, or 2025-03-01, 2025年3月1日, 2025.3.1, 20250301.

    Raises Refused: not_a_date, impossible_date (9月31日), future_date, early_date.
    """
    if isinstance(value, datetime):
        value = value.date()
    day = value if isinstance(value, date) else _written_day(printed(value))
    if day > today:
        raise Refused("import.future_date", f"晚于今天（{spoken(today)}）")
    if day < _FIRST_DAY:
        raise Refused("import.early_date", f"早于{spoken(_FIRST_DAY)}，那时还没有人民代表大会")
    return day


def _written_day(text: str) -> date:
    plain = unicodedata.normalize("NFKC", text)
    found = _DAY.fullmatch(plain) or _RUN_ON_DAY.fullmatch(plain)
    if not found:
        raise Refused("import.not_a_date", "应为日期，如2025-03-01或2025年3月1日")
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("import.impossible_date", f"没有{year}年{month}月{day}日这一天") from None


def whole_in(value: object, least: int, most: int) -> int:
    """A whole number within bounds.  Raises Refused: not_a_number."""
    text = unicodedata.normalize("NFKC", printed(value))
    if not re.fullmatch(r"\d{1,9}", text) or not least <= int(text) <= most:
        raise Refused("import.not_a_number", f"应为{least}至{most}的整数")
    return int(text)


def word_in(value: object, words: Mapping[str, V]) -> V:
    """One of the words allowed, as what it stands for.  Raises Refused: unknown_word."""
    text = printed(value)
    if text not in words:
        raise Refused("import.unknown_word", f"应为{'、'.join(words)}之一")
    return words[text]


def letter_in(value: object, known: Collection[str]) -> str:
    """A class letter that the scheme knows.  Raises Refused: unknown_letter."""
    text = text_in(value, CODE)
    letter = unicodedata.normalize("NFKC", text).upper().removesuffix("类")
    if letter not in known:
        raise Refused("import.unknown_letter", f"没有“{letter}”类，只有{'、'.join(known)}")
    return letter
