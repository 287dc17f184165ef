"""To the units: shares, receipt, objections, and who answers for it."""

from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CHIEF,
    CLERK,
    CO,
    FIRST,
    HOUSING,
    JOINT,
    LEAD,
    OPINION_BY,
    OTHER_CO,
    OTHER_JOINT,
    PARKS,
    POLICY,
    REPLY_BY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    VICE,
    WATER,
    assigned,
    at_work,
    attempted,
    contacted,
    day,
    due,
    given,
    handed_over,
    in_contact,
    opinion,
    passed_over,
    received,
    refused,
    registered,
    rehandling_ordered,
    replied,
    reply_said,
    share,
    urged,
)

from aggregates import proposal_events as e
from aggregates.proposal import Proposal


def assign(proposal: Proposal, *assignments: e.Assignment, on: int = 8) -> e.Assigned:
    return proposal.assign(assignments, REPLY_BY, None, OPINION_BY, day(on), TODAY)


def objected(unit: UUID, on: int = 10) -> e.Objected:
    return e.Objected(unit=unit, round=1, reason="不属于本单位职责", on=day(on))


def decided(unit: UUID, upheld: bool, on: int = 12) -> e.ObjectionDecided:
    return e.ObjectionDecided(unit=unit, round=1, upheld=upheld, reason="经研究", on=day(on))


# ---- shares


@pytest.mark.parametrize(
    "assignments",
    [
        (SOLE,),
        (LEAD, CO),
        (LEAD, CO, OTHER_CO),
        (JOINT, OTHER_JOINT),
        (JOINT, OTHER_JOINT, OTHER_CO),
        (FIRST, SECOND),
        (share(ROADS, "separate", 1, 2), SECOND),
    ],
)
def test_it_is_assigned_to_one_alone_to_leads_with_co_units_or_to_separate_units(
    assignments: tuple[e.Assignment, ...],
) -> None:
    event = assign(given(BOOKED), *assignments)
    assert event == assigned(*assignments)
    assert list(given(BOOKED, event).parts) == [one.unit for one in assignments]


@pytest.mark.parametrize(
    ("assignments", "code", "word"),
    [
        ((), "assign.shares", "独办"),
        ((SOLE, CO), "assign.shares", "主办加会办"),
        ((LEAD,), "assign.shares", "会办"),
        ((LEAD, OTHER_JOINT), "assign.shares", "联合主办"),
        ((LEAD, share(WATER, "lead")), "assign.shares", "主办"),
        ((JOINT,), "assign.shares", "两家以上联合主办"),
        ((JOINT, OTHER_JOINT, share(PARKS, "sole")), "assign.shares", "联合主办"),
        ((JOINT, CO), "assign.shares", "两家以上联合主办"),
        ((CO, OTHER_CO), "assign.shares", "主办"),
        ((FIRST,), "assign.shares", "两家以上分别办理"),
        ((FIRST, SECOND, OTHER_CO), "assign.shares", "分别办理"),
        ((LEAD, share(ROADS, "co")), "assign.unit_twice", "同一单位"),
        ((FIRST, share(WATER, "separate", 3)), "assign.unknown_ask", "第3项"),
        ((FIRST, share(WATER, "separate", 1)), "assign.ask_unassigned", "第2项"),
        ((FIRST, share(WATER, "separate")), "assign.asks_needed", "哪几项诉求"),
    ],
)
def test_other_distributions_are_refused(
    assignments: tuple[e.Assignment, ...], code: str, word: str
) -> None:
    with refused(code, word, field="assignments"):
        assign(given(BOOKED), *assignments)


def test_nothing_is_assigned_before_the_hand_over() -> None:
    with refused("proposal.not_handed_over", "尚未交办"):
        assign(given(registered()), SOLE)
    with refused("date.too_early", "交办", field="on"):
        assign(given(BOOKED), SOLE, on=4)


def test_a_classified_one_is_assigned_offline() -> None:
    secret = registered(classified=True, title=None, asks=())
    with refused("proposal.classified", "线下办理"):
        assign(given(secret, handed_over()), SOLE)


def test_another_unit_only_after_an_objection() -> None:
    with refused("proposal.already_assigned", "异议"):
        assign(given(at_work(SOLE)), share(WATER, "sole"))


