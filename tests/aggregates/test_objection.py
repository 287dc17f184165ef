"""Not ours (退办): what an objection must be like, who is left working, and what is counted."""

from typing import Any
from uuid import UUID

import pytest
from given import (
    BOOKED,
    CHIEF,
    CO,
    FILE,
    FIRST,
    HOUSING,
    JOINT,
    LEAD,
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
    carried_over,
    contact_said,
    contacted,
    day,
    due,
    given,
    in_contact,
    opinion,
    opinion_said,
    passed_over,
    received,
    refused,
    registered,
    reply_said,
    share,
    step,
    urged,
)

from aggregates import proposal_events as e
from aggregates.conduct import ObjectionRule
from aggregates.proposal import Proposal
from aggregates.stages import part_stage, stage

WINDOW = (*BOOKED, assigned(SOLE, object_by=due(day(17))), received(ROADS))
SIGNED = POLICY.objection.model_copy(update={"late": "signed", "article": "某条例第十一条"})


def objected(unit: UUID, on: int = 10, **changes: Any) -> e.Objected:
    return e.Objected(unit=unit, round=1, reason="不属于本单位职责", on=day(on), **changes)


def decided(unit: UUID, upheld: bool, on: int = 12) -> e.ObjectionDecided:
    return e.ObjectionDecided(unit=unit, round=1, upheld=upheld, reason="经研究", on=day(on))


def let_off(unit: UUID, on: int = 10) -> tuple[e.ProposalEvent, ...]:
    return (objected(unit, on), decided(unit, True, on + 1))


def raised(
    *past: Any, on: int = 18, rule: ObjectionRule = POLICY.objection, **said: Any
) -> e.Objected:
    suggested: UUID | None = said.pop("suggested", None)
    return given(*past).raise_objection(
        ROADS, "不属于本单位职责", suggested, rule, day(on), TODAY, **said
    )


# ---- late, signed, with a suggestion, on paper


def test_one_that_comes_late_where_late_ones_are_heard_says_so() -> None:
    assert raised(WINDOW, on=17) == objected(ROADS, 17)
    assert raised(WINDOW, on=18) == objected(ROADS, 18, late=True)


def test_a_late_one_needs_the_present_heads_signature_where_the_place_says_so() -> None:
    for signature in (None, VICE):
        with refused("objection.head_must_sign", "某条例第十一条", field="signed_by"):
            raised(WINDOW, rule=SIGNED, signed_by=signature, head=CHIEF)
    assert raised(WINDOW, rule=SIGNED, signed_by=CHIEF, head=CHIEF) == objected(
        ROADS, 18, late=True, signed_by=CHIEF
    )
    assert raised(WINDOW, on=17, rule=SIGNED, head=CHIEF).signed_by is None


def test_nobody_but_the_head_signs_even_one_in_time_and_a_unit_without_a_head_cannot() -> None:
    for head in (CHIEF, None):
        with refused("objection.head_must_sign", "现任主要负责人", field="signed_by"):
            raised(WINDOW, on=17, signed_by=VICE, head=head)


def test_a_place_may_want_to_know_whose_it_is_instead() -> None:
    rule = POLICY.objection.model_copy(update={"suggest": True, "article": "某办法第九条"})
    with refused("objection.suggest_needed", "某办法第九条", field="suggested"):
        raised(WINDOW, on=10, rule=rule)
    assert raised(WINDOW, on=10, rule=rule, suggested=WATER).suggested == WATER


def test_the_paper_is_kept_with_it() -> None:
    assert raised(WINDOW, on=10, files=(FILE,)).files == (FILE,)


def test_one_entered_late_counts_from_its_day_once_the_office_saw_the_proof() -> None:
    entry = objected(ROADS, 10, late=True, counts_on=day(30))
    past = (*WINDOW, entry)
    event = given(past).confirm_entry(len(past), entry, "收文登记", (FILE,), day(31), TODAY)
    assert (event.act, event.happened_on) == ("objected", day(10))
    assert given(past).parts[ROADS].objection_counts_on == day(30)
    assert given(past, event).parts[ROADS].objection_counts_on == day(10)


def test_to_confirm_an_objection_decided_long_ago_changes_nothing_about_the_next() -> None:
    old, new = objected(ROADS, 10, counts_on=day(16)), objected(ROADS, 20, counts_on=day(30))
    past = (*WINDOW, old, decided(ROADS, True, 17), assigned(SOLE, on=day(18)), new)
    event = given(past).confirm_entry(5, old, "收文登记", (FILE,), day(31), TODAY)
    assert given(past, event).parts[ROADS].objection_counts_on == day(30)


# ---- the others work on


WORKING = (*at_work(LEAD, CO, OTHER_CO), *in_contact(ROADS), opinion(WATER))


def test_while_a_co_unit_objects_the_lead_goes_on_with_everything_but_the_reply() -> None:
    waiting = given(at_work(LEAD, CO, OTHER_CO), objected(HOUSING))
    assert (stage(waiting), part_stage(waiting.parts[HOUSING])) == ("in_hand", "objecting")
    waiting.contact(ROADS, contact_said("before", day(11)), TODAY)
    waiting.plan(ROADS, "先勘察", (step(1),), day(11), TODAY)
    waiting.give_opinion(WATER, opinion_said(), TODAY)
    with refused("reply.opinion_missing", "还有1家", f"{HOUSING}（异议待处理）"):
        given(WORKING, objected(HOUSING)).reply(ROADS, reply_said(), POLICY, TODAY)


