"""Every date with where it came from: rule, anchor, moves, and how it stands today."""

from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from given import (
    CALENDAR,
    LI,
    NEXT_YEAR,
    PARKS,
    POLICY,
    PROPOSAL,
    ROADS,
    WANG,
    WATER,
    YEAR,
    assigned,
    contacted,
    day,
    handed_over,
    in_contact,
    opinion,
    rated,
    received,
    registered,
    replied,
    share,
)
from hypothesis import given as for_any
from hypothesis import settings
from walks import EDGES, WALKS, Walk

from aggregates import proposal_events as e
from aggregates.calendar import Calendar
from aggregates.clock_walk import Deadline, Entry
from aggregates.deadlines import Due, due
from aggregates.explained import explained, in_words, why_capped, why_provisional
from aggregates.limits import Counting, Limit
from aggregates.proposal import Proposal

LIMITS = POLICY.limits
WORKDAYS = Limit(amount=20, unit="workday", anchor="received", article="某条")
CONTACT_BY = due(WORKDAYS, day(8), CALENDAR)
REPLY_BY = due(LIMITS.reply, day(5), CALENDAR)
BOTH = assigned(
    share(ROADS, "lead"),
    share(WATER, "co"),
    reply_by=REPLY_BY,
    sign_by=due(LIMITS.sign_for, day(8), CALENDAR),
    object_by=due(LIMITS.objection, day(8), CALENDAR),
    contact_by=CONTACT_BY,
)
DAY_10 = day(10)
BEGUN = (registered(), handed_over(by=REPLY_BY), BOTH)


def told(*past: e.ProposalEvent, today: date = DAY_10, calendar: int = 3) -> list[Deadline]:
    entries = [Entry(n, event, calendar) for n, event in enumerate(past, 1)]
    return list(explained(Proposal(id=PROPOSAL), entries, LIMITS, today))


def line(found: list[Deadline], duty: str, unit: object = None) -> Deadline:
    [one] = [one for one in found if (one.duty, one.unit) == (duty, unit)]
    return one


def test_before_hand_over_every_clock_says_it_has_not_started() -> None:
    found = told(registered())

    waiting = {"tell", "reply", "sign_for", "objection", "first_contact"}
    assert {one.duty for one in found} == waiting
    assert {one.state for one in found} == {"not_armed"}
    assert line(found, "reply").due is None


def test_a_running_clock_tells_its_rule_its_anchor_and_the_days_left() -> None:
    one = line(told(*BEGUN), "reply", ROADS)

    assert (one.state, one.left, one.late) == ("running", (REPLY_BY.on - day(10)).days, 0)
    assert (one.rule.article, in_words(one.rule)) == ("代表法第五十一条第二款", "自交办之日起3个月")
    assert (one.set_by, one.calendar) == (3, 3)
    assert one.due
    assert one.due.anchored_on == day(5)


def test_the_deputies_are_told_when_each_who_signed_knows() -> None:
    tell_by = due(WORKDAYS.model_copy(update={"anchor": "handed_over"}), day(5), CALENDAR)
    handed = handed_over(by=REPLY_BY).model_copy(update={"tell_by": tell_by})

    def informed(deputy: UUID, on: int) -> e.DeputiesTold:
        return e.DeputiesTold(matter="handed_over", deputies=(deputy,), means="phone", on=day(on))

    one = line(told(registered(), handed, informed(LI, 7)), "tell")
    assert (one.state, one.owed_by, one.set_by) == ("running", "congress", 2)
    assert one.due == tell_by
    for first, second in ((7, 9), (9, 7)):
        both = (informed(LI, first), informed(WANG, second), informed(LI, 11))
        one = line(told(registered(), handed, *both), "tell")
        assert (one.state, one.done_on, one.done_by) == ("done", day(9), 4)


def test_what_is_withdrawn_is_owed_by_nobody_any_more() -> None:
    gone = e.Withdrawn(reason="代表撤回", on=day(12))
    found = told(*BEGUN, gone, today=day(20))

    assert {(one.state, one.ended_on) for one in found} == {("ended", day(12))}


