"""The deputies' verdict: each signer apart, sealed until revealed."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    FIRST,
    JOINT,
    LI,
    OTHER_JOINT,
    PARKS,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    STRANGER,
    TODAY,
    UNHAPPY,
    WANG,
    WATER,
    YEAR,
    at_work,
    carried_over,
    day,
    given,
    in_contact,
    opinion,
    rated,
    rating_said,
    refused,
    registered,
    rehandling_ordered,
    replied,
    revealed,
    waived,
)

from aggregates import proposal_events as e

BOTH = (*at_work(FIRST, SECOND), waived())


def rate(*past: e.ProposalEvent, deputy: UUID = LI, **said: Any) -> e.Rated:
    return given(past).rate(deputy, rating_said(**said), POLICY.rating, TODAY)


def test_a_signer_rates_attitude_reply_and_result_and_may_see_a_gap() -> None:
    event = rate(*ANSWERED, gap="路灯还差三盏")
    assert event == rated(LI, gap="路灯还差三盏")
    assert (event.round, event.cycle, event.sealed_under) == (1, YEAR, f"rating/{YEAR}")


def test_each_signer_rates_apart() -> None:
    assert rate(*ANSWERED, rated(LI), deputy=WANG) == rated(WANG)


def test_only_those_who_signed_rate() -> None:
    with refused("proposal.not_a_signer", "署名的代表", field="deputy"):
        rate(*ANSWERED, deputy=STRANGER)


def test_where_only_the_number_of_signers_is_known_nobody_rates_as_one_of_them() -> None:
    listed = registered(signers=(), signers_stated=3)
    with refused("proposal.not_a_signer", "署名的代表"):
        rate(listed, *ANSWERED[1:])


def test_a_second_rating_of_one_reply_is_not_stored_and_says_so() -> None:
    with refused("rating.already_rated", "没有记录"):
        rate(*ANSWERED, rated(LI))


@pytest.mark.parametrize(
    ("said", "code", "word", "field"),
    [
        ({"reply": None}, "rating.mark_missing", "答复要评价（", "reply"),
        ({"result": "dissatisfied"}, "rating.reason_needed", "理由", "reason"),
        ({"attitude": "dissatisfied"}, "rating.reason_needed", "理由", "reason"),
        ({"on": day(59)}, "date.too_early", "答复", "on"),
        ({"on": day(301)}, "date.future", "今天", "on"),
    ],
)
def test_a_rating_is_whole_explained_and_follows_the_reply(
    said: dict[str, Any], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        rate(*ANSWERED, **said)


@pytest.mark.parametrize(
    ("rule", "said", "code", "words", "field"),
    [
        (
            {"axes": ("attitude", "result")},
            {},
            "rating.axis_not_here",
            ("不评价答复", POLICY.rating.article),
            "reply",
        ),
        (
            {"axes": ("result",), "article": "某条例第八条"},
            {"attitude": None, "reply": None, "result": None},
            "rating.mark_missing",
            ("结果要评价", "某条例第八条"),
            "result",
        ),
        (
            {"values": ("satisfied", "dissatisfied")},
            {"result": "basically_satisfied"},
            "rating.value_not_here",
            ("结果只能评为满意、不满意", "没有“基本满意”", POLICY.rating.article),
            "result",
        ),
    ],
)
def test_what_is_judged_and_in_which_words_is_the_rule_of_the_place(
    rule: dict[str, Any], said: dict[str, Any], code: str, words: tuple[str, ...], field: str
) -> None:
    place = POLICY.rating.model_copy(update=rule)
    with refused(code, *words, field=field):
        given(ANSWERED).rate(LI, rating_said(**said), place, TODAY)


def test_where_one_axis_is_judged_one_mark_is_whole() -> None:
    place = POLICY.rating.model_copy(update={"axes": ("result",)})
    said = rating_said(attitude=None, reply=None)
    assert given(ANSWERED).rate(LI, said, place, TODAY).result == "satisfied"


def test_where_the_first_signer_speaks_for_all_the_others_are_not_asked() -> None:
    past = (*at_work(SOLE), waived(), replied(ROADS, raters=(LI,)))
    rate(*past)
    with refused("rating.lead_rates", "领衔代表", POLICY.rating.article, field="deputy"):
        rate(*past, deputy=WANG)


def test_who_rates_was_settled_when_the_reply_went_out() -> None:
    """A place that changes its rule later takes nobody's say away."""
    lead_only = POLICY.rating.model_copy(update={"raters": "lead"})
    given(ANSWERED).rate(WANG, rating_said(), lead_only, TODAY)


