"""Contact with the deputies before, during and after (三沟通)."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date
from typing import Any

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CO,
    FIRST,
    JOINT,
    LEAD,
    LI,
    OTHER_JOINT,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    STRANGER,
    TODAY,
    WANG,
    WATER,
    assigned,
    at_work,
    attempt_said,
    attempted,
    contact_said,
    contacted,
    day,
    given,
    handed_over,
    in_contact,
    opinion,
    received,
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

WORKING = at_work(SOLE)
BEFORE = contacted(ROADS, "before", day(12))


def test_a_contact_is_recorded_as_the_unit_tells_it() -> None:
    said = contact_said("before", day(12), place="桥头", deputies=(LI, WANG))
    event = given(WORKING).contact(ROADS, said, TODAY)
    assert event == e.Contacted(unit=ROADS, round=1, **dict(said))


def test_others_may_be_there_if_one_who_signed_is() -> None:
    given(WORKING).contact(ROADS, contact_said("before", day(12), deputies=(LI, STRANGER)), TODAY)


@pytest.mark.parametrize("deputies", [(), (STRANGER,)])
def test_a_contact_without_anyone_who_signed_is_none(deputies: tuple[Any, ...]) -> None:
    with refused("contact.no_signer", "署名的代表", field="deputies"):
        given(WORKING).contact(ROADS, contact_said("before", day(12), deputies=deputies), TODAY)


def test_where_only_the_number_of_signers_is_known_the_unit_says_whom_it_met() -> None:
    listed = (registered(signers=(), signers_stated=3), handed_over(), assigned(SOLE))
    said = contact_said("before", day(12), deputies=(STRANGER,))
    given(listed, received(ROADS)).contact(ROADS, said, TODAY)
    with refused("contact.no_signer", "署名的代表"):
        nobody = contact_said("before", day(12), deputies=())
        given(listed, received(ROADS)).contact(ROADS, nobody, TODAY)


def test_it_is_said_of_what_rank_the_unit_came() -> None:
    with refused("contact.nobody_present", "职级", field="present"):
        given(WORKING).contact(ROADS, contact_said("before", day(12), present=()), TODAY)


def test_a_unit_signs_before_it_records_a_contact() -> None:
    with refused("proposal.not_received", "签收"):
        given(BOOKED, assigned(SOLE)).contact(ROADS, contact_said("before", day(12)), TODAY)


def test_a_contact_before_the_signature_counts_from_the_assignment() -> None:
    given(WORKING).contact(ROADS, contact_said("before", day(8)), TODAY)


@pytest.mark.parametrize(
    ("past", "phase", "on", "code", "word"),
    [
        ((), "before", day(7), "date.too_early", "分办"),
        ((), "before", day(301), "date.future", "今天"),
        ((), "during", day(12), "contact.before_first", "办前沟通"),
        ((BEFORE,), "during", day(11), "date.too_early", "办前沟通"),
        ((), "after", day(12), "contact.after_what", "尚未答复"),
        ((*in_contact(ROADS), replied(ROADS)), "after", day(59), "date.too_early", "答复"),
        ((*in_contact(ROADS), replied(ROADS)), "before", day(70), "proposal.already_replied", ""),
        ((*in_contact(ROADS), replied(ROADS)), "during", day(70), "proposal.already_replied", ""),
    ],
)
def test_the_phases_follow_one_another(
    past: tuple[e.ProposalEvent, ...], phase: e.Phase, on: date, code: str, word: str
) -> None:
    with refused(code, word):
        given(WORKING, past).contact(ROADS, contact_said(phase, on), TODAY)
    if not code.startswith("date"):
        with refused(code, word):
            given(WORKING, past).attempt_contact(ROADS, attempt_said(on, phase), TODAY)


@pytest.mark.parametrize("way", [BEFORE, attempted(ROADS, day(10)), waived()])
def test_contact_during_follows_contact_before_an_attempt_or_a_waiver(
    way: e.ProposalEvent,
) -> None:
    given(WORKING, way).contact(ROADS, contact_said("during", day(20)), TODAY)


def test_the_day_of_the_reply_is_early_enough_for_contact_after() -> None:
    given(ANSWERED).contact(ROADS, contact_said("after", day(60)), TODAY)


def test_a_co_unit_may_join_before_and_after_the_leads_reply() -> None:
    past = (*at_work(LEAD, CO), BEFORE)
    given(past).contact(WATER, contact_said("during", day(20)), TODAY)
    answered = given(past, *in_contact(ROADS), opinion(WATER), replied(ROADS))
    answered.contact(WATER, contact_said("after", day(61)), TODAY)
    with refused("proposal.already_replied", "4月29日"):
        answered.contact(WATER, contact_said("during", day(61)), TODAY)


# ---- attempts and waivers


def test_an_attempt_is_recorded() -> None:
    event = given(WORKING).attempt_contact(ROADS, attempt_said(day(10)), TODAY)
    assert event == attempted(ROADS, day(10))


def test_an_attempt_is_made_by_a_unit_that_signed_to_reach_one_who_signed() -> None:
    with refused("contact.no_signer", "署名的代表", field="deputy"):
        given(WORKING).attempt_contact(ROADS, attempt_said(day(10), deputy=STRANGER), TODAY)
    with refused("proposal.not_received", "签收"):
        given(BOOKED, assigned(SOLE)).attempt_contact(ROADS, attempt_said(day(10)), TODAY)


def test_a_deputy_who_signed_does_without_contact() -> None:
    assert given(WORKING).waive_contact(LI, day(10), TODAY) == waived()


@pytest.mark.parametrize(
    ("past", "code", "word"),
    [
        ((*WORKING, waived()), "contact.already_waived", "3月10日"),
        (BOOKED, "contact.nothing_to_waive", "没有单位待答复"),
        (ANSWERED, "contact.nothing_to_waive", "没有单位待答复"),
    ],
)
def test_there_is_nothing_to_waive_twice_or_when_no_reply_is_owed(
    past: tuple[e.ProposalEvent, ...], code: str, word: str
) -> None:
    with refused(code, word):
        given(past).waive_contact(LI, day(70), TODAY)


def test_nobody_else_waives_and_nobody_before_the_assignment() -> None:
    with refused("proposal.not_a_signer", "署名的代表", field="deputy"):
        given(WORKING).waive_contact(STRANGER, day(10), TODAY)
    with refused("date.too_early", "分办"):
        given(WORKING).waive_contact(LI, day(7), TODAY)


# ---- what a reply needs of them


def reply(proposal: Proposal, on: date = day(60), **changes: Any) -> e.Replied:
    return proposal.reply(ROADS, reply_said(on=on, **changes), POLICY, TODAY)


def test_no_reply_before_contact_before_and_during() -> None:
    with refused("reply.contact_missing", "缺少办前、办中沟通"):
        reply(given(WORKING))
    with refused("reply.contact_missing", "缺少办中沟通"):
        reply(given(WORKING, BEFORE))
    assert reply(given(WORKING, in_contact(ROADS))) == replied(ROADS)


def test_two_attempts_on_different_days_stand_for_contact() -> None:
    same_day = (attempted(ROADS, day(10)), attempted(ROADS, day(10)))
    with refused("reply.contact_missing", "在不同日期2次联系未果"):
        reply(given(WORKING, same_day))
    reply(given(WORKING, same_day, attempted(ROADS, day(11))))


def test_two_attempts_entered_late_on_one_day_are_one_attempt() -> None:
    late = [
        given(WORKING).attempt_contact(ROADS, attempt_said(on), TODAY, day(40))
        for on in (day(10), day(22))
    ]
    assert [one.counts_on for one in late] == [day(40), day(40)]
    with refused("reply.contact_missing", "在不同日期2次联系未果"):
        reply(given(WORKING, tuple(late)))


def test_an_attempt_after_the_reply_counts_for_no_later_one() -> None:
    past = (*WORKING, attempted(ROADS, day(10)), attempted(ROADS, day(11), "after"))
    with refused("reply.contact_missing", "联系未果"):
        reply(given(past))


def test_a_waiver_stands_for_contact() -> None:
    reply(given(WORKING, waived()))


@pytest.mark.parametrize(
    "past",
    [
        in_contact(ROADS),
        (attempted(ROADS, day(10)), attempted(ROADS, day(22))),
        (waived(day(22)),),
    ],
)
def test_the_reply_is_not_dated_before_the_contact_it_rests_on(
    past: tuple[e.ProposalEvent, ...],
) -> None:
    with refused("date.too_early", "沟通", field="on"):
        reply(given(WORKING, past), day(21))
    reply(given(WORKING, past), day(22))


def test_a_place_that_counts_contact_after_does_not_ask_for_it_before_the_reply() -> None:
    three = POLICY.contact.model_copy(update={"phases": ("before", "during", "after")})
    policy = POLICY.model_copy(update={"contact": three})
    given(WORKING, in_contact(ROADS)).reply(ROADS, reply_said(), policy, TODAY)


def test_a_place_that_asks_for_no_contact_gets_its_reply() -> None:
    none = POLICY.contact.model_copy(update={"phases": ()})
    policy = POLICY.model_copy(update={"contact": none})
    given(WORKING).reply(ROADS, reply_said(), policy, TODAY)


def test_what_one_joint_lead_did_counts_for_both() -> None:
    past = (*at_work(JOINT, OTHER_JOINT), contacted(WATER, "before", day(12)))
    given(past).contact(ROADS, contact_said("during", day(20)), TODAY)
    reply(given(past, contacted(ROADS, "during", day(20)), opinion(WATER)))


def test_what_one_separate_unit_did_does_not_count_for_the_other() -> None:
    past = (*at_work(FIRST, SECOND), *in_contact(WATER))
    with refused("contact.before_first", "办前沟通"):
        given(past).contact(ROADS, contact_said("during", day(20)), TODAY)
    with refused("reply.contact_missing", "办前、办中"):
        reply(given(past))


def test_a_co_units_visit_is_not_the_leads() -> None:
    past = (*at_work(LEAD, CO), *in_contact(WATER), opinion(WATER))
    with refused("reply.contact_missing", "办前、办中"):
        reply(given(past))


def test_a_new_round_is_a_new_contact_and_a_new_waiver() -> None:
    second = given(ANSWERED, waived(), revealed(), rehandling_ordered(ROADS))
    with refused("reply.contact_missing", "办前、办中"):
        reply(second, day(100))
    with refused("date.too_early", "分办"):
        second.waive_contact(LI, day(89), TODAY)
    assert second.waive_contact(LI, day(91), TODAY).round == 2