def test_what_was_done_late_stays_late() -> None:
    one = line(told(*BEGUN, received(ROADS, day(30)), today=day(31)), "sign_for", ROADS)

    assert one.due
    assert (one.state, one.done_on) == ("done", day(30))
    assert one.late == (day(30) - one.due.on).days > 0


def test_what_is_owed_and_past_is_overdue_by_so_many_days() -> None:
    one = line(told(*BEGUN, today=day(60)), "sign_for", WATER)

    assert one.due
    assert (one.state, one.late) == ("overdue", (day(60) - one.due.on).days)


def test_an_objection_not_raised_in_time_is_no_breach() -> None:
    one = line(told(*BEGUN, today=day(60)), "objection", ROADS)

    assert one.due
    assert (one.state, one.late, one.ended_on) == ("ended", 0, one.due.on)


def test_what_was_entered_late_counts_from_its_entry_until_the_office_confirms() -> None:
    late = e.Received(unit=ROADS, round=1, on=day(9), counts_on=day(40))
    proof = (e.File(sha256="ab" * 32, size=1, type="image/png", name="签收单.png"),)
    confirmed = e.EntryConfirmed(
        position=4,
        act="received",
        unit=ROADS,
        round=1,
        happened_on=day(9),
        reason="有签收单",
        proof=proof,
        on=day(42),
    )

    before = line(told(*BEGUN, late, today=day(45)), "sign_for", ROADS)
    after = line(told(*BEGUN, late, confirmed, today=day(45)), "sign_for", ROADS)

    assert (before.done_on, before.late > 0) == (day(40), True)
    assert (after.done_on, after.late) == (day(9), 0)


def moved(unit: object, old: object, new: object) -> e.Moved:
    return e.Moved(clock="reply", unit=unit, old=old, new=new)  # type: ignore[arg-type]


def granted() -> e.ExtensionDecided:
    more = Limit(amount=1, unit="month", anchor="original_due", article="青岛条例第二十五条")
    new = due(more, REPLY_BY.on, CALENDAR)
    return e.ExtensionDecided(
        unit=ROADS,
        round=1,
        granted=True,
        reason="情况复杂",
        moves=(moved(None, REPLY_BY, new), moved(ROADS, REPLY_BY, new)),
        on=day(50),
    )


def test_a_granted_extension_keeps_the_old_date_beside_the_new_one() -> None:
    found = told(*BEGUN, received(ROADS), granted(), today=day(51))

    for unit in (None, ROADS):
        one = line(found, "reply", unit)
        (move,) = one.moves
        assert (move.old, move.new) == (REPLY_BY.on, one.due and one.due.on)
        assert (move.label, move.reason, move.position) == ("延期审批", "情况复杂", 5)
        assert in_words(one.rule) == "自原答复期限届满之日起1个月"


def test_a_withdrawn_extension_shows_the_earlier_date_counted_as_at_first() -> None:
    extension = granted()
    back = e.ExtensionWithdrawn(
        unit=ROADS,
        round=1,
        reason="已经具备条件",
        moves=tuple(moved(m.unit, m.new, m.old) for m in extension.moves),
        on=day(60),
    )
    past: list[e.ProposalEvent] = [*BEGUN, received(ROADS), extension, back]
    entries = [Entry(n, event, 3 if n < 6 else 99) for n, event in enumerate(past, 1)]

    found = list(explained(Proposal(id=PROPOSAL), entries, LIMITS, day(61)))
    one = line(found, "reply", ROADS)

    assert (one.due, one.calendar, one.set_by) == (REPLY_BY, 3, 6)
    assert [(m.old, m.new) for m in one.moves][1] == (one.moves[0].new, REPLY_BY.on)


