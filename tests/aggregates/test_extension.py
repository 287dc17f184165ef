"""More time: asked before the date, granted by whom the place says, within the law, taken back."""

from datetime import date
from typing import Any

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CALENDAR,
    CO,
    FIRST,
    HOUSING,
    JOINT,
    LEAD,
    OTHER_JOINT,
    PARKS,
    POLICY,
    REPLY_BY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    WATER,
    assigned,
    at_work,
    carried_over,
    day,
    due,
    extension_asked,
    given,
    handed_over,
    more,
    opinion,
    opinion_returned,
    place,
    received,
    refused,
    registered,
    rehandling_ordered,
    replied,
    reply_said,
    revealed,
    share,
    waived,
)

from aggregates import proposal_events as e
from aggregates.calendar import Calendar
from aggregates.deadlines import Due, months_after
from aggregates.deadlines import due as due_by
from aggregates.limits import Extension, Limit
from aggregates.part import Part
from aggregates.proposal import Proposal
from aggregates.proposal_extension import more_time

RULE: Extension = POLICY.limits.extension  # type: ignore[assignment]
WORKING = at_work(SOLE)
LAST = months_after(day(5), 6)
BEFORE_THE_REPLY = Limit(amount=20, unit="workday", anchor="reply_due", article="某条")


def ask(proposal: Proposal, **changes: Any) -> e.ExtensionAsked:
    asked: dict[str, Any] = {
        "unit": ROADS,
        "more": more(30),
        "reason": "需要会商",
        "rule": RULE,
        "calendar": CALENDAR,
        "on": day(80),
        "today": TODAY,
    }
    return proposal.ask_extension(**asked | changes)


def decide(proposal: Proposal, granted: bool = True, **changes: Any) -> e.ExtensionDecided:
    asked: dict[str, Any] = {
        "unit": ROADS,
        "granted": granted,
        "reason": "经研究",
        "role": "congress",
        "rule": RULE,
        "calendar": CALENDAR,
        "on": day(85),
        "today": TODAY,
    }
    return proposal.decide_extension(**asked | changes)


def withdraw(proposal: Proposal, **changes: Any) -> e.ExtensionWithdrawn:
    asked: dict[str, Any] = {
        "unit": ROADS,
        "reason": "情况变化",
        "role": "congress",
        "rule": RULE,
        "on": day(90),
        "today": TODAY,
    }
    return proposal.withdraw_extension(**asked | changes)


def extended(
    *past: e.ProposalEvent, unit: Any = ROADS, amount: int = 30, on: int = 80
) -> tuple[e.ProposalEvent, ...]:
    """The past with so many days more asked for and granted."""
    asked = extension_asked(unit, amount, day(on))
    return (*past, asked, decide(given(past, asked), unit=unit, on=day(on)))


def dues(proposal: Proposal) -> tuple[Due | None, dict[Any, dict[e.Clock, Due]]]:
    return proposal.reply_due, {unit: part.dues for unit, part in proposal.parts.items()}


def reply_by(proposal: Proposal) -> list[date | None]:
    """The case's date, and those of the units that reply."""
    return [proposal.reply_by, *(part.by("reply") for part in proposal.leads())]


# ---- asked


def test_the_unit_asks_for_so_much_more_time_for_a_reason() -> None:
    event = ask(given(WORKING))
    assert event == extension_asked(ROADS)
    pending = given(WORKING, event)
    assert (pending.reply_due, pending.parts[ROADS].extension_asked) == (REPLY_BY, event)


@pytest.mark.parametrize(
    ("past", "changes", "code", "word", "field"),
    [
        (WORKING, {"on": day(93)}, "extension.breached", "2026年5月31日已过", "on"),
        (WORKING, {"counts": day(93)}, "extension.breached", "逾期已成事实", "on"),
        (WORKING, {"on": day(8)}, "date.too_early", "签收", "on"),
        (WORKING, {"on": day(301)}, "date.future", "今天", "on"),
        (WORKING, {"unit": PARKS}, "proposal.not_assigned_to_unit", "没有分办", "unit"),
        (
            (*BOOKED, assigned(SOLE)),
            {},
            "proposal.not_received",
            "签收",
            None,
        ),
        (ANSWERED, {}, "proposal.already_replied", "4月29日", None),
        (
            (*at_work(LEAD, CO),),
            {"unit": WATER},
            "extension.lead_only",
            "由主办单位申请",
            None,
        ),
        ((*WORKING, extension_asked()), {}, "extension.pending", "尚未审批", None),
        (WORKING, {"rule": None}, "extension.none_here", "六个月内答复", None),
        (WORKING, {"more": more(4, "month")}, "extension.too_long", "2026年9月5日", "amount"),
    ],
)
def test_more_time_is_asked_for_in_time_by_who_replies(
    past: tuple[e.ProposalEvent, ...],
    changes: dict[str, Any],
    code: str,
    word: str,
    field: str | None,
) -> None:
    with refused(code, word, field=field):
        ask(given(past), **changes)


