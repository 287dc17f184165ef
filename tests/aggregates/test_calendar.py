"""Which days the office works, as far as the notices are out."""

from datetime import date
from uuid import UUID

import pytest

from aggregates.base import Refused
from aggregates.calendar import Calendar, CalendarAdopted, CalendarBook, changes

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


YEAR_2026 = """
[[years]]
year = 2026
off = [2026-01-01, 2026-01-02]
shifts = [2026-01-04]
"""


def test_every_day_has_a_nature() -> None:
    calendar = Calendar.read(TEXT)
    september = {day: calendar.nature(date(2025, 9, day)) for day in (26, 27, 28)}
    assert september == {26: "work", 27: "weekend", 28: "shift"}
    assert calendar.nature(date(2025, 10, 8)) == "off"


def test_a_later_notice_says_which_days_it_changes_and_how() -> None:
    new = TEXT.replace("2025-10-08", "2025-10-09").replace(", 2025-10-11", "")
    found = changes(Calendar.read(TEXT), Calendar.read(new))
    assert [str(day) for day in found.days] == [
        "2025年10月8日（星期三）放假改为上班",
        "2025年10月9日（星期四）上班改为放假",
        "2025年10月11日（星期六）调休上班改为周末休息",
    ]
    assert (found.learned, found.lost) == ((), ())


def test_a_year_newly_known_tells_its_days_too() -> None:
    found = changes(Calendar.read(TEXT), Calendar.read(TEXT + YEAR_2026))
    assert (found.learned, found.lost) == ((2026,), ())
    assert [(one.day, one.was, one.now) for one in found.days] == [
        (date(2026, 1, 1), "work", "off"),
        (date(2026, 1, 2), "work", "off"),
        (date(2026, 1, 4), "weekend", "shift"),
    ]


def test_the_same_calendar_changes_nothing() -> None:
    assert not any(changes(Calendar.read(TEXT), Calendar.read(TEXT + "# 没有改动\n")))


def test_a_calendar_that_forgets_a_known_year_is_refused() -> None:
    book = BOOK.after(BOOK.adopt(TEXT + YEAR_2026, TODAY, TODAY))
    with pytest.raises(Refused, match=r"没有2026年的安排.*请在原来的文本上加写") as refused:
        book.adopt(TEXT, TODAY, TODAY)
    assert refused.value.code == "calendar.year_lost"


def test_a_calendar_may_learn_a_year_and_change_a_day_of_a_known_one() -> None:
    book = BOOK.after(BOOK.adopt(TEXT, TODAY, TODAY))
    text = TEXT.replace(", 2025-10-11", "") + YEAR_2026
    assert Calendar.kept(book.adopt(text, TODAY, TODAY).text).known == {2025, 2026}


def test_a_calendar_follows_one_adopted_under_looser_checks() -> None:
    loose = TEXT.replace("2025-09-28", "2025-09-29") + TEXT[TEXT.index("[[years]]") :]
    book = BOOK.after(CalendarAdopted(name="旧日历", text=loose, valid_from=TODAY))
    assert book.adopt(TEXT, TODAY, TODAY).name == "2025年放假安排"
    assert changes(Calendar.kept(loose), Calendar.read(TEXT)).lost == ()
