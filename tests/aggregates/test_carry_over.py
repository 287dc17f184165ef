"""Into the next year, or closed: done by the unit is not closed."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date

import pytest
from given import (
    ANSWERED,
    BOOKED,
    FIRST,
    JOINT,
    LI,
    NEXT_YEAR,
    OTHER_JOINT,
    POLICY,
    REPLY_BY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    UNHAPPY,
    WANG,
    WATER,
    YEAR,
    assigned,
    at_work,
    carried_over,
    day,
    due,
    given,
    handed_over,
    in_contact,
    opinion,
    rated,
    refused,
    registered,
    replied,
    reply_said,
    revealed,
    share,
    waived,
)

from aggregates import proposal_events as e
from aggregates.proposal import Proposal
from aggregates.schemes import Outcome

HAPPY = (*ANSWERED, rated(LI), revealed())
SECRET = (registered(classified=True, title=None, asks=()), handed_over())


def carry(proposal: Proposal, on: date = day(250)) -> e.CarriedOver:
    return proposal.carry_over(NEXT_YEAR, "继续办理", due(day(290)), on, TODAY)


# ---- carried over (跨年续办)


def test_the_years_end_rewrites_no_number() -> None:
    """PQ archive_service: filing a year away gave its items new numbers."""
    before = given(BOOKED, ANSWERED)
    after = before.after(carried_over())

    assert after.number is not None
    assert after.number == before.number


@pytest.mark.parametrize("outcome", ["partly", "in_progress", "planned", "deferred"])
def test_what_is_unfinished_goes_on_next_year(outcome: Outcome) -> None:
    past = (*at_work(SOLE), waived(), replied(ROADS, outcome))
    assert carry(given(past)) == carried_over(ROADS)


def test_what_is_unfinished_goes_on_even_if_every_deputy_is_satisfied() -> None:
    past = (*at_work(SOLE), waived(), replied(ROADS, "planned"), rated(LI), rated(WANG))
    assert carry(given(past, revealed())).ground == "unfinished"


def test_satisfied_with_a_gap_left_goes_on_next_year() -> None:
    past = (*ANSWERED, rated(LI, gap="路灯还差三盏"), revealed())
    assert carry(given(past)) == carried_over(ROADS, ground="gap")


def test_dissatisfied_goes_on_if_it_was_not_handled_again() -> None:
    assert carry(given(ANSWERED, rated(LI, **UNHAPPY), revealed())).ground == "gap"


@pytest.mark.parametrize("past", [BOOKED, (*BOOKED, assigned(SOLE)), at_work(SOLE)])
def test_what_nobody_answered_goes_on_next_year(past: tuple[e.ProposalEvent, ...]) -> None:
    assert carry(given(past)).ground == "unanswered"


def test_what_is_done_and_accepted_is_not_carried_over() -> None:
    with refused("carry_over.nothing_left", "没有指出差距"):
        carry(given(HAPPY))


def test_a_gap_is_known_only_after_the_reveal() -> None:
    with refused("carry_over.not_revealed", "揭晓后"):
        carry(given(ANSWERED, rated(LI, gap="路灯还差三盏")))


def test_it_goes_into_another_year_after_its_hand_over_and_not_before_what_was_done() -> None:
    unfinished = given(at_work(SOLE), waived(), replied(ROADS, "planned"))
    with refused("carry_over.same_cycle", "另一年度", field="to_cycle"):
        unfinished.carry_over(YEAR, "继续办理", REPLY_BY, day(250), TODAY)
    with refused("date.too_early", "上一步办理", field="on"):
        carry(unfinished, day(59))
    with refused("date.too_early", "上一步办理", field="on"):
        carry(given(ANSWERED, rated(LI, gap="路灯"), revealed()), day(79))
    with refused("proposal.not_handed_over", "尚未交办"):
        carry(given(registered()))


def test_it_keeps_its_history_and_counts_its_years() -> None:
    unfinished = (*at_work(SOLE), waived(), replied(ROADS, "planned"))
    again = given(unfinished, carried_over(ROADS))
    assert (again.cycle, again.round, again.years) == (NEXT_YEAR, 2, 1)
    assert again.handed_over_on == day(5)
    back = again.carry_over(YEAR, "继续办理", REPLY_BY, day(251), TODAY)
    assert (back.years, back.round, back.from_cycle) == (2, 3, NEXT_YEAR)


def test_only_the_units_with_something_left_begin_again() -> None:
    both = (*at_work(FIRST, SECOND), waived(), replied(ROADS))
    assert carry(given(both)).units == (WATER,)
    planned = (*both, replied(WATER, "planned"), rated(LI), revealed())
    assert carry(given(planned)).units == (WATER,)
    gap = (*both, replied(WATER), rated(LI, gap="还差一段"), revealed())
    assert carry(given(gap)).units == (ROADS,)


def test_joint_leads_go_on_together() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), opinion(WATER), replied(ROADS, "planned"))
    assert carry(given(past)).units == (ROADS, WATER)


def test_the_next_year_begins_with_contact_and_ends_with_a_reply() -> None:
    again = (*at_work(SOLE), waived(), replied(ROADS, "planned"), carried_over(ROADS))
    with refused("reply.contact_missing", "办前、办中"):
        given(again).reply(ROADS, reply_said(on=day(260)), POLICY, TODAY)
    event = given(again, in_contact(ROADS, day(251), 2)).reply(
        ROADS, reply_said(on=day(270)), POLICY, TODAY
    )
    assert event.round == 2


def test_who_had_not_signed_still_signs_and_an_objection_still_waits() -> None:
    unsigned = given(BOOKED, assigned(SOLE), carried_over(ROADS, ground="unanswered"))
    unsigned.receive(ROADS, day(251), TODAY)
    objected = e.Objected(unit=ROADS, round=1, reason="不属于", on=day(10))
    waiting = (*BOOKED, assigned(SOLE), objected, carried_over(ROADS, ground="unanswered"))
    given(waiting).decide_objection(
        ROADS, True, "经研究", "office", POLICY.objection, day(251), TODAY
    )


def test_what_was_never_assigned_is_assigned_in_the_next_year() -> None:
    again = given(BOOKED, carried_over(ground="unanswered"))
    with refused("date.too_early", "交办"):
        again.assign((SOLE,), REPLY_BY, None, None, day(249), TODAY)
    assert again.assign((SOLE,), REPLY_BY, None, None, day(251), TODAY).round == 2


def test_a_vacancy_is_filled_in_the_next_year() -> None:
    objected = e.Objected(unit=ROADS, round=1, reason="不属于", on=day(10))
    upheld = e.ObjectionDecided(unit=ROADS, round=1, upheld=True, reason="是", on=day(12))
    past = (*at_work(FIRST, SECOND), objected, upheld, carried_over(WATER, ground="unanswered"))
    new = share(LI, "separate", 1)
    with refused("date.too_early", "异议处理"):
        given(past).assign((new,), REPLY_BY, None, None, day(249), TODAY)
    given(past).assign((new,), REPLY_BY, None, None, day(251), TODAY)


# ---- closed


def test_what_every_deputy_who_rated_accepts_is_closed() -> None:
    event = given(HAPPY).close("accepted", None, POLICY.rehandling, day(90), TODAY)
    assert event == e.Closed(ground="accepted", on=day(90))


@pytest.mark.parametrize(
    "past",
    [
        ANSWERED,
        (*ANSWERED, rated(LI)),
        (*ANSWERED, revealed()),
        (*ANSWERED, rated(LI, gap="路灯还差三盏"), revealed()),
        (*ANSWERED, rated(LI), rated(WANG, **UNHAPPY), revealed()),
        (*at_work(SOLE), waived(), replied(ROADS, "planned"), rated(LI), revealed()),
        (
            *at_work(FIRST, SECOND),
            waived(),
            replied(ROADS),
            replied(WATER),
            rated(LI),
            revealed(),
        ),
    ],
)
def test_it_is_not_accepted_while_anything_is_left_or_anybody_was_silent(
    past: tuple[e.ProposalEvent, ...],
) -> None:
    with refused("close.not_accepted", "尚未认可", field="ground"):
        given(past).close("accepted", None, POLICY.rehandling, day(90), TODAY)


def test_it_is_closed_for_a_stated_reason_once_it_was_answered() -> None:
    event = given(ANSWERED).close(
        "lawful_reason", "已列入法定规划", POLICY.rehandling, day(90), TODAY
    )
    assert event.reason == "已列入法定规划"
    with refused("close.reason_needed", "理由", field="reason"):
        given(ANSWERED).close("decision", None, POLICY.rehandling, day(90), TODAY)
    with refused("proposal.not_answered", "尚未答复完毕"):
        given(at_work(SOLE)).close("decision", "经研究", POLICY.rehandling, day(90), TODAY)


def test_it_is_closed_not_before_reply_and_reveal() -> None:
    with refused("date.too_early", "上一步办理"):
        given(ANSWERED).close("decision", "经研究", POLICY.rehandling, day(59), TODAY)
    with refused("date.too_early", "上一步办理"):
        given(HAPPY).close("accepted", None, POLICY.rehandling, day(79), TODAY)


def test_a_classified_one_is_answered_offline_and_closed_here() -> None:
    given(SECRET).close("decision", "已线下答复", POLICY.rehandling, day(90), TODAY)
    with refused("close.reason_needed", "理由"):
        given(SECRET).close("decision", None, POLICY.rehandling, day(90), TODAY)
    with refused("close.not_accepted", "认可"):
        given(SECRET).close("accepted", None, POLICY.rehandling, day(90), TODAY)
    with refused("proposal.not_handed_over", "尚未交办"):
        given(SECRET[0]).close("decision", "已线下答复", POLICY.rehandling, day(90), TODAY)


def test_a_classified_one_not_answered_by_the_end_of_the_year_goes_on() -> None:
    assert carry(given(SECRET)).ground == "unanswered"


def test_what_is_closed_stays_closed() -> None:
    closed = given(HAPPY, e.Closed(ground="accepted", on=day(90)))
    for act in (
        lambda: closed.assign((SOLE,), REPLY_BY, None, None, day(91), TODAY),
        lambda: closed.waive_contact(LI, day(91), TODAY),
        lambda: carry(closed),
        lambda: closed.close("decision", "经研究", POLICY.rehandling, day(91), TODAY),
        lambda: closed.reveal_ratings(POLICY.rating, day(91), TODAY),
    ):
        with refused("proposal.closed", "2026年5月29日", "办结"):
            act()