@pytest.mark.parametrize(
    ("amount", "unit", "word"),
    [(0, "day", "最少为1日"), (-3, "month", "最少为1"), (400, "day", "超过一年"), (0, "date", "")],
)
def test_an_amount_that_makes_no_sense_is_refused(amount: int, unit: Any, word: str) -> None:
    with refused("extension.amount", word, field="amount"):
        more_time(amount, unit, RULE)


def test_the_date_itself_is_still_in_time() -> None:
    past = (*WORKING, ask(given(WORKING), on=day(92)))
    assert decide(given(past), on=day(92)).granted


# ---- granted, with every date that hangs on it


def test_the_case_and_the_unit_have_their_new_date_in_one_act() -> None:
    past = extended(*WORKING)
    event = past[-1]
    assert isinstance(event, e.ExtensionDecided)
    assert (event.granted, event.tell) == (True, RULE.tell)
    assert reply_by(given(past)) == [day(122), day(122)]
    new = event.moves[0].new
    assert (new.on, new.anchor, new.anchored_on) == (day(122), "original_due", day(92))
    assert new.article == RULE.article


def test_what_co_units_owe_before_the_reply_moves_in_the_same_act() -> None:
    hangs = due_by(BEFORE_THE_REPLY, REPLY_BY.on, CALENDAR)
    past = extended(*at_work(LEAD, CO)[:2], *signed(opinion_by=hangs), on=60)
    later = due_by(BEFORE_THE_REPLY, day(122), CALENDAR)
    assert hangs.on < later.on
    assert given(past).parts[WATER].dues["co_opinion"] == later


def test_a_co_units_date_cut_off_at_the_replys_is_cut_off_no_more() -> None:
    month = Limit(amount=4, unit="month", anchor="received", article="某条")
    cut = due_by(month, day(8), CALENDAR, REPLY_BY.on)
    past = extended(*at_work(LEAD, CO)[:2], *signed(opinion_by=cut), on=60)
    assert (cut.on, cut.capped) == (REPLY_BY.on, True)
    assert given(past).parts[WATER].by("co_opinion") == day(122)


def test_a_co_unit_that_is_late_or_has_spoken_stays_where_it_is() -> None:
    hangs = due_by(BEFORE_THE_REPLY, REPLY_BY.on, CALENDAR)
    booked = (*at_work(LEAD, CO)[:2], *signed(opinion_by=hangs))
    assert hangs.on < day(80)
    for past in ((*booked,), (*booked, opinion(WATER))):
        assert given(extended(*past)).parts[WATER].dues["co_opinion"] == hangs


def signed(**clocks: Any) -> tuple[e.ProposalEvent, ...]:
    return (assigned(LEAD, CO, **clocks), *at_work(LEAD, CO)[3:])


def test_first_date_and_extended_date_use_the_same_working_days() -> None:
    """Thirty working days over the holiday with its make-up days, then five more."""
    off = frozenset(date(2026, 10, n) for n in (1, 2, 5, 6, 7))
    shifts = frozenset({date(2026, 9, 27), date(2026, 10, 10)})
    calendar = Calendar(name="国庆", known=frozenset({2026}), off=off, shifts=shifts)
    handed, on = date(2026, 9, 25), date(2026, 11, 2)
    limit = Limit(amount=30, unit="workday", anchor="handed_over", article="某条")
    first = due_by(limit, handed, calendar)
    past = (
        registered(),
        handed_over(handed, first),
        assigned(SOLE, on=handed, reply_by=first),
        received(ROADS, handed),
    )
    today = date(2026, 11, 3)
    asked = ask(given(past), more=more(5, "workday"), calendar=calendar, on=on, today=today)
    event = decide(given(past, asked), calendar=calendar, on=today, today=today)
    assert first.on == date(2026, 11, 11)
    assert reply_by(given(past, asked, event)) == [date(2026, 11, 18)] * 2


def test_a_refusal_moves_nothing_and_a_new_request_may_follow() -> None:
    event = decide(given(WORKING, extension_asked()), granted=False)
    assert (event.moves, event.tell) == ((), ())
    after = given(WORKING, extension_asked(), event)
    assert dues(after) == dues(given(WORKING))
    ask(after, on=day(86))


