"""Round after round: begun by itself or by order, studied after the second, closed for a reason."""

from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    CALENDAR,
    FIRST,
    HOUSING,
    JOINT,
    LI,
    OTHER_JOINT,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    STRANGER,
    TODAY,
    UNHAPPY,
    WANG,
    WATER,
    answers,
    assigned,
    at_work,
    carried_over,
    contact_said,
    day,
    due,
    given,
    in_contact,
    more,
    opinion,
    rated,
    rating_said,
    refused,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    share,
    studied,
    waived,
)

from aggregates import proposal_events as e
from aggregates.conduct import RehandlingRule
from aggregates.proposal import Proposal
from aggregates.stages import part_stage, stage

AUTOMATIC = POLICY.rehandling.model_copy(update={"trigger": "automatic", "article": "某条例第九条"})
AGAIN_BY = due(day(102))


def follows(
    proposal: Proposal, verdict: e.Rated, rule: RehandlingRule = AUTOMATIC, by: Any = AGAIN_BY
) -> tuple[e.ProposalEvent, ...]:
    return proposal.after_dissatisfaction(verdict, rule, by, TODAY)


# ---- by itself


def test_dissatisfaction_opens_the_marks_and_orders_the_next_round_in_the_same_act() -> None:
    proposal, verdict = given(ANSWERED, rated(WANG)), rated(LI, on=day(72), **UNHAPPY)
    opened, ordered = follows(proposal, verdict)
    assert opened == revealed(day(72), unit=ROADS, why="rehandling")
    assert ordered == rehandling_ordered(
        ROADS,
        on=day(72),
        reason="代表对答复不满意，依规定重新办理（某条例第九条）",
        reply_by=AGAIN_BY,
        automatic=True,
    )
    later = given(ANSWERED, rated(WANG), verdict, opened, ordered)
    assert (later.round, later.reply_by, stage(later)) == (2, day(102), "in_hand")


@pytest.mark.parametrize(
    ("verdict", "rule", "by"),
    [
        (rated(LI, gap="还差一段"), AUTOMATIC, AGAIN_BY),
        (rated(LI, **UNHAPPY), POLICY.rehandling, AGAIN_BY),
        (rated(LI, **UNHAPPY), AUTOMATIC, None),
    ],
)
def test_nothing_follows_by_itself_without_dissatisfaction_a_rule_and_a_date(
    verdict: e.Rated, rule: RehandlingRule, by: Any
) -> None:
    assert follows(given(ANSWERED), verdict, rule, by) == ()


def test_joint_leads_begin_again_together() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), *in_contact(ROADS), opinion(WATER), replied(ROADS))
    _, ordered = follows(given(past), rated(LI, **UNHAPPY))
    assert isinstance(ordered, e.RehandlingOrdered)
    assert ordered.units == (ROADS, WATER)


def test_a_second_dissatisfaction_starts_no_third_round_by_itself() -> None:
    second = (
        *ANSWERED,
        rated(LI, **UNHAPPY),
        *follows(given(ANSWERED), rated(LI, **UNHAPPY)),
        replied(ROADS, on=day(110), round=2),
    )
    again = rated(LI, on=day(115), round=2, **UNHAPPY)
    assert follows(given(second), again) == ()
    settled = given(second, again, rated(WANG, on=day(115), round=2), revealed(day(120), 2))
    assert stage(settled) == "dissatisfied_again"


# ---- the other units meanwhile

APART = (*at_work(FIRST, SECOND), waived(day(10)), replied(ROADS))
_UNHAPPY_WITH_ROADS = rated(LI, on=day(70), **UNHAPPY)
ONE_AGAIN = (
    *APART,
    _UNHAPPY_WITH_ROADS,
    *follows(given(APART), _UNHAPPY_WITH_ROADS),
)
"""The roads begin again on day 70, while the water unit still works on its first reply."""


def test_where_units_answer_apart_the_others_go_on_in_their_round() -> None:
    before, after = given(APART), given(ONE_AGAIN)
    assert after.parts[WATER] == before.parts[WATER]
    assert (after.parts[ROADS].round, after.parts[WATER].round) == (2, 1)
    assert (after.begun_on, after.first_due) == (before.begun_on, before.first_due)
    assert part_stage(after.parts[ROADS]) == "at_work"


def test_the_case_is_due_when_the_last_of_its_replies_is() -> None:
    assert given(ONE_AGAIN).reply_by == day(102)
    sooner = follows(given(APART), _UNHAPPY_WITH_ROADS, by=due(day(80)))
    assert given(APART, _UNHAPPY_WITH_ROADS, sooner).reply_by == day(92)


