"""Clerks err; the slip and its correction both stay visible."""

from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CHIEF,
    CLERK,
    LI,
    POLICY,
    PROPOSAL,
    ROADS,
    SOLE,
    STRANGER,
    TODAY,
    WANG,
    YEAR,
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


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("delegation", "第一代表团", "第二代表团"),
        ("wish", None, "道路局"),
        ("text", "正文", "原文"),
    ],
)
def test_other_words_are_put_right_likewise(
    field: e.Correctable, old: str | None, new: str
) -> None:
    event = given(BOOKED).correct(field, old, new, "笔误")
    assert (event.field, event.old, event.new) == (field, old, new)
    assert given(BOOKED, event).wish == (field == "wish")


def test_another_way_in_changes_among_which_numbers_it_counts() -> None:
    number = e.Number(printed="072", year=2026)
    event = given(BOOKED).correct("channel", "in_session", "out_of_session", "误登", number)
    after = given(BOOKED, event)
    assert (after.in_session, after.number) == (False, number)
    assert after.reply_due == given(BOOKED).reply_due
    secret = given(registered(classified=True, title=None, asks=()))
    secret.correct("channel", "in_session", "on_site", "误登")


def signed_by(*deputies: UUID, past: tuple[Any, ...] = BOOKED) -> e.Corrected:
    return given(past).correct("signers", "2人署名", "?", "漏录", signers=deputies)


def test_who_signed_is_put_right_before_the_reply() -> None:
    event = signed_by(WANG, STRANGER)
    assert event.signers == (WANG, STRANGER)
    after = given(BOOKED, event)
    assert (after.signers, after.speakers) == ((WANG, STRANGER), (WANG,))
    assert not after.concerns_deputy(LI)
    signed_by(LI, past=(*ANSWERED, e.ReplyReturned(unit=ROADS, round=1, reason="漏", on=day(61))))


def test_who_joined_and_is_struck_out_need_not_ask_for_its_withdrawal() -> None:
    rule = POLICY.withdrawal.model_copy(update={"consent": "lead"})
    joined = e.Joined(proposal=YEAR, signers=(STRANGER,), on=day(2))

    def corrected(*signers: UUID) -> Proposal:
        slip = e.Corrected(field="signers", old=None, new=None, signers=signers, reason="误录")
        asked = e.WithdrawalAsked(deputy=LI, reason="已经解决", on=day(4))
        return given(registered(), joined, slip, asked)

    assert corrected(LI, STRANGER).withdraw("已经解决", rule, day(4)) is None
    assert corrected(LI, WANG).withdraw("已经解决", rule, day(4))
    assert corrected(STRANGER, LI).speakers == (STRANGER,)


def test_no_delegation_is_written_in_beside_a_secret_name() -> None:
    hidden = e.IdentityHidden(on=day(2))
    assert given(BOOKED).correct("delegation", None, "第一代表团", "漏录")
    with refused("correct.sealed", "身份保密", field="new"):
        given(BOOKED, hidden).correct("delegation", None, "第一代表团", "漏录")


def test_the_same_signers_in_the_same_order_are_no_correction() -> None:
    with refused("correct.same", "更正前后相同"):
        signed_by(LI, WANG)
    signed_by(WANG, LI)


def test_nobody_signs_twice_and_somebody_signs() -> None:
    with refused("proposal.signer_twice", "重复署名", field="signers"):
        signed_by(LI, LI)
    with refused("proposal.signer_needed", "写明提出建议的代表", field="signers"):
        signed_by()


def test_once_the_deputies_were_answered_the_signers_stay() -> None:
    """Whoever was left out never got the reply."""
    with refused("correct.replied", "退回答复", field="signers"):
        signed_by(LI, past=ANSWERED)
    with refused("correct.replied", "已经答复代表", field="signers"):
        signed_by(LI, past=(*ANSWERED, carried_over(ROADS)))


def test_who_signed_in_secret_is_not_put_right_in_the_open() -> None:
    sealed = e.IdentitySealed(cycle=YEAR, deputies=(STRANGER,), on=day(1))
    with refused("correct.sealed", "身份保密", field="signers"):
        signed_by(LI, past=(registered(), sealed))


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