@pytest.mark.parametrize(
    ("past", "changes", "code", "word"),
    [
        (WORKING, {}, "extension.not_asked", "没有待审批的延期申请"),
        (
            (*WORKING, extension_asked()),
            {"role": "office"},
            "decision.not_yours",
            "青岛条例第二十五条",
        ),
        ((*WORKING, extension_asked()), {"on": day(79)}, "date.too_early", "申请延期"),
        ((*WORKING, extension_asked()), {"on": day(93)}, "extension.breached", "已过"),
        ((*WORKING, extension_asked()), {"counts": day(94)}, "extension.breached", "已过"),
        ((*WORKING, extension_asked()), {"rule": None}, "extension.none_here", "没有延期的规定"),
        ((*WORKING, extension_asked(), *ANSWERED[4:]), {}, "extension.not_asked", "没有待审批"),
    ],
)
def test_it_is_granted_once_asked_in_time_by_the_right_approver(
    past: tuple[e.ProposalEvent, ...], changes: dict[str, Any], code: str, word: str
) -> None:
    with refused(code, word):
        decide(given(past), **changes)


def test_after_the_breach_a_request_can_only_be_refused_and_the_breach_stays() -> None:
    pending = given(WORKING, extension_asked())
    event = decide(pending, granted=False, on=day(100))
    assert given(WORKING, extension_asked(), event).reply_by == day(92)


def test_what_waits_when_the_rule_is_gone_is_refused_by_the_congress() -> None:
    pending = given(WORKING, extension_asked())
    assert not decide(pending, granted=False, rule=None).granted
    with refused("decision.not_yours", "人大代表工作机构"):
        decide(pending, granted=False, rule=None, role="office")


# ---- the ceiling


def test_no_extension_passes_six_months_from_hand_over() -> None:
    to_the_day = (LAST - day(92)).days
    assert reply_by(given(extended(*WORKING, amount=to_the_day))) == [LAST, LAST]
    with refused("extension.too_long", "2026年9月5日", field="amount"):
        ask(given(WORKING), more=more(to_the_day + 1))


def test_a_place_may_allow_less_and_its_article_is_named() -> None:
    rule = RULE.model_copy(
        update={"amount": 1, "unit": "month", "anchor": "original_due", "article": "某条例第九条"}
    )
    ask(given(WORKING), rule=rule)
    with refused("extension.too_long", "2026年6月30日", "某条例第九条", field="amount"):
        ask(given(WORKING), rule=rule, more=more(31))
    twice = (*WORKING, extension_asked(), decide(given(WORKING, extension_asked()), rule=rule))
    with refused("extension.too_long", "某条例第九条"):
        ask(given(twice), rule=rule, more=more(1), on=day(100))


def test_the_law_is_named_where_it_is_the_law_that_stops_it() -> None:
    rule = RULE.model_copy(update={"amount": 3, "anchor": "original_due"})
    late = due(day(120))
    past = (
        at_work(SOLE)[0],
        handed_over(by=late),
        assigned(SOLE, reply_by=late),
        *WORKING[3:],
    )
    with refused("extension.too_long", "2026年9月5日", "代表法第五十一条"):
        ask(given(past), rule=rule, more=more(3, "month"))


def test_an_extended_date_stays_below_the_ceiling_under_another_calendar() -> None:
    workdays = (*WORKING, ask(given(WORKING), more=more(65, "workday")))
    past = (*workdays, decide(given(workdays)))
    holiday = frozenset(day(n) for n in range(100, 150) if day(n).weekday() < 5)
    long_rest = Calendar(name="长假", known=frozenset({2026}), off=holiday, shifts=frozenset())
    event = given(past).move_dates(long_rest, 3, "放假通知", day(95))
    assert event
    assert reply_by(given(past, event)) == [LAST, LAST]


# ---- separate units, joint leads


def test_a_separate_units_extension_leaves_the_others_date() -> None:
    past = extended(*at_work(FIRST, SECOND))
    assert reply_by(given(past)) == [day(122), day(122), day(92)]


def test_the_cases_date_is_the_latest_of_its_separate_units() -> None:
    first = extended(*at_work(FIRST, SECOND), amount=40)
    both = extended(*first, unit=WATER, amount=20, on=82)
    assert reply_by(given(both)) == [day(132), day(132), day(112)]
    less = given(both, withdraw(given(both)))
    assert reply_by(less) == [day(112), day(92), day(112)]
    none = given(both, withdraw(given(both)), withdraw(less, unit=WATER))
    assert dues(none) == dues(given(at_work(FIRST, SECOND)))


