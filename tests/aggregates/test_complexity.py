"""A matter found complex after hand-over: six months, decided by whom the place says, in time."""

from datetime import date
from typing import Any

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CALENDAR,
    CO,
    FIRST,
    LEAD,
    POLICY,
    REPLY_BY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    WATER,
    assigned,
    at_work,
    carried_over,
    day,
    due,
    extension_asked,
    given,
    in_contact,
    more,
    opinion,
    refused,
    registered,
    replied,
    share,
    waived,
)

from aggregates import proposal_events as e
from aggregates.deadlines import due as due_by
from aggregates.limits import Limit

SIX_MONTHS = due(day(184))
RULE, EXTENSION = POLICY.complexity, POLICY.limits.extension


def find(*past: e.ProposalEvent, **changes: Any) -> e.ComplexityDecided:
    asked: dict[str, Any] = {
        "reply_by": SIX_MONTHS,
        "reason": "涉及四个部门和两级财政",
        "role": "congress",
        "rule": RULE,
        "calendar": CALENDAR,
        "on": day(30),
        "today": TODAY,
    }
    return given(past).find_complex(**asked | changes)


def moved(unit: Any, old: Any, new: Any = SIX_MONTHS, clock: e.Clock = "reply") -> e.Moved:
    return e.Moved(clock=clock, unit=unit, old=old, new=new)


def test_the_case_and_its_unit_have_six_months_for_a_reason() -> None:
    event = find(*at_work(SOLE))
    assert event == e.ComplexityDecided(
        complexity="complex",
        reason="涉及四个部门和两级财政",
        moves=(moved(None, REPLY_BY), moved(ROADS, REPLY_BY)),
        on=day(30),
    )
    proposal = given(at_work(SOLE), event)
    assert (proposal.complexity, proposal.reply_due) == ("complex", SIX_MONTHS)
    assert proposal.parts[ROADS].by("reply") == SIX_MONTHS.on


def test_before_the_distribution_only_the_case_has_a_date_to_move() -> None:
    assert find(*BOOKED).moves == (moved(None, REPLY_BY),)


def test_what_a_co_unit_owes_before_the_reply_moves_with_it() -> None:
    limit = Limit(amount=20, unit="day", anchor="reply_due", article="某条")
    hangs, other = due_by(limit, REPLY_BY.on, CALENDAR), assigned(LEAD, CO).opinion_by
    past = (*at_work(LEAD, CO)[:2], assigned(LEAD, CO, opinion_by=hangs))
    event = find(*past)
    assert [(one.clock, one.unit) for one in event.moves] == [
        ("reply", None),
        ("reply", ROADS),
        ("co_opinion", WATER),
    ]
    assert event.moves[-1].new == due_by(limit, SIX_MONTHS.on, CALENDAR)
    assert other
    assert find(*at_work(LEAD, CO)).moves == event.moves[:2]


def test_a_separate_unit_that_has_answered_keeps_its_date() -> None:
    past = (*at_work(FIRST, SECOND), waived(), replied(ROADS, on=day(20)))
    assert find(*past).moves == (moved(None, REPLY_BY), moved(WATER, REPLY_BY))


def test_who_decides_is_the_rule_of_the_place() -> None:
    with refused("decision.not_yours", "人大代表工作机构", RULE.article):
        find(*at_work(SOLE), role="office")
    either = RULE.model_copy(update={"decided_by": ("office", "congress")})
    find(*at_work(SOLE), role="office", rule=either)
    nobody_yet = RULE.model_copy(update={"decided_by": ("office",)})
    with refused("decision.not_yours", "政府办公室决定"):
        find(*at_work(SOLE), rule=nobody_yet)
    nobody = RULE.model_copy(update={"decided_by": ()})
    with refused("decision.not_yours", "本地没有谁可以决定"):
        find(*at_work(SOLE), rule=nobody)


@pytest.mark.parametrize(
    ("past", "changes", "code", "word"),
    [
        ((registered(),), {}, "proposal.not_handed_over", "尚未交办"),
        (ANSWERED, {"on": day(61)}, "complexity.answered", "已经答复"),
        (at_work(SOLE), {"on": day(93)}, "complexity.breached", "2026年5月31日已过"),
        (at_work(SOLE), {"counts": day(93)}, "complexity.breached", "逾期已成事实"),
        (at_work(SOLE), {"on": day(4)}, "date.too_early", "交办"),
        (at_work(SOLE), {"on": day(301)}, "date.future", "今天"),
        (
            (*at_work(SOLE), carried_over(ROADS, ground="unanswered")),
            {"on": day(251)},
            "complexity.later_round",
            RULE.article,
        ),
    ],
)
def test_it_is_decided_in_the_first_round_before_date_and_reply(
    past: tuple[e.ProposalEvent, ...], changes: dict[str, Any], code: str, word: str
) -> None:
    with refused(code, word):
        find(*past, **changes)


