"""How time is counted: days, months that clamp, working days with their make-up days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.calendar import Calendar
from aggregates.deadlines import due, months_after, reckoning, statutory_ceiling, workdays_after
from aggregates.limits import Anchor, Limit, RestDay, Unit

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
ANCHORS: list[Anchor] = ["handed_over", "reply_due"]
REST_DAYS: list[RestDay] = ["stays", "moves"]
COUNTED: list[Unit] = ["day", "workday"]


def limit(
    amount: int,
    unit: Unit,
    anchor: Anchor = "handed_over",
    first_day: bool = False,
    rest_day: RestDay = "stays",
) -> Limit:
    return Limit(
        amount=amount,
        unit=unit,
        anchor=anchor,
        first_day=first_day,
        rest_day=rest_day,
        article="某条例第一条",
    )


def fixed(day: str, first_day: bool = False, rest_day: RestDay = "stays") -> Limit:
    return Limit(
        unit="date",
        fixed=day,
        anchor="handed_over",
        first_day=first_day,
        rest_day=rest_day,
        article="某条例第一条",
    )


def limits_in(units: list[Unit]) -> st.SearchStrategy[Limit]:
    return st.builds(
        limit,
        st.integers(1, 12 if "month" in units else 40),
        st.sampled_from(units),
        st.sampled_from(ANCHORS),
        st.booleans(),
        st.sampled_from(REST_DAYS),
    )


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


# ---- other ways to count


def test_one_day_is_the_next_day_and_never_twenty_four_working_hours() -> None:
    friday = date(2025, 9, 19)
    owed = due(limit(1, "day"), friday, CALENDAR)
    assert (owed.on, type(owed.on)) == (date(2025, 9, 20), date)
    assert not isinstance(owed.on, datetime)
    assert due(limit(1, "workday"), friday, CALENDAR).on == date(2025, 9, 22)
    assert due(limit(3, "day"), friday, CALENDAR).on == date(2025, 9, 22)


def test_a_date_and_its_extension_are_counted_by_the_same_calendar() -> None:
    first = due(limit(30, "workday"), date(2025, 9, 25), CALENDAR)
    longer = due(limit(5, "workday"), first.on, CALENDAR)
    assert (first.on, longer.on) == (date(2025, 11, 12), date(2025, 11, 19))
    assert longer.on == due(limit(35, "workday"), date(2025, 9, 25), CALENDAR).on


def test_six_months_from_the_last_of_august_end_with_february() -> None:
    assert due(limit(6, "month"), date(2025, 8, 31), CALENDAR).on == date(2026, 2, 28)
    assert due(limit(6, "month"), date(2027, 8, 31), CALENDAR).on == date(2028, 2, 29)


def test_a_first_day_that_counts_brings_the_date_one_day_forward() -> None:
    monday = date(2025, 9, 15)
    assert due(limit(3, "workday", first_day=True), monday, CALENDAR).on == date(2025, 9, 17)
    assert due(limit(3, "day", first_day=True), monday, CALENDAR).on == date(2025, 9, 17)
    assert due(limit(1, "month", first_day=True), monday, CALENDAR).on == date(2025, 10, 14)
    assert due(limit(1, "workday", first_day=True), monday, CALENDAR).on == monday


def test_a_rest_day_is_no_first_working_day() -> None:
    saturday = date(2025, 9, 13)
    assert due(limit(1, "workday", first_day=True), saturday, CALENDAR).on == date(2025, 9, 15)


def test_a_date_on_a_rest_day_stays_or_moves_as_the_rule_says() -> None:
    start = date(2025, 9, 24)
    assert due(limit(7, "day"), start, CALENDAR).on == date(2025, 10, 1)
    assert due(limit(7, "day", rest_day="moves"), start, CALENDAR).on == date(2025, 10, 9)


def test_a_make_up_day_is_no_rest_day() -> None:
    assert due(limit(3, "day", rest_day="moves"), date(2025, 9, 25), CALENDAR).on == date(
        2025, 9, 28
    )


def test_a_date_that_may_move_in_a_year_without_notice_is_provisional() -> None:
    assert due(limit(3, "month", rest_day="moves"), date(2025, 12, 20), CALENDAR).provisional


def test_some_days_before_the_reply_is_due_are_counted_back() -> None:
    reply_due = date(2025, 10, 13)
    assert due(limit(20, "day", "reply_due"), reply_due, CALENDAR).on == date(2025, 9, 23)
    assert due(limit(5, "workday", "reply_due"), reply_due, CALENDAR).on == date(2025, 9, 29)
    assert due(limit(1, "month", "reply_due"), date(2025, 10, 31), CALENDAR).on == date(2025, 9, 30)


def test_a_date_counted_back_to_a_rest_day_moves_to_the_working_day_before() -> None:
    owed = due(limit(10, "day", "reply_due", rest_day="moves"), date(2025, 10, 13), CALENDAR)
    assert owed.on == date(2025, 9, 30)


def test_a_fixed_date_is_the_next_such_day_after_the_anchor() -> None:
    assert due(fixed("8月5日"), date(2025, 2, 10), CALENDAR).on == date(2025, 8, 5)
    assert due(fixed("8月5日"), date(2025, 8, 5), CALENDAR).on == date(2026, 8, 5)
    assert due(fixed("8月5日", first_day=True), date(2025, 8, 5), CALENDAR).on == date(2025, 8, 5)
    assert due(fixed("8月5日"), date(2025, 9, 1), CALENDAR).on == date(2026, 8, 5)


def test_a_fixed_date_moves_from_a_rest_day_and_never_past_the_law() -> None:
    assert due(fixed("8月9日", rest_day="moves"), date(2025, 6, 3), CALENDAR).on == date(
        2025, 8, 11
    )
    ceiling = statutory_ceiling(date(2025, 2, 10), complex_matter=False)
    owed = due(fixed("8月5日"), date(2025, 2, 10), CALENDAR, ceiling)
    assert (owed.on, owed.capped, owed.ceiling) == (date(2025, 5, 10), True, ceiling)


@pytest.mark.parametrize(("complex_matter", "months"), [(False, 3), (True, 6)])
def test_a_reply_is_due_by_the_earlier_of_the_rule_and_the_law(
    complex_matter: bool, months: int
) -> None:
    handed_over, received = date(2025, 3, 12), date(2025, 3, 20)
    ceiling = statutory_ceiling(handed_over, complex_matter=complex_matter)
    late = due(limit(months, "month"), received, CALENDAR, ceiling)
    early = due(limit(months - 1, "month"), received, CALENDAR, ceiling)
    assert (late.on, late.capped) == (months_after(handed_over, months), True)
    assert (early.on, early.capped) == (months_after(received, months - 1), False)


def test_the_same_rule_under_a_new_notice_gives_the_new_date_from_the_same_day() -> None:
    told = replace(CALENDAR, known=frozenset({2025, 2026}), off=CALENDAR.off | {date(2026, 1, 1)})
    guessed = due(limit(10, "workday"), date(2025, 12, 25), CALENDAR)
    moved = guessed.under(told)
    assert (guessed.on, guessed.provisional) == (date(2026, 1, 8), True)
    assert (moved.on, moved.provisional) == (date(2026, 1, 9), False)
    assert moved == due(limit(10, "workday"), date(2025, 12, 25), told)
    assert moved.under(CALENDAR) == guessed


def test_a_new_notice_moves_no_date_past_the_law() -> None:
    ceiling = date(2025, 12, 31)
    held = due(limit(10, "workday"), date(2025, 12, 25), CALENDAR, ceiling)
    assert (held.on, held.under(replace(CALENDAR, known=frozenset())).on) == (ceiling, ceiling)


# ---- every day told


def test_a_reckoning_names_each_day_and_why_it_counts_or_not() -> None:
    owed = due(limit(4, "workday"), date(2025, 9, 26), CALENDAR)
    days = {one.on.day: (one.kind, one.n, one.why) for one in reckoning(owed, CALENDAR)}
    assert days == {
        26: ("anchor", None, "起算日，不计入"),
        27: ("skipped", None, "周末"),
        28: ("counted", 1, "调休上班"),
        29: ("counted", 2, None),
        30: ("counted", 3, None),
        1: ("skipped", None, "放假"),
        2: ("skipped", None, "放假"),
        3: ("skipped", None, "放假"),
        4: ("skipped", None, "周末"),
        5: ("skipped", None, "周末"),
        6: ("skipped", None, "放假"),
        7: ("skipped", None, "放假"),
        8: ("skipped", None, "放假"),
        9: ("counted", 4, None),
    }


def test_a_reckoning_says_why_a_date_moved_and_where_the_law_held_it() -> None:
    moved = reckoning(due(limit(7, "day", rest_day="moves"), date(2025, 9, 24), CALENDAR), CALENDAR)
    assert (moved[7].n, moved[8].kind, moved[8].why) == (7, "skipped", "遇休息日顺延")
    held = reckoning(due(limit(7, "day"), date(2025, 9, 15), CALENDAR, date(2025, 9, 18)), CALENDAR)
    assert (held[-1].n, held[-1].why, held[-1].due) == (3, "法定期限届满", True)


def test_a_reckoning_back_says_that_the_date_moved_back() -> None:
    owed = due(limit(10, "day", "reply_due", rest_day="moves"), date(2025, 10, 13), CALENDAR)
    first, second, *_ = reckoning(owed, CALENDAR)
    assert (first.due, first.kind, first.why) == (True, "skipped", "遇休息日提前")
    assert (second.on, second.kind) == (date(2025, 10, 1), "skipped")


def test_a_law_s_date_before_the_anchor_is_told_as_such() -> None:
    owed = due(limit(3, "month"), date(2025, 9, 25), CALENDAR, date(2025, 9, 23))
    assert [(one.on.day, one.kind, one.why) for one in reckoning(owed, CALENDAR)] == [
        (23, "skipped", "法定期限先于起算日届满"),
        (24, "skipped", "法定期限先于起算日届满"),
        (25, "anchor", "起算日，不计入"),
    ]


@given(limits_in(COUNTED), YEARS)
def test_as_many_days_are_counted_as_the_rule_says(limit: Limit, anchor: date) -> None:
    owed = due(limit, anchor, CALENDAR)
    counted = [one for one in reckoning(owed, CALENDAR) if one.kind == "counted"]
    assert len(counted) == limit.amount
    assert sorted(one.n or 0 for one in counted) == list(range(1, limit.amount + 1))


@given(limits_in(UNITS), YEARS)
def test_a_reckoning_runs_day_by_day_from_the_anchor_to_the_date(
    limit: Limit, anchor: date
) -> None:
    owed = due(limit, anchor, CALENDAR)
    days = [one.on for one in reckoning(owed, CALENDAR)]
    steps = {later - earlier for earlier, later in pairwise(days)}
    assert steps <= {timedelta(days=1)}
    assert (days[0], days[-1]) == (min(anchor, owed.on), max(anchor, owed.on))
    assert [one.on for one in reckoning(owed, CALENDAR) if one.due] == [owed.on]


@given(limits_in(COUNTED), YEARS)
def test_no_working_day_is_skipped_but_behind_a_date_that_moved(limit: Limit, anchor: date) -> None:
    for one in reckoning(due(limit, anchor, CALENDAR), CALENDAR):
        if one.kind == "skipped" and one.why not in ("遇休息日顺延", "遇休息日提前"):
            assert not CALENDAR.is_workday(one.on)


@given(limits_in(UNITS), YEARS)
def test_a_date_that_may_not_stay_on_a_rest_day_never_does(limit: Limit, anchor: date) -> None:
    if limit.rest_day == "moves":
        assert CALENDAR.is_workday(due(limit, anchor, CALENDAR).on)


@given(limits_in(UNITS), YEARS)
def test_one_counts_back_from_the_reply_and_forward_from_anything_else(
    limit: Limit, anchor: date
) -> None:
    on = due(limit, anchor, CALENDAR).on
    if limit.rest_day == "stays" or CALENDAR.is_workday(anchor):
        assert on <= anchor if limit.anchor == "reply_due" else on >= anchor