def test_a_complex_matter_is_explained_by_its_own_limit() -> None:
    assert LIMITS.reply_complex
    new = due(LIMITS.reply_complex, day(5), CALENDAR)
    found_complex = e.ComplexityDecided(
        complexity="complex",
        reason="涉及三个街道",
        moves=(moved(None, REPLY_BY, new), moved(ROADS, REPLY_BY, new)),
        on=day(20),
    )

    one = line(told(*BEGUN, found_complex, today=day(21)), "reply_complex", ROADS)

    assert (one.due, in_words(one.rule)) == (new, "自交办之日起6个月")


def test_dates_counted_anew_are_explained_by_the_new_calendar() -> None:
    news = Calendar(
        name="新日历", known=frozenset({2026}), off=frozenset({day(16)}), shifts=frozenset()
    )
    new = CONTACT_BY.under(news)
    move = e.Moved(clock="first_contact", unit=ROADS, old=CONTACT_BY, new=new)
    event = e.DatesMoved(calendar=77, reason="放假安排调整", moves=(move,), on=day(11))
    begun: tuple[e.ProposalEvent, ...] = BEGUN
    entries = [Entry(n, one, 3) for n, one in enumerate(begun, 1)] + [Entry(4, event, 77)]

    found = list(explained(Proposal(id=PROPOSAL), entries, LIMITS, day(12)))
    one = line(found, "first_contact", ROADS)

    assert (one.due, one.calendar) == (new, 77)
    assert one.moves[0].reason == "放假安排调整"


def test_a_reply_stops_every_clock_of_the_side_and_starts_the_deputys() -> None:
    feedback = due(LIMITS.feedback, day(60), CALENDAR)
    past = (*BEGUN, received(ROADS), *in_contact(ROADS), opinion(WATER))
    reply = replied(ROADS, on=day(60), feedback_by=feedback)

    found = told(*past, reply, today=day(61))

    for unit in (None, ROADS):
        assert (line(found, "reply", unit).state, line(found, "reply", unit).late) == ("done", 0)
    one = line(found, "feedback", ROADS)
    assert (one.owed_by, one.state, one.due) == ("deputy", "running", feedback)


def test_a_reply_sent_back_sets_its_clock_going_again() -> None:
    back = e.ReplyReturned(unit=ROADS, round=1, reason="没有步骤", on=day(62))
    past = (*BEGUN, received(ROADS), *in_contact(ROADS), opinion(WATER), replied(ROADS, on=day(60)))

    one = line(told(*past, back, today=day(63)), "reply", ROADS)

    assert (one.state, one.due) == ("running", REPLY_BY)


def test_an_opinion_sent_back_is_owed_anew_with_a_date_of_its_own() -> None:
    assert LIMITS.opinion_redo
    redo = due(LIMITS.opinion_redo, day(30), CALENDAR)
    back = e.OpinionReturned(unit=WATER, round=1, reason="没有内容", redo_by=redo, on=day(30))
    past = (*BEGUN, received(ROADS), received(WATER), opinion(WATER, on=day(20)))

    found = told(*past, back, today=day(31))

    assert line(found, "co_opinion", WATER).state == "done"
    assert (line(found, "opinion_redo", WATER).state, line(found, "opinion_redo", WATER).due) == (
        "running",
        redo,
    )


def test_an_upheld_objection_ends_the_units_clocks_and_starts_the_offices() -> None:
    assert LIMITS.reassign
    by = due(LIMITS.reassign, day(12), CALENDAR)
    objected = e.Objected(unit=ROADS, round=1, reason="不属本单位", on=day(10))
    upheld = e.ObjectionDecided(
        unit=ROADS, round=1, upheld=True, reason="属实", reassign_by=by, on=day(12)
    )
    named = assigned(share(PARKS, "lead"), on=day(15), reply_by=REPLY_BY)

    waiting = told(*BEGUN, objected, upheld, today=day(13))
    after = told(*BEGUN, objected, upheld, named, today=day(16))

    assert (line(waiting, "reassign", ROADS).state, line(waiting, "reassign", ROADS).owed_by) == (
        "running",
        "office",
    )
    assert line(after, "reassign", ROADS).done_on == day(15)
    assert line(after, "reply", ROADS).state == "ended"
    assert line(after, "reply", PARKS).state == "running"
    assert line(after, "reply").due == REPLY_BY