def test_withdrawing_the_shorter_of_two_leaves_the_cases_date() -> None:
    first = extended(*at_work(FIRST, SECOND), amount=40)
    both = extended(*first, unit=WATER, amount=20, on=82)
    assert reply_by(given(both, withdraw(given(both), unit=WATER))) == [day(132), day(132), day(92)]


def test_joint_leads_have_one_date_one_request_and_one_extension() -> None:
    joint = at_work(JOINT, OTHER_JOINT)
    with refused("extension.pending", "尚未审批"):
        ask(given(joint, extension_asked()), unit=WATER)
    past = extended(*joint)
    assert reply_by(given(past)) == [day(122)] * 3
    twice = extended(*past, unit=WATER, on=100)
    assert reply_by(given(twice)) == [day(152)] * 3
    once = given(twice, withdraw(given(twice), on=day(101)))
    assert dues(once) == dues(given(past))
    none = given(
        twice, withdraw(given(twice), on=day(101)), withdraw(once, on=day(102), unit=WATER)
    )
    assert dues(none) == dues(given(joint))


# ---- taken back (撤销)


def test_taken_back_each_date_is_again_exactly_what_it_was() -> None:
    hangs = due_by(BEFORE_THE_REPLY, REPLY_BY.on, CALENDAR)
    before = (*at_work(LEAD, CO)[:2], *signed(opinion_by=hangs))
    past = extended(*before, on=60)
    event = withdraw(given(past), on=day(70))
    assert {(one.clock, one.unit) for one in event.moves} == {
        ("reply", None),
        ("reply", ROADS),
        ("co_opinion", WATER),
    }
    assert dues(given(past, event)) == dues(given(before))


def test_extended_twice_and_taken_back_twice_goes_back_step_by_step() -> None:
    once = extended(*WORKING)
    twice = extended(*once, on=100)
    assert reply_by(given(twice)) == [day(152), day(152)]
    first = withdraw(given(twice), on=day(101))
    assert dues(given(twice, first)) == dues(given(once))
    second = withdraw(given(twice, first), on=day(102))
    assert dues(given(twice, first, second)) == dues(given(WORKING))
    with refused("extension.none_granted", "没有获准的延期", field="unit"):
        withdraw(given(twice, first, second), on=day(103))


@pytest.mark.parametrize(
    ("past", "changes", "code", "word"),
    [
        (WORKING, {}, "extension.none_granted", "没有获准的延期"),
        (extended(*WORKING), {"role": "office"}, "decision.not_yours", "撤销延期（青岛条例"),
        (extended(*WORKING), {"rule": None, "role": "office"}, "decision.not_yours", "撤销延期"),
        (extended(*WORKING), {"on": day(79)}, "date.too_early", "批准延期"),
        (
            (*extended(*WORKING), waived(), replied(ROADS, on=day(95))),
            {"on": day(96)},
            "proposal.already_replied",
            "6月3日",
        ),
    ],
)
def test_only_a_granted_extension_is_taken_back_by_its_approver_before_the_reply(
    past: tuple[e.ProposalEvent, ...], changes: dict[str, Any], code: str, word: str
) -> None:
    with refused(code, word):
        withdraw(given(past), **changes)


def test_a_co_units_new_date_for_giving_it_anew_outlives_the_withdrawal() -> None:
    hangs = due_by(BEFORE_THE_REPLY, REPLY_BY.on, CALENDAR)
    past = extended(*at_work(LEAD, CO)[:2], *signed(opinion_by=hangs), on=60)
    redo = Limit(amount=5, unit="workday", anchor="requested", article="某条")
    back = opinion_returned(WATER, day(64)).model_copy(
        update={"redo_by": due_by(redo, day(64), CALENDAR)}
    )
    story = (*past, opinion(WATER, on=day(62)), back)
    after = given(story, withdraw(given(story), on=day(66)))
    assert after.parts[WATER].dues["co_opinion"] == back.redo_by
    assert reply_by(after) == [day(92), day(92)]


# ---- other turns of the story


def test_a_unit_that_asked_for_more_time_says_no_more_that_it_is_not_theirs() -> None:
    for past in ((*WORKING, extension_asked()), extended(*WORKING)):
        with refused("proposal.work_begun", "已经开始办理"):
            given(past).raise_objection(ROADS, "不属于", None, POLICY.objection, day(86), TODAY)
    turned_down = (*WORKING, extension_asked(), decide(given(WORKING, extension_asked()), False))
    given(turned_down).raise_objection(ROADS, "不属于", None, POLICY.objection, day(86), TODAY)


