"""One row of a workbook under its headings; what is wrong is noted with its place and reason."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from openpyxl.cell.cell import ERROR_CODES
from pydantic import TypeAdapter

from aggregates.base import Refused
from commands.importing.cells import day_in, letter_in, printed, text_in, whole_in, word_in
from commands.importing.form import Form

V = TypeVar("V")

FORMULA = object()
"""Stands in a cell whose formula was never calculated."""

_SHOWN = 80
_SOMEBODYS = re.compile(r"(\d{3})([\d\s.\-\u200b\u2010-\u2015·]{4,})")


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be entered as it stands; `column` is empty where there is no such column."""

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    why: str
    code: str

    @property
    def sentence(self) -> str:
        """As it is said to the person: where, why not, what stands there."""
        column = f"{self.column}列" if self.column else ""
        heading = f"“{self.heading}”" if self.heading else ""
        shown = f"（现为“{self.value}”）" if self.value else ""
        return f"“{self.sheet}”表第{self.row}行{column}{heading}：{self.why}{shown}"


@dataclass
class Line:
    """A row.  Reading a cell gives what it says, or None and a note of what is wrong, once a cell."""

    form: Form
    sheet: str
    row: int
    places: Mapping[str, str]
    values: Mapping[str, object]
    bad: list[BadCell]
    faulty: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note at once what the spreadsheet itself could not work out."""
        for heading, value in self.values.items():
            if value is FORMULA:
                self.refuse(heading, "import.formula", "公式没有算出结果，请粘贴为数值")
            elif isinstance(value, str) and value in ERROR_CODES:
                self.refuse(heading, "import.excel_error", "公式算错了，请改为实际内容")

    @property
    def fine(self) -> bool:
        """Whether nothing in this row is wrong so far."""
        return not self.faulty

    def refuse(self, heading: str, code: str, why: str) -> None:
        """Note what is wrong with a cell, unless something already is."""
        if heading in self.faulty:
            return
        self.faulty.add(heading)
        place = self.places.get(heading, "")
        shown = self.shown(heading, self.printed(heading), code == "import.personal_data")
        self.bad.append(BadCell(self.sheet, self.row, place, heading, shown, why, code))

    def given(self, heading: str) -> bool:
        """Whether anything stands there."""
        return self.printed(heading) != ""

    def printed(self, heading: str) -> str:
        """The cell as a person sees it."""
        value = self.values.get(heading)
        return "" if value is FORMULA else printed(value)

    def allowed(
        self, rule: Callable[[], V], headings: Mapping[str, str], otherwise: str
    ) -> V | None:
        """What a rule allows; its refusal is noted where the field it names came from."""
        try:
            return rule()
        except Refused as refused:
            heading = headings.get(refused.field or "", otherwise)
            self.refuse(heading, refused.code, refused.sentence)
            return None

    def read(self, heading: str, what: Callable[[object], V]) -> V | None:
        """What a cell says; None when empty, which a required one must not be."""
        if heading in self.faulty:
            return None
        if not self.given(heading):
            if heading in self.form.required:
                why = "不能为空；若是合并单元格，请拆开逐行填写"
                self.refuse(heading, "import.empty_cell", why)
            return None
        return self.allowed(lambda: what(self.values[heading]), {}, heading)

    def text(self, heading: str, kind: TypeAdapter[str]) -> str | None:
        """A text of a kind."""
        return self.read(heading, lambda value: text_in(value, kind))

    def part(self, heading: str, text: str, kind: TypeAdapter[str]) -> str | None:
        """One of several texts in a cell."""
        return self.allowed(lambda: text_in(text, kind), {}, heading)

    def day(self, heading: str, today: date) -> date | None:
        """A day, not in the future."""
        return self.read(heading, lambda value: day_in(value, today))

    def whole(self, heading: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        return self.read(heading, lambda value: whole_in(value, least, most))

    def word(self, heading: str, words: Mapping[str, V]) -> V | None:
        """One of the words allowed, as what it stands for."""
        return self.read(heading, lambda value: word_in(value, words))

    def letter(self, heading: str, known: Collection[str]) -> str | None:
        """A class letter of a scheme."""
        return self.read(heading, lambda value: letter_in(value, known))

    def content(self) -> dict[str, str]:
        """The whole row as a person sees it, without empty cells."""
        return {heading: text for heading in self.values if (text := self.printed(heading))}

    def shown(self, heading: str, text: str, personal: bool = False) -> str:
        """A text as it may be repeated: of numbers that may be somebody's the first three digits."""
        column = self.form.headings.get(heading)
        if personal or (column and column.personal):
            return _SOMEBODYS.sub(lambda run: run[1] + "*" * len(run[2]), text[:_SHOWN])
        return text[:_SHOWN]


@dataclass(frozen=True)
class FirstRows:
    """On which row of a file something was first named; a second one is refused."""

    rows: dict[str, Line] = field(default_factory=dict)

    def must_be_first(self, line: Line, heading: str, key: str, why: str = "") -> None:
        """Refuse the cell when an earlier row of the file said the same."""
        first = self.rows.setdefault(key, line)
        if first is not line:
            sheet = "" if first.sheet == line.sheet else f"“{first.sheet}”表"
            line.refuse(heading, "import.row_twice", f"与{sheet}第{first.row}行重复{why}")
