"""The deputy's wish about the unit (上海规定第十二条): whoever names the units says what came of it."""

from typing import Any

from given import (
    BOOKED,
    PARKS,
    POLICY,
    REPLY_BY,
    ROADS,
    SOLE,
    TODAY,
    assigned,
    day,
    handed_over,
    refused,
    registered,
    share,
)
from given import given as after

from aggregates import proposal_events as e
from aggregates.conduct import WishRule

RULE = WishRule(article="上海规定第十二条")
WISHED = (registered(wish="希望由交通局办理"), handed_over())


def named(past: tuple[e.ProposalEvent, ...], *shares: e.Assignment, **said: Any) -> e.Assigned:
    clocks: dict[str, Any] = {"reply_by": REPLY_BY, "sign_by": None, "opinion_by": None}
    usual: dict[str, Any] = {"rule": RULE, "on": day(8), "today": TODAY}
    return after(*past).assign(shares or (SOLE,), **clocks, **usual | said)


def test_a_wish_is_answered_when_units_are_first_named() -> None:
    event = named(WISHED, wish="followed")
    assert (event.wish, event.wish_reason) == ("followed", None)
    with refused("assign.wish_unanswered", "上海规定第十二条", field="wish"):
        named(WISHED)


def test_a_wish_not_followed_is_explained() -> None:
    event = named(WISHED, wish="not_followed", wish_reason="属水务局职责")
    assert (event.wish, event.wish_reason) == ("not_followed", "属水务局职责")
    with refused("assign.wish_reason", "说明理由", field="wish_reason"):
        named(WISHED, wish="not_followed")


def test_nothing_is_answered_where_nothing_was_wished() -> None:
    assert named(BOOKED).wish is None
    with refused("assign.no_wish", "没有提出", field="wish"):
        named(BOOKED, wish="followed")


def test_a_place_may_leave_it_open() -> None:
    assert named(WISHED, rule=WishRule(answered=False)).wish is None
    assert POLICY.wish.answered


def test_a_list_that_is_imported_tells_nothing_of_wishes() -> None:
    assert named(WISHED, rule=None).wish is None


def test_units_named_later_need_not_answer_it_again() -> None:
    upheld = e.ObjectionDecided(unit=ROADS, round=1, upheld=True, reason="不属职责", on=day(12))
    past = (*WISHED, assigned(SOLE), upheld)
    assert named(past, share(PARKS, "sole"), on=day(13)).wish is None
