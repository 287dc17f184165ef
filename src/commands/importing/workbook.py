"""Open a workbook somebody sent, without trusting it: its sheets as rows that are not blank."""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from aggregates.base import Refused
from commands.importing.cells import printed
from commands.importing.lines import FORMULA

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 128 * 1024 * 1024
_MOST_PARTS = 1_000
_MOST_COLUMNS = 128
_SHEET_ROWS = 1_048_576
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNREADABLE = (BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)
"""What `zipfile` raises on an archive that is damaged, closed, or packed in a way it cannot undo."""
_FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[ />]")

Cells = tuple[object, ...]


def content_of(file: Path | BinaryIO) -> bytes:
    """The bytes of a file.  Raises Refused (import.no_file, import.too_large)."""
    if isinstance(file, Path):
        if not file.is_file():
            raise Refused("import.no_file", f"找不到文件 {file.name}")
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    else:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("import.too_large", f"文件超过{MOST_BYTES >> 20} MB，请分成几份导入")
    return content


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """Each sheet's name and its rows with their numbers; read a sheet before asking for the next.

    Raises Refused (import.…) on what is not an .xlsx: not_xlsx, encrypted, macros, too_large,
    unreadable.
    """
    formulas = _must_be_workbook(content)
    with _damage_refused():
        uncalculated = _uncalculated(content) if formulas else {}
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield sheet.title, _rows(sheet, uncalculated.get(sheet.title, frozenset()))
        book.close()


@contextmanager
def _damage_refused() -> Iterator[None]:
    """openpyxl meets a damaged file with errors of every kind; all of them mean the same."""
    try:
        yield
    except Refused:
        raise
    except Exception as broken:
        raise Refused("import.unreadable", "文件已损坏或不是标准的 .xlsx，请另存后再试") from broken


def _must_be_workbook(content: bytes) -> bool:
    """Whether any sheet holds formulas."""
    if content.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("import.encrypted", "文件设有打开密码，请取消密码后再导入")
        raise Refused("import.not_xlsx", "这是旧版 .xls 文件，请另存为 .xlsx 后再导入")
    try:
        with ZipFile(BytesIO(content)) as parts:
            return _must_unpack_safely(parts)
    except _UNREADABLE:
        raise Refused("import.not_xlsx", "这不是 .xlsx 文件，请用表格软件另存为 .xlsx") from None


def _must_unpack_safely(parts: ZipFile) -> bool:
    listed = parts.infolist()
    names = {part.filename for part in listed}
    if any(part.flag_bits & 1 for part in listed):
        raise Refused("import.encrypted", "文件设有密码，请取消密码后再导入")
    if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise Refused("import.too_large", "文件展开后过大，请删去图片和多余的工作表后再导入")
    if "[Content_Types].xml" not in names:
        raise Refused("import.not_xlsx", "这不是 .xlsx 文件，请用表格软件另存为 .xlsx")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("import.macros", "文件带有宏，请另存为不带宏的 .xlsx 后再导入")
    formulas = False
    for name in names:
        if name.endswith((".xml", ".rels")):
            part = parts.read(name)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise Refused("import.unreadable", "文件里有不该有的内容（DOCTYPE），请另存后再试")
            formulas |= "worksheets/" in name and bool(_FORMULA_TAG.search(part))
    return formulas


def _uncalculated(content: bytes) -> Mapping[str, frozenset[tuple[int, int]]]:
    """Where formulas stand, by sheet: those without a result read as empty."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=False)
    found = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        found[sheet.title] = frozenset(
            (cell.row, cell.column)
            for row in sheet.iter_rows(max_col=_MOST_COLUMNS)
            for cell in row
            if cell.data_type == "f" and cell.row and cell.column
        )
    book.close()
    return found


def _rows(sheet: Any, uncalculated: frozenset[tuple[int, int]]) -> Iterator[tuple[int, Cells]]:
    """Rows that are not blank, with their numbers."""
    with _damage_refused():
        for n, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), 1):
            if n > _SHEET_ROWS:
                raise Refused("import.unreadable", "工作表的行数超出了表格软件的上限")
            if cells.count(None) == len(cells) and not uncalculated:
                continue
            if uncalculated:
                cells = tuple(
                    FORMULA if cell is None and (n, column) in uncalculated else cell
                    for column, cell in enumerate(cells, 1)
                )
            if any(cell is FORMULA or printed(cell) for cell in cells):
                yield n, cells
