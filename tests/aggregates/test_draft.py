"""A draft: consent is to a text, only the lead disposes of it, and what is handed in stays so."""

from typing import Any
from uuid import UUID

import pytest
from given import FILE, LI, STRANGER, WANG, YEAR, day, due, refused
from pydantic import ValidationError

from aggregates import draft_events as d
from aggregates.base import folded
from aggregates.conduct import AdmissionRule, Ground
from aggregates.draft import Draft
from aggregates.proposal import Proposal
from aggregates.proposal_events import NumberedAsk

ID, PROPOSAL, ZHAO = (UUID(int=n) for n in (91, 92, 93))
SAID = d.DraftSaid(title="关于加宽老桥的建议", asks=("加宽桥面", "增设路灯"), wish="交通局")
MENDED = SAID.model_copy(update={"text": "桥面宽度不足六米"})
RULE = AdmissionRule(
    grounds=(
        Ground(code="personal", name="涉及解决代表本人及其亲属个人问题的", article="某条第一项"),
        Ground(code="empty", name="没有实际内容的", article="某条第四项"),
    ),
    disposals=("returned", "letter"),
    article="某条",
)


def begun(**changes: Any) -> d.DraftBegun:
    usual: dict[str, Any] = {"cycle": YEAR, "lead": LI, "delegation": "第一代表团", "said": SAID}
    return d.DraftBegun(**usual | {"on": day(1)} | changes)


BEGUN = begun()
INVITED = d.CosignersInvited(deputies=(WANG, ZHAO), sign_by=day(10), on=day(2))
OF_DELEGATION = begun(author="delegation")


def cosigned(deputy: Any, revision: int = 1, n: int = 3) -> d.Cosigned:
    return d.Cosigned(deputy=deputy, revision=revision, on=day(n))


def revised(revision: int = 2, said: d.DraftSaid = MENDED, n: int = 5) -> d.DraftRevised:
    return d.DraftRevised(revision=revision, said=said, on=day(n))


def submitted(*signers: Any, revision: int = 1, n: int = 8) -> d.DraftSubmitted:
    return d.DraftSubmitted(revision=revision, signers=signers or (LI,), on=day(n))


RETURNED = d.DraftReturned(note="请写明地点", repair_by=due(day(20)), on=day(9))
REFUSED = d.DraftRefused(grounds=RULE.grounds[1:], disposal="letter", note="没有内容", on=day(9))
ADMITTED = d.DraftAdmitted(proposal=PROPOSAL, on=day(9))
DROPPED = d.DraftDropped(on=day(9))


def given(*past: d.DraftEvent) -> Draft:
    return folded(Draft(id=ID), enumerate(past, 1))


# ---- who writes it


def begin(draft: Draft, **changes: Any) -> d.DraftBegun:
    usual: dict[str, Any] = {"author": "deputy", "said": SAID, "sign_by": None}
    return draft.begin(YEAR, LI, delegation="第一代表团", today=day(1), **usual | changes)


def test_a_deputy_begins_a_draft_that_may_be_incomplete() -> None:
    assert begin(given()) == BEGUN
    assert begin(given(), said=d.DraftSaid()).said.title is None
    with refused("draft.already_begun", "已经起草"):
        begin(given(BEGUN))
    with refused("draft.sign_by_past", "2026年2月28日", field="sign_by"):
        begin(given(), sign_by=day(0))


def test_a_delegations_draft_is_for_the_session_only() -> None:
    assert begin(given(), author="delegation").author == "delegation"
    outside = SAID.model_copy(update={"channel": "out_of_session"})
    with refused("draft.delegation_in_session", "重庆条例第八条第三款", field="channel"):
        begin(given(), author="delegation", said=outside)
    with refused("draft.delegation_in_session", "会议期间"):
        given(OF_DELEGATION).revise(LI, outside, day(2))


def test_only_the_lead_disposes_of_it() -> None:
    draft = given(BEGUN, INVITED, cosigned(WANG))
    for act in (
        lambda who: draft.revise(who, MENDED, day(5)),
        lambda who: draft.invite(who, (STRANGER,), None, day(5)),
        lambda who: draft.submit(who, (), (), day(5)),
        lambda who: draft.drop(who, day(5)),
    ):
        for other in (WANG, STRANGER):
            with refused("draft.not_lead", "领衔代表", field="deputy"):
                act(other)
        act(LI)