def test_a_contact_before_the_others_began_again_is_still_entered_in_its_own_round() -> None:
    said = contact_said("before", day(12))
    contact = given(ONE_AGAIN).contact(WATER, said, TODAY)
    assert (contact.round, contact.on) == (1, day(12))


def test_what_the_deputy_waived_holds_for_the_unit_it_was_said_to_and_not_for_the_next_round() -> (
    None
):
    reply = given(ONE_AGAIN).reply(WATER, reply_said(on=day(85), answers=answers(2)), POLICY, TODAY)
    assert reply.round == 1
    with refused("reply.contact_missing", "办前、办中"):
        given(ONE_AGAIN).reply(ROADS, reply_said(on=day(85), answers=answers(1)), POLICY, TODAY)
    both = given(ONE_AGAIN, waived(day(80), 2))
    both.reply(ROADS, reply_said(on=day(85), answers=answers(1)), POLICY, TODAY)
    both.reply(WATER, reply_said(on=day(85), answers=answers(2)), POLICY, TODAY)


def test_the_deputy_may_waive_contact_once_more_in_the_new_round() -> None:
    assert given(ONE_AGAIN).waive_contact(LI, day(80), TODAY).round == 2
    with refused("contact.already_waived", "免予沟通"):
        given(ONE_AGAIN, waived(day(80), 2)).waive_contact(LI, day(81), TODAY)


def test_the_others_may_still_ask_for_more_time_but_not_the_one_that_begins_again() -> None:
    requested = due(day(102)).model_copy(update={"anchor": "requested"})
    after = follows(given(APART), _UNHAPPY_WITH_ROADS, by=requested)
    proposal = given(APART, _UNHAPPY_WITH_ROADS, after)

    def ask(unit: UUID) -> e.ExtensionAsked:
        return proposal.ask_extension(
            unit, more(10), "需要会商", POLICY.limits.extension, CALENDAR, day(75), TODAY
        )

    assert ask(WATER).round == 1
    with refused("extension.rehandling", "不能延长"):
        ask(ROADS)


def test_each_is_rated_for_its_own_reply_and_all_are_opened_together() -> None:
    second = given(ONE_AGAIN, replied(WATER, on=day(80)), replied(ROADS, on=day(95), round=2))
    water = second.rate(LI, rating_said(WATER, day(96)), POLICY.rating, TODAY)
    roads = second.rate(LI, rating_said(ROADS, day(96)), POLICY.rating, TODAY)
    assert (water.round, roads.round) == (1, 2)
    done = given(
        ONE_AGAIN,
        replied(WATER, on=day(80)),
        replied(ROADS, on=day(95), round=2),
        *(
            rated(deputy, unit, on=day(96), round=round)
            for deputy in (LI, WANG)
            for unit, round in ((ROADS, 2), (WATER, 1))
        ),
    )
    opened = done.reveal_ratings(POLICY.rating, day(97), TODAY)
    assert (opened.round, opened.why, opened.unit) == (2, "all_rated", None)
    assert stage(given(ONE_AGAIN)) == "in_hand"


def test_marks_given_to_one_unit_stay_closed_while_the_other_begins_again() -> None:
    past = (*at_work(FIRST, SECOND), waived(), replied(ROADS), replied(WATER), rated(LI, WATER))
    after = follows(given(past), rated(LI, **UNHAPPY))
    later = given(past, rated(LI, **UNHAPPY), after)
    (left,) = later.verdicts
    assert (left.unit, left.revealed, later.parts[WATER].revealed_on) == (WATER, False, None)
    later.rate(WANG, rating_said(WATER, day(75)), POLICY.rating, TODAY)


def test_a_place_left_empty_by_an_objection_is_filled_from_the_day_it_was_upheld() -> None:
    left = e.ObjectionDecided(unit=WATER, round=1, upheld=True, reason="不属于", on=day(60))
    past = (*at_work(FIRST, SECOND), waived(), replied(ROADS), left)
    after = follows(given(past), _UNHAPPY_WITH_ROADS)
    later = given(past, _UNHAPPY_WITH_ROADS, after)
    assert later.vacant_since == day(60)
    named = (share(HOUSING, "separate", 2),)
    event = later.assign(named, due(day(92)), None, None, day(61), TODAY)
    assert event == assigned(*named, on=day(61), round=2, reply_by=due(day(92)), opinion_by=None)


