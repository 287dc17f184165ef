"""A deputy: one person in one term, able to act, suspended or ended."""

from datetime import date
from uuid import UUID

import pytest
from given import refused

from aggregates.base import folded
from aggregates.deputy import (
    Deputy,
    DeputyElected,
    DeputyEnded,
    DeputyEvent,
    DeputyResumed,
    DeputySuspended,
)

ID, PERSON, OTHER = (UUID(int=n) for n in range(1, 4))
DAYS = [date(2026, month, 1) for month in range(1, 8)]
TODAY = DAYS[6]
ELECTED = DeputyElected(person=PERSON, term=9, delegation="城东代表团", on=DAYS[0])
SUSPENDED = DeputySuspended(reason="被羁押", on=DAYS[1])
RESUMED = DeputyResumed(on=DAYS[2])
ENDED = DeputyEnded(reason="辞职", on=DAYS[3])


def given(*past: DeputyEvent) -> Deputy:
    return folded(Deputy(id=ID), enumerate(past, 1))


def test_a_person_is_deputy_of_a_term_once() -> None:
    assert given().elect(PERSON, 9, "城东代表团", on=DAYS[0], today=TODAY) == ELECTED
    with refused("deputy.already_elected", "本届代表", field="person"):
        given(ELECTED).elect(PERSON, 9, "城东代表团", on=DAYS[0], today=TODAY)
    with refused("date.future", "晚于今天"):
        given().elect(PERSON, 9, "城东代表团", on=date(2026, 7, 2), today=TODAY)


def test_a_mandate_rests_and_goes_on() -> None:
    assert given(ELECTED).suspend("被羁押", DAYS[1], TODAY) == SUSPENDED
    assert given(ELECTED, SUSPENDED).resume(DAYS[2], TODAY) == RESUMED
    given(ELECTED, SUSPENDED, RESUMED).must_act()
    with refused("deputy.standing", "正常履职"):
        given(ELECTED).resume(DAYS[1], TODAY)
    with refused("deputy.standing", "暂停履职"):
        given(ELECTED, SUSPENDED).suspend("被羁押", DAYS[2], TODAY)


@pytest.mark.parametrize("past", [(ELECTED,), (ELECTED, SUSPENDED)])
def test_a_mandate_ends_once(past: tuple[DeputyEvent, ...]) -> None:
    assert given(*past).end("辞职", DAYS[3], TODAY) == ENDED
    for gone in ((*past, ENDED), ()):
        with refused("deputy.not_in_office", "已经终止或从未登记", field="deputy"):
            given(*gone).end("辞职", DAYS[4], TODAY)


@pytest.mark.parametrize(
    ("past", "code", "word"),
    [
        ((), "deputy.unknown", "没有登记过"),
        ((ELECTED, SUSPENDED), "deputy.standing", "暂停履职"),
        ((ELECTED, ENDED), "deputy.standing", "资格已终止"),
    ],
)
def test_only_an_active_deputy_acts(past: tuple[DeputyEvent, ...], code: str, word: str) -> None:
    with refused(code, word, field="deputy"):
        given(*past).must_act()


def test_each_change_follows_the_last_one() -> None:
    with refused("date.too_early", "上一次变动"):
        given(ELECTED, SUSPENDED, RESUMED).suspend("被羁押", DAYS[1], TODAY)
    with refused("date.too_early", "暂停"):
        given(ELECTED, SUSPENDED).resume(DAYS[0], TODAY)
    with refused("date.too_early", "上一次变动"):
        given(ELECTED, SUSPENDED).end("辞职", DAYS[0], TODAY)


def test_nobody_acts_under_another_persons_mandate() -> None:
    given(ELECTED).must_be_of(PERSON)
    with refused("deputy.other_person", "另一位代表", field="deputy"):
        given(ELECTED).must_be_of(OTHER)