def test_the_last_day_is_in_time() -> None:
    find(*at_work(SOLE), on=REPLY_BY.on)


def test_a_matter_is_found_complex_once() -> None:
    with refused("complexity.already", "六个月", "代表法第五十一条"):
        find(*at_work(SOLE), find(*at_work(SOLE)))


def test_a_date_put_off_beyond_it_is_not_brought_nearer_and_stays_granted() -> None:
    past = (*at_work(SOLE), granted(90))
    nearer = due(day(150))
    event = find(*past, reply_by=nearer, on=day(90))
    assert event.moves == ()
    proposal = given(past, event)
    assert proposal.parts[ROADS].by("reply") == proposal.reply_by == day(182)
    assert proposal.first_due == REPLY_BY


def test_what_was_extended_before_is_not_taken_back_after() -> None:
    """The earlier date was three months; a complex matter has six."""
    past = (*at_work(SOLE), granted(30))
    proposal = given(past, find(*past, on=day(90)))
    with refused("extension.none_granted", "没有获准的延期"):
        proposal.withdraw_extension(ROADS, "误批", "congress", EXTENSION, day(95), TODAY)
    assert proposal.reply_due == SIX_MONTHS


def test_six_months_are_not_extended() -> None:
    """代表法第五十一条第二款: six months from hand-over are the end of it."""
    past = (*at_work(SOLE), find(*at_work(SOLE), reply_by=due(date(2026, 9, 5))))
    with refused("extension.too_long", "2026年9月5日", field="amount"):
        given(past).ask_extension(ROADS, more(1), "仍需会商", EXTENSION, CALENDAR, day(100), TODAY)


def granted(days: int) -> e.ExtensionDecided:
    return given(at_work(SOLE), extension_asked(amount=days)).decide_extension(
        ROADS, True, "同意", "congress", EXTENSION, CALENDAR, day(85), TODAY
    )


def test_a_request_for_more_time_that_waits_meanwhile_can_only_be_refused() -> None:
    past = (*at_work(SOLE), extension_asked(amount=30))
    proposal = given(past, find(*past, on=day(82), reply_by=due(date(2026, 9, 5))))
    with refused("extension.too_long", "2026年9月5日"):
        proposal.decide_extension(
            ROADS, True, "同意", "congress", EXTENSION, CALENDAR, day(85), TODAY
        )
    proposal.decide_extension(
        ROADS, False, "已有六个月", "congress", EXTENSION, CALENDAR, day(85), TODAY
    )


def test_a_co_units_date_that_has_run_out_stays() -> None:
    limit = Limit(amount=70, unit="day", anchor="reply_due", article="某条")
    hangs = due_by(limit, REPLY_BY.on, CALENDAR)
    past = (*at_work(LEAD, CO)[:2], assigned(LEAD, CO, opinion_by=hangs))
    clocks = {(one.clock, one.unit) for one in find(*past, on=day(30)).moves}
    assert hangs.on == day(22)
    assert ("co_opinion", WATER) not in clocks


def test_a_unit_that_gave_its_opinion_owes_nothing_that_could_move() -> None:
    limit = Limit(amount=20, unit="day", anchor="reply_due", article="某条")
    hangs = due_by(limit, REPLY_BY.on, CALENDAR)
    past = (*BOOKED, assigned(LEAD, CO, opinion_by=hangs), *in_contact(ROADS), opinion(WATER))
    assert "co_opinion" not in {one.clock for one in find(*past).moves}


def test_a_unit_named_after_an_objection_with_a_later_date_keeps_it() -> None:
    later = due(day(200))
    past = (
        *at_work(SOLE),
        e.Objected(unit=ROADS, round=1, reason="不属于", on=day(10)),
        e.ObjectionDecided(unit=ROADS, round=1, upheld=True, reason="是", on=day(12)),
        assigned(share(WATER, "sole"), on=day(20), reply_by=later),
    )
    assert find(*past).moves == (moved(None, REPLY_BY),)
