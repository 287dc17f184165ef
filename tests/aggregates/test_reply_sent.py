"""The reply before its signature, on its way, and after: reviewed, sent, read, sent back, classed."""
# ruff: noqa: B008 (a day as a default is a value that never changes)

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from given import (
    ANSWERED,
    CHIEF,
    CO,
    FILE,
    FIRST,
    JOINT,
    LEAD,
    LI,
    OTHER_JOINT,
    PARKS,
    POLICY,
    ROADS,
    SECOND,
    SOLE,
    STRANGER,
    TODAY,
    WANG,
    WATER,
    again_said,
    answers,
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
    refused,
    registered,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    step,
    waived,
)

from aggregates import proposal_events as e
from aggregates.policy import Policy
from aggregates.schemes import Outcome

WORKING = (*at_work(SOLE), *in_contact(ROADS))
JOINTLY = (*at_work(JOINT, OTHER_JOINT), *in_contact(ROADS), opinion(WATER))
NO_NAMES = (registered(signers=(), signers_stated=3), *WORKING[1:])


def reply(
    *past: e.ProposalEvent, policy: Policy = POLICY, unit: UUID = ROADS, **said: Any
) -> e.Replied:
    return given(past).reply(unit, reply_said(**said), policy, TODAY)


# ---- reviewed inside the unit


def reviewed(on: date, passed: bool = True, collective: bool = False) -> e.ReplyReviewed:
    return given(WORKING).review_reply(ROADS, passed, collective, "已核", FILE, on, TODAY)


def test_a_review_keeps_the_draft_that_was_read() -> None:
    assert reviewed(day(50)) == e.ReplyReviewed(
        unit=ROADS, round=1, passed=True, note="已核", draft=FILE, on=day(50)
    )


@pytest.mark.parametrize(
    ("by", "review", "code"),
    [
        ("none", None, None),
        ("none", reviewed(day(50), passed=False), None),
        ("unit", None, "reply.not_reviewed"),
        ("unit", reviewed(day(50), passed=False), "reply.not_reviewed"),
        ("unit", reviewed(day(50)), None),
        ("unit", reviewed(day(50), collective=True), None),
        ("collective", None, "reply.not_reviewed"),
        ("collective", reviewed(day(50)), "reply.not_studied"),
        ("collective", reviewed(day(50), collective=True), None),
    ],
)
def test_what_goes_before_a_signature_is_the_rule_of_the_place(
    by: str, review: e.ReplyReviewed | None, code: str | None
) -> None:
    policy = place(review={"by": by, "article": "某条例第二十一条"})
    past = (*WORKING, review) if review else WORKING
    if code is None:
        reply(*past, policy=policy)
        return
    with refused(code, "某条例第二十一条"):
        reply(*past, policy=policy)


def test_the_last_review_counts_and_the_reply_follows_it() -> None:
    policy = place(review={"by": "unit"})
    failed_since = (*WORKING, reviewed(day(50)), reviewed(day(55), passed=False))
    with refused("reply.not_reviewed", "审核"):
        reply(*failed_since, policy=policy)
    with refused("date.too_early", "审核", field="on"):
        reply(*WORKING, reviewed(day(55)), policy=policy, on=day(54))


def test_a_mended_reply_and_a_new_round_are_reviewed_anew() -> None:
    policy = place(review={"by": "unit"})
    past = (*WORKING, reviewed(day(50)), replied(ROADS))
    with refused("reply.not_reviewed", "审核"):
        reply(*past, sent_back(), policy=policy, on=day(66))
    again = (*past, revealed(), rehandling_ordered(ROADS), waived(day(95), 2))
    with refused("reply.not_reviewed", "审核"):
        reply(*again, policy=policy, on=day(100))


def test_only_a_unit_that_replies_reviews_before_it_has() -> None:
    with refused("reply.lead_only", "主办单位统一答复"):
        given(at_work(LEAD, CO)).review_reply(WATER, True, False, "已核", None, day(50), TODAY)
    with refused("proposal.already_replied", "4月29日"):
        given(ANSWERED).review_reply(ROADS, True, False, "已核", None, day(61), TODAY)
    with refused("date.too_early", "签收", field="on"):
        reviewed(day(8))


# ---- what a class of this place needs


def test_some_places_want_the_progress_told() -> None:
    policy = needing("B", "progress")
    with refused("reply.progress_needed", "B类", policy.scheme.article, field="progress"):
        reply(*WORKING, policy=policy, outcome="in_progress")
    reply(*WORKING, policy=policy, outcome="in_progress", progress="已完成招标")


