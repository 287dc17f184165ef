"""Beside the handling: split, merged, withdrawn, kept secret, keyed in twice, told."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    BOOKED,
    FILE,
    LI,
    NEXT_YEAR,
    POLICY,
    PROPOSAL,
    REPLY_BY,
    ROADS,
    SOLE,
    STRANGER,
    TODAY,
    WANG,
    YEAR,
    at_work,
    day,
    given,
    handed_over,
    in_contact,
    place,
    refused,
    registered,
    reply_said,
)

from aggregates import proposal_events as e
from aggregates.base import folded
from aggregates.conduct import SeriesRule, WithdrawalRule
from aggregates.ids import alias
from aggregates.proposal import Proposal
from aggregates.proposal_intake import Keyed, aliases
from aggregates.stages import stage

NEW = Proposal(id=PROPOSAL)
OTHER, PIECE, PIECE_2 = (UUID(int=n) for n in range(41, 44))
ZHAO = UUID(int=25)
ON = day(3)
CLASSIFIED = registered(classified=True, title=None, asks=())
PAPER = registered(paper=True)
HIDDEN = e.IdentityHidden(on=day(2))
SEALED = (
    registered(signers=aliases(PROPOSAL, 2)),
    e.IdentitySealed(cycle=YEAR, deputies=(LI, WANG), on=day(1)),
)


def main(*past: e.ProposalEvent, **changes: Any) -> Proposal:
    """Another proposal, of 王 and 赵."""
    first = registered(**{"signers": (WANG, ZHAO)} | changes)
    return folded(Proposal(id=OTHER), enumerate((first, *past), 1))


# ---- one matter each


def test_what_holds_several_matters_becomes_several_proposals() -> None:
    event = given(registered()).split((PIECE, PIECE_2), "两件事", ON, TODAY)
    assert event == e.Split(into=(PIECE, PIECE_2), reason="两件事", on=ON)
    assert stage(given(registered(), event)) == "split"


def test_a_split_makes_two_at_least() -> None:
    with refused("split.too_few", "一事一议", field="into"):
        given(registered()).split((PIECE,), "一件事", ON, TODAY)


@pytest.mark.parametrize(
    ("past", "code", "word"),
    [
        (BOOKED, "proposal.already_handed_over", "2026年3月5日交办"),
        ((PAPER,), "proposal.unchecked", "另一人核对"),
        ((CLASSIFIED,), "proposal.classified", "线下"),
        ((registered(), e.Withdrawn(reason="不提了", on=ON)), "proposal.closed", "撤回"),
    ],
)
def test_only_what_waits_for_its_hand_over_is_split_or_merged(
    past: tuple[e.ProposalEvent, ...], code: str, word: str
) -> None:
    with refused(code, word):
        given(past).split((PIECE, PIECE_2), "两件事", day(6), TODAY)
    with refused(code, word):
        given(past).merge(main(), "内容相同", day(6), TODAY)


# ---- the same matter together


def test_who_signed_either_is_answered_and_the_first_of_each_speaks() -> None:
    one, other = given(registered()), main()
    merged, joined = one.merge(other, "内容相同", ON, TODAY), other.join(one, None, ON)
    assert merged == e.Merged(into=OTHER, reason="内容相同", on=ON)
    assert joined == e.Joined(proposal=PROPOSAL, signers=(LI, WANG), on=ON)
    together = other.after(joined)
    assert (together.signers, together.speakers) == ((WANG, ZHAO, LI), (WANG, LI))
    assert stage(given(registered(), merged)) == "merged"


def test_by_the_lead_means_by_the_first_of_each_of_those_merged() -> None:
    joined = e.Joined(proposal=OTHER, signers=(ZHAO, STRANGER), on=ON)
    past = (registered(), joined, *at_work(SOLE)[1:], *in_contact(ROADS))
    one = place(addressees={"who": "lead"}, rating={"raters": "lead"})
    event = given(past).reply(ROADS, reply_said(), one, TODAY)
    assert event.addressees == event.raters == (LI, ZHAO)
    each = given(past).reply(ROADS, reply_said(), POLICY, TODAY)
    assert each.addressees == (LI, WANG, ZHAO, STRANGER)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (given(registered()), "merge.itself"),
        (Proposal(id=OTHER), "merge.main_unknown"),
        (main(cycle=NEXT_YEAR), "merge.other_year"),
        (main(handed_over()), "merge.main_not_open"),
        (main(e.Merged(into=PIECE, reason="相同", on=ON)), "merge.main_not_open"),
        (main(HIDDEN), "merge.protected"),
        (main(paper=True), "proposal.unchecked"),
        (main(classified=True, title=None, asks=()), "proposal.classified"),
    ],
)
def test_another_is_merged_into_one_that_is_open_and_of_its_year(
    other: Proposal, code: str
) -> None:
    with refused(code, field="into"):
        given(registered()).merge(other, "内容相同", day(9), TODAY)


def test_one_that_stands_for_others_or_is_secret_is_not_merged_itself() -> None:
    joined = e.Joined(proposal=PIECE, signers=(STRANGER,), on=ON)
    same_lead = joined.model_copy(update={"signers": (LI,)})
    for taken_in in (joined, same_lead):
        with refused("merge.has_joined", "不能再并入别的建议"):
            given(registered(), taken_in).merge(main(), "内容相同", ON, TODAY)
        with refused("merge.has_joined", "不能再拆分"):
            given(registered(), taken_in).split((PIECE, PIECE_2), "两件事", ON, TODAY)
    for past in (SEALED, (registered(), HIDDEN)):
        with refused("merge.protected", "单独办理"):
            given(past).merge(main(), "内容相同", ON, TODAY)
    with refused("proposal.not_registered"):
        NEW.join(main(), None, ON)


# ---- taken back

BY_ALL, BY_LEAD = WithdrawalRule(consent="all"), WithdrawalRule(consent="lead")
BEFORE = WithdrawalRule(until="handed_over", article="北京条例第十三条")


def asked(deputy: UUID = LI, on: date = ON) -> e.WithdrawalAsked:
    return e.WithdrawalAsked(deputy=deputy, reason="已经解决", on=on)


def test_the_last_of_those_who_must_agree_withdraws_it() -> None:
    first = given(registered())
    event = first.ask_withdrawal(LI, "已经解决", None, BY_ALL, ON, TODAY)
    assert event == asked()
    assert first.after(event).withdraw("已经解决", BY_ALL, ON) is None
    both = given(registered(), event, asked(WANG))
    ended = both.withdraw("已经解决", BY_ALL, ON)
    assert ended == e.Withdrawn(reason="已经解决", on=ON)
    assert stage(both.after(ended)) == "withdrawn"


def test_where_the_lead_decides_the_others_are_not_asked() -> None:
    event = given(registered()).ask_withdrawal(LI, "已经解决", FILE, BY_LEAD, ON, TODAY)
    assert given(registered(), event).withdraw("已经解决", BY_LEAD, ON)
    with refused("withdrawal.lead_asks", "领衔代表", field="deputy"):
        given(registered()).ask_withdrawal(WANG, "已经解决", None, BY_LEAD, ON, TODAY)


def test_of_those_handled_together_all_must_agree() -> None:
    joined = e.Joined(proposal=OTHER, signers=(ZHAO,), on=ON)
    past = (registered(), joined, asked(LI), asked(WANG))
    assert given(past).withdraw("已经解决", BY_ALL, ON) is None
    assert given(past).withdraw("已经解决", BY_LEAD, ON) is None
    assert given(past, asked(ZHAO)).withdraw("已经解决", BY_LEAD, ON)


@pytest.mark.parametrize(
    ("past", "deputy", "rule", "code", "word"),
    [
        (BOOKED, LI, BEFORE, "withdrawal.too_late", "北京条例第十三条"),
        ((registered(), asked()), LI, BY_ALL, "withdrawal.already_asked", "没有记录"),
        ((registered(),), STRANGER, BY_ALL, "proposal.not_a_signer", "署名"),
        ((registered(), e.Withdrawn(reason="x", on=ON)), LI, BY_ALL, "proposal.closed", "撤回"),
        (SEALED, LI, BY_ALL, "proposal.not_a_signer", "署名"),
    ],
)
def test_a_withdrawal_out_of_time_or_out_of_place_is_refused(
    past: Any, deputy: UUID, rule: WithdrawalRule, code: str, word: str
) -> None:
    with refused(code, word):
        given(*past).ask_withdrawal(deputy, "已经解决", None, rule, day(6), TODAY)


def test_elsewhere_it_may_be_withdrawn_while_it_is_handled() -> None:
    assert given(ANSWERED).ask_withdrawal(LI, "已经解决", None, BY_ALL, day(61), TODAY)


def test_a_withdrawal_entered_late_ends_nothing_before_its_last_step() -> None:
    ended = given(ANSWERED, asked(), asked(WANG)).withdraw("已经解决", BY_ALL, ON)
    assert ended
    assert ended.on == day(60)


def test_nothing_more_is_done_with_what_was_withdrawn() -> None:
    over = given(at_work(SOLE), e.Withdrawn(reason="已经解决", on=day(20)))
    with refused("proposal.closed", "2026年3月20日撤回", "办理终止"):
        over.contact(ROADS, e.ContactSaid(**_said()), TODAY)
    with refused("proposal.closed"):
        over.withdraw("再撤", BY_ALL, day(21))


def _said() -> dict[str, Any]:
    present = (e.Present(rank="head"),)
    return {
        "phase": "before",
        "mode": "visit",
        "deputies": (LI,),
        "summary": "谈",
        "on": day(21),
    } | {"present": present}


# ---- who signed it


def test_a_sealed_one_knows_its_signers_by_aliases_and_who_they_are() -> None:
    entered = NEW.after(SEALED[0])
    assert entered.seal_identity((LI, WANG), day(1)) == SEALED[1]
    one = given(SEALED)
    assert one.signers == (alias(PROPOSAL, 1), alias(PROPOSAL, 2))
    assert (one.identity, one.identities) == ("sealed", (LI, WANG))
    assert not one.concerns_deputy(LI)


def test_it_is_sealed_at_its_entry_or_not_at_all() -> None:
    with refused("identity.not_at_entry", "登记时"):
        given(registered()).seal_identity((LI, WANG), day(1))
    with refused("identity.not_at_entry"):
        given(SEALED[0], handed_over()).seal_identity((LI, WANG), day(6))


def test_later_it_is_hidden_once_by_one_who_signed_or_by_the_congress() -> None:
    for who in (LI, None):
        event = given(registered()).hide_identity(who, "怕报复", ON, TODAY)
        assert event == e.IdentityHidden(reason="怕报复", on=ON)
    with refused("proposal.not_a_signer"):
        given(registered()).hide_identity(STRANGER, None, ON, TODAY)
    for past in ((registered(), HIDDEN), SEALED):
        with refused("identity.already", "已经保密"):
            given(past).hide_identity(None, None, ON, TODAY)


# ---- keyed in twice

KEYED = Keyed(number="072", title="关于加宽老桥的建议", signers=(LI, WANG), asks=("加宽", "增灯"))


def test_a_paper_is_not_handed_over_until_another_has_keyed_in_the_same() -> None:
    with refused("proposal.unchecked", "另一人核对"):
        given(PAPER).hand_over("government", REPLY_BY, day(5), TODAY)
    checked = given(PAPER).check_entry(KEYED, KEYED, ON, same_person=False)
    assert checked == e.EntryChecked(on=ON)
    assert given(PAPER, checked).hand_over("government", REPLY_BY, day(5), TODAY)


def test_whoever_keyed_it_in_does_not_check_it() -> None:
    with refused("entry.same_person", "另一人"):
        given(PAPER).check_entry(KEYED, KEYED, ON, same_person=True)


def test_only_a_paper_is_checked_and_once() -> None:
    for past in ((registered(),), (PAPER, e.EntryChecked(on=ON))):
        with refused("entry.nothing_to_check"):
            given(past).check_entry(KEYED, KEYED, ON, same_person=False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "73"}, ("编号",)),
        ({"title": "关于加宽新桥的建议"}, ("标题",)),
        ({"signers": (WANG, LI)}, ("署名代表",)),
        ({"asks": ("加宽",)}, ("登记2项",)),
        ({"asks": ("加宽", "修路"), "title": None}, ("标题", "第2项诉求")),
    ],
)
def test_what_two_people_read_differently_is_named(
    changes: dict[str, Any], words: tuple[str, ...]
) -> None:
    with refused("entry.differs", *words, "没有记录"):
        again = KEYED.model_copy(update=changes)
        given(PAPER).check_entry(KEYED, again, ON, same_person=False)


def test_a_number_is_the_same_however_it_is_written() -> None:
    again = KEYED.model_copy(update={"number": "７２"})
    assert given(PAPER).check_entry(KEYED, again, ON, same_person=False)


# ---- ways in, and their numbers


def test_only_a_converted_motion_names_its_motion() -> None:
    converted = registered(channel="motion_converted", motion="议案3")
    assert NEW.register(converted, TODAY) == converted
    assert given(converted).in_session
    with refused("motion.not_converted", "议案转建议", field="motion"):
        NEW.register(registered(motion="议案3"), TODAY)


def test_what_came_in_on_another_way_is_out_of_session() -> None:
    for channel in ("out_of_session", "committee_contact", "on_site", "higher_level_deputy"):
        assert not given(registered(channel=channel)).in_session


def test_a_number_begins_as_its_series_does() -> None:
    series = (SeriesRule(channel="out_of_session", prefix="闭", article="本区办法第九条"),)
    for printed in ("闭08", " 闭 8"):
        number = e.Number(printed=printed, year=2026)
        assert NEW.register(registered(channel="out_of_session", number=number), TODAY, series)
    assert NEW.register(registered(), TODAY, series)
    assert NEW.register(registered(channel="out_of_session", number=None), TODAY, series)
    with refused("number.wrong_series", "“闭”开头", "本区办法第九条", field="number"):
        NEW.register(registered(channel="out_of_session"), TODAY, series)


# ---- told

TOLD: tuple[Any, ...] = ((LI, LI, WANG), "phone", None, day(6), TODAY)


def test_the_deputies_are_told_of_what_has_happened() -> None:
    event = given(BOOKED).tell_deputies("handed_over", *TOLD)
    assert event == e.DeputiesTold(
        matter="handed_over", deputies=(LI, WANG), means="phone", on=day(6)
    )
    assert given(BOOKED, event).told == {LI, WANG}
    other = event.model_copy(update={"matter": "reassigned"})
    assert given(BOOKED, other).told == frozenset()


def test_those_of_a_merged_one_are_told_in_either() -> None:
    merged = e.Merged(into=OTHER, reason="相同", on=ON)
    joined = e.Joined(proposal=OTHER, signers=(ZHAO,), on=ON)
    assert given(registered(), merged).tell_deputies("merged", *TOLD)
    assert given(registered(), joined).tell_deputies("merged", *TOLD)


@pytest.mark.parametrize(
    ("past", "matter", "code"),
    [
        ((registered(),), "handed_over", "tell.not_yet"),
        ((registered(),), "merged", "tell.not_yet"),
        (BOOKED, "split", "tell.not_yet"),
        ((registered(), e.Withdrawn(reason="x", on=ON)), "decided", "proposal.closed"),
    ],
)
def test_nobody_is_told_of_what_has_not_happened(past: Any, matter: e.Matter, code: str) -> None:
    with refused(code):
        given(past).tell_deputies(matter, *TOLD)


def test_only_those_who_signed_are_told() -> None:
    for deputies in ((), (LI, STRANGER)):
        with refused("tell.not_signers", field="deputies"):
            given(BOOKED).tell_deputies("handed_over", deputies, "phone", None, day(6), TODAY)
