"""The unit at work: its plan, its surveys, and contacts that the deputy confirms or disputes."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CO,
    FILE,
    LEAD,
    LI,
    PARKS,
    POLICY,
    ROADS,
    SOLE,
    STRANGER,
    TODAY,
    WANG,
    WATER,
    assigned,
    at_work,
    contact_said,
    contacted,
    day,
    given,
    in_contact,
    refused,
    rehandling_ordered,
    reply_said,
    revealed,
    step,
)

from aggregates import proposal_events as e

WORKING = at_work(SOLE)

# ---- the plan (办理方案)


def plan(*past: e.ProposalEvent, unit: UUID = ROADS, **changes: Any) -> e.Planned:
    asked: dict[str, Any] = {"text": "先勘察，后施工", "steps": (step(1),), "on": day(12)}
    return given(past).plan(unit, **asked | changes, today=TODAY)


def test_the_unit_says_how_it_will_handle_it_step_by_step() -> None:
    event = plan(*WORKING, steps=(step(1, day(30)), step(2)))
    assert event == e.Planned(
        unit=ROADS,
        round=1,
        text="先勘察，后施工",
        steps=(step(1, day(30)), step(2)),
        on=day(12),
    )
    assert given(WORKING, event).parts == given(WORKING).parts


def test_a_plan_may_be_made_anew_until_the_reply_and_in_each_round() -> None:
    first = plan(*WORKING)
    plan(*WORKING, first, on=day(20))
    with refused("proposal.already_replied", "2026年4月29日"):
        plan(*ANSWERED, first, on=day(61))
    again = plan(*ANSWERED, revealed(), rehandling_ordered(ROADS), on=day(91))
    assert again.round == 2


@pytest.mark.parametrize(
    ("changes", "code", "word", "field"),
    [
        ({"steps": ()}, "plan.steps_needed", "步骤、时限", "steps"),
        ({"steps": (step(2),)}, "reply.steps_unordered", "从1起依次编号", "steps"),
        ({"steps": (step(1), step(1))}, "reply.steps_unordered", "从1起依次编号", "steps"),
        ({"steps": (step(1, day(11)),)}, "reply.step_in_the_past", "第1步", "steps"),
        ({"on": day(8)}, "date.too_early", "签收", "on"),
        ({"on": day(301)}, "date.future", "晚于今天", "on"),
    ],
)
def test_a_plan_without_dated_steps_in_order_is_refused(
    changes: dict[str, Any], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        plan(*WORKING, **changes)


def test_a_step_without_its_day_cannot_even_be_written() -> None:
    with pytest.raises(ValueError, match="by\n  Field required"):
        e.Step.model_validate({"n": 1, "text": "开工"})


def test_who_was_not_asked_or_has_not_signed_plans_nothing() -> None:
    with refused("proposal.not_assigned_to_unit", "没有分办", field="unit"):
        plan(*WORKING, unit=PARKS)
    with refused("proposal.not_received", "签收"):
        plan(*BOOKED, assigned(SOLE))


# ---- surveys (调研)


def survey_said(on: date, **changes: Any) -> e.SurveySaid:
    usual: dict[str, Any] = {
        "present": (e.Present(rank="section_head"),),
        "summary": "现场查看桥面",
        "files": (FILE,),
        "on": on,
    }
    return e.SurveySaid(**usual | changes)


def test_a_survey_is_recorded_alone_or_with_the_deputies_and_also_by_a_co_unit() -> None:
    said = survey_said(day(15), deputies=(LI, STRANGER))
    event = given(WORKING).survey(ROADS, said, TODAY)
    assert event == e.Surveyed(unit=ROADS, round=1, **dict(said))
    assert given(at_work(LEAD, CO)).survey(WATER, survey_said(day(15)), TODAY).unit == WATER


def test_a_survey_is_no_contact_with_the_deputy() -> None:
    with refused("reply.contact_missing", "缺少办前、办中沟通"):
        given(WORKING, given(WORKING).survey(ROADS, survey_said(day(15)), TODAY)).reply(
            ROADS, reply_said(), POLICY, TODAY
        )


def test_a_survey_names_who_was_there_and_follows_the_signature() -> None:
    with refused("survey.nobody_present", "参加人员的职级", field="present"):
        given(WORKING).survey(ROADS, survey_said(day(15), present=()), TODAY)
    with refused("date.too_early", "签收", field="on"):
        given(WORKING).survey(ROADS, survey_said(day(8)), TODAY)
    with refused("proposal.not_received", "签收"):
        given(BOOKED, assigned(SOLE)).survey(ROADS, survey_said(day(15)), TODAY)


# ---- the deputy's word on a contact

BEFORE = contacted(ROADS, "before", day(12))
DURING = contacted(ROADS, "during", day(22))
AT, THEN = len(WORKING) + 1, len(WORKING) + 2
CONTACTED = (*WORKING, BEFORE, DURING)


def answer(
    *past: e.ProposalEvent,
    deputy: UUID = LI,
    position: int = AT,
    contact: object = BEFORE,
    confirmed: bool = True,
    reason: str | None = None,
    on: date = day(25),
) -> e.ContactAnswered:
    return given(past).answer_contact(deputy, position, contact, confirmed, reason, on, TODAY)


def dispute(*past: e.ProposalEvent, **changes: Any) -> e.ContactAnswered:
    said: dict[str, Any] = {"confirmed": False, "reason": "没有人找过我"}
    return answer(*past, **said | changes)


def test_a_deputy_confirms_a_contact_and_nothing_else_changes() -> None:
    event = answer(*CONTACTED)
    assert event == e.ContactAnswered(
        deputy=LI,
        position=AT,
        unit=ROADS,
        round=1,
        phase="before",
        mode="visit",
        contact_on=day(12),
        confirmed=True,
        on=day(25),
    )
    assert given(CONTACTED, event).parts == given(CONTACTED).parts


def test_a_disputed_contact_no_longer_counts_before_the_reply() -> None:
    with refused("reply.contact_missing", "缺少办前沟通"):
        given(CONTACTED, dispute(*CONTACTED)).reply(ROADS, reply_said(), POLICY, TODAY)
    held_anew = contacted(ROADS, "before", day(26))
    given(CONTACTED, dispute(*CONTACTED), held_anew).reply(ROADS, reply_said(), POLICY, TODAY)


def test_a_contact_that_two_deputies_dispute_falls_once() -> None:
    both = contact_said("before", day(12), deputies=(LI, WANG))
    first = e.Contacted(unit=ROADS, round=1, **dict(both))
    past = (*WORKING, first, first, DURING)
    li = dispute(*past, contact=first)
    wang = dispute(*past, li, deputy=WANG, contact=first)
    given(past, li, wang).reply(ROADS, reply_said(), POLICY, TODAY)
    other = dispute(*past, li, position=THEN, contact=first)
    with refused("reply.contact_missing", "缺少办前沟通"):
        given(past, li, wang, other).reply(ROADS, reply_said(), POLICY, TODAY)


def test_the_contact_that_falls_is_the_one_disputed_and_not_another_of_that_day() -> None:
    letter = e.Contacted(
        unit=ROADS, round=1, **dict(contact_said("before", day(12), mode="letter"))
    )
    past = (*WORKING, BEFORE, letter, DURING)
    left = given(past, dispute(*past)).parts[ROADS].held
    assert [(one.phase, one.mode) for one in left] == [("before", "letter"), ("during", "visit")]


def test_a_dispute_after_the_reply_takes_nothing_back_from_it() -> None:
    event = dispute(*ANSWERED, on=day(61))
    proposal = given(ANSWERED, event)
    assert proposal.parts[ROADS].replied_on == day(60)
    assert "before" not in proposal.parts[ROADS].contacted


def test_a_dispute_of_an_earlier_round_leaves_the_contacts_of_this_one() -> None:
    past = (*ANSWERED, revealed(), rehandling_ordered(ROADS), *in_contact(ROADS, day(92), 2))
    event = dispute(*past, on=day(110))
    assert given(past, event).parts[ROADS].held == given(past).parts[ROADS].held


@pytest.mark.parametrize(
    ("changes", "code", "word", "field"),
    [
        ({"deputy": WANG}, "contact.not_yours", "有您参加", "position"),
        ({"contact": None}, "contact.not_yours", "沟通登记", "position"),
        ({"contact": assigned(SOLE)}, "contact.not_yours", "沟通登记", "position"),
        ({"deputy": STRANGER}, "proposal.not_a_signer", "署名的代表", "deputy"),
        ({"confirmed": False}, "contact.dispute_reason", "写明情况", "reason"),
        ({"on": day(11)}, "date.too_early", "沟通", "on"),
    ],
)
def test_only_who_took_part_answers_and_a_dispute_says_why(
    changes: dict[str, Any], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        answer(*CONTACTED, **changes)


def test_each_deputy_answers_a_contact_once() -> None:
    past = (*CONTACTED, answer(*CONTACTED))
    with refused("contact.already_answered", "没有记录", field="position"):
        dispute(*past)
    answer(*past, position=THEN, contact=DURING)


def test_what_the_deputy_answered_is_not_voided_any_more() -> None:
    with refused("void.answered", "代表已经确认", field="position"):
        given(CONTACTED, answer(*CONTACTED)).void_entry(AT, BEFORE, "登错了件")
    given(CONTACTED, answer(*CONTACTED)).void_entry(THEN, DURING, "登错了件")