def test_some_places_want_told_what_was_passed_up() -> None:
    policy = needing("D", "passed_up")
    with refused("reply.passed_up_needed", "上级", policy.scheme.article, field="passed_up"):
        reply(*WORKING, policy=policy, outcome="referred_up")
    reply(*WORKING, policy=policy, outcome="referred_up", passed_up="已报市交通委")
    reply(*WORKING, policy=policy, outcome="reference")


def needing(letter: str, need: str) -> Policy:
    classes = tuple(
        one.model_copy(update={"needs": (*one.needs, need)}) if one.letter == letter else one
        for one in POLICY.scheme.classes
    )
    return place(scheme={"classes": classes})


# ---- face to face (面复)


def meeting(**changes: Any) -> e.Meeting:
    usual: dict[str, Any] = {"post": "head", "deputies": (LI,), "files": (FILE,), "on": day(59)}
    return e.Meeting(**usual | changes)


MAIN = place(
    in_person={"rule": "main", "by": ("head",), "record": True, "article": "某规定第十五条"}
)


@pytest.mark.parametrize(
    ("said", "code", "words", "field"),
    [
        ({}, "reply.in_person", ("面复为主", "某规定第十五条"), "consented"),
        ({"consented": STRANGER}, "reply.in_person", ("同意的代表",), "consented"),
        ({"in_person": True}, "reply.meeting", ("面复记录",), "meeting"),
        ({"meeting": meeting()}, "reply.meeting", ("不是面复的不附",), "meeting"),
        (
            {"in_person": True, "meeting": meeting(post="deputy_head")},
            "reply.met_by",
            ("面复由主要负责人进行", "某规定第十五条"),
            "meeting",
        ),
        (
            {"in_person": True, "meeting": meeting(deputies=(STRANGER,))},
            "reply.met_nobody",
            ("署名的代表",),
            "meeting",
        ),
        (
            {"in_person": True, "meeting": meeting(files=())},
            "reply.record_needed",
            ("记录", "某规定第十五条"),
            "meeting",
        ),
        ({"in_person": True, "meeting": meeting(on=day(7))}, "date.too_early", ("分办",), "on"),
        ({"in_person": True, "meeting": meeting(on=day(301))}, "date.future", ("今天",), "on"),
    ],
)
def test_where_replies_are_given_face_to_face_a_letter_needs_consent_and_a_meeting_its_record(
    said: dict[str, Any], code: str, words: tuple[str, ...], field: str
) -> None:
    with refused(code, *words, field=field):
        reply(*WORKING, policy=MAIN, **said)


def test_a_meeting_on_record_or_a_deputys_consent_will_do() -> None:
    given_there = reply(*WORKING, policy=MAIN, in_person=True, meeting=meeting())
    assert given_there.meeting
    assert reply(*WORKING, policy=MAIN, consented=WANG).consented == WANG


@pytest.mark.parametrize("rule", ["preferred", "allowed"])
def test_elsewhere_a_letter_needs_nobodys_consent_and_a_meeting_no_record(rule: str) -> None:
    policy = place(in_person={"rule": rule})
    reply(*WORKING, policy=policy)
    by_vice = meeting(post="deputy_head", files=())
    reply(*WORKING, policy=policy, in_person=True, meeting=by_vice)


def test_where_the_signers_are_not_known_by_name_somebody_still_consents() -> None:
    with refused("reply.in_person", "某规定第十五条"):
        reply(*NO_NAMES, policy=MAIN)
    reply(*NO_NAMES, policy=MAIN, consented=STRANGER)
    reply(*NO_NAMES, policy=MAIN, in_person=True, meeting=meeting(deputies=(STRANGER,)))


# ---- to whom it goes


@pytest.mark.parametrize(
    ("who", "relay", "to"),
    [
        ("each", False, (LI, WANG)),
        ("lead", False, (LI,)),
        ("lead", True, (LI,)),
        ("relay", False, (LI, WANG)),
        ("relay", True, (LI,)),
    ],
)
def test_the_reply_goes_to_each_signer_or_to_the_first_who_passes_it_on(
    who: str, relay: bool, to: tuple[UUID, ...]
) -> None:
    assert reply(*WORKING, policy=place(addressees={"who": who}), relay=relay).addressees == to


