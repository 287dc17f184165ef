"""The calendar that comes with the house holds what both copies of the notices agree on."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from chinese_calendar import is_workday
from holidays import country_holidays

from aggregates.calendar import Calendar, CalendarBook
from commands.calendar_text import (
    DECIDED,
    Decision,
    calendar_text,
    copies,
    disagreements,
    official_calendar,
)

TODAY = date(2025, 3, 3)
OFFICIAL = Calendar.read(official_calendar())
FIRST, LAST = date(min(OFFICIAL.known), 1, 1), date(max(OFFICIAL.known), 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
NATIONAL_DAY, MAKE_UP_SUNDAY = date(2025, 10, 8), date(2025, 9, 28)
THIS = Calendar(
    name="此",
    known=frozenset({2024, 2025}),
    off=frozenset({date(2024, 10, 1), NATIONAL_DAY}),
    shifts=frozenset({MAKE_UP_SUNDAY}),
)


def test_the_official_calendar_can_be_adopted() -> None:
    adopted = CalendarBook(id=UUID(int=2)).adopt(official_calendar(), TODAY, TODAY)
    assert adopted.name.startswith("国务院办公厅节假日安排")


def test_the_copies_differ_on_one_day_since_2004_and_the_notice_decided_it() -> None:
    [only] = disagreements()
    assert str(only) == (
        "2005年12月31日，chinesecalendar作周末休息，holidays作调休上班；"
        "依国办发明电〔2005〕35号，为调休上班"
    )
    assert f"# {only}。\n" in official_calendar()


def test_every_year_from_2004_to_2026_is_known_to_both_and_written() -> None:
    ours, theirs = copies()
    assert OFFICIAL.known == ours.known == theirs.known == frozenset(range(2004, 2027))


def test_every_other_day_is_as_both_copies_have_it() -> None:
    notices = country_holidays("CN", years=OFFICIAL.known)
    worked = {day for day in DAYS if OFFICIAL.is_workday(day)}
    assert worked ^ {day for day in DAYS if is_workday(day)} == set(DECIDED)
    assert worked == {day for day in DAYS if notices.is_working_day(day)}


def test_an_estimate_is_no_notice() -> None:
    following = LAST.year + 1
    assert country_holidays("CN", years=following)
    assert following not in copies()[1].known


def test_a_year_the_copies_differ_on_is_left_out_and_the_day_named() -> None:
    text = calendar_text(THIS, replace(THIS, shifts=frozenset()))
    assert Calendar.read(text).known == {2024}
    assert (
        "# 2025年9月28日，chinesecalendar作调休上班，holidays作周末休息；还没有查对通知。" in text
    )
    assert "# 没有写入2025年：两份抄录不一致。" in text


def test_a_year_only_one_copy_knows_is_left_out_as_unchecked() -> None:
    text = calendar_text(THIS, replace(THIS, known=frozenset({2024})))
    assert Calendar.read(text).known == {2024}
    assert "# 没有写入2025年：只有一份抄录，无从核对。" in text
    assert disagreements(THIS, replace(THIS, known=frozenset({2024}), off=frozenset())) == [
        (date(2024, 10, 1), "off", "work", None)
    ]


def test_a_day_the_notice_decided_is_written_as_the_notice_has_it() -> None:
    other = replace(THIS, off=THIS.off - {NATIONAL_DAY}, shifts=frozenset())
    decided = {
        NATIONAL_DAY: Decision("work", "甲号"),
        MAKE_UP_SUNDAY: Decision("shift", "乙号"),
    }
    for ours, theirs in ((THIS, other), (other, THIS)):
        read = Calendar.read(calendar_text(ours, theirs, decided))
        assert read.known == {2024, 2025}
        assert read.is_workday(NATIONAL_DAY)
        assert read.is_workday(MAKE_UP_SUNDAY)


def test_a_holiday_the_notice_decided_is_off_whichever_copy_has_it() -> None:
    other = replace(THIS, off=THIS.off - {NATIONAL_DAY})
    decided = {NATIONAL_DAY: Decision("off", "甲号")}
    for ours, theirs in ((THIS, other), (other, THIS)):
        assert not Calendar.read(calendar_text(ours, theirs, decided)).is_workday(NATIONAL_DAY)