# ---- receipt


def test_the_unit_signs_for_it_and_the_case_dates_stay() -> None:
    proposal = given(BOOKED, assigned(SOLE))
    event = proposal.receive(ROADS, day(60), TODAY)
    assert event == received(ROADS, day(60))
    assert given(BOOKED, assigned(SOLE), event).reply_by == REPLY_BY.on


def test_a_second_signature_fails_and_names_the_first() -> None:
    with refused("proposal.already_received", "2026年3月9日"):
        given(at_work(SOLE)).receive(ROADS, day(20), TODAY)


def test_a_unit_signs_only_for_what_was_assigned_to_it_and_not_before() -> None:
    with refused("proposal.not_assigned_to_unit", "没有分办给这个单位", field="unit"):
        given(at_work(SOLE)).receive(WATER, day(9), TODAY)
    with refused("date.too_early", "分办"):
        given(BOOKED, assigned(SOLE)).receive(ROADS, day(7), TODAY)


def test_a_later_signature_of_one_unit_leaves_the_other_untouched() -> None:
    before = given(BOOKED, assigned(LEAD, CO), received(ROADS))
    after = given(BOOKED, assigned(LEAD, CO), received(ROADS), received(WATER, day(30)))
    assert after.parts[ROADS] == before.parts[ROADS]


# ---- objections (退办)


def test_a_unit_objects_in_writing_and_says_whose_it_is() -> None:
    event = given(at_work(SOLE)).raise_objection(
        ROADS, "不属于本单位", WATER, POLICY.objection, day(10), TODAY
    )
    assert event == e.Objected(
        unit=ROADS, round=1, reason="不属于本单位", suggested=WATER, on=day(10)
    )


def test_nobody_objects_before_the_assignment() -> None:
    with refused("date.too_early", "分办", field="on"):
        given(at_work(SOLE)).raise_objection(ROADS, "不属于", None, POLICY.objection, day(7), TODAY)


def test_a_unit_does_not_name_itself() -> None:
    with refused("proposal.suggested_itself", "不能是本单位", field="suggested"):
        given(at_work(SOLE)).raise_objection(
            ROADS, "不属于本单位", ROADS, POLICY.objection, day(10), TODAY
        )


@pytest.mark.parametrize(
    ("past", "code", "word"),
    [
        ((objected(ROADS),), "proposal.objection_pending", "尚未处理"),
        ((objected(ROADS), decided(ROADS, False)), "proposal.objection_refused", "继续办理"),
        ((contacted(ROADS, "before", day(9)),), "proposal.work_begun", "开始办理"),
        ((*in_contact(ROADS), replied(ROADS)), "proposal.already_replied", "4月29日"),
    ],
)
def test_no_objection_while_one_is_pending_once_refused_or_after_work_began(
    past: tuple[e.ProposalEvent, ...], code: str, word: str
) -> None:
    with refused(code, word):
        given(at_work(SOLE), past).raise_objection(
            ROADS, "不属于", None, POLICY.objection, day(70), TODAY
        )


def test_a_co_unit_that_gave_its_opinion_has_begun() -> None:
    with refused("proposal.work_begun", "开始办理"):
        given(at_work(LEAD, CO), opinion(WATER)).raise_objection(
            WATER, "不属于", None, POLICY.objection, day(40), TODAY
        )


def test_after_the_window_a_place_hears_the_objection_or_refuses_it() -> None:
    window = assigned(SOLE, object_by=due(day(17)))
    strict = POLICY.objection.model_copy(update={"late": "refused", "article": "某条例第十一条"})
    proposal = given(BOOKED, window, received(ROADS))
    proposal.raise_objection(ROADS, "不属于", None, POLICY.objection, day(18), TODAY)
    proposal.raise_objection(ROADS, "不属于", None, strict, day(17), TODAY)
    with refused("objection.too_late", "2026年3月17日已过", "某条例第十一条", field="on"):
        proposal.raise_objection(ROADS, "不属于", None, strict, day(18), TODAY)
    given(at_work(SOLE)).raise_objection(ROADS, "不属于", None, strict, day(40), TODAY)