@pytest.mark.parametrize(
    ("branch", "owed_by"), [("government", "office"), ("court", "congress"), ("party", "congress")]
)
def test_whoever_names_the_units_owes_the_naming_of_others(branch: Any, owed_by: str) -> None:
    over = handed_over(by=REPLY_BY).model_copy(update={"branch": branch})
    by = due(LIMITS.reassign, day(12), CALENDAR) if LIMITS.reassign else None
    objected = e.Objected(unit=ROADS, round=1, reason="不属本单位", on=day(10))
    upheld = e.ObjectionDecided(
        unit=ROADS, round=1, upheld=True, reason="属实", reassign_by=by, on=day(12)
    )

    found = told(registered(), over, BOTH, objected, upheld, today=day(13))

    assert line(found, "reassign", ROADS).owed_by == owed_by


def test_a_co_unit_let_off_and_not_replaced_does_not_hold_up_the_reply() -> None:
    objected = e.Objected(unit=WATER, round=1, reason="不属本单位", on=day(9))
    upheld = e.ObjectionDecided(unit=WATER, round=1, upheld=True, reason="属实", on=day(12))
    past = (*BEGUN, objected, upheld, received(ROADS), *in_contact(ROADS))

    found = told(*past, replied(ROADS, on=day(60)), today=day(300))

    assert (line(found, "reply").state, line(found, "reply").done_on) == ("done", day(60))


def test_a_new_round_has_its_own_date_and_the_old_one_stays() -> None:
    assert LIMITS.rehandle
    by = due(LIMITS.rehandle, day(80), CALENDAR)
    past = (*BEGUN, received(ROADS), *in_contact(ROADS), opinion(WATER), replied(ROADS, on=day(60)))
    order = e.RehandlingOrdered(
        round=2, units=(ROADS,), reason="代表不满意", reply_by=by, on=day(80)
    )

    found = told(*past, order, today=day(81))

    assert line(found, "reply", ROADS).state == "done"
    again = line(found, "rehandle", ROADS)
    assert (again.round, again.state, again.due) == (2, "running", by)


def test_a_closed_case_has_nothing_running() -> None:
    past = (*BEGUN, received(ROADS), *in_contact(ROADS), opinion(WATER), replied(ROADS, on=day(60)))
    closed = e.Closed(ground="decision", reason="依法办结", on=day(70))

    found = told(*past, closed, today=day(200))

    assert {one.state for one in found} <= {"done", "ended"}
    assert line(found, "sign_for", WATER).late == (day(70) - day(8)).days - 9


def test_an_entry_that_was_voided_stops_no_clock() -> None:
    first, _ = in_contact(ROADS)
    void = e.EntryVoided(position=5, reason="误登")

    one = line(told(*BEGUN, received(ROADS), first, void, today=day(13)), "first_contact", ROADS)

    assert one.state == "running"


WORDS: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "自收到之日起10个工作日"),
    ({"first_day": True}, "自收到之日起10个工作日（起算当日计入）"),
    ({"rest_day": "moves"}, "自收到之日起10个工作日（届满之日是休息日的顺延）"),
    ({"anchor": "reply_due"}, "答复期限届满前10个工作日"),
    (
        {"anchor": "session_closed", "unit": "date", "fixed": "8月5日"},
        "自大会闭会之日起的第一个8月5日",
    ),
)


@pytest.mark.parametrize(("change", "said"), WORDS)
def test_a_rule_is_said_in_words(change: dict[str, Any], said: str) -> None:
    usual: dict[str, Any] = {
        "amount": 10,
        "unit": "workday",
        "anchor": "received",
        "article": "某条",
    }

    assert in_words(Counting(**usual | change)) == said


def test_a_provisional_date_names_the_year_whose_notice_is_not_out() -> None:
    owed = due(WORKDAYS, date(2027, 12, 20), CALENDAR)

    assert why_provisional(owed, CALENDAR) == "2028年放假通知尚未发布，暂按周末计算"
    assert why_provisional(CONTACT_BY, CALENDAR) is None