# ---- an act of an earlier round


@pytest.mark.parametrize(("unit", "named"), [(ROADS, 1), (WATER, 2)])
def test_an_act_meant_for_another_round_is_refused_and_told_which_it_is(
    unit: Any, named: int
) -> None:
    present = 3 - named
    with refused("proposal.earlier_round", f"现在是第{present}轮", f"第{named}轮", field="round"):
        given(ONE_AGAIN).must_be_in_round(unit, named)
    given(ONE_AGAIN).must_be_in_round(unit, present)
    given(ONE_AGAIN).must_be_in_round(unit, None)


# ---- the second dissatisfaction

UNHAPPY_AGAIN = (
    *ANSWERED,
    rated(LI, **UNHAPPY),
    revealed(),
    rehandling_ordered(ROADS),
    replied(ROADS, on=day(110), round=2),
    rated(LI, on=day(115), round=2, **UNHAPPY),
    revealed(day(120), 2),
)


def second(how: str) -> RehandlingRule:
    return POLICY.rehandling.model_copy(
        update={"second": how, "article": "重庆条例第二十七条第二款"}
    )


def order(proposal: Proposal, rule: RehandlingRule) -> e.RehandlingOrdered:
    return proposal.order_rehandling("再办", due(day(160)), "congress", rule, day(130), TODAY)


def study(proposal: Proposal, rule: RehandlingRule, **how: Any) -> e.DissatisfactionStudied:
    said: dict[str, Any] = {"how": "meeting", "deputies": (LI,), "units": (ROADS,)}
    said |= {"finding": "理由成立", "follow": "rehandle", "files": (), "on": day(125)}
    return proposal.study_dissatisfaction(rule=rule, today=TODAY, **said | how)


def test_where_the_decider_decides_a_third_round_may_be_ordered_at_once() -> None:
    assert order(given(UNHAPPY_AGAIN), second("decision")).round == 3


def test_where_nothing_follows_a_second_dissatisfaction_there_is_no_third_round() -> None:
    with refused("rehandling.no_third", "不再重新办理", "重庆条例第二十七条第二款"):
        order(given(UNHAPPY_AGAIN), second("none"))
    closed = given(UNHAPPY_AGAIN).close("decision", "已说明", second("none"), day(130), TODAY)
    assert closed.ground == "decision"


@pytest.mark.parametrize(("how", "word"), [("meeting", "召集代表"), ("experts", "请专家")])
def test_nothing_is_decided_before_those_the_place_names_came_together(how: str, word: str) -> None:
    rule = second(how)
    with refused("rehandling.study_first", word, "重庆条例第二十七条第二款"):
        order(given(UNHAPPY_AGAIN), rule)
    with refused("close.study_first", word, "重庆条例第二十七条第二款"):
        given(UNHAPPY_AGAIN).close("decision", "经研究", rule, day(130), TODAY)


def test_whether_the_second_reply_contents_is_known_before_the_end_is_decided() -> None:
    """Content or not, it is refused alike before the marks are opened."""
    for marks in (UNHAPPY, {}):
        unread = (*UNHAPPY_AGAIN[:-2], rated(LI, on=day(115), round=2, **marks))
        with refused("close.not_revealed", "揭晓", "重庆条例第二十七条第二款"):
            given(unread).close("decision", "经研究", second("meeting"), day(130), TODAY)
    content = given(unread, revealed(day(120), 2))
    assert content.close("accepted", None, second("meeting"), day(130), TODAY)


def test_what_they_found_is_recorded_and_followed() -> None:
    event = study(given(UNHAPPY_AGAIN), second("meeting"))
    assert event == studied("rehandle")
    again = given(UNHAPPY_AGAIN, event)
    assert order(again, second("meeting")).round == 3
    with refused("close.to_be_rehandled", "2026年7月3日", "再次重新办理"):
        again.close("decision", "经研究", second("meeting"), day(130), TODAY)

    stands = given(UNHAPPY_AGAIN, studied("stand"))
    assert stands.close("decision", "已说明", second("meeting"), day(130), TODAY).on == day(130)
    with refused("rehandling.stands", "2026年7月3日", "不再重新办理"):
        order(stands, second("meeting"))
    with refused("date.too_early", "上一步办理"):
        stands.close("decision", "已说明", second("meeting"), day(124), TODAY)


