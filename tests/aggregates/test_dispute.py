"""Who does what (争议): raised by a unit, settled step by step, while the work goes on."""

from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CO,
    HOUSING,
    LEAD,
    OTHER_CO,
    PARKS,
    POLICY,
    ROADS,
    SOLE,
    TODAY,
    WATER,
    assigned,
    at_work,
    contact_said,
    day,
    given,
    refused,
)

from aggregates import proposal_events as e
from aggregates.conduct import ObjectionRule

ALL: tuple[e.DisputeStep, ...] = ("units", "office", "leader")
RULE = ObjectionRule(disputes=ALL, article="某办法第十七条")
PAST = at_work(LEAD, CO, OTHER_CO)


def rule(*steps: e.DisputeStep) -> ObjectionRule:
    return RULE.model_copy(update={"disputes": steps})


def raised(step: e.DisputeStep = "units", on: int = 20, unit: UUID = ROADS) -> e.DisputeRaised:
    others = (WATER,) if unit == ROADS else (ROADS,)
    return e.DisputeRaised(
        unit=unit, round=1, others=others, matter="管线归属不清", step=step, on=day(on)
    )


def passed(step: e.DisputeStep, on: int) -> e.DisputePassedOn:
    return e.DisputePassedOn(unit=ROADS, round=1, step=step, reason="协商不成", on=day(on))


def settled(step: e.DisputeStep, on: int) -> e.DisputeSettled:
    return e.DisputeSettled(unit=ROADS, round=1, step=step, outcome="道路局负责", on=day(on))


def raise_it(*past: Any, **changes: Any) -> e.DisputeRaised:
    asked: dict[str, Any] = {
        "unit": ROADS,
        "others": (WATER,),
        "matter": "管线归属不清",
        "rule": RULE,
        "on": day(20),
        "today": TODAY,
        "government": True,
    }
    return given(*past).raise_dispute(**asked | changes)


def pass_on(*past: Any, **changes: Any) -> e.DisputePassedOn:
    asked: dict[str, Any] = {"rule": RULE, "on": day(25), "today": TODAY, "government": True}
    return given(*past).pass_on_dispute("协商不成", **asked | changes)


def settle(*past: Any, **changes: Any) -> e.DisputeSettled:
    asked: dict[str, Any] = {"on": day(25), "today": TODAY, "government": True}
    return given(*past).settle_dispute("道路局负责", **asked | changes)


def test_a_unit_says_with_whom_it_does_not_agree_and_the_units_try_first() -> None:
    assert raise_it(PAST) == raise_it(PAST, others=(WATER, WATER)) == raised()


def test_no_signature_is_needed_to_say_so_and_a_co_unit_may_too() -> None:
    unsigned = (*BOOKED, assigned(LEAD, CO))
    assert raise_it(unsigned, unit=WATER, others=(ROADS,)) == raised(unit=WATER)


@pytest.mark.parametrize("others", [(), (PARKS,), (WATER, PARKS), (ROADS,), (ROADS, WATER)])
def test_the_others_are_units_that_handle_it_too(others: tuple[UUID, ...]) -> None:
    with refused("dispute.not_assigned", "承办这件建议的其他单位", field="others"):
        raise_it(PAST, others=others)


def test_a_unit_that_does_not_handle_it_has_no_dispute_about_it() -> None:
    with refused("proposal.not_assigned_to_unit", "没有分办给这个单位"):
        raise_it(PAST, unit=PARKS)


def test_there_is_one_dispute_at_a_time() -> None:
    with refused("dispute.pending", "2026年3月20日"):
        raise_it(PAST, raised(), unit=HOUSING, on=day(30))
    raise_it(PAST, raised(), settled("units", 25), on=day(30))


def test_it_belongs_before_the_reply_and_behind_the_assignment() -> None:
    with refused("proposal.already_replied", "答复"):
        raise_it(ANSWERED, others=(WATER,))
    with refused("date.too_early", "分办"):
        raise_it(PAST, on=day(7))


def test_a_place_without_steps_knows_no_dispute() -> None:
    with refused("dispute.none_here", "某办法第十七条"):
        raise_it(PAST, rule=rule())


