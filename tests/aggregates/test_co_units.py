"""Co-units: they give their opinion to the lead, who answers alone."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date

import pytest
from given import (
    CO,
    HOUSING,
    JOINT,
    LEAD,
    OPINION_BY,
    OTHER_CO,
    OTHER_JOINT,
    PARKS,
    POLICY,
    ROADS,
    SOLE,
    TODAY,
    WATER,
    assigned,
    at_work,
    carried_over,
    day,
    given,
    in_contact,
    opinion,
    opinion_said,
    passed_over,
    received,
    refused,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    urged,
    waived,
)

from aggregates import proposal_events as e
from aggregates.proposal import Proposal

WORKING = (*at_work(LEAD, CO), *in_contact(ROADS))


def reply(proposal: Proposal, on: date = day(60)) -> e.Replied:
    return proposal.reply(ROADS, reply_said(on=on), POLICY, TODAY)


def test_a_co_unit_gives_its_opinion_to_the_lead() -> None:
    event = given(WORKING).give_opinion(WATER, opinion_said("agree", day(30), "同意配合"), TODAY)
    assert event == opinion(WATER)


def test_an_opinion_may_be_given_again_until_the_reply() -> None:
    given(WORKING, opinion(WATER)).give_opinion(
        WATER, opinion_said("dissent", day(31), "改变意见"), TODAY
    )
    with refused("proposal.already_replied", "4月29日"):
        given(WORKING, opinion(WATER), replied(ROADS)).give_opinion(
            WATER, opinion_said(on=day(61)), TODAY
        )


def test_only_co_units_and_joint_leads_give_opinions() -> None:
    with refused("opinion.not_co", "会办单位"):
        given(WORKING).give_opinion(ROADS, opinion_said("agree", day(30), "同意"), TODAY)


def test_an_opinion_follows_the_signature() -> None:
    with refused("proposal.not_received", "签收"):
        given(at_work(LEAD), assigned(LEAD, CO)).give_opinion(WATER, opinion_said(), TODAY)
    with refused("date.too_early", "签收"):
        given(WORKING).give_opinion(WATER, opinion_said("agree", day(8), "同意"), TODAY)


# ---- silence


def test_no_reply_while_co_units_are_silent_and_all_are_named() -> None:
    past = (*at_work(LEAD, CO, OTHER_CO), *in_contact(ROADS))
    with refused("reply.opinion_missing", "2家单位", str(WATER), str(HOUSING)):
        reply(given(past))
    with refused("reply.opinion_missing", "1家单位", str(HOUSING)):
        reply(given(past, opinion(WATER)))
    reply(given(past, opinion(WATER), opinion(HOUSING)))


def test_a_silent_co_unit_is_urged_after_its_date() -> None:
    assert given(WORKING).urge_opinion(ROADS, WATER, day(41), TODAY) == urged(WATER)
    with refused("opinion.not_due", "2026年4月9日", OPINION_BY.article, field="unit"):
        given(WORKING).urge_opinion(ROADS, WATER, day(40), TODAY)


def test_a_co_unit_without_a_date_of_its_own_has_until_the_reply_is_due() -> None:
    undated = assigned(LEAD, CO).model_copy(update={"opinion_by": None})
    proposal = given(at_work(LEAD), undated)
    with refused("opinion.not_due", "2026年5月31日"):
        proposal.urge_opinion(ROADS, WATER, day(92), TODAY)
    proposal.urge_opinion(ROADS, WATER, day(93), TODAY)


def test_going_on_without_it_takes_its_date_and_one_urging() -> None:
    with refused("opinion.not_due", "期限"):
        given(WORKING).proceed_without(ROADS, WATER, day(40), TODAY)
    with refused("opinion.urge_first", "先催促"):
        given(WORKING).proceed_without(ROADS, WATER, day(45), TODAY)
    with refused("date.too_early", "催促"):
        given(WORKING, urged(WATER, day(46))).proceed_without(ROADS, WATER, day(45), TODAY)
    event = given(WORKING, urged(WATER)).proceed_without(ROADS, WATER, day(45), TODAY)
    assert event == passed_over(WATER)


def test_a_second_urging_does_not_begin_the_wait_anew() -> None:
    given(WORKING, urged(WATER), urged(WATER, day(50))).proceed_without(
        ROADS, WATER, day(45), TODAY
    )


def test_the_reply_then_says_without_whom() -> None:
    assert reply(given(WORKING, urged(WATER), passed_over(WATER))).without == (WATER,)


def test_a_late_opinion_is_still_an_opinion() -> None:
    past = (*WORKING, urged(WATER), passed_over(WATER), opinion(WATER, on=day(50)))
    assert reply(given(past)).without == ()


@pytest.mark.parametrize("heard", [opinion(WATER, on=day(45)), passed_over(WATER)])
def test_the_reply_is_not_dated_before_the_opinion_it_merges(heard: e.ProposalEvent) -> None:
    with refused("date.too_early", "会办意见", field="on"):
        reply(given(WORKING, urged(WATER), heard), day(44))


def test_who_is_urged_or_passed_over_is_a_silent_co_unit_and_by_the_lead() -> None:
    with refused("opinion.lead_only", "主办单位"):
        given(at_work(LEAD, CO, OTHER_CO)).urge_opinion(WATER, HOUSING, day(41), TODAY)
    with refused("opinion.not_co", "不是会办单位", field="unit"):
        given(at_work(JOINT, OTHER_JOINT)).urge_opinion(ROADS, WATER, day(41), TODAY)
    with refused("opinion.not_awaited", "已经提出", field="unit"):
        given(WORKING, opinion(WATER)).proceed_without(ROADS, WATER, day(45), TODAY)
    with refused("opinion.not_awaited", "不再等待", field="unit"):
        given(WORKING, urged(WATER), passed_over(WATER)).urge_opinion(ROADS, WATER, day(46), TODAY)
    with refused("proposal.not_assigned_to_unit", "没有分办", field="unit"):
        given(at_work(SOLE)).urge_opinion(ROADS, PARKS, day(41), TODAY)


# ---- joint leads (联合主办)


def test_joint_leads_agree_before_one_of_them_replies() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), *in_contact(ROADS))
    with refused("reply.opinion_missing", str(WATER)):
        reply(given(past))
    with refused("reply.leads_disagree", "协商一致"):
        reply(given(past, opinion(WATER, "dissent")))
    reply(given(past, opinion(WATER, "dissent"), opinion(WATER, "agree", day(40))))


def test_joint_leads_answer_once_together() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), *in_contact(ROADS), opinion(WATER), replied(ROADS))
    proposal = given(past)
    assert proposal.parts[WATER].replied_on == day(60)
    with refused("proposal.already_replied", "4月29日"):
        proposal.reply(WATER, reply_said(on=day(61)), POLICY, TODAY)


def test_joint_leads_with_asks_of_their_own_answer_all_of_them_together() -> None:
    joint = (
        e.Assignment(unit=ROADS, role="joint_lead", asks=(1,)),
        e.Assignment(unit=WATER, role="joint_lead", asks=(2,)),
    )
    past = (*at_work(*joint), waived(), opinion(WATER))
    assert len(reply(given(past)).answers) == 2


# ---- later rounds


def test_a_second_round_does_not_wait_for_co_units_again_and_calls_none_silent() -> None:
    first = (*WORKING, opinion(WATER), replied(ROADS), revealed(), rehandling_ordered(ROADS))
    second = given(first, in_contact(ROADS, day(92), 2))
    assert reply(second, day(110)).without == ()
    with refused("opinion.not_awaited", "不再等待"):
        second.urge_opinion(ROADS, WATER, day(110), TODAY)
    second.give_opinion(WATER, opinion_said("supplement", day(100), "补充"), TODAY)


def test_a_co_unit_that_stayed_silent_in_the_first_round_is_still_said_to_be() -> None:
    past = (*WORKING, urged(WATER), passed_over(WATER), replied(ROADS), revealed())
    second = given(past, rehandling_ordered(ROADS), in_contact(ROADS, day(92), 2))
    assert reply(second, day(110)).without == (WATER,)


def test_an_opinion_still_owed_at_the_end_of_the_year_stays_owed() -> None:
    next_year = given(WORKING, carried_over(ROADS, ground="unanswered"), waived(day(255), 2))
    with refused("reply.opinion_missing", str(WATER)):
        reply(next_year, day(260))
    next_year.urge_opinion(ROADS, WATER, day(255), TODAY)


def test_a_co_unit_that_never_signed_can_be_passed_over() -> None:
    past = (*at_work(LEAD), assigned(LEAD, CO), received(ROADS), waived())
    given(past, urged(WATER)).proceed_without(ROADS, WATER, day(45), TODAY)