def test_a_capped_date_says_that_the_law_came_first() -> None:
    capped = due(LIMITS.reply, day(5), CALENDAR, day(50))
    one = line(told(registered(), handed_over(by=capped)), "reply")

    assert why_capped(one) == "按规定算出的日期超过代表法第五十一条第二款的期限，以法定期限为准"
    assert why_capped(line(told(*BEGUN), "reply")) is None


def test_every_signer_rated_means_the_feedback_is_given() -> None:
    feedback = due(LIMITS.feedback, day(60), CALENDAR)
    reply = replied(ROADS, on=day(60), feedback_by=feedback)
    past = (*BEGUN, received(ROADS), *in_contact(ROADS), opinion(WATER), reply)

    one = line(told(*past, rated(LI), today=day(71)), "feedback", ROADS)
    both = line(told(*past, rated(LI), rated(WANG), today=day(71)), "feedback", ROADS)

    assert (one.state, both.state) == ("running", "done")


def spoken_to(on: date, counts_on: date | None = None) -> e.Contacted:
    return contacted(ROADS, "before", on).model_copy(update={"counts_on": counts_on})


def disputed(position: int, on: date) -> e.ContactAnswered:
    return e.ContactAnswered(
        deputy=LI,
        position=position,
        unit=ROADS,
        round=1,
        phase="before",
        mode="visit",
        contact_on=day(12),
        confirmed=False,
        reason="没有见面",
        on=on,
    )


SIGNED = (*BEGUN, received(ROADS))


def test_a_disputed_contact_never_stopped_the_clock() -> None:
    past = (*SIGNED, spoken_to(day(12)), spoken_to(day(50)))

    before = line(told(*past, today=day(60)), "first_contact", ROADS)
    after = line(told(*past, disputed(5, day(55)), today=day(60)), "first_contact", ROADS)

    assert (before.done_on, before.late) == (day(12), 0)
    assert (after.done_on, after.done_by) == (day(50), 6)
    assert after.late == (day(50) - CONTACT_BY.on).days > 0


def test_disputed_after_the_reply_no_contact_was_made_in_time() -> None:
    past = (*SIGNED, spoken_to(day(12)), opinion(WATER), replied(ROADS, on=day(60)))

    one = line(told(*past, disputed(5, day(65)), today=day(70)), "first_contact", ROADS)

    assert (one.state, one.done_on, one.ended_on) == ("ended", None, day(60))
    assert one.late == (day(60) - CONTACT_BY.on).days > 0


def test_the_earliest_contact_counts_whatever_was_entered_first() -> None:
    past = (*SIGNED, spoken_to(day(40)), spoken_to(day(30)), spoken_to(day(20), day(45)))
    seen = e.EntryConfirmed(
        position=7,
        act="contacted",
        unit=ROADS,
        round=1,
        happened_on=day(20),
        reason="有签到表",
        proof=(e.File(sha256="ab" * 32, size=1, type="image/png", name="签到表.png"),),
        on=day(46),
    )

    before = line(told(*past, today=day(50)), "first_contact", ROADS)
    after = line(told(*past, seen, today=day(50)), "first_contact", ROADS)

    assert [(one.done_on, one.done_by) for one in (before, after)] == [(day(30), 6), (day(20), 7)]


def test_the_case_is_answered_when_the_last_unit_is_whichever_was_entered_last() -> None:
    shares = assigned(share(ROADS, "separate", 1), share(WATER, "separate", 2), reply_by=REPLY_BY)
    late = replied(WATER, on=day(60)).model_copy(update={"counts_on": day(100)})
    past = (registered(), handed_over(by=REPLY_BY), shares, replied(ROADS, on=day(80)), late)
    seen = e.EntryConfirmed(
        position=5,
        act="replied",
        unit=WATER,
        round=1,
        happened_on=day(60),
        reason="有邮戳",
        proof=(e.File(sha256="ab" * 32, size=1, type="image/png", name="信封.png"),),
        on=day(101),
    )

    before = line(told(*past, today=day(110)), "reply")
    after = line(told(*past, seen, today=day(110)), "reply")

    assert (before.done_on, before.late > 0) == (day(100), True)
    assert (after.done_on, after.done_by, after.late) == (day(80), 4, 0)