@pytest.mark.parametrize(
    "then",
    [
        (decided(HOUSING, True),),
        (decided(HOUSING, False), opinion(HOUSING)),
        (decided(HOUSING, False), urged(HOUSING), passed_over(HOUSING)),
    ],
)
def test_once_it_is_decided_the_lead_may_reply(then: tuple[e.ProposalEvent, ...]) -> None:
    given(WORKING, objected(HOUSING), then).reply(ROADS, reply_said(), POLICY, TODAY)


@pytest.mark.parametrize(
    ("shares", "unit"),
    [
        ((LEAD, CO), WATER),
        ((LEAD, CO, OTHER_CO), WATER),
        ((JOINT, OTHER_JOINT), WATER),
        ((JOINT, OTHER_JOINT, OTHER_CO), HOUSING),
        ((share(ROADS, "separate", 1, 2), SECOND), WATER),
    ],
)
def test_the_case_does_not_go_back_when_a_unit_leaves_that_others_answer_for(
    shares: tuple[e.Assignment, ...], unit: UUID
) -> None:
    """Another system threw the whole case back to the start."""
    proposal = given(at_work(*shares), let_off(unit))
    assert not proposal.lacking
    assert stage(proposal) == "in_hand"
    assert proposal.carry_over_ground() == "unanswered"
    assert set(proposal.parts) == {one.unit for one in shares} - {unit}


@pytest.mark.parametrize(
    ("shares", "unit"), [((SOLE,), ROADS), ((LEAD, CO), ROADS), ((FIRST, SECOND), WATER)]
)
def test_it_goes_back_when_nobody_is_left_to_answer(
    shares: tuple[e.Assignment, ...], unit: UUID
) -> None:
    proposal = given(at_work(*shares), let_off(unit))
    assert proposal.lacking
    assert stage(proposal) == "vacant"


def test_what_is_not_yet_assigned_lacks_nobody() -> None:
    assert not given(BOOKED).lacking


def test_a_substitute_for_a_co_unit_changes_nothing_for_the_others() -> None:
    left = given(WORKING, let_off(HOUSING, 31))
    event = left.assign((share(PARKS, "co"),), REPLY_BY, None, None, day(33), TODAY)
    after = given(WORKING, let_off(HOUSING, 31), event)
    assert {unit: after.parts[unit] for unit in left.parts} == left.parts
    assert (after.vacant_since, stage(after)) == (None, "in_hand")


def test_the_office_need_name_another_by_a_day_only_where_nobody_is_left() -> None:
    by = due(day(26))

    def clock(unit: UUID) -> Any:
        proposal = given(at_work(LEAD, CO), objected(unit))
        rule = POLICY.objection
        return proposal.decide_objection(
            unit, True, "经研究", "office", rule, day(12), TODAY, by
        ).reassign_by

    assert (clock(ROADS), clock(WATER)) == (by, None)


def test_the_clock_for_signing_stops_while_the_objection_waits() -> None:
    past = (*BOOKED, assigned(SOLE, sign_by=due(day(13))), objected(ROADS))

    def running(proposal: Proposal) -> set[Any]:
        return {(clock, unit) for clock, unit, _ in proposal.running(day(11))}

    assert ("sign_for", ROADS) not in running(given(past))
    assert ("sign_for", ROADS) in running(given(past[:-1]))


# ---- going round (推诿)


def test_objections_and_reassignments_are_counted() -> None:
    proposal = given(at_work(SOLE))
    assert (proposal.objections, proposal.reassignments) == (0, 0)
    water, parks = share(WATER, "sole"), share(PARKS, "sole")
    past = (
        *at_work(SOLE),
        *let_off(ROADS, 10),
        assigned(water, on=day(12)),
        *let_off(WATER, 13),
        assigned(parks, on=day(15)),
        objected(PARKS, 16),
        decided(PARKS, False, 17),
    )
    around = given(past)
    assert (around.objections, around.reassignments) == (3, 2)


def test_a_unit_let_off_may_be_named_again_and_keeps_the_date_it_had() -> None:
    proposal = given(at_work(SOLE), let_off(ROADS))
    assert proposal.let_off == {ROADS: REPLY_BY}
    proposal.assign((SOLE,), REPLY_BY, None, None, day(13), TODAY)
    again = given(at_work(LEAD, CO), let_off(WATER))
    assert again.let_off == {}


def test_found_complex_meanwhile_it_gets_the_longer_date_if_it_is_named_again() -> None:
    later = due(day(184))
    moved = e.Moved(clock="reply", old=REPLY_BY, new=later)
    found = e.ComplexityDecided(complexity="complex", reason="涉面广", moves=(moved,), on=day(13))
    assert given(at_work(SOLE), let_off(ROADS), found).let_off == {ROADS: later}


def test_a_new_year_begins_with_nobody_let_off() -> None:
    proposal = given(at_work(FIRST, SECOND), let_off(WATER), carried_over(ROADS))
    assert proposal.let_off == {}


def test_contact_begun_bars_an_objection_all_the_same() -> None:
    with refused("proposal.work_begun", "开始办理"):
        raised(WINDOW, contacted(ROADS, "before", day(12)), signed_by=CHIEF, head=CHIEF)
    with refused("proposal.not_registered", "没有登记过"):
        Proposal(id=registered().cycle).raise_objection(
            ROADS, "不属于", None, SIGNED, day(9), TODAY
        )
