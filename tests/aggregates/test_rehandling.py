"""Once more: a deputy was dissatisfied, and the congress has it handled again."""

from given import (
    ANSWERED,
    CO,
    FIRST,
    JOINT,
    LEAD,
    LI,
    OTHER_JOINT,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    UNHAPPY,
    WANG,
    WATER,
    answers,
    at_work,
    day,
    due,
    given,
    in_contact,
    opinion,
    rated,
    refused,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    waived,
)

from aggregates import proposal_events as e
from aggregates.proposal import Proposal

DISSATISFIED = (*ANSWERED, rated(LI, **UNHAPPY), rated(WANG), revealed())


def order(proposal: Proposal, on: int = 90) -> e.RehandlingOrdered:
    return proposal.order_rehandling(
        "代表不满意", due(day(120)), "congress", POLICY.rehandling, day(on), TODAY
    )


def test_dissatisfaction_of_one_deputy_is_enough() -> None:
    assert order(given(DISSATISFIED)) == rehandling_ordered(ROADS)


def test_nothing_is_handled_again_before_the_reply_and_the_reveal() -> None:
    with refused("proposal.not_answered", "尚未答复完毕"):
        order(given(at_work(SOLE)))
    with refused("rehandling.not_revealed", "揭晓后"):
        order(given(ANSWERED, rated(LI, **UNHAPPY)))
    with refused("date.too_early", "评价揭晓"):
        order(given(DISSATISFIED), on=79)


def test_who_orders_it_is_the_rule_of_the_place() -> None:
    rule = POLICY.rehandling
    with refused("decision.not_yours", "人大代表工作机构", rule.article):
        given(DISSATISFIED).order_rehandling(
            "代表不满意", due(day(120)), "office", rule, day(90), TODAY
        )
    office = rule.model_copy(update={"decided_by": ("office",)})
    given(DISSATISFIED).order_rehandling(
        "代表不满意", due(day(120)), "office", office, day(90), TODAY
    )


def test_where_the_place_knows_no_re_handling_there_is_none() -> None:
    none = POLICY.rehandling.model_copy(update={"trigger": "none", "article": "某条例第六条"})
    with refused("rehandling.none_here", "没有重新办理的规定", "某条例第六条"):
        given(DISSATISFIED).order_rehandling("代表不满意", None, "congress", none, day(90), TODAY)


def test_a_satisfied_gap_and_silence_are_no_dissatisfaction() -> None:
    with refused("rehandling.nobody_dissatisfied", "没有代表不满意"):
        order(given(ANSWERED, rated(LI, gap="还差一段"), revealed()))
    with refused("rehandling.nobody_dissatisfied", "没有代表不满意"):
        order(given(ANSWERED, revealed()))


def test_the_next_round_has_its_own_date_and_begins_with_contact() -> None:
    second = given(DISSATISFIED, rehandling_ordered(ROADS))
    assert (second.round, second.reply_by, second.handed_over_on) == (2, day(120), day(5))
    with refused("reply.contact_missing", "办前、办中"):
        second.reply(ROADS, reply_said(on=day(100)), POLICY, TODAY)


def test_the_unit_signs_no_second_time() -> None:
    second = given(DISSATISFIED, rehandling_ordered(ROADS))
    with refused("proposal.already_received", "签收"):
        second.receive(ROADS, day(91), TODAY)


def test_the_second_reply_belongs_to_the_second_round() -> None:
    second = given(DISSATISFIED, rehandling_ordered(ROADS), in_contact(ROADS, day(92), 2))
    assert second.reply(ROADS, reply_said(on=day(110)), POLICY, TODAY).round == 2
    with refused("date.too_early", "沟通"):
        second.reply(ROADS, reply_said(on=day(91)), POLICY, TODAY)


def test_only_the_separate_unit_that_dissatisfied_begins_again() -> None:
    both = (*at_work(FIRST, SECOND), waived(), replied(ROADS), replied(WATER))
    past = (*both, rated(LI, **UNHAPPY), rated(LI, WATER, gap="还差一段"), revealed())
    event = order(given(past))
    assert event.units == (ROADS,)
    second = given(past, event, in_contact(ROADS, day(92), 2))
    with refused("proposal.already_replied", "答复"):
        second.reply(WATER, reply_said(on=day(110), answers=answers(2)), POLICY, TODAY)
    second.reply(ROADS, reply_said(on=day(110), answers=answers(1)), POLICY, TODAY)


def test_the_verdict_on_the_unit_that_rests_is_not_forgotten() -> None:
    both = (*at_work(FIRST, SECOND), waived(), replied(ROADS), replied(WATER))
    past = (*both, rated(LI, **UNHAPPY), rated(LI, WATER, gap="还差一段"), revealed())
    second = (rehandling_ordered(ROADS), replied(ROADS, on=day(110), round=2))
    happy = (rated(LI, on=day(115), round=2), revealed(day(120), 2))
    proposal = given(past, second, happy)
    assert proposal.carry_over_ground() == "gap"
    with refused("rehandling.nobody_dissatisfied", "没有代表不满意"):
        order(proposal, on=125)


def test_joint_leads_begin_again_together() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), *in_contact(ROADS), opinion(WATER), replied(ROADS))
    event = order(given(past, rated(LI, **UNHAPPY), revealed()))
    assert event.units == (ROADS, WATER)
    second = given(past, rated(LI, **UNHAPPY), revealed(), event, waived(day(95), 2))
    with refused("reply.opinion_missing", str(WATER)):
        second.reply(ROADS, reply_said(on=day(100)), POLICY, TODAY)


def test_co_units_are_not_ordered_to_begin_again() -> None:
    past = (*at_work(LEAD, CO), *in_contact(ROADS), opinion(WATER), replied(ROADS))
    assert order(given(past, rated(LI, **UNHAPPY), revealed())).units == (ROADS,)