def test_a_revision_makes_earlier_consents_lapse() -> None:
    draft = given(BEGUN, INVITED, cosigned(WANG))
    assert draft.revise(LI, MENDED, day(5)) == revised()
    with refused("draft.same", "前后相同"):
        draft.revise(LI, SAID, day(5))
    later = given(BEGUN, INVITED, cosigned(WANG), revised())
    assert later.submit(LI, (), (WANG,), day(8)).signers == (LI,)
    with refused("draft.not_consented", "第2稿", field="signers"):
        later.submit(LI, (WANG,), (WANG,), day(8))
    again = given(BEGUN, INVITED, cosigned(WANG), revised(), cosigned(WANG, 2, 6))
    assert again.submit(LI, (WANG,), (WANG,), day(8)).signers == (LI, WANG)


# ---- who signs it


def test_deputies_are_invited_until_a_day() -> None:
    draft = given(BEGUN)
    assert draft.invite(LI, (WANG, ZHAO), day(10), day(2)) == INVITED
    with refused("draft.sign_by_needed", "截止日期", field="sign_by"):
        draft.invite(LI, (WANG,), None, day(2))
    with refused("draft.sign_by_past", "已经过去"):
        draft.invite(LI, (WANG,), day(1), day(2))
    with refused("draft.lead_signs", "自己"):
        draft.invite(LI, (LI,), day(10), day(2))
    with refused("draft.delegation_signs_alone", "团长签字"):
        given(OF_DELEGATION).invite(LI, (WANG,), day(10), day(2))


def test_those_invited_may_be_given_another_day_and_are_not_asked_twice() -> None:
    draft = given(BEGUN, INVITED)
    assert draft.invite(LI, (WANG, STRANGER), None, day(3)).deputies == (STRANGER,)
    longer = draft.invite(LI, (), day(15), day(3))
    assert (longer.deputies, longer.sign_by) == ((), day(15))
    assert given(BEGUN, INVITED, cosigned(WANG), longer).consented == (WANG,)
    with refused("draft.nobody_new", "都已邀请"):
        draft.invite(LI, (WANG,), day(10), day(3))


def test_only_an_invited_deputy_consents_once_and_in_time() -> None:
    draft = given(BEGUN, INVITED)
    assert draft.cosign(WANG, 1, day(3)) == cosigned(WANG)
    assert draft.cosign(WANG, 1, day(10)).on == day(10)
    for other in (LI, STRANGER):
        with refused("draft.not_invited", "没有邀请", field="deputy"):
            draft.cosign(other, 1, day(3))
    with refused("draft.cosigning_over", "2026年3月10日"):
        draft.cosign(WANG, 1, day(11))
    with refused("draft.already_consented", "已经确认"):
        given(BEGUN, INVITED, cosigned(WANG)).cosign(WANG, 1, day(4))


def test_consent_is_to_the_text_that_was_read() -> None:
    with refused("draft.other_text", "第1稿", "第2稿", field="revision"):
        given(BEGUN, INVITED, revised()).cosign(WANG, 1, day(6))


def test_consent_may_be_withdrawn_until_the_submission_and_given_again() -> None:
    withdrawn = d.CosigningWithdrawn(deputy=WANG, on=day(4))
    draft = given(BEGUN, INVITED, cosigned(WANG))
    assert draft.withdraw(WANG, day(4)) == withdrawn
    without = given(BEGUN, INVITED, cosigned(WANG), withdrawn)
    assert without.submit(LI, (), (WANG,), day(8)).signers == (LI,)
    assert without.cosign(WANG, 1, day(5)) == cosigned(WANG, n=5)
    assert given(BEGUN, INVITED).withdraw(ZHAO, day(4)).deputy == ZHAO
    with refused("draft.already_declined", "不联名"):
        without.withdraw(WANG, day(5))
    with refused("draft.not_invited", "没有邀请"):
        draft.withdraw(STRANGER, day(4))
    with refused("draft.stage", "已提交"):
        given(BEGUN, INVITED, cosigned(WANG), submitted(LI, WANG)).withdraw(WANG, day(8))


# ---- handing it in