def test_dissatisfaction_is_explained() -> None:
    assert rate(*ANSWERED, **UNHAPPY) == rated(LI, **UNHAPPY)


def test_there_is_nothing_to_rate_before_the_reply_nor_where_none_was_asked() -> None:
    with refused("rating.no_reply", "没有答复可评价", field="unit"):
        rate(*at_work(SOLE))
    with refused("proposal.not_assigned_to_unit", "没有分办"):
        rate(*ANSWERED, unit=PARKS)


def test_of_joint_leads_the_one_that_issued_the_reply_is_rated() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), *in_contact(ROADS), opinion(WATER), replied(ROADS))
    rate(*past)
    with refused("rating.no_reply", "没有答复可评价"):
        rate(*past, unit=WATER)


def test_a_separate_unit_is_rated_though_another_has_not_answered() -> None:
    rate(*BOTH, replied(ROADS))
    with refused("rating.no_reply", "没有答复可评价"):
        rate(*BOTH, replied(ROADS), unit=WATER)


# ---- revealing


def test_the_marks_of_a_round_are_revealed_in_one_act() -> None:
    event = given(ANSWERED, rated(LI)).reveal_ratings(day(80), TODAY)
    assert event == revealed()


def test_silence_can_be_revealed_too_and_is_satisfaction_of_nobody() -> None:
    proposal = given(ANSWERED, revealed())
    assert not proposal.accepted()
    with refused("close.not_accepted", "尚未认可", field="ground"):
        proposal.close("accepted", None, day(90), TODAY)


@pytest.mark.parametrize(
    ("past", "on", "code", "word"),
    [
        (at_work(SOLE), day(80), "proposal.not_answered", "尚未答复完毕"),
        ((*BOTH, replied(ROADS)), day(80), "proposal.not_answered", "尚未答复完毕"),
        ((*ANSWERED, revealed()), day(81), "rating.revealed", "5月19日"),
        ((*ANSWERED, rated(LI)), day(69), "date.too_early", "评价"),
        (ANSWERED, day(59), "date.too_early", "答复"),
    ],
)
def test_marks_are_revealed_once_after_every_reply_and_rating(
    past: tuple[e.ProposalEvent, ...], on: date, code: str, word: str
) -> None:
    with refused(code, word):
        given(past).reveal_ratings(on, TODAY)


def test_who_has_seen_the_others_marks_rates_no_more() -> None:
    with refused("rating.revealed", "5月19日", field="unit"):
        rate(*ANSWERED, revealed(), deputy=WANG, on=day(81))


# ---- later rounds


def test_each_round_is_rated_by_itself() -> None:
    past = (*ANSWERED, rated(LI, **UNHAPPY), revealed(), rehandling_ordered(ROADS))
    with refused("rating.no_reply", "没有答复可评价"):
        rate(*past, on=day(95))
    event = rate(*past, replied(ROADS, on=day(110), round=2), on=day(115))
    assert event.round == 2


def test_a_reply_of_the_old_year_is_rated_as_such_until_it_is_revealed() -> None:
    past = (*BOTH, replied(ROADS), carried_over(WATER, ground="unanswered"))
    assert rate(*past, on=day(251)).round == 1
    later = (*past, replied(WATER, on=day(260), round=2), revealed(day(270), 2))
    with refused("rating.revealed", "揭晓"):
        rate(*later, on=day(271))


def test_a_reply_left_as_it_was_is_not_rated_anew_in_the_next_round() -> None:
    answered = (*BOTH, replied(ROADS), replied(WATER))
    rated_once = (*answered, rated(LI, **UNHAPPY), rated(LI, WATER), revealed())
    second = (rehandling_ordered(ROADS), replied(ROADS, on=day(110), round=2))
    for past in (second, (*second, revealed(day(120), 2))):
        with refused("rating.revealed", "2026年5月19日"):
            rate(*rated_once, *past, deputy=WANG, unit=WATER, on=day(125))