def test_a_new_round_has_a_line_of_its_own_even_for_the_same_day() -> None:
    again = due(LIMITS.rehandle, day(80), CALENDAR) if LIMITS.rehandle else REPLY_BY
    rounds = tuple(
        e.RehandlingOrdered(round=n, units=(ROADS,), reason="不满意", reply_by=again, on=day(80))
        for n in (2, 3)
    )
    answer = replied(ROADS, on=day(80)).model_copy(update={"round": 2})
    past = (*SIGNED, opinion(WATER), replied(ROADS, on=day(60)), rounds[0], answer, rounds[1])

    found = told(*past, today=day(81))

    own = [one for one in found if one.clock == "reply" and one.unit == ROADS]
    assert [(one.round, one.state) for one in own] == [(1, "done"), (2, "done"), (3, "running")]


def test_a_new_round_is_not_told_of_a_second_time() -> None:
    tell_by = due(WORKDAYS.model_copy(update={"anchor": "handed_over"}), day(5), CALENDAR)
    handed = handed_over(by=REPLY_BY).model_copy(update={"tell_by": tell_by})
    both = e.DeputiesTold(matter="handed_over", deputies=(LI, WANG), means="phone", on=day(7))
    again = e.RehandlingOrdered(
        round=2, units=(ROADS,), reason="不满意", reply_by=REPLY_BY, on=day(80)
    )
    past = (registered(), handed, BOTH, both, replied(ROADS, on=day(60)), again)

    one = line(told(*past, today=day(81)), "tell")

    assert (one.round, one.state, one.done_on) == (1, "done", day(7))


def test_a_case_carried_over_late_keeps_the_breach_it_had() -> None:
    carried = e.CarriedOver(
        round=2,
        from_cycle=YEAR,
        to_cycle=NEXT_YEAR,
        ground="unanswered",
        units=(ROADS,),
        years=1,
        reason="继续办理",
        reply_by=due(LIMITS.reply, day(150), CALENDAR),
        on=day(60),
        counts_on=day(150),
    )

    found = told(*SIGNED, carried, today=day(151))

    first = next(one for one in found if (one.clock, one.unit, one.round) == ("reply", ROADS, 1))
    assert (first.state, first.late) == ("ended", (day(150) - REPLY_BY.on).days)


@settings(max_examples=80, deadline=None)
@for_any(walked=WALKS | EDGES)
def test_however_a_case_went_its_clocks_are_told_as_the_rules_know_them(walked: Walk) -> None:
    entries = [Entry(n, event, 3) for n, event in enumerate(walked.past, 1)]
    case = walked.proposal
    owed: dict[Any, Due] = {
        (part.unit, clock): due for part in case.parts.values() for clock, due in part.dues.items()
    }
    whole = {"hand_over": case.hand_over_due, "tell": case.tell_due, "reply": case.reply_due}
    owed |= {(None, clock): due for clock, due in whole.items() if due}

    found = explained(Proposal(id=PROPOSAL), entries, LIMITS, walked.today)

    dues = [one for one in found if one.due]
    for key, due_now in owed.items():
        assert due_now in [one.due for one in dues if (one.unit, one.clock) == key]
    waiting = {(one.unit, one.clock) for one in dues if one.state in ("running", "overdue")}
    assert waiting - {(unit, "reassign") for unit, _ in waiting} <= owed.keys()
    for one in dues:
        assert one.due
        assert one.late == 0 or one.due.on < walked.today
        assert (one.state == "done") == (one.done_on is not None)
        assert all(before.new == after.old for before, after in pairwise(one.moves))
        assert not one.moves or one.moves[-1].new == one.due.on
    overdue = {one.unit for one in dues if one.clock == "reply" and one.state == "overdue"}
    assert not [unit for unit in overdue if unit and case.parts[unit].replied_on]