def test_where_each_is_answered_nobody_passes_it_on() -> None:
    with refused("reply.relay", "每位署名的代表", POLICY.addressees.article, field="relay"):
        reply(*WORKING, relay=True)


def test_copies_go_where_the_place_says_those_of_the_government_also_to_its_office() -> None:
    assert reply(*WORKING).copies == ("congress", "office")
    outside = given(WORKING).reply(ROADS, reply_said(), POLICY, TODAY, government=False)
    assert outside.copies == ("congress",)


@pytest.mark.parametrize(("raters", "asked"), [("each", (LI, WANG)), ("lead", (LI,))])
def test_who_is_asked_for_a_verdict_is_written_with_the_reply(
    raters: str, asked: tuple[UUID, ...]
) -> None:
    assert reply(*WORKING, policy=place(rating={"raters": raters})).raters == asked


def test_the_deputys_own_date_starts_with_the_reply() -> None:
    feedback = due(day(81))
    event = given(WORKING).reply(ROADS, reply_said(), POLICY, TODAY, feedback_by=feedback)
    assert given(WORKING, event).parts[ROADS].by("feedback") == day(81)


# ---- read by a deputy


def read(*past: e.ProposalEvent, deputy: UUID = LI, on: date = day(62)) -> e.ReplyRead:
    return given(past).read_reply(deputy, ROADS, on, TODAY)


def test_the_first_reading_is_kept_and_no_second_one_overwrites_it() -> None:
    event = read(*ANSWERED)
    assert event == e.ReplyRead(deputy=LI, unit=ROADS, round=1, on=day(62))
    with refused("reply.already_read", "不再记录", field="unit"):
        read(*ANSWERED, event, on=day(63))
    read(*ANSWERED, event, deputy=WANG, on=day(63))


def test_a_mended_reply_and_one_of_a_new_round_are_read_anew() -> None:
    mended = replied(ROADS, on=day(68))
    read(*ANSWERED, read(*ANSWERED), sent_back(), mended, on=day(69))
    second = (*ANSWERED, read(*ANSWERED), revealed(), rehandling_ordered(ROADS))
    read(*second, replied(ROADS, on=day(100), round=2), on=day(101))


def test_only_a_signer_reads_and_only_what_was_sent() -> None:
    with refused("proposal.not_a_signer", "署名的代表", field="deputy"):
        read(*ANSWERED, deputy=STRANGER)
    with refused("reply.none", "没有发出答复", field="unit"):
        read(*WORKING)
    with refused("date.too_early", "答复", field="on"):
        read(*ANSWERED, on=day(59))


# ---- sent back to be mended


def sent_back(on: date = day(65)) -> e.ReplyReturned:
    return e.ReplyReturned(unit=ROADS, round=1, reason="没有针对性", on=on)


def send_back(*past: e.ProposalEvent, unit: UUID = ROADS, on: date = day(65)) -> e.ReplyReturned:
    return given(past).return_reply(unit, "没有针对性", on, TODAY)


def test_a_reply_sent_back_is_out_of_the_world_and_its_date_has_run_on() -> None:
    assert send_back(*ANSWERED) == sent_back()
    proposal = given(ANSWERED, sent_back())
    assert proposal.carry_over_ground() == "unanswered"
    assert proposal.reply_due == given(ANSWERED).reply_due
    with refused("rating.no_reply", "没有答复可评价"):
        proposal.rate(LI, rating_said(), POLICY.rating, TODAY)
    with refused("proposal.not_answered", "尚未答复完毕"):
        proposal.reveal_ratings(POLICY.rating, day(70), TODAY)
    with refused("reply.none", "没有发出答复"):
        send_back(*ANSWERED, sent_back())


def test_the_mended_reply_follows_its_return() -> None:
    with refused("date.too_early", "退回", field="on"):
        reply(*ANSWERED, sent_back(), on=day(64))
    event = reply(*ANSWERED, sent_back(), on=day(66))
    assert given(ANSWERED, sent_back(), event).must_be_answered() == day(66)


def test_a_unit_whose_reply_was_sent_back_says_no_more_that_it_is_not_theirs() -> None:
    past = (*at_work(SOLE), waived(), replied(ROADS), sent_back())
    with refused("proposal.work_begun", "已经开始办理"):
        given(past).raise_objection(ROADS, "不属于", None, POLICY.objection, day(66), TODAY)


def test_what_was_sent_back_is_not_carried_over_as_of_an_earlier_day() -> None:
    with refused("date.too_early", "上一步办理", field="on"):
        given(ANSWERED, sent_back()).carry_over(
            UUID(int=99), "继续办理", due(day(290)), day(64), TODAY
        )


