"""What each sheet may say, and what not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from aggregates.cycle import CycleOpened
from aggregates.deputy import DeputyElected
from aggregates.person import PersonRegistered
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, Imported, Registered
from aggregates.unit import HeadAppointed, UnitRegistered
from commands.import_file import Report
from commands.rename_unit import RenameUnit, rename_unit

Office = Any
Book = Callable[[Mapping[str, Sequence[Sequence[Any]]]], BytesIO]
Row = list[Any]

YEAR: dict[str, Any] = {"year": 2026, "term": 18, "session": 6}
LIST = ["编号", "案由", "主办单位", "会办单位", "联名人数"]
UNITS = ["代码", "名称", "系统", "主要负责人", "是否人大任命", "任职日期"]
TRAFFIC = ["1001", "市交通运输局", "政府", "甲某", "是", "2024-01-10"]
DEPUTIES = ["姓名", "届", "代表团", "代表证号", "联系电话"]
PAST = [
    "年份",
    "编号",
    "案由",
    "主办单位",
    "交办日期",
    "答复日期",
    "结果类别",
    "分类办法",
    "满意度",
    "来源",
]


def bad(report: Report) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.heading, one.code) for one in report.bad_cells]


# ---- units


def test_units_are_registered_with_their_heads_in_office(office: Office, book: Book) -> None:
    court = ["3001", "市中级人民法院", "法院", "", "", ""]
    report = office.enter(book({"单位": [UNITS, TRAFFIC, court]}))
    assert (report.new, report.new_units) == (2, ())
    assert [one.event.branch for one in office.all(UnitRegistered)] == ["government", "court"]
    (head,) = office.all(HeadAppointed)
    assert (head.event.on, head.event.appointed_by_congress) == (date(2024, 1, 10), True)
    person = office.store.history(head.event.person)[0].event
    assert person.name == "甲某"


def test_a_changed_unit_is_refused_and_one_kept_up_elsewhere_is_present(
    office: Office, book: Book
) -> None:
    file = book({"单位": [UNITS, TRAFFIC]})
    office.enter(file)
    other = [*TRAFFIC[:2], "下级政府", "乙某", *TRAFFIC[4:]]
    report = office.enter(book({"单位": [UNITS, other]}))
    assert [one.heading for one in report.changed[0].differences] == ["系统", "主要负责人"]
    assert office.enter(book({"单位": [UNITS[:3], TRAFFIC[:3]]})).present == 1
    unit = office.all(UnitRegistered)[0].originator_id
    rename = RenameUnit(name="市交通局", on=date(2026, 5, 6))
    rename_unit(replace(office.desk, key="rename"), unit, rename)
    assert office.enter(file).present == 1


def test_a_unit_named_in_a_list_is_found_by_name_code_and_former_name(
    office: Office, book: Book
) -> None:
    office.enter(book({"单位": [UNITS[:3], TRAFFIC[:3], ["1002", "市财政局（国资局）", "政府"]]}))
    traffic = office.all(UnitRegistered)[0].originator_id
    rename = RenameUnit(name="市交通局", on=date(2026, 5, 6))
    rename_unit(replace(office.desk, key="rename"), traffic, rename)
    names = ["市交通局", "市交通运输局", "1001"]
    rows = [[str(n), f"建议{n}", name, "市财政局(国资局)", "1"] for n, name in enumerate(names, 1)]
    report = office.enter(book({"交办清单": [LIST, *rows]}), **YEAR)
    assert report.new_units == ()
    assert {one.event.assignments[0].unit for one in office.all(Assigned)} == {traffic}


def test_an_unknown_unit_is_registered_unless_it_looks_like_a_slip(
    office: Office, book: Book
) -> None:
    office.enter(book({"单位": [UNITS[:3], TRAFFIC[:3]]}))
    slip = ["1", "建议一", "市交通运输居、市民政局", "", "1"]
    report = office.enter(book({"交办清单": [LIST, slip]}), **YEAR)
    assert bad(report) == [(2, "C", "主办单位", "import.likely_unit")]
    assert "是不是“市交通运输局”" in report.bad_cells[0].why
    other = ["1", "建议一", "县交通运输局", "", "1"]
    report = office.enter(book({"交办清单": [LIST, other]}), **YEAR)
    (unit,) = report.new_units
    assert (unit.name, unit.code[:3], len(unit.code)) == ("县交通运输局", "自编-", 11)


def test_a_unit_new_in_the_sheet_may_look_like_any_other(office: Office, book: Book) -> None:
    units = [["1", "市财政局", "政府"], ["2", "市民政局", "政府"]]
    row = ["1", "建议一", "市财政局", "市民政局", "1"]
    report = office.enter(book({"单位": [UNITS[:3], *units], "交办清单": [LIST, row]}), **YEAR)
    assert (report.refused, report.new) == (False, 3)


def test_each_way_of_handling_is_understood(office: Office, book: Book) -> None:
    heads = ["编号", "案由", "诉求", "主办单位", "会办单位", "办理方式", "联名人数"]
    rows = [
        ["1", "一", "修路\n装灯", "甲局", "", "独办", 1],
        ["2", "二", "修路\n装灯", "甲局", "乙局；丙局", "", 1],
        ["3", "三", "修路\n装灯", "甲局;乙局", "丙局", "联合主办", 1],
        ["4", "四", "修路\n装灯", "甲局（1）、乙局（2）", "", "分别办理", 1],
        ["5", "五", "修路\n装灯", "甲局、乙局", "", "分别办理", 1],
    ]
    office.enter(book({"交办清单": [heads, *rows]}), **YEAR)
    shares = [[(s.role, s.asks) for s in one.event.assignments] for one in office.all(Assigned)]
    assert shares == [
        [("sole", ())],
        [("lead", ()), ("co", ()), ("co", ())],
        [("joint_lead", ()), ("joint_lead", ()), ("co", ())],
        [("separate", (1,)), ("separate", (2,))],
        [("separate", (1, 2)), ("separate", (1, 2))],
    ]
    bad_rows = [
        ["6", "六", "", "甲局、乙局", "", "独办", 1],
        ["7", "七", "", "甲局", "", "主办会办", 1],
        ["8", "八", "", "甲局（3）、乙局", "", "分别办理", 1],
        ["9", "九", "", "甲局（1）", "", "", 1],
        ["10", "十", "", "甲局", "甲局", "", 1],
        ["11", "十一", "", "、", "", "", 1],
    ]
    report = office.enter(book({"交办清单": [heads, *bad_rows]}))
    assert bad(report) == [
        (2, "F", "办理方式", "import.handling"),
        (3, "F", "办理方式", "import.handling"),
        (4, "D", "主办单位", "assign.unknown_ask"),
        (5, "D", "主办单位", "import.asks_of_unit"),
        (6, "D", "主办单位", "assign.unit_twice"),
        (7, "D", "主办单位", "import.empty_cell"),
    ]


# ---- deputies


def test_deputies_sign_what_they_proposed_and_their_telephones_are_closed(
    office: Office, book: Book
) -> None:
    people = [["张一", 18, "第一代表团", "0101", "13900000001"], ["李二", 18, "第二代表团", "", ""]]
    heads = [*LIST[:3], "领衔代表", "联名代表"]
    rows = [["1", "关于修路的建议", "甲局", "张一", "李二"]]
    file = book({"代表": [DEPUTIES, *people], "交办清单": [heads, *rows]})
    assert office.enter(file, **YEAR).new == 3
    elected = [one.originator_id for one in office.all(DeputyElected)]
    assert list(office.all(Registered)[0].event.signers) == elected
    phones = [one.event.phone for one in office.all(PersonRegistered)]
    assert phones == ["13900000001", None]
    for row in office.store.log_recorder.rows_after(0, 1_000):
        assert b"13900000001" not in row.state
        assert b"0101" not in row.state.replace(b"110101", b"")
    assert office.enter(file).present == 3


def test_deputies_are_one_by_name_and_delegation_unless_their_cards_differ(
    office: Office, book: Book
) -> None:
    twice = [["张一", 18, "第一代表团", "", ""], ["张一", 18, "第一代表团", "", ""]]
    report = office.enter(book({"代表": [DEPUTIES, *twice]}))
    assert bad(report) == [(3, "A", "姓名", "import.row_twice")]
    same_card = [["张一", 18, "第一代表团", "01", ""], ["李二", 18, "第一代表团", "01", ""]]
    report = office.enter(book({"代表": [DEPUTIES, *same_card]}))
    assert bad(report) == [(3, "D", "代表证号", "import.row_twice")]
    two = [["张一", 18, "第一代表团", "01", ""], ["张一", 18, "第一代表团", "02", ""]]
    assert office.enter(book({"代表": [DEPUTIES, *two]})).new == 2
    without = office.enter(book({"代表": [DEPUTIES, twice[0]]}))
    assert bad(without) == [(2, "A", "姓名", "import.deputy_ambiguous")]


def test_a_changed_deputy_is_listed_without_telling_the_telephone(
    office: Office, book: Book
) -> None:
    office.enter(book({"代表": [DEPUTIES, ["张一", 18, "第一代表团", "01", "13900000001"]]}))
    report = office.enter(
        book({"代表": [DEPUTIES, ["张一", 18, "第二代表团", "01", "13900000002"]]})
    )
    (row,) = report.changed
    assert [one.heading for one in row.differences] == ["代表团", "联系电话"]
    assert "139********" in row.sentence
    assert "13900000001" not in row.sentence


def test_a_name_borne_by_two_asks_for_the_card(office: Office, book: Book) -> None:
    two: list[Row] = [["张一", 18, "第一代表团", "01", ""], ["张一", 18, "第二代表团", "02", ""]]
    heads = [*LIST[:3], "领衔代表", "代表团"]
    file: dict[str, list[Row]] = {"代表": [DEPUTIES, *two]}
    row = ["1", "关于修路的建议", "甲局"]
    report = office.enter(book(file | {"交办清单": [heads, [*row, "张一", ""]]}), **YEAR)
    assert bad(report) == [(2, "D", "领衔代表", "import.deputy_ambiguous")]
    assert "请写作“张一（代表证号）”" in report.bad_cells[0].why
    rows = [[*row, "张一（02）", ""], ["2", "关于装灯的建议", "甲局", "张一", "第二代表团"]]
    assert office.enter(book(file | {"交办清单": [heads, *rows]}), **YEAR).new == 4
    signed = [one.event.signers for one in office.all(Registered)]
    assert signed[0] == signed[1] == (office.all(DeputyElected)[1].originator_id,)


# ---- finished items of past years


def test_past_items_keep_their_true_dates_and_are_recorded_as_imported(
    office: Office, book: Book
) -> None:
    row = [
        "2019",
        "037",
        "关于红绿灯的建议",
        "市公安局",
        "2019年3月1日",
        "2019.5.30",
        "B",
        "S1",
        "满意",
        "汇编",
    ]
    file = book({"历年办结": [PAST, row]})
    assert office.enter(file).new == 1
    (one,) = office.all(Imported)
    assert (one.event.handed_over_on, one.event.replied_on) == (date(2019, 3, 1), date(2019, 5, 30))
    assert one.event.number.printed == "037"
    assert (one.event.scheme, one.event.letter, one.event.satisfaction) == ("S1", "B", "satisfied")
    assert one.at == office.desk.now
    assert one.signature.by.kind == "import"
    assert office.store.load(Proposal, one.originator_id).imported
    assert office.enter(file).present == 1
    later = [*row[:5], "2019-06-30", *row[6:]]
    report = office.enter(book({"历年办结": [PAST, later]}))
    assert report.changed[0].differences[0].recorded == "2019-05-30"


def test_past_items_need_no_year_opened(office: Office, book: Book) -> None:
    office.enter(book({"历年办结": [PAST[:4], ["2019", "", "关于红绿灯的建议", "市公安局"]]}))
    assert office.all(CycleOpened) == []


def test_what_cannot_be_in_a_past_item_is_named(office: Office, book: Book) -> None:
    good = [
        "2019",
        "1",
        "关于红绿灯的建议",
        "市公安局",
        "2019-03-01",
        "2019-05-30",
        "B",
        "S1",
        "满意",
        "",
    ]

    def but(n: int, **cells: Any) -> list[Any]:
        row = [good[0], str(n), *good[2:]]
        return [cells.get(heading, value) for heading, value in zip(PAST, row, strict=True)]

    rows = [
        but(1, 答复日期="2019-02-01"),
        but(2, 结果类别="Z", 分类办法="本市旧办法"),
        but(3, 分类办法=""),
        but(4, 满意度="很好"),
        but(5, 年份="2099"),
        but(6, 结果类别="E", 分类办法="S2"),
        but(7),
        but(7),
    ]
    report = office.enter(book({"历年办结": [PAST, *rows]}))
    assert bad(report) == [
        (2, "F", "答复日期", "date.too_early"),
        (3, "G", "结果类别", "import.unknown_letter"),
        (4, "H", "分类办法", "proposal.scheme_needed"),
        (5, "I", "满意度", "import.unknown_word"),
        (6, "A", "年份", "import.not_a_number"),
        (7, "G", "结果类别", "import.unknown_letter"),
        (9, "C", "案由", "import.row_twice"),
    ]


# ---- every bad cell, in one pass


def test_every_bad_cell_of_every_sheet_is_named_at_once(office: Office, book: Book) -> None:
    sheets = {
        "单位": [
            UNITS,
            ["1001", "市交通运输局", "政府部门", "", "", ""],
            ["1001", "市水务局", "政府", "甲某", "", "2026-09-31"],
            ["", "市水务局", "政府", "", "是", ""],
        ],
        "代表": [
            DEPUTIES,
            ["", "十八", "第一代表团", "", "电话不详"],
        ],
        "交办清单": [
            [*LIST, "交办日期", "内容", "系统", "难易", "领衔代表", "结果类别"],
            ["1", "", "甲局", "", "1", "2026年2月30日", "", "", "", "", ""],
            ["01", "建议一", "甲局", "", "0", "2026-12-01", "电话13800138000", "政府", "", "", "Z"],
            ["3", "建议\x7f三", "甲局", "", "1", "", "", "市政府", "复杂", "", ""],
            ["4", "建议四", "", "甲局", "1", "", "", "", "", "王五", ""],
            ["5", "建议五", "甲局", "", "", "", "", "", "", "", ""],
        ],
    }
    report = office.enter(book(sheets), **YEAR)
    named = [(one.sheet, one.row, one.column, one.heading, one.code) for one in report.bad_cells]
    assert sorted(named) == sorted(
        [
            ("单位", 2, "C", "系统", "import.unknown_word"),
            ("单位", 3, "F", "任职日期", "import.impossible_date"),
            ("单位", 3, "E", "是否人大任命", "import.empty_cell"),
            ("单位", 3, "A", "代码", "import.row_twice"),
            ("单位", 4, "A", "代码", "import.empty_cell"),
            ("单位", 4, "D", "主要负责人", "import.empty_cell"),
            ("单位", 4, "B", "名称", "import.row_twice"),
            ("代表", 2, "A", "姓名", "import.empty_cell"),
            ("代表", 2, "B", "届", "import.not_a_number"),
            ("代表", 2, "E", "联系电话", "import.not_a_phone"),
            ("交办清单", 2, "B", "案由", "import.empty_cell"),
            ("交办清单", 2, "F", "交办日期", "import.impossible_date"),
            ("交办清单", 3, "A", "编号", "import.row_twice"),
            ("交办清单", 3, "E", "联名人数", "import.not_a_number"),
            ("交办清单", 3, "F", "交办日期", "import.future_date"),
            ("交办清单", 3, "G", "内容", "import.personal_data"),
            ("交办清单", 3, "K", "结果类别", "import.unknown_letter"),
            ("交办清单", 4, "B", "案由", "import.control_character"),
            ("交办清单", 4, "H", "系统", "import.unknown_word"),
            ("交办清单", 4, "", "复杂理由", "proposal.complexity_reason"),
            ("交办清单", 5, "C", "主办单位", "import.empty_cell"),
            ("交办清单", 5, "J", "领衔代表", "import.deputy_unknown"),
            ("交办清单", 3, "J", "领衔代表", "proposal.signer_needed"),
            ("交办清单", 6, "J", "领衔代表", "proposal.signer_needed"),
        ]
    )
    (phone,) = [one for one in report.bad_cells if one.heading == "内容"]
    assert "13800138000" not in phone.sentence
    assert office.position() == 3


def test_rows_without_number_that_nothing_tells_apart_are_refused(
    office: Office, book: Book
) -> None:
    rows = [["", "关于修路的建议", "甲局", "", 1], ["", "关于修路的建议", "乙局", "", 1]]
    report = office.enter(book({"交办清单": [LIST, *rows]}), **YEAR, assign_numbers=True)
    assert bad(report) == [(3, "B", "案由", "import.row_twice")]


def test_numbers_out_of_session_are_counted_by_the_year(office: Office, book: Book) -> None:
    heads = [*LIST[:3], "联名人数", "提出方式"]
    rows = [
        ["7", "一", "甲局", 1, ""],
        ["闭7", "二", "甲局", 1, "闭会期间"],
        ["闭08", "三", "甲局", 1, "闭会期间"],
        ["", "四", "甲局", 1, "闭会期间"],
        ["", "五", "甲局", 1, "议案转建议"],
    ]
    report = office.enter(book({"交办清单": [heads, *rows]}), **YEAR, assign_numbers=True)
    assert [(one.row, one.number) for one in report.assigned_numbers] == [(5, "闭9"), (6, "8")]
    numbers = [one.event.number for one in office.all(Registered)]
    assert [(n.printed, n.term, n.year) for n in numbers] == [
        ("7", 18, None),
        ("闭7", None, 2026),
        ("闭08", None, 2026),
        ("闭9", None, 2026),
        ("8", 18, None),
    ]


def test_a_number_outside_its_series_is_refused_at_its_cell(office: Office, book: Book) -> None:
    heads = [*LIST[:3], "联名人数", "提出方式"]
    report = office.check(book({"交办清单": [heads, ["7", "二", "甲局", 1, "闭会期间"]]}), **YEAR)
    [cell] = report.bad_cells
    assert (cell.row, cell.heading) == (2, "编号")
    assert "“闭”开头" in cell.why
