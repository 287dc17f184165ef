"""The deputies' verdict: each signer apart, sealed until revealed."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    CALENDAR,
    FILE,
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
    due,
    given,
    in_contact,
    opinion,
    place,
    rated,
    rating_said,
    rating_urged,
    refused,
    registered,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    waived,
)

from aggregates import proposal_events as e
from aggregates.proposal import Proposal

OPENED, PAST = day(80), day(82)
WINDOW = (*at_work(SOLE), waived(), replied(ROADS, feedback_by=due(day(81))))
LED = (*at_work(SOLE), waived(), replied(ROADS, raters=(LI,)))
COLLECTED = POLICY.rating.model_copy(update={"raters": "lead", "collected": True})
BOTH = (*at_work(FIRST, SECOND), waived())


def rate(*past: e.ProposalEvent, deputy: UUID = LI, **said: Any) -> e.Rated:
    return given(past).rate(deputy, rating_said(**said), POLICY.rating, TODAY)


def reveal(proposal: Proposal, on: date = OPENED) -> e.RatingsRevealed:
    return proposal.reveal_ratings(POLICY.rating, on, TODAY)


def test_a_signer_rates_attitude_reply_and_result_and_may_see_a_gap() -> None:
    event = rate(*ANSWERED, gap="路灯还差三盏")
    assert event == rated(LI, gap="路灯还差三盏")
    assert (event.round, event.cycle, event.sealed_under) == (1, YEAR, f"rating/{YEAR}")


# ---- once more, inside the window


def test_inside_the_window_a_verdict_may_be_changed_and_the_last_one_counts() -> None:
    second = rate(*WINDOW, rated(LI), on=day(81), **UNHAPPY)
    assert second == rated(LI, on=day(81), revision=2, **UNHAPPY)
    third = rate(*WINDOW, rated(LI), second, on=day(81))
    assert third.revision == 3

    proposal = given(WINDOW, rated(LI), second, rated(WANG), revealed())
    assert [(one.deputy, one.dissatisfied) for one in proposal.verdicts] == [
        (LI, True),
        (WANG, False),
    ]


@pytest.mark.parametrize("same", [{}, {"gap": "路灯还差三盏"}, UNHAPPY])
def test_a_verdict_that_changes_nothing_is_not_stored_and_says_so(same: dict[str, Any]) -> None:
    with refused("rating.same", "没有记录"):
        rate(*WINDOW, rated(LI, **same), on=day(75), **same)


def test_the_same_marks_on_a_paper_or_after_asking_others_are_another_version() -> None:
    """Whoever enters a paper learns nothing of what the deputy said before."""
    assert rate(*WINDOW, rated(LI), form=FILE).revision == 2
    assert rate(*WINDOW, rated(LI), consulted=(WANG,)).revision == 2


def test_another_gap_or_reason_is_another_verdict() -> None:
    assert rate(*WINDOW, rated(LI), gap="路灯还差三盏").revision == 2
    assert rate(*WINDOW, rated(LI, **UNHAPPY), **UNHAPPY | {"reason": "没有答复"}).revision == 2


def test_one_deputy_s_second_word_says_nothing_of_another_s() -> None:
    assert rate(*WINDOW, rated(LI), deputy=WANG).revision == 1


def test_a_later_version_is_not_dated_before_the_one_it_replaces() -> None:
    with refused("date.too_early", "上一次评价", field="on"):
        rate(*WINDOW, rated(LI), gap="路灯还差三盏", on=day(69))


def test_after_the_window_nothing_is_changed_any_more() -> None:
    with refused("rating.window_closed", "2026年5月20日", "不能再修改", "某条", field="on"):
        rate(*WINDOW, rated(LI), gap="路灯还差三盏", on=day(82))


def test_a_paper_form_entered_too_late_counts_from_the_day_it_was_entered() -> None:
    proposal = given(WINDOW, rated(LI))
    with refused("rating.window_closed", "不能再修改"):
        proposal.rate(LI, rating_said(gap="差"), POLICY.rating, TODAY, counts=day(90))


def test_a_first_verdict_after_the_window_counts_until_the_marks_are_opened_or_not_at_all() -> None:
    late = rate(*WINDOW, on=day(82))
    assert late == rated(LI, on=day(82), late=True)
    with refused("rating.revealed", "揭晓", field="unit"):
        rate(*WINDOW, revealed(day(83)), on=day(84))

    strict = POLICY.rating.model_copy(update={"late": "refused"})
    with refused("rating.window_closed", "2026年5月20日", "不再接受评价", "某条", field="on"):
        given(WINDOW).rate(LI, rating_said(on=day(82)), strict, TODAY)
    assert not given(WINDOW).rate(LI, rating_said(on=day(81)), strict, TODAY).late


def test_a_reply_with_no_date_for_verdicts_knows_no_late_one() -> None:
    event = rate(*ANSWERED, rated(LI), gap="路灯还差三盏", on=day(299))
    assert (event.revision, event.late) == (2, False)


# ---- who speaks


def test_each_signer_rates_apart() -> None:
    assert rate(*ANSWERED, rated(LI), deputy=WANG) == rated(WANG)


def test_only_those_who_signed_rate() -> None:
    with refused("proposal.not_a_signer", "署名的代表", field="deputy"):
        rate(*ANSWERED, deputy=STRANGER)


def test_where_only_the_number_of_signers_is_known_nobody_rates_as_one_of_them() -> None:
    listed = registered(signers=(), signers_stated=3)
    with refused("proposal.not_a_signer", "署名的代表"):
        rate(listed, *ANSWERED[1:])


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
    rules = POLICY.rating.model_copy(update=rule)
    with refused(code, *words, field=field):
        given(ANSWERED).rate(LI, rating_said(**said), rules, TODAY)


def test_where_one_axis_is_judged_one_mark_is_whole() -> None:
    rule = POLICY.rating.model_copy(update={"axes": ("result",)})
    said = rating_said(attitude=None, reply=None)
    assert given(ANSWERED).rate(LI, said, rule, TODAY).result == "satisfied"


def test_where_the_first_signer_speaks_for_all_the_others_are_not_asked() -> None:
    rate(*LED)
    with refused("rating.lead_rates", "领衔代表", POLICY.rating.article, field="deputy"):
        rate(*LED, deputy=WANG)


def test_the_first_signer_says_whose_views_were_asked_where_the_place_wants_it() -> None:
    with refused("rating.views_needed", "联名代表", COLLECTED.article, field="consulted"):
        given(LED).rate(LI, rating_said(), COLLECTED, TODAY)
    event = given(LED).rate(LI, rating_said(consulted=(WANG,)), COLLECTED, TODAY)
    assert event.consulted == (WANG,)
    alone = (registered(signers=(LI,)), *LED[1:])
    assert given(alone).rate(LI, rating_said(), COLLECTED, TODAY).consulted == ()


@pytest.mark.parametrize("named", [STRANGER, LI])
def test_only_the_views_of_other_signers_are_collected(named: UUID) -> None:
    with refused("rating.consulted_strangers", "其他署名代表", field="consulted"):
        rate(*ANSWERED, consulted=(named,))


def test_where_proposals_were_merged_the_first_signer_of_each_speaks() -> None:
    joined = e.Joined(proposal=UUID(int=99), signers=(STRANGER,), on=day(3))
    past = (registered(), joined, *at_work(SOLE)[1:], waived())
    lead_only = place(rating={"raters": "lead"})
    sent = given(past).reply(ROADS, reply_said(), lead_only, TODAY)
    assert sent.raters == (LI, STRANGER)
    with refused("rating.lead_rates", "领衔代表"):
        rate(*past, sent, deputy=WANG)
    assert rate(*past, sent, deputy=STRANGER).deputy == STRANGER


# ---- for the congress alone


def test_what_a_deputy_tells_the_congress_alone_has_a_key_of_its_own() -> None:
    event = given(WINDOW).confide(LI, ROADS, "单位多次要求改评", day(70), TODAY)
    assert event == e.Confided(
        deputy=LI, unit=ROADS, round=1, cycle=YEAR, note="单位多次要求改评", on=day(70)
    )
    assert event.sealed_under == f"note/{YEAR}"
    with refused("proposal.not_a_signer", "署名的代表"):
        given(WINDOW).confide(STRANGER, ROADS, "略", day(70), TODAY)
    with refused("rating.no_reply", "没有答复可评价"):
        given(at_work(SOLE)).confide(LI, ROADS, "略", day(70), TODAY)


# ---- the silent are urged


def urge(
    *past: e.ProposalEvent, who: tuple[UUID, ...] = (LI,), on: date = PAST, **how: Any
) -> e.RatingUrged:
    rule = POLICY.rating.model_copy(update=how.pop("rule", {}))
    return given(past).urge_rating(ROADS, who, "phone", rule, CALENDAR, on, TODAY, **how)


def test_who_let_the_window_pass_is_urged() -> None:
    assert urge(*WINDOW) == rating_urged(LI, on=day(82))
    assert given(WINDOW).to_urge(ROADS, POLICY.rating, CALENDAR, day(82)) == (LI, WANG)


def test_nobody_is_urged_inside_the_window_nor_before_the_reply_nor_after_the_reveal() -> None:
    with refused("rating.window_open", "2026年5月20日", "期限过后再催促", field="on"):
        urge(*WINDOW, on=day(81))
    with refused("rating.no_reply", "没有答复"):
        urge(*at_work(SOLE))
    with refused("rating.revealed", "揭晓"):
        urge(*WINDOW, revealed(day(83)), on=day(84))


@pytest.mark.parametrize(
    ("who", "past", "inactive"),
    [
        ((), (), ()),
        ((LI,), (rated(LI),), ()),
        ((STRANGER,), (), ()),
        ((LI, WANG), (), (WANG,)),
    ],
)
def test_only_the_silent_in_office_are_urged(
    who: tuple[UUID, ...], past: tuple[e.ProposalEvent, ...], inactive: tuple[UUID, ...]
) -> None:
    with refused("rating.nobody_to_urge", "在任代表", field="deputies"):
        urge(*WINDOW, *past, who=who, inactive=inactive)
    left = given(WINDOW, past).to_urge(ROADS, POLICY.rating, CALENDAR, day(82), inactive)
    assert not set(inactive) & set(left)


def test_urging_has_its_limits_and_its_pauses() -> None:
    """Day 82 is a Thursday: five working days later is the Thursday after."""
    once = (*WINDOW, rating_urged(LI, on=day(82)))
    with refused("rating.urged_lately", "5个工作日", "最早2026年5月28日", field="on"):
        urge(*once, on=day(88))
    assert given(once).to_urge(ROADS, POLICY.rating, CALENDAR, day(88)) == (WANG,)
    assert urge(*once, on=day(89)).deputies == (LI,)
    assert urge(*once, on=day(83), who=(WANG,)).deputies == (WANG,)

    with refused("rating.urged_enough", "最多催促1次", POLICY.rating.article, field="deputies"):
        urge(*once, on=day(120), rule={"urgings": 1})


def test_a_reminder_entered_late_is_as_far_from_the_others_as_the_day_it_was_entered() -> None:
    late = urge(*WINDOW, counts=day(120))
    assert (late.on, late.counts_on) == (PAST, day(120))
    with refused("rating.urged_lately", "5个工作日", field="on"):
        urge(*WINDOW, late, on=day(121))
    with refused("rating.urged_lately", "5个工作日", field="on"):
        urge(*WINDOW, rating_urged(LI, on=PAST), on=day(89), counts=day(83))


def test_marks_are_not_opened_on_a_day_before_the_silent_were_urged() -> None:
    urged = (*WINDOW, rating_urged(LI, WANG, on=day(85)))
    with refused("date.too_early", "催促", field="on"):
        reveal(given(urged), on=day(84))
    assert reveal(given(urged), on=day(85)).silent == (LI, WANG)


def test_a_window_in_which_a_verdict_may_be_changed_is_told_from_one_that_is_over() -> None:
    assert given(WINDOW, rated(LI)).may_be_rated_otherwise(day(81))
    assert not given(WINDOW, rated(LI)).may_be_rated_otherwise(day(82))
    assert not given(WINDOW, revealed(day(80))).may_be_rated_otherwise(day(80))


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
    proposal = given(ANSWERED, rated(LI), rated(WANG))
    assert reveal(proposal) == revealed(why="all_rated")


def test_the_marks_are_not_opened_while_the_window_lasts_and_somebody_is_silent() -> None:
    with refused("rating.window_open", "2026年5月20日", "某条", field="on"):
        reveal(given(WINDOW, rated(LI)), on=day(81))
    assert reveal(given(WINDOW, rated(LI), rated(WANG)), on=day(70)).why == "all_rated"


def test_the_silent_are_urged_before_silence_counts() -> None:
    with refused("rating.not_urged", "还有2位代表", "催促1次", POLICY.rating.article):
        reveal(given(WINDOW), on=day(82))
    with refused("rating.not_urged", "还有1位代表"):
        reveal(given(WINDOW, rating_urged(LI, on=day(82))), on=day(83))

    event = reveal(given(WINDOW, rated(WANG), rating_urged(LI, on=day(82))), on=day(83))
    assert event == revealed(day(83), silent=(LI,), why="window_over")


def test_where_the_place_asks_for_no_urging_silence_counts_once_the_window_is_over() -> None:
    for rule in ({"urged": 0}, {"urged": 2, "urgings": 0}):
        lenient = POLICY.rating.model_copy(update=rule)
        event = given(WINDOW).reveal_ratings(lenient, day(82), TODAY)
        assert event.silent == (LI, WANG)


def test_a_reply_with_no_window_of_its_own_is_opened_once_the_silent_were_urged() -> None:
    with refused("rating.not_urged", "还有1位代表"):
        reveal(given(ANSWERED, rated(LI)))
    assert reveal(given(ANSWERED, rated(LI), rating_urged(WANG))).silent == (WANG,)


def test_a_deputy_out_of_office_is_waited_for_no_more_and_is_named_as_such() -> None:
    one_left = given(WINDOW, rated(LI)).reveal_ratings(POLICY.rating, day(70), TODAY, {WANG})
    assert one_left == revealed(day(70), outside=(WANG,), why="all_rated")
    nobody = given(WINDOW).reveal_ratings(POLICY.rating, day(70), TODAY, {LI, WANG})
    assert (nobody.silent, nobody.outside) == ((), (LI, WANG))


def test_one_silent_before_one_of_two_units_is_silent() -> None:
    past = (*BOTH, replied(ROADS), replied(WATER))
    said = (rated(LI), rated(WANG), rated(LI, WATER))
    event = reveal(given(past, said, rating_urged(WANG, unit=WATER)))
    assert (event.silent, event.why) == ((WANG,), "window_over")


def test_silence_can_be_revealed_too_and_is_satisfaction_of_nobody() -> None:
    proposal = given(ANSWERED, revealed())
    assert not proposal.accepted()
    with refused("close.not_accepted", "尚未认可", field="ground"):
        proposal.close("accepted", None, POLICY.rehandling, day(90), TODAY)


@pytest.mark.parametrize(
    ("past", "on", "code", "word"),
    [
        (at_work(SOLE), day(80), "proposal.not_answered", "尚未答复完毕"),
        ((*BOTH, replied(ROADS)), day(80), "proposal.not_answered", "尚未答复完毕"),
        ((*ANSWERED, revealed()), day(81), "rating.revealed", "5月19日"),
        ((*ANSWERED, rated(LI), rated(WANG)), day(69), "date.too_early", "评价"),
        (ANSWERED, day(59), "date.too_early", "答复"),
    ],
)
def test_marks_are_revealed_once_after_every_reply_and_rating(
    past: tuple[e.ProposalEvent, ...], on: date, code: str, word: str
) -> None:
    with refused(code, word):
        given(past).reveal_ratings(POLICY.rating, on, TODAY)


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