def test_the_request_leaves_with_the_unit_that_made_it() -> None:
    past = (
        *at_work(FIRST, SECOND),
        extension_asked(),
        e.Objected(unit=ROADS, round=1, reason="不属于", on=day(81)),
        e.ObjectionDecided(unit=ROADS, round=1, upheld=True, reason="是", on=day(82)),
    )
    with refused("proposal.not_assigned_to_unit", "没有分办"):
        decide(given(past))
    named = assigned(share(HOUSING, "separate", 1), on=day(84), reply_by=due(day(150)))
    assert given(past, named).parts[HOUSING].extension_asked is None


def test_a_reply_settles_the_request_nobody_decided() -> None:
    past = (*WORKING, waived(), extension_asked(), replied(ROADS, on=day(85)))
    with refused("extension.not_asked", "没有待审批", field="unit"):
        decide(given(past), granted=False)
    assert given(past).parts[ROADS].extension_asked is None


def test_while_an_objection_waits_no_time_is_asked_for() -> None:
    objected = e.Objected(unit=ROADS, round=1, reason="不属于", on=day(79))
    with refused("proposal.objection_pending", "处理后再办理"):
        ask(given(WORKING, objected))


def test_a_re_handling_is_not_put_off() -> None:
    requested = due(day(120)).model_copy(
        update={"anchor": "requested", "article": "上海规定第二十一条"}
    )
    ordered = rehandling_ordered(ROADS).model_copy(update={"reply_by": requested})
    second = (*ANSWERED, revealed(), ordered)
    with refused("extension.rehandling", "上海规定第二十一条"):
        ask(given(second), on=day(95))
    moved = (
        *second,
        e.Objected(unit=ROADS, round=2, reason="不属于", on=day(95)),
        e.ObjectionDecided(unit=ROADS, round=2, upheld=True, reason="是", on=day(96)),
        assigned(share(WATER, "sole"), on=day(97), round=2, reply_by=due(day(190))),
        e.Received(unit=WATER, round=2, on=day(97)),
    )
    with refused("extension.rehandling", "不能延长"):
        ask(given(moved), unit=WATER, on=day(99))


def test_a_new_year_brings_a_new_date_that_may_be_put_off_within_six_months_of_it() -> None:
    past = (*extended(*WORKING), carried_over(ROADS, ground="unanswered"))
    next_year = given(past)
    assert next_year.parts[ROADS].extended == ()
    with refused("extension.none_granted", "没有获准的延期"):
        withdraw(next_year, on=day(251))
    ask(next_year, on=day(251), more=more(30))
    latest = months_after(day(250), 6)
    with refused("extension.too_long", f"{latest.year}年{latest.month}月{latest.day}日"):
        ask(next_year, on=day(251), more=more(6, "month"))


def test_a_reply_sent_back_may_be_put_off_while_its_date_is_ahead() -> None:
    back = e.ReplyReturned(unit=ROADS, round=1, reason="没有针对性", on=day(70))
    ask(given(ANSWERED, back))
    with refused("extension.breached", "已过"):
        ask(given(ANSWERED, back), on=day(93))


def test_a_unit_named_after_a_reassignment_extends_its_own_date_only_once_the_cases_is_past() -> (
    None
):
    """The case's date has been breached; it stays so."""
    past = (
        *at_work(SOLE),
        e.Objected(unit=ROADS, round=1, reason="不属于", on=day(10)),
        e.ObjectionDecided(unit=ROADS, round=1, upheld=True, reason="是", on=day(12)),
        assigned(share(WATER, "sole"), on=day(40), reply_by=due(day(130))),
        e.Received(unit=WATER, round=1, on=day(41)),
    )
    longer = extended(*past, unit=WATER, amount=20, on=100)
    assert reply_by(given(longer)) == [day(92), day(150)]
    assert dues(given(longer, withdraw(given(longer), unit=WATER, on=day(101)))) == dues(
        given(past)
    )


def test_who_must_be_told_is_the_rule_of_the_place() -> None:
    told = RULE.model_copy(update={"tell": ("deputy", "congress"), "approver": ("office",)})
    event = decide(given(WORKING, extension_asked()), rule=told, role="office")
    assert event.tell == ("deputy", "congress")
    with refused("decision.not_yours", "政府办公室"):
        decide(given(WORKING, extension_asked()), rule=told)


def test_a_reply_in_the_time_granted_is_a_reply() -> None:
    past = (*extended(*WORKING), waived())
    event = given(past).reply(ROADS, reply_said(on=day(120)), place(), TODAY)
    part: Part = given(past, event).parts[ROADS]
    assert part.replied_on == day(120)
    assert part.by("reply") == day(122)
