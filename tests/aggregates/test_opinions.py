"""Opinions of co-units: sent back when empty, told to the deputy, each awaited by name."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date
from uuid import UUID

import pytest
from given import (
    CALENDAR,
    CO,
    HOUSING,
    JOINT,
    LEAD,
    OTHER_CO,
    OTHER_JOINT,
    PARKS,
    POLICY,
    REPLY_BY,
    ROADS,
    SOLE,
    TODAY,
    WATER,
    assigned,
    at_work,
    carried_over,
    day,
    due,
    given,
    in_contact,
    opinion,
    opinion_returned,
    opinion_said,
    passed_over,
    place,
    received,
    refused,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    share,
    urged,
)

from aggregates import proposal_events as e
from aggregates.deadlines import Due
from aggregates.deadlines import due as due_by
from aggregates.proposal import Proposal

WORKING = (*at_work(LEAD, CO), *in_contact(ROADS))
BOTH = (*at_work(LEAD, CO, OTHER_CO), *in_contact(ROADS))


def send_back(
    proposal: Proposal, on: date, lead: UUID = ROADS, redo_by: Due | None = due(day(39))
) -> e.OpinionReturned:
    return proposal.return_opinion(lead, WATER, "没有实质内容", redo_by, on, TODAY)


def reply(proposal: Proposal, on: date, opinions: str | None = None) -> e.Replied:
    return proposal.reply(ROADS, reply_said(on=on, opinions=opinions), POLICY, TODAY)


# ---- sent back


def test_an_empty_opinion_goes_back_and_is_given_anew_by_its_date() -> None:
    event = send_back(given(WORKING, opinion(WATER)), day(32))
    assert event == opinion_returned(WATER)
    waiting = given(WORKING, opinion(WATER), event)
    assert (waiting.parts[WATER].by("co_opinion"), waiting.parts[WATER].stance) == (day(39), None)
    with refused("reply.opinion_missing", "1家单位", str(WATER)):
        reply(waiting, day(60))


def test_the_opinion_given_anew_follows_its_return() -> None:
    returned = given(WORKING, opinion(WATER), opinion_returned(WATER))
    with refused("date.too_early", "退回", field="on"):
        returned.give_opinion(WATER, opinion_said(on=day(31)), TODAY)
    event = returned.give_opinion(WATER, opinion_said(on=day(33)), TODAY)
    reply(given(WORKING, opinion(WATER), opinion_returned(WATER), event), day(60))


def test_who_does_not_give_it_anew_is_urged_and_passed_over_like_any_other() -> None:
    past = (*WORKING, opinion(WATER), opinion_returned(WATER))
    with refused("opinion.not_due", "2026年4月8日", field="unit"):
        given(past).urge_opinion(ROADS, WATER, day(39), TODAY)
    late = (*past, urged(WATER, day(40)), passed_over(WATER, day(41)))
    assert reply(given(late), day(60)).without == (WATER,)


def test_an_urging_before_the_return_does_not_stand_for_one_after_it() -> None:
    past = (*WORKING, urged(WATER), opinion(WATER, on=day(42)))
    back = opinion_returned(WATER, day(43), day(50))
    with refused("opinion.urge_first", "先催促"):
        given(past, back).proceed_without(ROADS, WATER, day(51), TODAY)


def test_an_opinion_may_go_back_more_than_once() -> None:
    once = (*WORKING, opinion(WATER), opinion_returned(WATER), opinion(WATER, on=day(35)))
    again = send_back(given(once), day(36), redo_by=due(day(43)))
    assert given(once, again).parts[WATER].by("co_opinion") == day(43)


@pytest.mark.parametrize(
    ("past", "lead", "code", "word", "field"),
    [
        (WORKING, ROADS, "opinion.none_given", "没有提出会办意见", "unit"),
        (
            (*WORKING, urged(WATER), passed_over(WATER)),
            ROADS,
            "opinion.none_given",
            "没有提出会办意见",
            "unit",
        ),
        ((*BOTH, opinion(WATER)), HOUSING, "opinion.lead_only", "只有主办单位", None),
        (at_work(SOLE), ROADS, "proposal.not_assigned_to_unit", "没有分办", "unit"),
        (
            (*WORKING, opinion(WATER), replied(ROADS)),
            ROADS,
            "proposal.already_replied",
            "4月29日",
            None,
        ),
        (
            (*at_work(JOINT, OTHER_JOINT), opinion(WATER)),
            ROADS,
            "opinion.none_given",
            "没有提出会办意见",
            "unit",
        ),
    ],
)
def test_only_the_lead_sends_back_what_a_co_unit_gave(
    past: tuple[e.ProposalEvent, ...], lead: UUID, code: str, word: str, field: str | None
) -> None:
    with refused(code, word, field=field):
        send_back(given(past), day(61), lead)


def test_nothing_goes_back_before_it_came_nor_before_the_round() -> None:
    with refused("date.too_early", "会办意见", field="on"):
        send_back(given(WORKING, opinion(WATER)), day(29))
    second = (*WORKING, opinion(WATER), replied(ROADS), revealed(), rehandling_ordered(ROADS))
    with refused("date.too_early", "本轮开始", field="on"):
        send_back(given(second), day(89))
    send_back(given(second), day(91), redo_by=due(day(98)))


def test_where_the_place_knows_no_such_return_there_is_none() -> None:
    with refused("opinion.no_return_here", "本地办法没有退回会办意见的规定"):
        send_back(given(WORKING, opinion(WATER)), day(32), redo_by=None)


# ---- told to the deputy


def test_dissent_is_told_in_the_reply_and_named_in_the_event() -> None:
    past = (*BOTH, opinion(WATER, "dissent"), opinion(HOUSING, "supplement"))
    article = POLICY.opinions.article
    with refused("reply.opinions_untold", str(WATER), article, field="opinions"):
        reply(given(past), day(60))
    event = reply(given(past), day(60), "水务部门认为应先清淤")
    assert (event.dissent, event.without) == ((WATER,), ())


def test_some_places_have_every_opinion_told() -> None:
    talkative = place(opinions={"explained": "always", "article": "某规定第十七条"})
    proposal = given(BOTH, opinion(WATER), opinion(HOUSING))
    with refused("reply.opinions_untold", str(WATER), str(HOUSING), "某规定第十七条"):
        proposal.reply(ROADS, reply_said(), talkative, TODAY)
    proposal.reply(ROADS, reply_said(opinions="两家单位都同意"), talkative, TODAY)


def test_a_silent_unit_that_was_passed_over_has_no_opinion_to_tell() -> None:
    assert reply(given(WORKING, urged(WATER), passed_over(WATER)), day(60)).dissent == ()


def test_a_changed_mind_is_not_told_as_dissent() -> None:
    past = (*WORKING, opinion(WATER, "dissent"), opinion(WATER, "agree", day(31)))
    assert reply(given(past), day(60)).dissent == ()


def test_dissent_of_the_first_round_is_told_again_in_the_second_reply() -> None:
    told = replied(ROADS, opinions="水务部门另有意见", dissent=(WATER,))
    past = (*WORKING, opinion(WATER, "dissent"), told, revealed(), rehandling_ordered(ROADS))
    second = given(past, in_contact(ROADS, day(92), 2))
    with refused("reply.opinions_untold", str(WATER)):
        reply(second, day(110))
    assert reply(second, day(110), "水务部门仍有意见").dissent == (WATER,)


# ---- several co-units


def test_two_co_units_still_open_refuse_the_reply_and_both_are_named() -> None:
    with refused("reply.opinion_missing", "2家单位", str(WATER), str(HOUSING)):
        reply(given(BOTH), day(60))


def test_a_unit_that_was_not_asked_gives_no_opinion() -> None:
    with refused("proposal.not_assigned_to_unit", "没有分办", field="unit"):
        given(WORKING).give_opinion(PARKS, opinion_said(), TODAY)
    with refused("opinion.not_co", "只有会办单位", field="unit"):
        given(at_work(SOLE)).give_opinion(ROADS, opinion_said(), TODAY)


def test_who_signs_late_moves_no_date() -> None:
    on_time = given(at_work(LEAD, CO))
    late = given(at_work(LEAD)[:-2], assigned(LEAD, CO), received(ROADS), received(WATER, day(80)))
    assert late.parts[WATER].dues == on_time.parts[WATER].dues
    assert late.reply_due == on_time.reply_due == REPLY_BY


def test_a_second_unit_named_later_leaves_the_first_and_the_case_as_they_are() -> None:
    objected = e.Objected(unit=HOUSING, round=1, reason="不属于", on=day(10))
    upheld = e.ObjectionDecided(unit=HOUSING, round=1, upheld=True, reason="是", on=day(12))
    before = given(BOTH, objected, upheld)
    restarted = due_by(
        POLICY.limits.reply.model_copy(update={"anchor": "assigned"}), day(20), CALENDAR
    )
    event = before.assign((share(PARKS, "co"),), restarted, None, due(day(50)), day(20), TODAY)
    after = given(BOTH, objected, upheld, event, received(PARKS, day(70)))
    assert (after.parts[ROADS], after.parts[WATER]) == (before.parts[ROADS], before.parts[WATER])
    assert after.reply_due == REPLY_BY
    assert after.parts[PARKS].by("co_opinion") == day(50)


def test_an_opinion_on_paper_keeps_its_number_and_files() -> None:
    said = e.OpinionSaid(stance="agree", text="同意", document_number="水函〔2026〕3号", on=day(30))
    event = given(WORKING).give_opinion(WATER, said, TODAY)
    assert (event.document_number, event.counts_on) == ("水函〔2026〕3号", None)


def test_an_opinion_still_owed_next_year_can_still_go_back() -> None:
    past = (*WORKING, opinion(WATER), carried_over(ROADS, ground="unanswered"))
    assert send_back(given(past), day(255), redo_by=due(day(262))).round == 2
