"""Whole workbooks into a real log."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from aggregates.base import Refused
from aggregates.claim import NumberClaimed
from aggregates.cycle import CycleOpened
from aggregates.proposal_events import Assigned, HandedOver, Registered
from aggregates.unit import UnitRegistered
from commands.close_cycle import CloseCycle, close_cycle
from commands.correct import Correct, correct
from commands.import_file import ImportFile, Report, import_file
from commands.open_cycle import OpenCycle, open_cycle
from eventstore.chain import walk
from eventstore.store import request_hash

Office = Any
Book = Callable[[Mapping[str, Sequence[Sequence[Any]]]], BytesIO]
Row = list[Any]

YEAR: dict[str, Any] = {"year": 2026, "term": 18, "session": 6}
LIST = ["编号", "案由", "主办单位", "会办单位", "联名人数"]
ROAD = ["1", "关于修路的建议", "市交通运输局", "市财政局", "3"]
LAMP = ["2", "关于装灯的建议", "市城市管理局", "", "1"]
UNITS = ["代码", "名称", "系统", "主要负责人", "是否人大任命", "任职日期"]
TRAFFIC = ["1001", "市交通运输局", "政府", "甲某", "是", "2024-01-10"]


def bad(report: Report) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.heading, one.code) for one in report.bad_cells]


def test_a_key_that_somebody_chose_does_not_pass_for_an_imported_row(
    office: Office, book: Book
) -> None:
    told = sorted(zip(UNITS, TRAFFIC, strict=True))
    key = f"import/{request_hash('单位', *(word for cell in told for word in cell)).hex()}"
    opening = OpenCycle(year=2026, term=18, session=6, on=date(2026, 5, 6))
    somebody = replace(office.desk.actor, account=uuid4())
    open_cycle(replace(office.desk, actor=somebody, key=key), opening)

    report = office.enter(book({"单位": [UNITS, TRAFFIC]}))

    assert (report.new, report.present) == (1, 0)
    assert key in {one.signature.key for one in office.all(UnitRegistered)}


# ---- the 24 public items


def test_real_items_as_they_are_are_refused_naming_their_nine_cells_without_number(
    office: Office, real_items: BytesIO
) -> None:
    before = office.position()
    report = office.enter(real_items, **YEAR)
    assert report.refused
    assert bad(report) == [
        (row, "B", "编号", "import.number_missing") for row in (6, *range(18, 26))
    ]
    assert report.bad_cells[0].sentence.startswith("“Sheet1”表第6行B列“编号”：没有编号")
    assert report.position is None
    assert office.position() == before


def test_real_items_with_numbers_assigned_are_handed_over_as_24_items(
    office: Office, real_items: BytesIO
) -> None:
    report = office.enter(real_items, **YEAR, assign_numbers=True)
    assert (report.new, report.present, report.refused) == (24, 0, False)
    assert [one.number for one in report.assigned_numbers] == [str(n) for n in range(74228, 74237)]
    assert [one.row for one in report.assigned_numbers] == [6, *range(18, 26)]
    assert report.position == office.position()
    assert len(report.new_units) == len({one.name for one in report.new_units}) == 26
    for kind in (Registered, HandedOver, Assigned, NumberClaimed):
        assert len(office.all(kind)) == 24
    assert [one.event.printed for one in office.all(NumberClaimed)][10] == "072"
    assert walk(office.store.opened().log, office.store.log_recorder.links())[2] is None


def test_each_of_them_runs_from_the_day_of_import_under_the_policy_in_force(
    office: Office, real_items: BytesIO
) -> None:
    office.enter(real_items, **YEAR, assign_numbers=True)
    (opened,) = office.all(CycleOpened)
    assert opened.event.on == date(2026, 5, 6)
    for one in office.all(HandedOver):
        assert (one.event.on, one.event.reply_by.on) == (date(2026, 5, 6), date(2026, 8, 6))
        assert one.event.branch == "government"
        assert one.signature.under.policy == 2
        assert (one.signature.by.kind, one.signature.via.channel) == ("import", "import")
    first = office.all(Assigned)[1].event
    assert [share.role for share in first.assignments] == ["lead", "co"]
    assert first.sign_by.on == date(2026, 5, 14)
    assert first.opinion_by.on == date(2026, 6, 6)


def test_what_they_say_beyond_the_proposal_is_kept_as_a_note_and_forges_nothing(
    office: Office, real_items: BytesIO
) -> None:
    office.enter(real_items, **YEAR, assign_numbers=True)
    first = office.all(Registered)[0].event
    assert first.title == "关于改善三个小区公交出行的建议"
    assert [ask.text for ask in first.asks] == [first.title]
    assert first.signers_stated == 3
    assert first.note.startswith(
        "地区：银川市；年份：2017；答复日期：2017-08-21；结果类别：B；要点：方案会"
    )
    topics = {one.event.TOPIC for one in office.store.after(3, 10_000)}
    assert topics == {
        "cycle.opened",
        "unit.registered",
        "proposal.registered",
        "proposal.handed_over",
        "proposal.assigned",
        "number.claimed",
    }


def test_a_second_import_of_the_same_file_finds_everything_present(
    office: Office, real_items: BytesIO
) -> None:
    first = office.enter(real_items, **YEAR, assign_numbers=True)
    again = office.at(datetime(2026, 5, 20, 1, tzinfo=UTC)).enter(real_items, assign_numbers=True)
    assert (again.new, again.present, again.refused) == (0, 24, False)
    assert (again.new_units, again.assigned_numbers) == ((), ())
    assert again.position == first.position == office.position()


def test_another_account_finds_them_present_too(office: Office, real_items: BytesIO) -> None:
    office.enter(real_items, **YEAR, assign_numbers=True)
    actor = replace(office.desk.actor, account=uuid4())
    other = replace(office, desk=replace(office.desk, actor=actor))
    assert other.enter(real_items, assign_numbers=True).present == 24


def test_checking_says_the_same_and_records_nothing(office: Office, real_items: BytesIO) -> None:
    before = office.position()
    report = office.check(real_items, **YEAR, assign_numbers=True)
    assert (report.new, len(report.assigned_numbers)) == (24, 9)
    assert office.position() == before


def test_of_two_imports_at_once_the_second_finds_all_present(
    office: Office, real_items: BytesIO
) -> None:
    accounts = [replace(office.desk.actor, account=uuid4()) for _ in range(2)]
    offices = [replace(office, desk=replace(office.desk, actor=actor)) for actor in accounts]
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(one.enter, real_items, **YEAR, assign_numbers=True) for one in offices]
        reports = [one.result() for one in asked]
    assert sorted((one.new, one.present) for one in reports) == [(0, 24), (24, 0)]
    assert len(office.all(Registered)) == 24


# ---- all or nothing


def test_a_failure_between_two_parts_leaves_nothing(
    office: Office, real_items: BytesIO, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventstore.store.BATCH", 40)
    before = office.position()
    events = sql.Identifier(office.store.schemas.log, "events")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("alter table {} add constraint disk_full check (notification_id < 100)").format(
                events
            )
        )
        with pytest.raises(Exception, match="disk_full"):
            office.enter(real_items, **YEAR, assign_numbers=True)
        assert office.position() == before
        connection.execute(sql.SQL("alter table {} drop constraint disk_full").format(events))
    assert office.enter(real_items, **YEAR, assign_numbers=True).new == 24


def test_one_bad_cell_keeps_every_sheet_out(office: Office, book: Book) -> None:
    before = office.position()
    sheets = {"单位": [UNITS, TRAFFIC], "交办清单": [LIST, ROAD, ["", *LAMP[1:]]]}
    report = office.enter(book(sheets), **YEAR)
    assert bad(report) == [(3, "A", "编号", "import.number_missing")]
    assert office.position() == before


def test_progress_goes_from_nothing_to_all(office: Office, book: Book) -> None:
    rows = [[str(n), f"关于第{n}条路的建议", "市交通运输局", "", 1] for n in range(1, 301)]
    told: list[tuple[int, int]] = []
    import_file(
        office.store,
        office.desk,
        ImportFile(**YEAR),
        BytesIO(book({"交办清单": [LIST, *rows]}).getvalue()),
        lambda done, total: told.append((done, total)),
    )
    assert {total for _, total in told} == {600}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (600, 600)


def test_three_thousand_rows_go_in_together_and_are_found_again(office: Office, book: Book) -> None:
    rows = [
        [str(n), f"关于第{n}条路的建议", f"第{n % 40}街道办事处", f"第{n % 30}管理所", n % 11 + 1]
        for n in range(1, 3_001)
    ]
    units = [[str(n), f"第{n}街道办事处", "下级政府"] for n in range(40)]
    units += [[f"9{n}", f"第{n}管理所", "政府"] for n in range(30)]
    file = book({"单位": [UNITS[:3], *units], "交办清单": [LIST, *rows]})
    assert office.enter(file, **YEAR).new == 3_070
    assert {one.event.branch for one in office.all(HandedOver)} == {"lower_government"}
    assert office.enter(file).present == 3_070


# ---- the year


def test_without_an_open_year_the_refusal_says_what_to_type(office: Office, book: Book) -> None:
    file = book({"交办清单": [LIST, ROAD]})
    with pytest.raises(Refused) as refused:
        office.enter(file)
    assert refused.value.code == "import.year_needed"
    assert "huiyin import 文件 --year 2026 --term 18 --session 6" in refused.value.sentence
    with pytest.raises(Refused, match="2027年度尚未开启"):
        office.enter(file, year=2027)


def test_the_only_open_year_is_taken_and_of_two_one_must_be_named(
    office: Office, book: Book
) -> None:
    def open_year(year: int, session: int) -> None:
        desk = replace(office.desk, key=uuid4().hex)
        command = OpenCycle(year=year, term=18, session=session, on=date(2026, 2, 1))
        open_cycle(desk, command)

    open_year(2026, 6)
    assert office.enter(book({"交办清单": [LIST, ROAD]})).new == 1
    open_year(2025, 5)
    with pytest.raises(Refused, match=r"2025、2026年度都已开启.*--year 2026"):
        office.enter(book({"交办清单": [LIST, LAMP]}))
    assert office.enter(book({"交办清单": [LIST, LAMP]}), year=2025).new == 1
    with pytest.raises(Refused, match="2025年度是第18届第5次会议的"):
        office.enter(book({"交办清单": [LIST, LAMP]}), year=2025, session=6)


def test_a_closed_year_takes_nothing_new(office: Office, book: Book) -> None:
    command = OpenCycle(**YEAR, on=date(2026, 2, 1))
    open_cycle(replace(office.desk, key="open"), command)
    close_cycle(replace(office.desk, key="close"), 2026, CloseCycle(on=date(2026, 5, 6)), [])
    with pytest.raises(Refused, match="2026年度已于"):
        office.enter(book({"交办清单": [LIST, ROAD]}), **YEAR)


def test_a_year_opened_by_an_import_is_open_from_its_first_hand_over(
    office: Office, book: Book
) -> None:
    rows: list[Row] = [[*ROAD, "2026-03-02"], [*LAMP, datetime(2026, 3, 9)]]
    office.enter(book({"交办清单": [[*LIST, "交办日期"], *rows]}), **YEAR)
    assert office.all(CycleOpened)[0].event.on == date(2026, 3, 2)
    assert [one.event.reply_by.on for one in office.all(HandedOver)] == [
        date(2026, 6, 2),
        date(2026, 6, 9),
    ]


def test_the_day_named_holds_for_rows_that_name_none(office: Office, book: Book) -> None:
    file = book({"交办清单": [LIST, ROAD]})
    with pytest.raises(Refused, match="晚于今天"):
        office.enter(file, **YEAR, on=date(2026, 5, 7))
    office.enter(file, **YEAR, on=date(2026, 3, 2))
    assert office.all(HandedOver)[0].event.on == date(2026, 3, 2)


# ---- changed rows


def test_a_changed_row_is_listed_and_refused(office: Office, book: Book) -> None:
    office.enter(book({"交办清单": [LIST, ROAD, LAMP]}), **YEAR)
    before = office.position()
    changed = ["1", "关于拓宽道路的建议", "市公安局", "市财政局", "3"]
    new = ["3", "关于建桥的建议", "市水务局", "", "1"]
    report = office.enter(book({"交办清单": [LIST, changed, LAMP, new]}))
    assert (report.new, report.present, report.refused) == (1, 1, True)
    (row,) = report.changed
    assert (row.row, row.what) == (2, "编号“1”")
    assert [one.heading for one in row.differences] == ["案由", "诉求", "主办单位"]
    assert "案由原为“关于修路的建议”，表中为“关于拓宽道路的建议”" in row.sentence
    assert office.position() == before


def test_the_same_number_in_another_form_is_the_same_number(office: Office, book: Book) -> None:
    office.enter(book({"交办清单": [LIST, ["072", *ROAD[1:]]]}), **YEAR)
    assert office.all(NumberClaimed)[0].event.printed == "072"
    report = office.enter(book({"交办清单": [LIST, [72.0, *ROAD[1:]]]}))
    assert (report.new, report.present) == (0, 1)


def test_a_row_whose_slip_was_corrected_is_present_before_and_after(
    office: Office, book: Book
) -> None:
    office.enter(book({"交办清单": [LIST, LAMP]}), **YEAR)
    (one,) = office.all(Registered)
    fixed = Correct(field="title", new="关于安装路灯的建议", reason="录入有误")
    correct(replace(office.desk, key="fix"), one.originator_id, fixed)
    assert office.enter(book({"交办清单": [LIST, LAMP]})).present == 1
    rewritten = ["2", "关于安装路灯的建议", *LAMP[2:]]
    sheet = [[*LIST, "诉求"], [*rewritten, "关于装灯的建议"]]
    assert office.enter(book({"交办清单": sheet})).present == 1


def test_rows_given_numbers_are_found_by_title_and_by_the_number_given(
    office: Office, book: Book
) -> None:
    without = ["", *LAMP[1:]]
    office.enter(book({"交办清单": [LIST, ROAD, without]}), **YEAR, assign_numbers=True)
    filled_in = office.enter(book({"交办清单": [LIST, LAMP]}))
    assert (filled_in.new, filled_in.present) == (0, 1)
    moved = ["", LAMP[1], "市水务局", "", "1"]
    report = office.enter(book({"交办清单": [LIST, moved]}), assign_numbers=True)
    assert [one.what for one in report.changed] == ["没有编号的同名建议“关于装灯的建议”"]
