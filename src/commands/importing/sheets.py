"""Which sheet is which list, where its headings stand, and the rows under them."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from openpyxl.utils import get_column_letter

from aggregates.base import Refused
from commands.importing.cells import folded, printed
from commands.importing.form import FORMS, HANDOVERS, IGNORED, Form, named
from commands.importing.lines import BadCell, Line
from commands.importing.workbook import Cells, sheets_of

MOST_ROWS = 20_000
_HEADING_WITHIN = 10
"""Rows: a list often bears a title, and a date below it, above its headings."""


@dataclass
class Pages:
    """What a workbook says by list, what is wrong in it so far, and the sheets not read."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: {form.name: [] for form in FORMS})
    bad: list[BadCell] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Rows read."""
        return sum(map(len, self.lines.values()))


def pages_of(content: bytes) -> Pages:
    """Read a workbook.

    Raises Refused when it is none, when no list or row is found in it, or more than 20,000.
    """
    pages = Pages()
    with warnings.catch_warnings():
        # what openpyxl cannot keep of a workbook (styles, drawings) nobody asked for
        warnings.simplefilter("ignore")
        for name, rows in sheets_of(content):
            if name != "说明":
                _find_list(name, rows, pages)
    if not pages.count and not pages.bad:
        known = "、".join(form.name for form in FORMS)
        why = f"没有可导入的行；工作表应为{known}，标题见 huiyin template 写出的空表"
        raise Refused("import.empty", why)
    return pages


def _find_list(name: str, rows: Iterator[tuple[int, Cells]], pages: Pages) -> None:
    """The headings stand within the first rows; a hand-over list may bear any name."""
    form, wanted = named(name), named(name) or HANDOVERS
    first: list[tuple[int, Cells]] = []
    for row in rows:
        first.append(row)
        if set(wanted.required) <= set(_headings(row[1])):
            return _take(wanted, name, row, rows, pages)
        if len(first) == _HEADING_WITHIN:
            break
    if first and form:
        known = set(form.headings)
        best = max(range(len(first)), key=lambda n: len(known & set(_headings(first[n][1]))))
        return _take(form, name, first[best], chain(first[best + 1 :], rows), pages)
    if first:
        pages.ignored.append(name)
    return None


def _headings(cells: Cells) -> list[str]:
    return [folded(cell).strip("*") if isinstance(cell, str) else "" for cell in cells]


def _take(
    form: Form, name: str, head: tuple[int, Cells], rows: Iterable[tuple[int, Cells]], pages: Pages
) -> None:
    def refuse(column: int | None, heading: str, code: str, why: str, row: int = head[0]) -> None:
        letter = "" if column is None else get_column_letter(column + 1)
        pages.bad.append(BadCell(name, row, letter, heading, "", why, code))

    places = _places(form, head[1], refuse)
    letters = {heading: get_column_letter(column + 1) for heading, column in places.items()}
    nameless = {column for column, text in enumerate(_headings(head[1])) if not text}
    for n, cells in rows:
        if pages.count == MOST_ROWS:
            raise Refused("import.too_many_rows", f"超过{MOST_ROWS}行，请分成几份导入")
        values = {heading: cells[column] for heading, column in places.items()}
        pages.lines[form.name].append(Line(form, name, n, letters, values, pages.bad))
        for column in [one for one in nameless if cells[one] is not None and printed(cells[one])]:
            nameless.discard(column)
            refuse(column, "", "import.no_heading", "这一格所在的列没有标题", n)


def _places(
    form: Form, cells: Cells, refuse: Callable[[int | None, str, str, str], None]
) -> dict[str, int]:
    """Columns by heading; missing, repeated and unknown headings are refused."""
    places: dict[str, int] = {}
    for column, heading in enumerate(_headings(cells)):
        if heading in places:
            refuse(column, heading, "import.heading_twice", "这一列的标题重复")
        elif heading in form.headings:
            places[heading] = column
        elif heading and heading != IGNORED:
            known = "、".join(form.headings)
            refuse(column, heading, "import.unknown_heading", f"不认识这一列；只有{known}")
    for heading in form.required:
        if heading not in places:
            refuse(None, heading, "import.heading_missing", "缺少这一列")
    return places