def test_joint_leads_mend_together() -> None:
    past = (*JOINTLY, opinion(ROADS), replied(ROADS), sent_back())
    assert given(past).parts[WATER].replied_on is None
    assert reply(*past, unit=WATER, on=day(66)).unit == WATER


def test_of_separate_units_only_the_one_sent_back_mends() -> None:
    past = (
        *at_work(FIRST, SECOND),
        waived(),
        replied(ROADS, answers=answers(1)),
        replied(WATER, answers=answers(2)),
    )
    proposal = given(past, sent_back())
    assert proposal.parts[WATER].replied_on == day(60)
    assert proposal.parts[ROADS].replied_on is None


@pytest.mark.parametrize(
    ("past", "unit", "code", "word", "field"),
    [
        (WORKING, ROADS, "reply.none", "没有发出答复", "unit"),
        ((*JOINTLY, replied(ROADS)), WATER, "reply.none", "没有发出答复", "unit"),
        (ANSWERED, PARKS, "proposal.not_assigned_to_unit", "没有分办", "unit"),
        ((*ANSWERED, rated(LI)), ROADS, "reply.already_rated", "不能再退回", "unit"),
        ((*ANSWERED, revealed()), ROADS, "reply.already_rated", "不能再退回", "unit"),
        (
            (*ANSWERED, revealed(), rehandling_ordered(ROADS)),
            ROADS,
            "reply.none",
            "没有发出答复",
            "unit",
        ),
        (
            (*WORKING, replied(ROADS, "planned"), e.RepliedAgain(
                unit=ROADS, round=1, **dict(again_said(on=day(64)))
            )),
            ROADS,
            "reply.answered_again",
            "2026年5月3日再次答复",
            "unit",
        ),
    ],
)  # fmt: skip
def test_what_was_rated_revealed_or_answered_again_is_not_sent_back(
    past: tuple[e.ProposalEvent, ...], unit: UUID, code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        send_back(*past, unit=unit, on=day(95))


def test_nothing_is_sent_back_before_it_came() -> None:
    with refused("date.too_early", "答复", field="on"):
        send_back(*ANSWERED, on=day(59))


# ---- class corrected by a reviewer


def correct(
    *past: e.ProposalEvent,
    right: tuple[str, str, Outcome] = ("S2", "B", "partly"),
    unit: UUID = ROADS,
    on: date = day(62),
) -> e.ClassCorrected:
    return given(past).correct_class(unit, right, POLICY.scheme, "路灯没有装", on, TODAY)


def test_both_classes_stay_visible_each_with_its_scheme() -> None:
    event = correct(*ANSWERED)
    assert event == e.ClassCorrected(
        unit=ROADS,
        round=1,
        old_scheme="S2",
        old_letter="A",
        old_outcome="solved",
        scheme="S2",
        letter="B",
        outcome="partly",
        reason="路灯没有装",
        on=day(62),
    )
    assert given(ANSWERED).carry_over_ground() is None
    assert given(ANSWERED, event).carry_over_ground() == "unfinished"


def test_a_reply_of_another_years_scheme_keeps_it_beside_the_letter() -> None:
    old = (*WORKING, replied(ROADS, "planned", scheme="S1", letter="B"))
    event = correct(*old, right=("S2", "B", "in_progress"))
    assert (event.old_scheme, event.old_letter, event.scheme) == ("S1", "B", "S2")


@pytest.mark.parametrize(
    ("right", "code", "word", "field"),
    [
        (("S1", "B", "partly"), "reply.other_scheme", "分类办法S2", "scheme"),
        (("S2", "Z", "partly"), "policy.unknown_letter", "只有A、B、C、D", "letter"),
        (("S2", "A", "partly"), "reply.class_does_not_fit", "A类不能用于", "letter"),
        (("S2", "A", "solved"), "class.same", "A类", "letter"),
    ],
)
def test_the_right_class_is_one_of_this_place_and_another(
    right: tuple[str, str, Outcome], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        correct(*ANSWERED, right=right)


def test_nothing_is_corrected_before_the_reply_nor_in_a_round_that_has_none_yet() -> None:
    with refused("reply.none", "没有发出答复"):
        correct(*WORKING)
    with refused("date.too_early", "答复", field="on"):
        correct(*ANSWERED, on=day(59))
    with refused("reply.none", "没有发出答复"):
        correct(*WORKING, replied(ROADS, "planned"), carried_over(ROADS), on=day(260))


def test_a_correction_after_the_year_concerns_the_unit_that_was_done() -> None:
    both = (
        *at_work(FIRST, SECOND),
        waived(),
        replied(ROADS, answers=answers(1)),
        replied(WATER, "planned", answers=answers(2, outcome="planned")),
        carried_over(WATER),
    )
    event = correct(*both, on=day(260))
    assert event.round == 1
    reopened = given(both, event, waived(day(261), 2), replied(WATER, on=day(270), round=2))
    assert reopened.carry_over_ground() == "unfinished"
    assert reopened.carry_over(UUID(int=99), "继续", due(day(290)), day(280), TODAY)


def test_the_asks_that_the_unit_left_open_stay_open() -> None:
    mixed = (*answers(1), *answers(2, outcome="planned"))
    past = (*WORKING, replied(ROADS, answers=mixed, steps=(step(1),)))
    event = correct(*past, right=("S2", "D", "reference"))
    assert given(past, event).carry_over_ground() == "unfinished"


def test_a_planned_one_found_solved_is_done() -> None:
    past = (*WORKING, replied(ROADS, "planned"))
    assert given(past, correct(*past, right=("S2", "A", "solved"))).carry_over_ground() is None


def test_joint_leads_wear_the_right_class_together() -> None:
    past = (*JOINTLY, replied(ROADS, "planned"))
    event = correct(*past, right=("S2", "A", "solved"))
    assert given(past, event).carry_over_ground() is None


# ---- answered again when it is done (再次答复)

PLANNED = (*WORKING, replied(ROADS, "planned"))


def answer_again(*past: e.ProposalEvent, unit: UUID = ROADS, **said: Any) -> e.RepliedAgain:
    return given(past).reply_again(unit, again_said(**said), POLICY, TODAY)


def test_what_was_planned_and_done_is_answered_again() -> None:
    event = answer_again(*PLANNED)
    assert event == e.RepliedAgain(unit=ROADS, round=1, **dict(again_said()))
    proposal = given(PLANNED, event)
    assert proposal.carry_over_ground() is None
    assert proposal.must_be_answered() == day(150)
    with refused("reply.nothing_left", "不需要再次答复", field="unit"):
        answer_again(*PLANNED, event, on=day(160))


def test_step_by_step_it_may_be_answered_more_than_once() -> None:
    partly = answer_again(*PLANNED, outcome="in_progress", on=day(100))
    with refused("date.too_early", "答复", field="on"):
        answer_again(*PLANNED, partly, on=day(99))
    answer_again(*PLANNED, partly, outcome="not_feasible", on=day(150))


@pytest.mark.parametrize(
    ("said", "code", "word", "field"),
    [
        ({"scheme": "S1"}, "reply.other_scheme", "分类办法S2", "scheme"),
        ({"letter": "B"}, "reply.class_does_not_fit", "B类", "letter"),
        ({"outcome": "planned"}, "reply.planned_again", "不能再次只列入计划", "outcome"),
        ({"on": day(59)}, "date.too_early", "答复", "on"),
        ({"on": day(301)}, "date.future", "今天", "on"),
    ],
)
def test_a_further_reply_says_what_came_of_it(
    said: dict[str, Any], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        answer_again(*PLANNED, **said)


def test_it_is_signed_like_the_first() -> None:
    head_only = place(signatory={"posts": ("head",)})
    with refused("reply.signatory", "主要负责人", field="signatory_post"):
        given(PLANNED).reply_again(
            ROADS, again_said(signatory=CHIEF, signatory_post="deputy_head"), head_only, TODAY
        )


def test_there_is_nothing_to_answer_again_before_the_first_answer() -> None:
    with refused("reply.none", "没有发出答复", field="unit"):
        answer_again(*WORKING)


def test_the_case_is_not_closed_before_its_last_reply() -> None:
    past = (*PLANNED, revealed(), answer_again(*PLANNED))
    with refused("date.too_early", "上一步办理", field="on"):
        given(past).close("decision", "经研究", POLICY.rehandling, day(149), TODAY)
    given(past).close("decision", "经研究", POLICY.rehandling, day(150), TODAY)


def test_joint_leads_have_answered_again_together() -> None:
    past = (*JOINTLY, replied(ROADS, "planned"))
    assert given(past, answer_again(*past)).carry_over_ground() is None