def test_an_objection_entered_long_after_its_day_is_too_late_all_the_same() -> None:
    strict = POLICY.objection.model_copy(update={"late": "refused"})
    proposal = given(BOOKED, assigned(SOLE, object_by=due(day(17))))
    with refused("objection.too_late", "应当继续办理"):
        proposal.raise_objection(ROADS, "不属于", None, strict, day(10), TODAY, day(60))


def test_who_decides_an_objection_is_the_rule_of_the_place() -> None:
    congress = POLICY.objection.model_copy(update={"decided_by": ("congress",)})
    proposal = given(at_work(SOLE), objected(ROADS))
    with refused("decision.not_yours", "人大代表工作机构决定", POLICY.objection.article):
        proposal.decide_objection(ROADS, True, "经研究", "office", congress, day(12), TODAY)
    proposal.decide_objection(ROADS, True, "经研究", "congress", congress, day(12), TODAY)


def test_only_an_upheld_objection_starts_the_clock_for_naming_another() -> None:
    proposal, by = given(at_work(SOLE), objected(ROADS)), due(day(26))
    for upheld, clock in ((True, by), (False, None)):
        event = proposal.decide_objection(
            ROADS, upheld, "经研究", "office", POLICY.objection, day(12), TODAY, by
        )
        assert event.reassign_by == clock


def test_nothing_is_signed_or_done_while_the_objection_waits() -> None:
    proposal = given(BOOKED, assigned(SOLE), objected(ROADS))
    with refused("proposal.objection_pending", "处理后再签收"):
        proposal.receive(ROADS, day(11), TODAY)
    with refused("proposal.objection_pending", "处理后再办理"):
        proposal.name_persons(ROADS, CHIEF, None, CLERK, day(11), TODAY)


def test_the_objection_is_decided_once_and_not_before_it_was_raised() -> None:
    proposal = given(at_work(SOLE), objected(ROADS))
    event = proposal.decide_objection(
        ROADS, True, "经研究", "office", POLICY.objection, day(12), TODAY
    )
    assert event == decided(ROADS, True)
    with refused("date.too_early", "提出异议"):
        proposal.decide_objection(ROADS, True, "经研究", "office", POLICY.objection, day(9), TODAY)
    with refused("proposal.no_objection", "没有待处理的异议", field="unit"):
        given(at_work(SOLE)).decide_objection(
            ROADS, True, "经研究", "office", POLICY.objection, day(12), TODAY
        )


def test_refused_means_go_on_without_a_further_signature() -> None:
    proposal = given(BOOKED, assigned(SOLE), objected(ROADS), decided(ROADS, False))
    proposal.name_persons(ROADS, CHIEF, None, CLERK, day(12), TODAY)


def test_a_unit_that_had_signed_keeps_the_day_it_signed() -> None:
    proposal = given(at_work(SOLE), objected(ROADS), decided(ROADS, False))
    with refused("proposal.already_received", "2026年3月9日"):
        proposal.receive(ROADS, day(20), TODAY)


def test_upheld_means_another_unit_is_named_not_before_the_decision() -> None:
    proposal = given(at_work(SOLE), objected(ROADS), decided(ROADS, True))
    event = assign(proposal, share(WATER, "sole"), on=13)
    with refused("date.too_early", "异议处理"):
        assign(proposal, share(WATER, "sole"), on=11)
    moved = given(at_work(SOLE), objected(ROADS), decided(ROADS, True), event)
    assert not moved.concerns_unit(ROADS)
    assert moved.concerns_unit(WATER)
    with refused("proposal.already_assigned", "异议"):
        assign(moved, share(PARKS, "sole"), on=14)


def test_one_co_units_objection_leaves_the_rest_working() -> None:
    past = (*at_work(LEAD, CO, OTHER_CO), *in_contact(ROADS), opinion(WATER))
    pending = given(past, objected(HOUSING))
    pending.name_persons(ROADS, CHIEF, None, CLERK, day(12), TODAY)
    upheld = given(past, objected(HOUSING), decided(HOUSING, True))
    assert upheld.parts[WATER] == given(past).parts[WATER]
    upheld.reply(ROADS, reply_said(), POLICY, TODAY)


