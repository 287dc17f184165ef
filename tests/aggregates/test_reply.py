"""The reply: who answers, each ask, class and outcome, steps and reasons."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CO,
    FIRST,
    LEAD,
    PARKS,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    WATER,
    answers,
    assigned,
    at_work,
    day,
    given,
    in_contact,
    opinion,
    policy_of,
    refused,
    replied,
    reply_said,
    step,
    waived,
)

from aggregates import proposal_events as e
from aggregates.schemes import Outcome

WORKING = (*at_work(SOLE), *in_contact(ROADS))


def reply(*past: e.ProposalEvent, unit: UUID = ROADS, **said: Any) -> e.Replied:
    return given(past).reply(unit, reply_said(**said), POLICY, TODAY)


def test_the_unit_answers_in_writing_under_the_scheme_of_the_place() -> None:
    event = reply(*WORKING)
    assert event == replied(ROADS)
    assert (event.scheme, event.letter) == ("S2", "A")


def test_only_the_lead_answers_for_lead_and_co_units() -> None:
    past = (*at_work(LEAD, CO), *in_contact(ROADS), *in_contact(WATER), opinion(WATER))
    with refused("reply.lead_only", "主办单位统一答复"):
        reply(*past, unit=WATER)
    assert reply(*past) == replied(ROADS)


def test_each_separate_unit_answers_its_own_asks() -> None:
    past = (*at_work(FIRST, SECOND), *in_contact(ROADS), *in_contact(WATER))
    first = reply(*past, answers=answers(1))
    second = reply(*past, first, unit=WATER, answers=answers(2))
    with refused("reply.unknown_ask", "没有第2项诉求要这个单位答复", field="answers"):
        reply(*past, answers=answers(1, 2))
    assert given(past, first).carry_over_ground() == "unanswered"
    assert given(past, first, second).must_be_answered() == day(60)


def test_a_unit_answers_once_a_round() -> None:
    with refused("proposal.already_replied", "4月29日"):
        reply(*ANSWERED, on=day(61))


def test_who_was_not_asked_or_has_not_signed_does_not_answer() -> None:
    with refused("proposal.not_assigned_to_unit", "没有分办给这个单位"):
        reply(*WORKING, unit=PARKS)
    with refused("proposal.not_received", "签收"):
        reply(*BOOKED, assigned(SOLE), waived())


@pytest.mark.parametrize(
    ("on", "code", "word"),
    [
        (day(21), "date.too_early", "沟通"),
        (day(301), "date.future", "今天"),
    ],
)
def test_the_day_of_the_reply_lies_between_what_it_follows_and_today(
    on: date, code: str, word: str
) -> None:
    with refused(code, word, field="on"):
        reply(*WORKING, on=on)


@pytest.mark.parametrize(
    ("said", "code", "word", "field"),
    [
        ({"answers": answers(1)}, "reply.ask_unanswered", "第2项", "answers"),
        ({"answers": answers(1, 2, 3)}, "reply.unknown_ask", "没有第3项诉求", "answers"),
        ({"answers": answers(1, 2, 2)}, "reply.answered_twice", "答复一次", "answers"),
        ({"scheme": "S1"}, "reply.other_scheme", "分类办法S2（某市2020年度", "scheme"),
        ({"letter": "B"}, "reply.class_does_not_fit", "不能用于“已经解决”", "letter"),
        ({"letter": "Z"}, "policy.unknown_letter", "Z", "letter"),
        ({"outcome": "planned", "steps": ()}, "reply.steps_needed", "步骤、措施和时限", "steps"),
        (
            {"answers": (*answers(1), *answers(2, outcome="planned"))},
            "reply.steps_needed",
            "不能只说列入计划",
            "steps",
        ),
        (
            {"outcome": "planned", "steps": (step(1, day(59)),)},
            "reply.step_in_the_past",
            "第1步",
            "steps",
        ),
        ({"steps": (step(1), step(1))}, "reply.steps_unordered", "依次编号", "steps"),
        ({"outcome": "deferred", "reason": None}, "reply.reason_needed", "理由", "reason"),
        (
            {"answers": (*answers(1), *answers(2, outcome="not_feasible"))},
            "reply.reason_needed",
            "如实",
            "reason",
        ),
        (
            {"answers": (*answers(1), *answers(2, outcome="deferred"))},
            "reply.reason_needed",
            "暂不解决",
            "reason",
        ),
        ({"disclosure": "withheld"}, "reply.disclosure_reason", "不予公开", "disclosure_reason"),
    ],
)
def test_a_reply_that_leaves_something_out_is_refused(
    said: dict[str, Any], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        reply(*WORKING, **said)


def test_where_the_class_needs_steps_work_in_progress_has_them_too() -> None:
    national = policy_of("national-2025")
    with refused("reply.steps_needed", "时限", national.scheme.article, field="steps"):
        given(WORKING).reply(ROADS, reply_said("in_progress", scheme="S1"), national, TODAY)
    said = reply_said("in_progress", scheme="S1", steps=(step(1),))
    assert given(WORKING).reply(ROADS, said, national, TODAY).scheme == "S1"


def test_who_signs_is_the_rule_of_the_place() -> None:
    head_only = POLICY.signatory.model_copy(update={"posts": ("head",)})
    policy = POLICY.model_copy(update={"signatory": head_only})
    said = reply_said(signatory_post="deputy_head")
    given(WORKING).reply(ROADS, said, POLICY, TODAY)
    article = policy.signatory.article
    with refused("reply.signatory", "由主要负责人签发", article, field="signatory_post"):
        given(WORKING).reply(ROADS, said, policy, TODAY)


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "planned", "steps": (step(1, day(60)), step(2))},
        {"outcome": "in_progress"},
        {"outcome": "not_feasible"},
        {"disclosure": "withheld", "disclosure_reason": "涉及商业秘密"},
        {"answers": (*answers(1), *answers(2, outcome="planned")), "steps": (step(1),)},
    ],
)
def test_a_reply_that_says_what_its_class_needs_is_accepted(said: dict[str, Any]) -> None:
    reply(*WORKING, **said)


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        ("solved", False),
        ("reference", False),
        ("not_feasible", False),
        ("referred_up", False),
        ("partly", True),
        ("in_progress", True),
        ("planned", True),
        ("deferred", True),
    ],
)
def test_what_a_reply_leaves_to_do_follows_from_its_outcome(outcome: Outcome, left: bool) -> None:
    past = (*WORKING, replied(ROADS, outcome))
    assert (given(past).carry_over_ground() == "unfinished") is left


def test_one_unfinished_ask_leaves_the_whole_unfinished() -> None:
    mixed = (*answers(1), *answers(2, outcome="planned"))
    past = (*WORKING, replied(ROADS, answers=mixed, steps=(step(1),)))
    assert given(past).carry_over_ground() == "unfinished"