def test_units_of_other_branches_turn_to_the_congress_instead_of_the_office() -> None:
    assert raise_it(PAST, rule=rule("office"), government=False).step == "congress"
    both = rule("units", "office", "congress", "leader")
    event = pass_on(PAST, raised(), unit=ROADS, rule=both, government=False)
    assert event.step == "congress"
    after = (*PAST, raised(), passed("congress", 25))
    again = pass_on(after, role="congress", rule=both, government=False, on=day(26))
    assert again.step == "leader"


def test_step_by_step_it_goes_to_whoever_holds_it_next() -> None:
    first = pass_on(PAST, raised(), unit=ROADS)
    assert first == passed("office", 25)
    second = pass_on(PAST, raised(), first, role="office", on=day(27))
    assert second == passed("leader", 27)
    end = settle(PAST, raised(), first, second, role="office", on=day(28))
    assert end == settled("leader", 28)
    assert given(PAST, raised(), first, second, end).dispute is None


def test_the_units_may_settle_it_themselves() -> None:
    assert settle(PAST, raised(), unit=ROADS) == settled("units", 25)
    with refused("dispute.not_yours", "由提出的单位登记结果"):
        settle(PAST, raised(), unit=WATER)


def test_neither_side_can_hold_it_up() -> None:
    assert pass_on(PAST, raised(), unit=WATER) == pass_on(PAST, raised(), unit=ROADS)


def test_it_is_not_dated_before_all_of_them_had_the_case() -> None:
    gone = e.ObjectionDecided(unit=WATER, round=1, upheld=True, reason="成立", on=day(12))
    past = (PAST, gone, assigned(CO, on=day(15)))
    assert raise_it(*past, on=day(15)).on == day(15)
    with refused("date.too_early", "分办", field="on"):
        raise_it(*past, on=day(14))


@pytest.mark.parametrize(
    ("past", "who"),
    [
        ((raised(),), {"unit": HOUSING}),
        ((raised(),), {"role": "office"}),
        ((raised(), passed("office", 22)), {"unit": ROADS}),
        ((raised(), passed("office", 22)), {"role": "congress"}),
        ((raised(), passed("congress", 22)), {"role": "office"}),
        ((raised(), passed("leader", 22)), {"role": "congress"}),
        ((raised(), passed("leader", 22)), {"role": "office", "government": False}),
    ],
)
def test_nobody_else_passes_it_on_or_settles_it(
    past: tuple[e.ProposalEvent, ...], who: dict[str, Any]
) -> None:
    for act in (pass_on, settle):
        with refused("dispute.not_yours"):
            act(PAST, past, **who)


def test_where_there_is_no_next_step_it_is_settled_where_it_lies() -> None:
    with refused("dispute.last_step", "某办法第十七条"):
        pass_on(PAST, raised("leader"), role="office")
    with refused("dispute.last_step", "应当在这一步解决"):
        pass_on(PAST, raised(), unit=ROADS, rule=rule("office"))


def test_what_is_not_pending_is_neither_passed_on_nor_settled() -> None:
    for act in (pass_on, settle):
        with refused("dispute.none", "没有待解决的争议"):
            act(PAST, unit=ROADS)


def test_days_follow_one_another() -> None:
    for act in (pass_on, settle):
        with refused("date.too_early", "上一步"):
            act(PAST, raised(), passed("office", 22), role="office", on=day(21))


def test_a_dispute_stops_nothing() -> None:
    proposal = given(PAST, raised())
    proposal.contact(ROADS, contact_said("before", day(21)), TODAY)
    proposal.raise_objection(HOUSING, "不属于", None, POLICY.objection, day(21), TODAY)
    assert proposal.parts == given(PAST).parts


def test_a_unit_that_is_let_off_takes_its_dispute_with_it() -> None:
    def let_off(unit: UUID) -> tuple[e.ProposalEvent, ...]:
        objected = e.Objected(unit=unit, round=1, reason="不属于", on=day(22))
        upheld = e.ObjectionDecided(unit=unit, round=1, upheld=True, reason="经研究", on=day(23))
        return objected, upheld

    assert given(PAST, raised(unit=WATER), let_off(WATER)).dispute is None
    assert given(PAST, raised(unit=WATER), let_off(HOUSING)).dispute == raised(unit=WATER)


def test_folding_never_refuses() -> None:
    assert given(at_work(SOLE), passed("office", 20), settled("office", 21)).dispute is None