def test_experts_look_at_it_alone() -> None:
    event = study(given(UNHAPPY_AGAIN), second("experts"), how="experts", deputies=(), units=())
    assert (event.how, event.deputies) == ("experts", ())


def test_a_third_dissatisfaction_is_studied_anew() -> None:
    past = (*UNHAPPY_AGAIN, studied("rehandle"), rehandling_ordered(ROADS, on=day(130), round=3))
    third = (
        replied(ROADS, on=day(150), round=3),
        rated(LI, on=day(155), round=3, **UNHAPPY),
        revealed(day(160), 3),
    )
    with refused("rehandling.study_first", "召集代表"):
        given(past, third).order_rehandling(
            "再办", due(day(200)), "congress", second("meeting"), day(165), TODAY
        )


@pytest.mark.parametrize(
    ("past", "how", "code", "word"),
    [
        ((*ANSWERED, rated(LI, **UNHAPPY), revealed()), {}, "study.not_again", "仍然不满意"),
        (UNHAPPY_AGAIN[:-1], {}, "study.not_again", "揭晓"),
        (at_work(SOLE), {}, "proposal.not_answered", "答复"),
        (UNHAPPY_AGAIN, {"how": "experts"}, "study.not_this_way", "召集代表和承办单位"),
        ((*UNHAPPY_AGAIN, studied("stand")), {}, "study.done", "2026年7月3日"),
        (UNHAPPY_AGAIN, {"deputies": ()}, "study.who", "代表和承办单位"),
        (UNHAPPY_AGAIN, {"units": ()}, "study.who", "代表和承办单位"),
        (UNHAPPY_AGAIN, {"deputies": (STRANGER,)}, "proposal.not_a_signer", "署名"),
        (UNHAPPY_AGAIN, {"units": (WATER,)}, "proposal.not_assigned_to_unit", "分办"),
        (UNHAPPY_AGAIN, {"on": day(119)}, "date.too_early", "揭晓"),
    ],
)
def test_a_study_follows_a_second_dissatisfaction_once_on_the_way_the_place_names(
    past: tuple[e.ProposalEvent, ...], how: dict[str, Any], code: str, word: str
) -> None:
    with refused(code, word):
        study(given(past), second("meeting"), **how)


def test_where_the_place_knows_no_study_there_is_none() -> None:
    with refused("study.not_this_way", "不经研究", "重庆条例第二十七条第二款", field="how"):
        study(given(UNHAPPY_AGAIN), second("decision"))


def test_the_second_round_of_a_new_year_is_no_second_dissatisfaction() -> None:
    past = (*at_work(SOLE), carried_over(ROADS, ground="unanswered", on=day(100)))
    later = (
        replied(ROADS, on=day(110), round=2),
        rated(LI, on=day(115), round=2, **UNHAPPY),
        revealed(day(120), 2),
    )
    assert stage(given(past, later)) == "dissatisfied"


# ---- the end


def test_silence_and_an_empty_bench_accept_nothing() -> None:
    """With nobody's word a proposal is closed for a lawful reason or by decision only."""
    silent = revealed(day(80), silent=(LI, WANG), why="window_over")
    nobody = revealed(day(80), outside=(LI, WANG), why="all_rated")
    for opened in (silent, nobody):
        proposal = given(ANSWERED, opened)
        with refused("close.not_accepted", "尚未认可", field="ground"):
            proposal.close("accepted", None, POLICY.rehandling, day(90), TODAY)
        for ground in ("lawful_reason", "decision"):
            with refused("close.reason_needed", "理由"):
                proposal.close(ground, None, POLICY.rehandling, day(90), TODAY)
            proposal.close(ground, "催促后没有评价", POLICY.rehandling, day(90), TODAY)


def test_each_issued_reply_is_accepted_by_somebody() -> None:
    past = (*at_work(FIRST, SECOND), waived(), replied(ROADS), replied(WATER))
    half = given(past, rated(LI), revealed(silent=(WANG,)))
    with refused("close.not_accepted", "尚未认可"):
        half.close("accepted", None, POLICY.rehandling, day(90), TODAY)
    both = given(past, rated(LI), rated(WANG, WATER), revealed())
    assert both.close("accepted", None, POLICY.rehandling, day(90), TODAY).ground == "accepted"


def test_what_the_unit_calls_done_is_not_closed() -> None:
    done = given(ANSWERED)
    assert (stage(done), done.closed_on) == ("answered", None)
    with refused("close.not_accepted", "尚未认可"):
        done.close("accepted", None, POLICY.rehandling, day(61), TODAY)
