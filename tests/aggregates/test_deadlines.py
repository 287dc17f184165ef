"""How time is counted: days, months that clamp, working days with their make-up days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.calendar import Calendar
from aggregates.deadlines import due, months_after, statutory_ceiling, workdays_after
from aggregates.limits import Limit, Unit

CALENDAR = Calendar(
    name="2025年放假安排",
    known=frozenset({2025}),
    off=frozenset(date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)),
    shifts=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
YEARS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
UNITS: list[Unit] = ["day", "workday", "month"]
LIMITS = st.builds(
    lambda amount, unit: limit(amount, unit), st.integers(1, 12), st.sampled_from(UNITS)
)


def limit(amount: int, unit: Unit) -> Limit:
    return Limit(amount=amount, unit=unit, anchor="handed_over", article="某条例第一条")


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 31), 3, date(2025, 6, 30)),
        (date(2025, 2, 28), 3, date(2025, 5, 28)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    day: date, months: int, last: date
) -> None:
    assert months_after(day, months) == last


def test_thirty_working_days_over_the_national_day_of_2025_count_both_make_up_days() -> None:
    assert workdays_after(date(2025, 9, 25), 30, CALENDAR) == date(2025, 11, 12)


def test_the_first_day_is_not_counted() -> None:
    assert due(limit(1, "day"), date(2025, 9, 25), CALENDAR).on == date(2025, 9, 26)
    assert due(limit(1, "workday"), date(2025, 9, 25), CALENDAR).on == date(2025, 9, 26)


def test_a_limit_from_a_rest_day_starts_with_the_next_working_day() -> None:
    assert workdays_after(date(2025, 10, 4), 1, CALENDAR) == date(2025, 10, 9)


def test_a_due_date_says_which_rule_gave_it() -> None:
    owed = due(limit(3, "month"), date(2025, 3, 12), CALENDAR)
    assert (owed.on, owed.amount, owed.unit, owed.anchor, owed.anchored_on, owed.article) == (
        date(2025, 6, 12),
        3,
        "month",
        "handed_over",
        date(2025, 3, 12),
        "某条例第一条",
    )
    assert not owed.provisional
    assert not owed.capped


def test_the_ceiling_of_the_law_comes_before_a_later_date_and_shows() -> None:
    ceiling = statutory_ceiling(date(2025, 3, 12), complex_matter=False)
    owed = due(limit(3, "month"), date(2025, 3, 20), CALENDAR, ceiling)
    assert (owed.on, owed.capped) == (date(2025, 6, 12), True)


def test_the_law_allows_three_months_and_six_for_a_complex_matter() -> None:
    assert statutory_ceiling(date(2025, 8, 31), complex_matter=False) == date(2025, 11, 30)
    assert statutory_ceiling(date(2025, 8, 31), complex_matter=True) == date(2026, 2, 28)


def test_working_days_counted_in_a_year_without_notice_are_provisional() -> None:
    assert due(limit(20, "workday"), date(2025, 12, 20), CALENDAR).provisional
    assert not due(limit(5, "workday"), date(2025, 12, 20), CALENDAR).provisional


def test_months_and_days_need_no_notice() -> None:
    assert not due(limit(3, "month"), date(2025, 12, 20), CALENDAR).provisional
    assert not due(limit(20, "day"), date(2025, 12, 20), CALENDAR).provisional


def test_a_date_held_by_the_ceiling_within_the_known_year_is_not_provisional() -> None:
    owed = due(limit(20, "workday"), date(2025, 12, 20), CALENDAR, date(2025, 12, 31))
    assert (owed.on, owed.capped, owed.provisional) == (date(2025, 12, 31), True, False)


@given(LIMITS, YEARS, YEARS)
def test_no_date_passes_the_ceiling(limit: Limit, anchor: date, ceiling: date) -> None:
    assert due(limit, anchor, CALENDAR, ceiling).on <= ceiling


@given(LIMITS, YEARS, st.integers(0, 400), st.none() | YEARS)
def test_a_later_anchor_never_gives_an_earlier_date(
    limit: Limit, anchor: date, later: int, ceiling: date | None
) -> None:
    first = due(limit, anchor, CALENDAR, ceiling)
    assert first.on <= due(limit, anchor + timedelta(days=later), CALENDAR, ceiling).on


@given(LIMITS, YEARS)
def test_without_a_ceiling_something_is_always_left_of_a_limit(limit: Limit, anchor: date) -> None:
    assert due(limit, anchor, CALENDAR).on > anchor


@given(st.integers(1, 60), YEARS)
def test_a_limit_in_working_days_ends_on_one_and_holds_as_many(count: int, anchor: date) -> None:
    last = workdays_after(anchor, count, CALENDAR)
    days = [anchor + timedelta(days=n) for n in range(1, (last - anchor).days + 1)]
    assert CALENDAR.is_workday(last)
    assert sum(map(CALENDAR.is_workday, days)) == count
