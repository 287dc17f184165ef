"""The empty workbook to fill in: headings, a note on each, lists to choose from."""

from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from commands.importing.form import FORMS, Column, Form

_LAST = 20_001
_HEAD = Font(bold=True, color="FFFFFF")
_OPTIONAL, _REQUIRED = (PatternFill("solid", fgColor=color) for color in ("5B7083", "A33B20"))
_WRAP = Alignment(wrap_text=True, vertical="top")
_RULES = (
    "回音：导入用表",
    "红色标题的列必须填写，灰蓝色标题的列可以不填；用不到的工作表留空即可。标题不要改动，列的先后不限。",
    "编号一列已设为文本，072 不会变成 72；同一次会议里 072 与 72 是同一个编号。",
    "一次导入要么全部成功，要么什么都不记：有一处不对，会逐格指出哪张表、哪行、哪列、为什么。",
    "同一份文件再导入一次不会重复；已经导入的行如有改动，会列出来并拒绝，请用更正或改办，不要改表重导。",
    "除代表表的联系电话和代表证号以外，任何一格都不要写手机号、身份证号。",
    "涉密建议请线下办理，不要写进本表。每个文件最多20000行。",
)


def template(target: str | Path | BinaryIO) -> None:
    """Write the empty workbook to a path or stream."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    _explain(book.create_sheet("说明"))
    for form in FORMS:
        _lay_out(book.create_sheet(form.name), form)
    book.save(target)


def _explain(sheet: Worksheet) -> None:
    for rule in _RULES:
        sheet.append([rule])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4
        )
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    sheet.append(["工作表", "列", "是否必填", "怎么填"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = _HEAD, _OPTIONAL
    for form in FORMS:
        sheet.append([form.name, "", "", form.note])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for column in form.columns:
            sheet.append(["", column.heading, "必填" if column.required else "", _note(column)])
    for letter, width in zip("ABCD", (12, 14, 10, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    _print_across(sheet)
    for row in sheet.iter_rows(min_row=len(_RULES) + 2):
        for cell in row:
            cell.alignment = _WRAP


def _lay_out(sheet: Worksheet, form: Form) -> None:
    for n, column in enumerate(form.columns, 1):
        letter = get_column_letter(n)
        head = sheet.cell(1, n, column.heading)
        head.font, head.fill = _HEAD, _REQUIRED if column.required else _OPTIONAL
        head.comment = Comment(_note(column), "回音", width=260, height=90)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "yyyy-mm-dd" if column.day else "@"
        guide = _guide(column)
        guide.add(f"{letter}2:{letter}{_LAST}")
        sheet.add_data_validation(guide)
    sheet.freeze_panes = "A2"
    _print_across(sheet)


def _print_across(sheet: Worksheet) -> None:
    """On paper all columns stand side by side."""
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _note(column: Column) -> str:
    choices = f"。从中选：{'、'.join(column.words)}" if column.words else ""
    return column.note + choices


def _guide(column: Column) -> DataValidation:
    """What a cell says when it is chosen; a list to choose from where words are fixed."""
    return DataValidation(
        type="list" if column.words else None,
        formula1=f'"{",".join(column.words)}"' if column.words else None,
        allow_blank=True,
        showInputMessage=True,
        promptTitle=column.heading,
        prompt=_note(column)[:255],
        showErrorMessage=bool(column.words),
        errorTitle=column.heading,
        error=f"请从列表中选：{'、'.join(column.words)}" if column.words else None,
    )
