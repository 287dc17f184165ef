from datetime import date, datetime
from typing import Any

import pytest

from aggregates.base import Refused
from commands.importing.asks import asks_in
from commands.importing.cells import (
    CODE,
    NOTE,
    TITLE,
    day_in,
    letter_in,
    printed,
    text_in,
    whole_in,
)
from commands.importing.names import NearNames, one_apart

TODAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (72.0, "72"),
        (72, "72"),
        ("072", "072"),
        (None, ""),
        (True, "是"),
        (datetime(2025, 3, 1), "2025-03-01"),
        (" 市水务局\u200b\n", "市水务局"),
        ("甲_x000D_\n乙", "甲\n乙"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(value: object, shown: str) -> None:
    assert printed(value) == shown


@pytest.mark.parametrize(
    "value",
    [
        datetime(2025, 3, 1, 14, 30),
        date(2025, 3, 1),
        "2025-03-01",
        "2025-3-1",
        "2025年3月1日",
        "2025.3.1",
        "2025/3/1",
        "２０２５年３月１日",
        "2025-03-01 00:00:00",
        20250301,
    ],
)
def test_a_day_may_be_written_in_many_ways(value: object) -> None:
    assert day_in(value, TODAY) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2025年9月31日", "import.impossible_date"),
        ("2025-02-29", "import.impossible_date"),
        ("2026-05-07", "import.future_date"),
        ("1925-03-01", "import.early_date"),
        ("三月一日", "import.not_a_date"),
        ("25.3.1", "import.not_a_date"),
        (45717, "import.not_a_date"),
        (True, "import.not_a_date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(value: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        day_in(value, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    [
        ("关于\x7f的建议", TITLE, "import.control_character"),
        ("关于_x0007_的建议", TITLE, "import.control_character"),
        ("长" * 201, TITLE, "import.text_length"),
        ("请致电138 0013 8000", NOTE, "import.personal_data"),
        ("证号11010519491231002X", NOTE, "import.personal_data"),
        (datetime(2025, 3, 1), CODE, "import.became_date"),
        (1234567890123456.0, CODE, "import.precision_lost"),
    ],
)
def test_a_text_that_may_not_be_stored_is_refused(value: Any, kind: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        text_in(value, kind)
    assert refused.value.code == code


def test_a_title_broken_over_lines_is_one_line() -> None:
    assert text_in("关于修路\n 的建议", TITLE) == "关于修路的建议"


def test_a_letter_is_read_in_any_width_and_an_unknown_one_is_refused() -> None:
    assert letter_in("Ｂ类", ["A", "B"]) == "B"
    with pytest.raises(Refused, match="只有A、B"):
        letter_in("E", ["A", "B"])


@pytest.mark.parametrize("value", ["十八", "18届", 0, 100, -1, 1.5])
def test_a_number_out_of_bounds_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        whole_in(value, 1, 99)


@pytest.mark.parametrize(
    ("cell", "asks"),
    [
        ("修路", ["修路"]),
        ("修路\n装灯", ["修路", "装灯"]),
        ("1.修路；2.装灯", ["修路", "装灯"]),
        ("1、修路\n2、装灯\n并加围栏", ["修路", "装灯 并加围栏"]),
        ("（1）修路（2）装灯", ["修路（2）装灯"]),
        ("（1）修路\n（2）装灯", ["修路", "装灯"]),
        ("一、修路。二、装灯。", ["修路。", "装灯。"]),
        ("建议：1.修路 2.装灯", ["建议：修路", "装灯"]),
        ("1.修1.5公里路\n2.装灯", ["修1.5公里路", "装灯"]),
        ("投入2.5亿元修路", ["投入2.5亿元修路"]),
        ("到2025年修路\n3.不是序号", ["到2025年修路", "3.不是序号"]),
    ],
)
def test_asks_are_told_apart_by_number_or_by_line(cell: str, asks: list[str]) -> None:
    assert asks_in(cell) == asks


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("市交通运输居", "市交通运输局"),
        ("市交运输局", "市交通运输局"),
        ("市交通运输管局", "市交通运输局"),
        ("交通运输局", "市交通运输局"),
        ("交通运输居", "市交通运输局"),
        ("县交通运输局", None),
        ("市交通局", None),
        ("市农业农村局", None),
    ],
)
def test_a_name_one_character_apart_is_probably_the_known_one(
    written: str, likely: str | None
) -> None:
    near = NearNames()
    near.add("市交通运输局")
    assert near.likely(written) == likely


def test_a_name_is_not_apart_from_itself() -> None:
    assert not one_apart("市水务局", "市水务局")
    assert one_apart("市水务局", "市水利局")
    assert not one_apart("市水务局", "市利水局")
