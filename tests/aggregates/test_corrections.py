"""Clerks err; the slip and its correction both stay visible."""

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CHIEF,
    CLERK,
    POLICY,
    PROPOSAL,
    ROADS,
    SOLE,
    TODAY,
    assigned,
    at_work,
    attempted,
    carried_over,
    contacted,
    day,
    given,
    in_contact,
    opinion,
    rated,
    received,
    refused,
    registered,
    replied,
    reply_said,
    waived,
)

from aggregates import proposal_events as e
from aggregates.base import folded
from aggregates.proposal import Proposal

RIGHT = e.Number(printed="073", term=9, session=5)
NAMED = e.PersonsNamed(unit=ROADS, chief=CHIEF, handler=CLERK, on=day(10))


def test_a_slip_is_put_right_and_both_stay_visible() -> None:
    event = given(BOOKED).correct("title", "关于加宽老桥", "关于加宽新桥", "笔误")
    assert event == e.Corrected(
        field="title", old="关于加宽老桥", new="关于加宽新桥", reason="笔误"
    )
    assert given(BOOKED, event).parts == given(BOOKED).parts


def test_a_mistyped_number_is_corrected() -> None:
    event = given(BOOKED).correct("number", "072", "073", "笔误", RIGHT)
    assert given(BOOKED, event).number == RIGHT


def test_a_correction_without_the_number_in_full_leaves_the_old_one() -> None:
    event = e.Corrected(field="number", old="072", new="073", reason="笔误")
    assert given(BOOKED, event).number == registered().number


def test_a_draft_gets_its_number_by_correction() -> None:
    event = given(registered(number=None)).correct("number", None, "073", "补编号", RIGHT)
    assert given(registered(number=None), event).number == RIGHT


def test_a_correction_changes_something() -> None:
    with refused("correct.same", "更正前后相同", field="new"):
        given(BOOKED).correct("category", "交通", "交通", "笔误")


def test_no_word_of_a_classified_one_enters_as_a_correction() -> None:
    secret = given(registered(classified=True, title=None, asks=()))
    secret.correct("number", "072", "073", "笔误", RIGHT)
    for field in ("title", "text", "category"):
        with refused("proposal.classified", "线下办理", field="new"):
            secret.correct(field, None, "某事", "补录")


def test_what_is_unknown_or_closed_is_not_corrected() -> None:
    with refused("proposal.not_registered", "没有登记过"):
        Proposal(id=PROPOSAL).correct("title", "甲", "乙", "笔误")
    with refused("proposal.closed", "办结"):
        given(ANSWERED, e.Closed(ground="decision", on=day(90))).correct(
            "title", "甲", "乙", "笔误"
        )


# ---- voided entries (登记作废)


@pytest.mark.parametrize(
    "entry", [NAMED, contacted(ROADS, "before", day(12)), attempted(ROADS, day(10)), waived()]
)
def test_contacts_attempts_waivers_and_persons_may_be_voided(entry: e.ProposalEvent) -> None:
    event = given(at_work(SOLE), entry).void_entry(5, entry, "登错了件")
    assert (event.position, event.voids) == (5, 5)


@pytest.mark.parametrize(
    "entry",
    [
        *BOOKED,
        assigned(SOLE),
        received(ROADS),
        opinion(ROADS),
        replied(ROADS),
        rated(ROADS),
        e.EntryVoided(position=5, reason="登错了件"),
    ],
)
def test_what_starts_or_stops_a_clock_is_not_voided(entry: e.ProposalEvent) -> None:
    with refused("void.not_voidable", "期限和答复不能这样改动", field="position"):
        given(at_work(SOLE)).void_entry(5, entry, "登错了件")


def test_an_entry_of_an_earlier_round_is_not_voided() -> None:
    """The figures of the year left behind rest on it."""
    earlier = contacted(ROADS, "before", day(20))
    again = given(ANSWERED, carried_over(ROADS))
    with refused("void.earlier_round", "本轮", field="position"):
        again.void_entry(5, earlier, "登错了件")


def test_nothing_is_voided_once_the_proposal_is_closed() -> None:
    closed = given(ANSWERED, e.Closed(ground="decision", on=day(90)))
    with refused("proposal.closed", "办结"):
        closed.void_entry(5, waived(), "登错了件")


def test_a_voided_contact_no_longer_counts() -> None:
    past = (*at_work(SOLE), *in_contact(ROADS))
    given(past).reply(ROADS, reply_said(), POLICY, TODAY)
    with refused("reply.contact_missing", "缺少办前沟通"):
        given(past, e.EntryVoided(position=5, reason="登错了件")).reply(
            ROADS, reply_said(), POLICY, TODAY
        )


def test_a_voided_waiver_no_longer_counts_and_may_be_given_again() -> None:
    past = (*at_work(SOLE), waived(), e.EntryVoided(position=5, reason="登错了件"))
    given(past).waive_contact(registered().signers[0], day(10), TODAY)


def test_a_voided_entry_still_counts_as_a_version() -> None:
    past = (*at_work(SOLE), waived(), e.EntryVoided(position=5, reason="登错了件"))
    assert folded(Proposal(id=PROPOSAL), enumerate(past, 1)).version == len(past) == 6