def test_the_submission_freezes_the_lead_and_those_who_consented_to_this_text() -> None:
    draft = given(BEGUN, INVITED, cosigned(ZHAO), cosigned(WANG))
    assert draft.submit(LI, (WANG,), (WANG, ZHAO), day(8)) == submitted(LI, ZHAO, WANG)
    with refused("draft.not_consented", "没有确认联名", field="signers"):
        given(BEGUN, INVITED, cosigned(WANG)).submit(LI, (WANG, ZHAO), (WANG, ZHAO), day(8))


def test_who_is_out_of_office_by_then_does_not_sign() -> None:
    draft = given(BEGUN, INVITED, cosigned(ZHAO), cosigned(WANG))
    assert draft.submit(LI, (), (WANG,), day(8)).signers == (LI, WANG)


def test_later_changes_do_not_reach_what_was_submitted() -> None:
    draft = given(BEGUN, INVITED, cosigned(WANG))
    frozen = draft.submit(LI, (), (WANG,), day(8))
    later: list[d.DraftEvent] = [
        frozen,
        RETURNED,
        revised(),
        d.CosigningWithdrawn(deputy=WANG, on=day(10)),
        d.CosignersInvited(deputies=(STRANGER,), sign_by=day(15), on=day(10)),
        cosigned(STRANGER, 2, 11),
    ]
    after = given(BEGUN, INVITED, cosigned(WANG), *later)
    assert frozen.signers == after.signers == (LI, WANG)
    assert draft.consented == (WANG,)
    with pytest.raises(ValidationError, match="frozen"):
        frozen.signers = (LI, STRANGER)
    again = after.submit(LI, (), (STRANGER,), day(12))
    assert again.signers == (LI, STRANGER)
    assert frozen.signers == (LI, WANG)


def test_it_is_complete_when_it_is_submitted() -> None:
    with refused("proposal.empty", "诉求"):
        given(begun(said=d.DraftSaid(title="关于老桥"))).submit(LI, (), (), day(8))


def test_a_delegation_says_that_it_has_discussed_it() -> None:
    draft = given(OF_DELEGATION)
    with refused("draft.not_discussed", "充分讨论", field="discussed"):
        draft.submit(LI, (), (), day(8))
    assert draft.submit(LI, (), (), day(8), discussed=True).discussed
    assert not given(BEGUN).submit(LI, (), (), day(8), discussed=True).discussed


def test_what_is_for_the_session_comes_before_its_close() -> None:
    draft = given(BEGUN)
    assert draft.submit(LI, (), (), day(8), day(8)).on == day(8)
    with refused("draft.session_over", "闭会", field="channel"):
        draft.submit(LI, (), (), day(9), day(8))
    outside = begun(said=SAID.model_copy(update={"channel": "out_of_session"}))
    assert given(outside).submit(LI, (), (), day(9), day(8)).on == day(9)


# ---- whether it is taken

IN = (BEGUN, INVITED, cosigned(WANG), submitted(LI, WANG))


def test_it_is_sent_back_with_a_day_and_comes_again_mended() -> None:
    assert given(*IN).send_back((), "请写明地点", RULE, due(day(20)), day(9)) == RETURNED
    coded = given(*IN).send_back(("empty", "empty"), "请写明地点", RULE, None, day(9))
    assert (coded.grounds, coded.repair_by) == (RULE.grounds[1:], None)
    with refused("draft.not_revised", "修改以后"):
        given(*IN, RETURNED).submit(LI, (), (WANG,), day(12))
    mended = given(*IN, RETURNED, revised(n=12))
    assert not mended.submit(LI, (), (), day(20)).late


def test_one_that_comes_after_its_date_is_taken_in_and_shown_as_late() -> None:
    assert given(*IN, RETURNED, revised(n=12)).submit(LI, (), (), day(21)).late


def test_it_is_refused_on_the_grounds_of_the_place_alone() -> None:
    draft = given(*IN)
    assert draft.refuse(("empty",), "letter", "没有内容", RULE, day(9)) == REFUSED
    with refused("draft.ground_unknown", "bored", "personal（涉及", "empty", field="grounds"):
        draft.refuse(("empty", "bored"), "letter", "没有内容", RULE, day(9))
    with refused("draft.ground_unknown", "列明的有：没有"):
        draft.send_back(("empty",), "没有内容", AdmissionRule(), None, day(9))
    with refused("draft.ground_needed", "某条", field="grounds"):
        draft.refuse((), "letter", "没有内容", RULE, day(9))
    with refused("draft.disposal_unknown", "退回代表、作代表来信处理", field="disposal"):
        draft.refuse(("empty",), "referred", "没有内容", RULE, day(9))


