"""Which days the office works, as far as the notices are out."""

from datetime import date
from uuid import UUID

import pytest

from aggregates.base import Refused
from aggregates.calendar import Calendar, CalendarAdopted, CalendarBook

TEXT = """name = "2025年放假安排"

[[years]]
year = 2025
off = [2025-10-01, 2025-10-02, 2025-10-03, 2025-10-06, 2025-10-07, 2025-10-08]
shifts = [2025-09-28, 2025-10-11]
"""
BOOK = CalendarBook(id=UUID(int=2))
TODAY = date(2025, 5, 6)


def test_a_make_up_workday_is_worked_and_a_holiday_is_not() -> None:
    calendar = Calendar.read(TEXT)
    assert calendar.name == "2025年放假安排"
    assert calendar.is_workday(date(2025, 9, 28))
    assert not calendar.is_workday(date(2025, 10, 8))


def test_other_weekends_are_off_and_other_weekdays_are_worked() -> None:
    calendar = Calendar.read(TEXT)
    assert not calendar.is_workday(date(2025, 9, 27))
    assert calendar.is_workday(date(2025, 9, 29))


def test_a_year_without_notice_has_only_its_weekends() -> None:
    calendar = Calendar.read(TEXT)
    assert calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 3))


REFUSED = {
    "a day of another year": (
        ("2025-09-28", "2024-09-28"),
        ("calendar.day", "第3行：years.第1项：调休上班日2024年9月28日不在2025年"),
    ),
    "a holiday on a weekend": (
        ("2025-10-01", "2025-10-04"),
        ("calendar.day", "放假日2025年10月4日不是周一至周五，不必写"),
    ),
    "a make-up workday on a weekday": (
        ("2025-09-28", "2025-09-29"),
        ("calendar.day", "调休上班日2025年9月29日不是周末，不必写"),
    ),
    "a day twice": (
        ("2025-10-02", "2025-10-01"),
        ("calendar.day", "放假日2025年10月1日写了两次"),
    ),
    "an impossible day": (
        ("2025-09-28", "2025-09-31"),
        ("calendar.unreadable", "第6行第11列：没有这一天"),
    ),
    "a day in quotes": (
        ("2025-09-28", '"2025-09-28"'),
        ("calendar.wrong_value", "第6行：years.第1项.shifts.第1项：应为日期，如2025-10-01"),
    ),
    "a moment instead of a day": (
        ("2025-09-28", "2025-09-28T08:00:00"),
        ("calendar.wrong_value", "应为日期"),
    ),
    "a year in quotes": (
        ("year = 2025", 'year = "2025"'),
        ("calendar.wrong_value", "第4行：years.第1项.year：应为整数"),
    ),
    "an unknown key": (
        ("shifts", "shift"),
        ("calendar.unknown_key", "第6行：years.第1项.shift：没有这一项"),
    ),
    "no name": (("name", "title"), ("calendar.unknown_key", "第1行：title：没有这一项")),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_text_is_refused_with_code_line_and_reason(
    change: tuple[str, str], expected: tuple[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        Calendar.read(TEXT.replace(*change, 1))
    assert refused.value.code == expected[0]
    assert expected[1] in refused.value.sentence


def test_a_year_twice_is_refused() -> None:
    with pytest.raises(Refused, match="2025年写了两次") as refused:
        Calendar.read(TEXT + TEXT[TEXT.index("[[years]]") :])
    assert refused.value.code == "calendar.year_twice"


def test_an_adoption_holds_the_full_text() -> None:
    adopted = BOOK.adopt(TEXT.replace("\n", "\r\n"), TODAY, TODAY)
    assert (adopted.name, adopted.text) == ("2025年放假安排", TEXT.strip())
    assert Calendar.kept(adopted.text) == Calendar.read(TEXT)


def test_an_invisible_character_is_not_adopted() -> None:
    with pytest.raises(Refused, match="不可见的控制字符"):
        BOOK.adopt(TEXT + "# \x85\n", TODAY, TODAY)


def test_a_calendar_is_never_adopted_backwards() -> None:
    book = BOOK.after(BOOK.adopt(TEXT, TODAY, TODAY))
    with pytest.raises(Refused, match="不能倒退") as refused:
        book.adopt(TEXT, date(2025, 5, 5), TODAY)
    assert refused.value.code == "calendar.backwards"


def test_a_calendar_adopted_under_looser_checks_still_reads() -> None:
    loose = TEXT.replace("2025-09-28", "2025-09-29") + TEXT[TEXT.index("[[years]]") :]
    old = CalendarAdopted(name="旧日历", text=loose, valid_from=TODAY)
    assert Calendar.kept(old.text).is_workday(date(2025, 9, 29))
