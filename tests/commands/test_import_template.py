from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from aggregates.proposal_events import Author, Channel, Complexity, Mark
from aggregates.unit import Branch
from commands.importing import form
from commands.importing.template import template

FILLED: dict[str, list[dict[str, Any]]] = {
    "单位": [
        {"代码": "1001", "名称": "市交通运输局", "系统": "政府", "主要负责人": "甲某",
         "是否人大任命": "是", "任职日期": "2024年1月10日"},
        {"代码": "1002", "名称": "市财政局", "系统": "政府"},
    ],
    "代表": [
        {"姓名": "张一", "届": "18", "代表团": "第一代表团", "代表证号": "0101",
         "联系电话": "13900000001", "当选日期": "2022-01-08"},
        {"姓名": "李二", "届": 18, "代表团": "第二代表团"},
    ],
    "交办清单": [
        {"编号": "072", "案由": "关于修路的建议", "内容": "路面破损。", "诉求": "1.修路\n2.装灯",
         "类别": "交通运输", "提出方式": "会议期间", "提出人": "代表", "领衔代表": "张一（0101）",
         "联名代表": "李二", "代表团": "第一代表团", "联名人数": 2, "主办单位": "市交通运输局",
         "会办单位": "市财政局", "办理方式": "主办会办", "系统": "政府", "交办日期": "2026.3.2",
         "难易": "复杂", "复杂理由": "涉及三个部门", "备注": "重点"},
    ],
    "历年办结": [
        {"年份": "2019", "编号": "037", "案由": "关于红绿灯的建议", "主办单位": "市公安局",
         "交办日期": "2019-03-01", "答复日期": "2019-05-30", "结果类别": "B", "分类办法": "S1",
         "满意度": "基本满意", "来源": "汇编"},
    ],
}  # fmt: skip


@pytest.fixture
def blank() -> Workbook:
    stream = BytesIO()
    template(stream)
    return load_workbook(stream)


def sheet(workbook: Workbook, name: str) -> Worksheet:
    found = workbook[name]
    assert isinstance(found, Worksheet)
    return found


def test_a_filled_template_is_accepted_whole(office: Any, blank: Workbook) -> None:
    for name, rows in FILLED.items():
        page = sheet(blank, name)
        headings = [cell.value for cell in page[1]]
        for row in rows:
            page.append([row.get(str(heading)) for heading in headings])
    stream = BytesIO()
    blank.save(stream)
    report = office.enter(stream, year=2026, term=18, session=6)
    assert [bad.sentence for bad in report.bad_cells] == []
    assert (report.new, report.refused) == (6, False)
    assert [unit.name for unit in report.new_units] == ["市公安局"]
    assert office.enter(stream).present == 6


def test_it_has_the_sheets_and_headings_of_the_form_and_no_rows(blank: Workbook) -> None:
    assert blank.sheetnames == ["说明", *(one.name for one in form.FORMS)]
    for one in form.FORMS:
        page = sheet(blank, one.name)
        assert [cell.value for cell in page[1]] == list(one.headings)
        assert page.max_row == 1


def test_the_real_list_bears_headings_of_the_form() -> None:
    with Path(__file__).with_name("real_items.csv").open(encoding="utf-8-sig") as file:
        headings = file.readline().strip().split(",")
    assert len(headings) == 11
    assert set(headings) <= set(form.HANDOVERS.headings)


def test_numbers_and_codes_are_columns_of_text(blank: Workbook) -> None:
    page = sheet(blank, "交办清单")
    assert page["A1"].value == "编号"
    assert page.column_dimensions["A"].number_format == "@"


def test_fixed_words_are_lists_to_choose_from(blank: Workbook) -> None:
    lists = [
        (one.name, str(guide.formula1))
        for one in form.FORMS
        for guide in sheet(blank, one.name).data_validations.dataValidation
        if guide.type == "list"
    ]
    assert ("单位", f'"{",".join(form.BRANCHES)}"') in lists
    assert ("历年办结", '"满意,基本满意,不满意"') in lists
    assert all(len(formula) <= 255 for _, formula in lists)


def test_every_column_explains_itself(blank: Workbook) -> None:
    told = {cell.value for row in sheet(blank, "说明").iter_rows() for cell in row}
    for one in form.FORMS:
        for cell in sheet(blank, one.name)[1]:
            assert cell.comment is not None
            assert cell.value in told


def test_every_word_of_the_log_can_be_said_in_chinese() -> None:
    said = {
        Branch: form.BRANCHES,
        Channel: form.CHANNELS,
        Author: form.AUTHORS,
        Complexity: form.COMPLEXITIES,
        Mark: form.MARKS,
        form.Handling: form.HANDLINGS,
    }
    for kind, words in said.items():
        assert set(words.values()) == set(get_args(kind))


def test_the_template_can_be_written_to_a_path(tmp_path: Path) -> None:
    template(tmp_path / "template.xlsx")
    assert load_workbook(tmp_path / "template.xlsx").sheetnames[0] == "说明"