def test_it_is_admitted_with_the_signers_it_was_submitted_with() -> None:
    draft = given(*IN)
    assert draft.admit(PROPOSAL, day(9)) == ADMITTED
    entry = draft.entry(draft.signers, day(9), note="会议期间收到")
    registered = Proposal(id=PROPOSAL).register(entry, day(9))
    assert (registered.signers, registered.draft) == ((LI, WANG), ID)
    assert registered.asks == (
        NumberedAsk(n=1, text="加宽桥面"),
        NumberedAsk(n=2, text="增设路灯"),
    )
    assert (registered.title, registered.wish, registered.on) == (SAID.title, "交通局", day(9))
    assert (registered.note, registered.delegation) == ("会议期间收到", None)
    assert given(OF_DELEGATION).entry((LI,), day(9)).delegation == "第一代表团"


def test_its_files_and_the_number_of_its_motion_come_along() -> None:
    said = SAID.model_copy(
        update={"files": (FILE,), "channel": "motion_converted", "motion": "第12号"}
    )
    entry = given(begun(said=said)).entry((LI,), day(9))
    assert (entry.files, entry.channel, entry.motion) == ((FILE,), "motion_converted", "第12号")


@pytest.mark.parametrize("end", [REFUSED, ADMITTED, DROPPED])
def test_after_its_end_nothing_more_is_done_with_it(end: d.DraftEvent) -> None:
    draft = given(*IN, end)
    for act in (
        lambda: draft.revise(LI, MENDED, day(10)),
        lambda: draft.invite(LI, (STRANGER,), day(15), day(10)),
        lambda: draft.cosign(WANG, 1, day(10)),
        lambda: draft.submit(LI, (), (WANG,), day(10)),
        lambda: draft.send_back((), "请修改", RULE, None, day(10)),
        lambda: draft.refuse(("empty",), "letter", "没有内容", RULE, day(10)),
        lambda: draft.admit(PROPOSAL, day(10)),
        lambda: draft.drop(LI, day(10)),
    ):
        with refused("draft.stage", "不能这样办理"):
            act()


def test_what_was_not_submitted_is_not_judged() -> None:
    for draft in (given(BEGUN), given(*IN, RETURNED)):
        with refused("draft.stage", "不能这样办理"):
            draft.admit(PROPOSAL, day(10))


def test_the_lead_gives_it_up_until_it_is_in_the_books() -> None:
    for past in ((BEGUN,), IN, (*IN, RETURNED)):
        assert given(*past).drop(LI, day(9)) == DROPPED


def test_what_was_handed_in_is_not_written_on_nor_signed_any_more() -> None:
    draft = given(*IN)
    for act in (
        lambda: draft.revise(LI, MENDED, day(9)),
        lambda: draft.invite(LI, (STRANGER,), day(15), day(9)),
        lambda: draft.cosign(ZHAO, 1, day(9)),
        lambda: draft.withdraw(WANG, day(9)),
        lambda: draft.submit(LI, (), (WANG,), day(9)),
    ):
        with refused("draft.stage", "已提交"):
            act()


@pytest.mark.parametrize(
    ("past", "seen_by"),
    [
        ((BEGUN,), {LI}),
        ((BEGUN, INVITED), {LI, WANG, ZHAO}),
        (IN, {LI, WANG, None}),
        ((*IN, RETURNED), {LI, WANG, ZHAO, None}),
        ((*IN, REFUSED), {LI, WANG, None}),
        ((*IN, ADMITTED), {LI, WANG, None}),
        ((BEGUN, INVITED, DROPPED), {LI, WANG, ZHAO}),
    ],
)
def test_those_invited_see_what_is_written_and_its_signers_what_was_handed_in(
    past: tuple[d.DraftEvent, ...], seen_by: set[UUID | None]
) -> None:
    draft = given(*past)
    assert {one for one in (LI, WANG, ZHAO, STRANGER, None) if draft.shown_to(one)} == seen_by