def test_a_co_unit_that_left_may_be_replaced_though_the_rest_is_complete() -> None:
    past = (*at_work(LEAD, CO, OTHER_CO), objected(HOUSING), decided(HOUSING, True))
    event = assign(given(past), share(PARKS, "co"), on=13)
    assert set(given(past, event).parts) == {ROADS, WATER, PARKS}


def test_the_co_unit_may_become_the_lead_when_the_lead_was_not_the_right_one() -> None:
    past = (*at_work(LEAD, CO), objected(ROADS), decided(ROADS, True))
    event = assign(given(past), share(WATER, "sole"), on=13)
    moved = given(past, event).parts[WATER]
    assert (moved.share, moved.received_on) == ("sole", None)


def test_a_unit_that_answered_its_part_is_not_named_anew() -> None:
    past = (*at_work(FIRST, SECOND), *in_contact(ROADS), replied(ROADS), objected(WATER, 61))
    proposal = given(past, decided(WATER, True, 62))
    with refused("proposal.already_replied", "4月29日"):
        assign(proposal, share(ROADS, "separate", 1, 2), share(PARKS, "separate", 2), on=63)
    assign(proposal, share(PARKS, "separate", 2), on=63)


def test_an_ask_whose_unit_left_is_not_answered_by_the_others() -> None:
    past = (*at_work(FIRST, SECOND), *in_contact(ROADS), replied(ROADS), objected(WATER, 61))
    proposal = given(past, decided(WATER, True, 62))
    assert proposal.carry_over_ground() == "unanswered"
    with refused("proposal.not_answered", "尚未答复完毕"):
        proposal.close("decision", "经研究", POLICY.rehandling, day(70), TODAY)


# ---- who answers for it in the unit


def test_the_unit_names_chief_deputy_chief_and_handler() -> None:
    event = given(at_work(SOLE)).name_persons(ROADS, CHIEF, VICE, CLERK, day(9), TODAY)
    assert event == e.PersonsNamed(
        unit=ROADS, chief=CHIEF, deputy_chief=VICE, handler=CLERK, on=day(9)
    )
    assert given(at_work(SOLE), event).parts == given(at_work(SOLE)).parts


def test_persons_are_named_after_signing() -> None:
    with refused("proposal.not_received", "尚未签收"):
        given(BOOKED, assigned(SOLE)).name_persons(ROADS, CHIEF, None, CLERK, day(9), TODAY)
    with refused("date.too_early", "签收"):
        given(at_work(SOLE)).name_persons(ROADS, CHIEF, None, CLERK, day(8), TODAY)


def test_a_closed_proposal_takes_no_work() -> None:
    closed = e.Closed(ground="decision", reason="经研究", on=day(70))
    with refused("proposal.closed", "2026年5月9日", "办结"):
        given(ANSWERED, closed).receive(ROADS, day(71), TODAY)


def test_once_the_leads_have_answered_nobody_is_named_in_the_place_of_a_unit_that_left() -> None:
    left = (*at_work(LEAD, CO, OTHER_CO), objected(HOUSING), decided(HOUSING, True))
    answered = (*left, *in_contact(ROADS), opinion(WATER), replied(ROADS))
    with refused("proposal.already_replied", "答复"):
        assign(given(answered), share(PARKS, "co"), on=70)


def test_a_unit_whose_objection_waits_is_not_named_anew_over_it() -> None:
    waiting = (*BOOKED, assigned(LEAD, CO, OTHER_CO), objected(WATER), objected(HOUSING))
    with refused("proposal.objection_pending", "异议尚未处理"):
        assign(given(waiting, decided(HOUSING, True)), share(WATER, "co"), on=12)


# ---- folding never refuses


@pytest.mark.parametrize(
    "act",
    [
        received(PARKS),
        objected(PARKS),
        decided(PARKS, True),
        decided(PARKS, False),
        contacted(PARKS, "before", day(9)),
        attempted(PARKS, day(9)),
        opinion(PARKS),
        urged(PARKS),
        passed_over(PARKS),
        replied(PARKS),
        rehandling_ordered(PARKS),
    ],
)
def test_an_act_of_a_unit_that_has_no_part_is_passed_over(act: e.ProposalEvent) -> None:
    assert PARKS not in given(at_work(SOLE), act).parts
