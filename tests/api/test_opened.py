"""Which ratings are opened, told from the events of a proposal."""

from datetime import date
from typing import Any
from uuid import UUID

from aggregates import proposal_events as e
from api.opened import opened
from eventstore.mapper import By, Recorded, Signature, Under, Via

ROADS, WATER, LI, WANG, YEAR = (UUID(int=n) for n in range(1, 6))
DAY = date(2026, 5, 9)
SIGNED = Signature(
    by=By(kind="person", account=LI, person=LI, role="deputy"),
    via=Via(channel="api"),
    under=Under(policy=0, calendar=0),
    key="k",
)


def rated(deputy: UUID, unit: UUID = ROADS, **said: Any) -> e.Rated:
    usual: dict[str, Any] = dict.fromkeys(("attitude", "reply", "result"), "satisfied")
    said = {"round": 1, "cycle": YEAR, "on": DAY} | said
    return e.Rated(deputy=deputy, unit=unit, **usual | said)


def revealed(unit: UUID | None = None) -> e.RatingsRevealed:
    return e.RatingsRevealed(round=1, unit=unit, on=DAY)


def positions(*events: Any) -> set[int]:
    past = [Recorded(YEAR, n, event, SIGNED, None, n) for n, event in enumerate(events, 1)]
    return set(opened(past))


def test_a_round_opens_what_was_given_before_and_nothing_given_since() -> None:
    assert positions(rated(LI), rated(WANG), revealed(), rated(LI, round=2)) == {1, 2}


def test_one_unit_s_marks_are_opened_alone() -> None:
    assert positions(rated(LI), rated(LI, WATER), revealed(ROADS)) == {1}
    assert positions(rated(LI), rated(LI, WATER), revealed(ROADS), revealed()) == {1, 2}


def test_of_a_deputys_versions_only_the_last_is_opened() -> None:
    assert positions(rated(LI), rated(LI, revision=2), revealed()) == {2}
