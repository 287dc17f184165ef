"""Another calendar: dates still ahead move, with old and new; what is over or breached does not."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CO,
    FIRST,
    LEAD,
    LI,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    WATER,
    assigned,
    at_work,
    contacted,
    day,
    given,
    handed_over,
    opinion,
    received,
    registered,
    replied,
    revealed,
    waived,
)

from aggregates import proposal_events as e
from aggregates.calendar import Calendar
from aggregates.deadlines import Due
from aggregates.deadlines import due as due_by
from aggregates.limits import Anchor, Limit

WORKDAYS = frozenset(day(n) for n in range(1, 200) if day(n).weekday() < 5)
GUESSED = Calendar(name="未公布", known=frozenset({2025}), off=frozenset(), shifts=frozenset())
KNOWN = Calendar(name="已公布", known=frozenset({2026}), off=frozenset(), shifts=frozenset())
HOLIDAY = Calendar(
    name="放假",
    known=frozenset({2026}),
    off=frozenset(day(n) for n in range(20, 25)) & WORKDAYS,
    shifts=frozenset(),
)


def owed(amount: int, anchor: Anchor = "handed_over", on: date = day(8)) -> Due:
    limit = Limit(amount=amount, unit="workday", anchor=anchor, article="某条例第三条")
    return due_by(limit, on, GUESSED)


REPLY, SIGN, OPINION, CONTACT = owed(60), owed(5), owed(20), owed(15)
CLOCKS: dict[str, Any] = {"sign_by": SIGN, "contact_by": CONTACT, "opinion_by": OPINION}


def story(*shares: e.Assignment) -> tuple[e.ProposalEvent, ...]:
    return (registered(), handed_over(by=REPLY), assigned(*shares, reply_by=REPLY, **CLOCKS))


SIGNED = (*story(SOLE), received(ROADS))


def move(
    *past: e.ProposalEvent, today: date = day(10), to: Calendar = HOLIDAY
) -> e.DatesMoved | None:
    return given(past).move_dates(to, 41, "国务院办公厅放假通知", today)


def moved(*past: e.ProposalEvent, **how: Any) -> dict[tuple[Any, e.Clock], date]:
    event = move(*past, **how)
    return {(one.unit, one.clock): one.new.on for one in event.moves} if event else {}


def test_every_date_still_ahead_moves_with_old_and_new_in_one_event() -> None:
    event = move(*SIGNED)
    assert event == e.DatesMoved(
        calendar=41,
        reason="国务院办公厅放假通知",
        moves=(
            e.Moved(clock="reply", old=REPLY, new=REPLY.under(HOLIDAY)),
            e.Moved(clock="first_contact", unit=ROADS, old=CONTACT, new=CONTACT.under(HOLIDAY)),
            e.Moved(clock="reply", unit=ROADS, old=REPLY, new=REPLY.under(HOLIDAY)),
        ),
        on=day(10),
    )
    after = given(SIGNED, event)
    assert after.reply_due == after.first_due == REPLY.under(HOLIDAY)
    assert after.parts[ROADS].by("first_contact") == CONTACT.under(HOLIDAY).on


def test_three_holidays_put_a_later_date_off_by_three_working_days_and_not_an_earlier_one() -> None:
    assert (REPLY.on, REPLY.under(HOLIDAY).on) == (date(2026, 5, 29), date(2026, 6, 3))
    assert SIGN.under(HOLIDAY).on == SIGN.on


def test_asked_again_nothing_moves() -> None:
    event = move(*SIGNED)
    assert event
    assert move(*SIGNED, event) is None


def test_a_date_that_only_becomes_certain_moves_too_and_is_no_longer_provisional() -> None:
    event = move(*SIGNED, to=KNOWN)
    assert event
    assert [(one.old.provisional, one.new.provisional) for one in event.moves] == [
        (True, False)
    ] * 3
    assert all(one.old.on == one.new.on for one in event.moves)
    assert move(*SIGNED, to=GUESSED) is None


def test_a_date_that_has_run_out_stays_breached() -> None:
    assert REPLY.on < day(95)
    assert move(*SIGNED, today=day(95)) is None
    assert (ROADS, "first_contact") not in moved(*SIGNED, today=day(35))


def test_no_calendar_makes_a_breach_of_a_date_still_ahead() -> None:
    weekend = Calendar(
        name="调休", known=frozenset({2026}), off=frozenset(), shifts=frozenset({day(21), day(22)})
    )
    last = owed(11)
    nearer = last.under(weekend)
    past = (registered(), handed_over(by=last))
    assert (last.on, nearer.on) == (day(23), day(21))
    assert moved(*past, to=weekend, today=day(21)) == {(None, "reply"): day(21)}
    assert moved(*past, to=weekend, today=day(22)) == {}


@pytest.mark.parametrize(
    "over",
    [
        (contacted(ROADS, "before", day(9)), "first_contact"),
        (waived(day(9)), None),
    ],
)
def test_what_was_done_no_longer_runs(over: tuple[e.ProposalEvent, e.Clock | None]) -> None:
    event, clock = over
    left = {which for _, which in moved(*SIGNED, event)}
    assert left == {"reply", "first_contact"} - {clock}


def test_an_answered_case_has_only_the_deputys_date_ahead() -> None:
    feedback = owed(15, "reply_received", day(12))
    reply = replied(ROADS, on=day(12), feedback_by=feedback)
    past = (*SIGNED, waived(), reply)
    assert moved(*past, today=day(13)) == {(ROADS, "feedback"): feedback.under(HOLIDAY).on}
    assert moved(*past, revealed(day(14)), today=day(15)) == {}


def test_a_reply_sent_back_runs_again_and_its_feedback_does_not() -> None:
    feedback = owed(15, "reply_received", day(12))
    back = e.ReplyReturned(unit=ROADS, round=1, reason="没有针对性", on=day(13))
    past = (*SIGNED, waived(), replied(ROADS, on=day(12), feedback_by=feedback), back)
    assert set(moved(*past, today=day(14))) >= {(None, "reply"), (ROADS, "reply")}
    assert (ROADS, "feedback") not in moved(*past, today=day(14))


def test_a_closed_or_an_imported_one_never_moves() -> None:
    closed = e.Closed(ground="decision", reason="经研究", on=day(9))
    assert move(*SIGNED, closed) is None
    assert (
        given(e.Imported(cycle_year=2019, title="旧件")).move_dates(HOLIDAY, 4, "通知", TODAY)
        is None
    )


def test_units_that_answered_apart_keep_their_dates_and_the_others_move() -> None:
    past = (
        *story(FIRST, SECOND),
        received(ROADS),
        received(WATER),
        waived(),
        replied(ROADS, on=day(10)),
    )
    assert {unit for unit, clock in moved(*past, today=day(11)) if clock == "reply"} == {
        None,
        WATER,
    }


def test_a_silent_co_units_date_moves_and_a_heard_ones_does_not() -> None:
    past = (*story(LEAD, CO), received(ROADS), received(WATER))
    assert (WATER, "co_opinion") in moved(*past)
    assert (WATER, "co_opinion") not in moved(*past, opinion(WATER, on=day(10)))


def test_what_hangs_on_the_replys_date_follows_it_and_is_counted_back_anew() -> None:
    back = Limit(amount=20, unit="workday", anchor="reply_due", article="某条")
    hangs = due_by(back, REPLY.on, GUESSED)
    past = (*story(LEAD, CO)[:2], assigned(LEAD, CO, reply_by=REPLY, opinion_by=hangs))
    event = move(*past)
    assert event
    new = {(one.unit, one.clock): one.new for one in event.moves}
    assert new[WATER, "co_opinion"] == due_by(back, REPLY.under(HOLIDAY).on, HOLIDAY)


def test_what_is_cut_off_at_the_replys_date_is_cut_off_at_the_new_one() -> None:
    long = Limit(amount=90, unit="workday", anchor="received", article="某条")
    cut = due_by(long, day(8), GUESSED, REPLY.on)
    past = (*story(LEAD, CO)[:2], assigned(LEAD, CO, reply_by=REPLY, opinion_by=cut))
    assert moved(*past)[WATER, "co_opinion"] == REPLY.under(HOLIDAY).on


def test_the_case_runs_on_while_the_lead_or_one_separate_unit_is_to_be_named_anew() -> None:
    def left(unit: UUID) -> tuple[e.ProposalEvent, ...]:
        return (
            e.Objected(unit=unit, round=1, reason="不属于", on=day(9)),
            e.ObjectionDecided(unit=unit, round=1, upheld=True, reason="是", on=day(10)),
        )

    without_lead = (*story(LEAD, CO), received(ROADS), received(WATER), *left(ROADS))
    assert (None, "reply") in moved(*without_lead)
    apart = (*story(FIRST, SECOND), received(ROADS), waived(), replied(ROADS, on=day(10)))
    assert (None, "reply") in moved(*apart, *left(WATER))


def test_before_the_hand_over_only_its_own_date_runs() -> None:
    by = due_by(
        Limit(amount=20, unit="workday", anchor="submitted", article="某条"), day(1), GUESSED
    )
    booked = registered(hand_over_by=by)
    event = move(booked)
    assert event
    assert moved(booked) == {(None, "hand_over"): by.under(HOLIDAY).on}
    assert given(booked, event).hand_over_due == by.under(HOLIDAY)
    assert set(moved(booked, handed_over(by=REPLY))) == {(None, "reply")}


def test_months_and_plain_days_do_not_hang_on_a_calendar() -> None:
    months = due_by(
        Limit(amount=3, unit="month", anchor="handed_over", article="某条"), day(5), GUESSED
    )
    assert moved(registered(), handed_over(by=months)) == {}


def test_a_months_date_that_leaves_rest_days_moves_with_them() -> None:
    limit = Limit(amount=18, unit="day", anchor="handed_over", rest_day="moves", article="某条")
    by = due_by(limit, day(5), GUESSED)
    assert (by.on, by.provisional) == (day(23), True)
    assert moved(registered(), handed_over(by=by)) == {(None, "reply"): day(25)}


def test_the_other_deputys_rating_does_not_end_the_time_for_it() -> None:
    feedback = owed(15, "reply_received", day(12))
    rated = e.Rated(
        deputy=LI, round=1, cycle=BOOKED[0].cycle, unit=ROADS, on=day(13),  # type: ignore[union-attr]
        attitude="satisfied", reply="satisfied", result="satisfied",
    )  # fmt: skip
    past = (*SIGNED, waived(), replied(ROADS, on=day(12), feedback_by=feedback), rated)
    assert set(moved(*past, today=day(14))) == {(ROADS, "feedback")}


def test_answered_without_feedback_date_nothing_runs() -> None:
    assert not list(given(ANSWERED).running(day(61)))
    assert list(given(at_work(SOLE)).running(day(61)))
