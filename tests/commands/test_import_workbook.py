import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from aggregates.base import Refused
from commands.importing import sheets, workbook
from commands.importing.sheets import Pages, pages_of
from commands.importing.template import template
from commands.importing.workbook import content_of

HEADINGS = ["编号", "案由", "主办单位"]
ROW = ["1", "关于修路的建议", "市交通运输局"]


def saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def edited(content: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts rewritten."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, edit(text) if name == part else text)
    return stream.getvalue()


def sheet_of(*rows: list[Any], name: str = "交办清单") -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return workbook


def read(workbook: Workbook) -> Pages:
    return pages_of(saved(workbook))


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        pages_of(content)
    return refused.value.code


def test_what_is_no_workbook_is_refused_in_words() -> None:
    assert refusal("编号,案由\n1,修路".encode()) == "import.not_xlsx"
    assert refusal(b"") == "import.not_xlsx"
    assert refusal(b"PK\x03\x04 and then nothing") == "import.not_xlsx"


def test_an_old_xls_and_one_closed_by_a_password_are_told_apart() -> None:
    compound = bytes.fromhex("d0cf11e0a1b11ae1")
    assert refusal(compound + b"Workbook") == "import.not_xlsx"
    assert refusal(compound + "EncryptedPackage".encode("utf-16-le")) == "import.encrypted"


def test_a_zip_of_something_else_is_refused() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as parts:
        parts.writestr("letter.txt", "您好")
    assert refusal(stream.getvalue()) == "import.not_xlsx"


def test_macros_are_refused() -> None:
    stream = BytesIO(saved(sheet_of(HEADINGS, ROW)))
    with ZipFile(stream, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"")
    assert refusal(stream.getvalue()) == "import.macros"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    zeros = b"0" * (workbook.MOST_UNPACKED + 1)
    bomb = edited(saved(sheet_of(HEADINGS, ROW)), "xl/styles.xml", lambda _: zeros)
    assert len(bomb) < 1_000_000
    assert refusal(bomb) == "import.too_large"


def test_a_part_packed_in_an_unknown_way_or_damaged_inside_is_refused() -> None:
    content = bytearray(saved(sheet_of(HEADINGS, ROW)))
    with ZipFile(BytesIO(content)) as parts:
        first = parts.infolist()[0]
    data = first.header_offset + 30 + len(first.filename)
    damaged = bytes(content[:data]) + b"\xff" * 8 + bytes(content[data + 8 :])
    assert refusal(damaged) == "import.not_xlsx"

    listed = content.index(b"PK\x01\x02")
    content[listed + 10 : listed + 12] = (99).to_bytes(2, "little")
    assert refusal(bytes(content)) == "import.not_xlsx"


def test_entities_are_refused() -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    content = edited(saved(sheet_of(HEADINGS, ROW)), "xl/workbook.xml", lambda text: lol + text)
    assert refusal(content) == "import.unreadable"


def test_a_damaged_sheet_is_refused() -> None:
    part = "xl/worksheets/sheet1.xml"
    content = edited(saved(sheet_of(HEADINGS, ROW)), part, lambda text: text[: len(text) // 2])
    assert refusal(content) == "import.unreadable"


def test_a_row_beyond_every_sheet_is_refused() -> None:
    far = edited(
        saved(sheet_of(HEADINGS, ROW)),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b'<row r="2"', b'<row r="99999999999"'),
    )
    assert refusal(far) == "import.unreadable"


def test_a_file_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 1_000)
    path = tmp_path / "large.xlsx"
    path.write_bytes(saved(sheet_of(HEADINGS, ROW)))
    for file in (path, BytesIO(path.read_bytes())):
        with pytest.raises(Refused, match="请分成几份"):
            content_of(file)


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"找不到文件 list\.xlsx"):
        content_of(tmp_path / "list.xlsx")


def test_more_rows_than_one_import_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert len(read(sheet_of(HEADINGS, ROW, ROW, ROW)).lines["交办清单"]) == 3
    assert refusal(saved(sheet_of(HEADINGS, ROW, ROW, ROW, ROW))) == "import.too_many_rows"


def test_an_empty_template_has_nothing_to_enter() -> None:
    stream = BytesIO()
    template(stream)
    assert refusal(stream.getvalue()) == "import.empty"


def test_titles_and_blank_rows_and_merged_cells_are_read_over() -> None:
    workbook = sheet_of(
        ["2026年建议交办清单"], [], HEADINGS, ROW, [], [" "], ["2", "装灯", "市城管局"]
    )
    sheet = workbook.active
    assert sheet is not None
    sheet.merge_cells("A1:C1")
    pages = read(workbook)
    assert [line.row for line in pages.lines["交办清单"]] == [4, 7]
    assert not pages.bad


def test_a_sheet_of_any_name_is_a_hand_over_list_by_its_headings() -> None:
    pages = read(sheet_of(HEADINGS, ROW, name="Sheet1"))
    assert len(pages.lines["交办清单"]) == 1


def test_a_sheet_that_is_no_list_is_named_and_read_over() -> None:
    workbook = sheet_of(HEADINGS, ROW)
    workbook.create_sheet("联系人").append(["谁", "哪里"])
    workbook.create_sheet("空表")
    pages = read(workbook)
    assert pages.ignored == ["联系人"]
    assert pages.count == 1


def test_headings_that_do_not_fit_are_named_each() -> None:
    pages = read(
        sheet_of(["编号", "案由", "案由", "主办", "序号"], ["1", "修路", "修路", "甲局", 1])
    )
    assert [(bad.column, bad.heading, bad.code) for bad in pages.bad] == [
        ("C", "案由", "import.heading_twice"),
        ("D", "主办", "import.unknown_heading"),
        ("", "主办单位", "import.heading_missing"),
    ]


def test_a_value_outside_every_column_is_named_once_a_column() -> None:
    pages = read(sheet_of(HEADINGS, [*ROW, "?"], [*ROW, "?"]))
    assert [(bad.row, bad.column, bad.code) for bad in pages.bad] == [(2, "D", "import.no_heading")]


def test_formulas_never_calculated_and_errors_are_named() -> None:
    workbook = sheet_of(HEADINGS, ["=A1+1", "=CONCAT(A1)", "市水务局"], ["3", "修路", "#REF!"])
    pages = read(workbook)
    assert [(bad.row, bad.column, bad.code) for bad in pages.bad] == [
        (2, "A", "import.formula"),
        (2, "B", "import.formula"),
        (3, "C", "import.excel_error"),
    ]


def test_a_formula_with_its_result_is_read_as_the_result() -> None:
    content = edited(
        saved(sheet_of(HEADINGS, ["=36*2", "修路", "市水务局"])),
        "xl/worksheets/sheet1.xml",
        lambda text: re.sub(rb"(<f>36\*2</f>)<v ?/?>(</v>)?", rb"\1<v>72</v>", text),
    )
    (line,) = pages_of(content).lines["交办清单"]
    assert line.printed("编号") == "72"
