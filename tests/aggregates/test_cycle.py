"""A year of handling: opened, begun by a hand-over meeting, closed when nothing is left open."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import refused

from aggregates.base import folded
from aggregates.cycle import (
    Cycle,
    CycleClosed,
    CycleEvent,
    CycleOpened,
    HandoverHeld,
    HandoverSealed,
    LogHead,
)

ID, MEETING = UUID(int=1), UUID(int=2)
OPENED = CycleOpened(year=2026, term=9, session=5, on=date(2026, 1, 10))
HELD = HandoverHeld(meeting=MEETING, place="礼堂", on=date(2026, 2, 1))
SEALED = HandoverSealed(
    n=1,
    meeting=MEETING,
    proposals=2,
    units=1,
    events=4,
    digest="0" * 64,
    head=LogHead(position=7, hash="1" * 64),
    on=date(2026, 2, 1),
)
CLOSED = CycleClosed(on=date(2026, 12, 31))
TODAY = date(2027, 1, 4)


def given(*past: CycleEvent) -> Cycle:
    return folded(Cycle(id=ID), enumerate(past, 1))


def test_a_year_is_opened_for_a_session_of_a_term_once() -> None:
    assert given().open(2026, 9, 5, date(2026, 1, 10), TODAY) == OPENED
    with refused("cycle.already_open", "2026年度", field="year"):
        given(OPENED).open(2026, 9, 5, date(2026, 1, 10), TODAY)


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"year": 1953}, "cycle.year_out_of_range", "1954至2028"),
        ({"year": 2029}, "cycle.year_out_of_range", "1954至2028"),
        ({"term": 0}, "cycle.session_out_of_range", "从1开始"),
        ({"session": 0}, "cycle.session_out_of_range", "从1开始"),
        ({"on": date(2027, 1, 5)}, "date.future", "2027年1月5日"),
    ],
)
def test_an_impossible_year_is_refused(changes: dict[str, Any], code: str, word: str) -> None:
    usual: dict[str, Any] = {"year": 2026, "term": 9, "session": 5, "on": date(2026, 1, 10)}
    with refused(code, word):
        given().open(**usual | changes, today=TODAY)


def test_a_year_may_have_more_than_one_hand_over_meeting() -> None:
    assert given(OPENED).hold_handover(MEETING, "礼堂", date(2026, 2, 1), TODAY) == HELD
    second = given(OPENED, HELD).hold_handover(UUID(int=3), None, date(2026, 6, 1), TODAY)
    assert given(OPENED, HELD, second).meetings.keys() == {MEETING, UUID(int=3)}


def test_no_meeting_before_the_year_was_opened() -> None:
    with refused("date.too_early", "年度开启", field="on"):
        given(OPENED).hold_handover(MEETING, None, date(2026, 1, 9), TODAY)
    with refused("cycle.not_open", "尚未开启", field="cycle"):
        given().hold_handover(MEETING, None, date(2026, 2, 1), TODAY)


def test_a_year_is_closed_once_nothing_in_it_is_left_open() -> None:
    assert given(OPENED).close(0, date(2026, 12, 31), TODAY) == CLOSED
    with refused("cycle.proposals_open", "2026年度", "3件"):
        given(OPENED).close(3, date(2026, 12, 31), TODAY)
    with refused("date.too_early", "年度开启"):
        given(OPENED).close(0, date(2026, 1, 9), TODAY)


def test_a_closed_year_takes_nothing_more() -> None:
    with refused("cycle.closed", "2026年度", field="cycle"):
        given(OPENED, CLOSED).must_be_open()
    with refused("cycle.not_open", "尚未开启"):
        given().must_be_open()
    assert given(OPENED).must_be_open() == date(2026, 1, 10)


def test_the_close_of_the_session_is_recorded_once() -> None:
    event = given(OPENED).close_session(None, date(2026, 1, 30), TODAY)
    later = given(OPENED, event)
    assert later.session_closed_on == date(2026, 1, 30)
    with refused("cycle.session_closed", "2026年1月30日"):
        later.close_session(None, date(2026, 1, 31), TODAY)
    with refused("date.future", field="on"):
        given(OPENED).close_session(None, date(2027, 1, 5), TODAY)
    with refused("cycle.not_open"):
        given().close_session(None, date(2026, 1, 30), TODAY)


def test_a_list_is_sealed_at_a_meeting_that_was_held_and_counted() -> None:
    assert given(OPENED, HELD).seal_handover(SEALED, TODAY) == SEALED
    assert given(OPENED, HELD, SEALED).lists == 1
    with refused("hand_over.unknown_meeting", "交办会", field="meeting"):
        given(OPENED).seal_handover(SEALED, TODAY)


def test_no_list_is_sealed_outside_the_year() -> None:
    with refused("cycle.closed", "2026年度"):
        given(OPENED, HELD, CLOSED).seal_handover(SEALED, TODAY)
    with refused("cycle.not_open"):
        given().seal_handover(SEALED, TODAY)
    with refused("date.too_early", "早于交办会（2026年2月1日）", field="on"):
        early = SEALED.model_copy(update={"on": date(2026, 1, 31)})
        given(OPENED, HELD).seal_handover(early, TODAY)
    with refused("date.future", field="on"):
        given(OPENED, HELD).seal_handover(SEALED, date(2026, 1, 31))
