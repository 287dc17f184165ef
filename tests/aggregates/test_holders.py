"""Who held the ball: every day of a case's age is one holder's, and nobody pays for another's."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any, get_args
from uuid import UUID

import pytest
from events import any_of
from given import (
    ANSWERED,
    BOOKED,
    CO,
    FIRST,
    HOUSING,
    JOINT,
    LEAD,
    LI,
    OTHER_CO,
    OTHER_JOINT,
    PARKS,
    REPLY_BY,
    ROADS,
    SECOND,
    SOLE,
    TODAY,
    WANG,
    WATER,
    YEAR,
    assigned,
    at_work,
    attempted,
    carried_over,
    contacted,
    day,
    due,
    in_contact,
    opinion,
    passed_over,
    rated,
    registered,
    rehandling_ordered,
    replied,
    revealed,
    share,
)
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from walks import EDGES, WALKS, Walk

from aggregates import proposal_events as e
from aggregates.base import Event
from aggregates.holders import PASSING, Held, held, held_days
from aggregates.proposal_past import ENDING

END = day(100)
MANY = settings(max_examples=120, deadline=None)
Events = Iterable[e.ProposalEvent]


def story(*past: e.ProposalEvent | Events, until: date = END) -> list[tuple[Any, ...]]:
    """The stretches as (whose, days, why): a unit by its id, the others by their name."""
    segments = held(enumerate(events(*past), 1), until)
    return [(one.unit or one.holder, one.days, one.why) for one in segments]


def events(*past: e.ProposalEvent | Events) -> list[e.ProposalEvent]:
    return [one for piece in past for one in ((piece,) if isinstance(piece, Event) else piece)]


def hands(*past: e.ProposalEvent | Events, until: date = END) -> list[tuple[Any, int]]:
    """The stretches behind the first assignment, as (whose, days)."""
    return [(whose, days) for whose, days, _ in story(*past, until=until)][2:]


def objected(unit: UUID, on: date) -> e.Objected:
    return e.Objected(unit=unit, round=1, reason="不属本单位职责", on=on)


def decided(unit: UUID, upheld: bool, on: date) -> e.ObjectionDecided:
    return e.ObjectionDecided(unit=unit, round=1, upheld=upheld, reason="经研究", on=on)


def opinion_returned(unit: UUID, on: date, redo_by: date) -> e.OpinionReturned:
    return e.OpinionReturned(unit=unit, round=1, reason="没有实质内容", redo_by=due(redo_by), on=on)


def reply_returned(unit: UUID, on: date) -> e.ReplyReturned:
    return e.ReplyReturned(unit=unit, round=1, reason="答非所问", on=on)


def asked_more(unit: UUID, on: date) -> e.ExtensionAsked:
    return e.ExtensionAsked(unit=unit, round=1, amount=30, measured_in="day", reason="难", on=on)


def more_decided(unit: UUID, on: date, *moves: e.Moved) -> e.ExtensionDecided:
    return e.ExtensionDecided(
        unit=unit, round=1, granted=bool(moves), reason="经研究", moves=moves, on=on
    )


def closed(on: date) -> e.Closed:
    return e.Closed(ground="decision", reason="经研究", on=on)


# ---- one unit


def test_a_case_goes_from_hand_to_hand_and_ends_when_it_is_closed() -> None:
    assert story(
        ANSWERED,
        rated(LI, on=day(70)),
        rated(WANG, on=day(74)),
        revealed(day(80)),
        closed(day(90)),
        until=day(200),
    ) == [
        ("congress", 4, "待交办"),
        ("office", 3, "待分办"),
        (ROADS, 52, "办理答复"),
        ("deputy", 14, "待代表评价"),
        ("congress", 6, "待揭晓评价"),
        ("congress", 10, "评价已揭晓，待决定"),
    ]


def test_a_stretch_names_its_days_and_the_event_that_passed_the_ball() -> None:
    _, office, roads = held(enumerate([*BOOKED, assigned(SOLE)], 7), day(20))

    assert office == Held("office", None, None, "待分办", day(5), day(8), position=8)
    assert roads == Held("unit", ROADS, "sole", "办理答复", day(8), day(20), position=9)


def test_what_is_not_the_governments_waits_with_the_congress() -> None:
    to_court = e.HandedOver(cycle=YEAR, branch="court", reply_by=REPLY_BY, on=day(5))

    assert story(registered(), to_court, until=day(9)) == [
        ("congress", 4, "待交办"),
        ("congress", 4, "待分办"),
    ]


def test_contacts_and_attempts_pass_nothing() -> None:
    tried = (attempted(ROADS, day(20)), contacted(ROADS, "during", day(30)))
    waived = e.ContactWaived(deputy=LI, round=1, on=day(31))

    assert hands(at_work(SOLE), *tried, waived) == [(ROADS, 92)]


def test_a_day_on_which_the_ball_passes_is_the_receivers() -> None:
    at_once = (registered(), assigned(SOLE, on=day(1)))
    handed = e.HandedOver(cycle=YEAR, branch="government", reply_by=REPLY_BY, on=day(1))

    assert story(at_once[0], handed, at_once[1], until=day(4)) == [(ROADS, 3, "办理答复")]


def test_what_comes_back_the_same_day_was_never_away() -> None:
    away_and_back = (objected(ROADS, day(20)), decided(ROADS, False, day(20)))

    assert hands(at_work(SOLE), away_and_back) == [(ROADS, 92)]


def test_a_case_of_today_has_no_age_yet_and_an_imported_one_none_at_all() -> None:
    imported = e.Imported(cycle_year=2024, title="关于旧桥的建议", replied_on=day(1))

    assert story(registered(), until=day(1)) == []
    assert story(imported) == []
    assert held_days(()).total == 0


# ---- who decides


def test_an_objection_waits_with_the_office_and_refused_goes_back_to_the_unit() -> None:
    assert story(
        at_work(SOLE), objected(ROADS, day(10)), decided(ROADS, False, day(16)), until=day(30)
    )[2:] == [
        (ROADS, 2, "办理答复"),
        ("office", 6, "待处理异议"),
        (ROADS, 14, "办理答复"),
    ]


def test_reassigned_after_half_the_time_each_unit_has_its_own_days_only() -> None:
    past = events(
        at_work(SOLE),
        objected(ROADS, day(50)),
        decided(ROADS, True, day(52)),
        assigned(share(WATER, "sole"), on=day(56)),
        replied(WATER, on=day(95)),
    )

    assert story(past)[2:] == [
        (ROADS, 42, "办理答复"),
        ("office", 2, "待处理异议"),
        ("office", 4, "异议成立，待改办"),
        (WATER, 39, "办理答复"),
        ("deputy", 5, "待代表评价"),
    ]
    days = held_days(held(enumerate(past, 1), day(100)))
    assert [(one.unit, one.days) for one in days.units] == [(ROADS, 42), (WATER, 39)]
    assert (days.congress, days.office, days.deputies, days.total) == (4, 9, 5, 99)


def test_the_objection_of_a_co_unit_stops_nobody_even_when_it_is_upheld() -> None:
    gone = (objected(WATER, day(20)), decided(WATER, True, day(60)))

    assert hands(at_work(LEAD, CO), gone) == [(ROADS, 92)]


def test_asks_that_no_separate_unit_answers_any_more_wait_with_the_office() -> None:
    gone = (objected(WATER, day(20)), decided(WATER, True, day(24)))
    instead = assigned(share(HOUSING, "separate", 2), on=day(30))

    assert story(at_work(FIRST, SECOND), gone, instead, until=day(40))[2:] == [
        (ROADS, 12, "办理答复"),
        ("office", 4, "待处理异议"),
        ("office", 6, "异议成立，待改办"),
        (ROADS, 10, "办理答复"),
    ]


def test_a_dispute_waits_with_who_is_to_settle_it_and_with_the_units_until_then() -> None:
    raised = e.DisputeRaised(
        unit=ROADS, round=1, others=(WATER,), matter="管线归属", step="units", on=day(20)
    )

    def passed(step: e.DisputeStep, on: int) -> e.DisputePassedOn:
        return e.DisputePassedOn(unit=ROADS, round=1, step=step, reason="协商不成", on=day(on))

    settled = e.DisputeSettled(unit=ROADS, round=1, step="leader", outcome="路政管", on=day(40))
    steps = (passed("office", 24), passed("congress", 30), passed("leader", 33), settled)

    assert story(at_work(LEAD, CO), raised, steps, until=day(50))[2:] == [
        (ROADS, 16, "办理答复"),
        ("office", 6, "待协调争议"),
        ("congress", 3, "待协调争议"),
        ("office", 7, "待协调争议"),
        (ROADS, 1, "办理答复"),
        (WATER, 9, "会办意见逾期"),
    ]


def test_a_unit_rids_itself_of_no_days_by_dating_a_dispute_back() -> None:
    raised = e.DisputeRaised(
        unit=ROADS, round=1, others=(WATER,), matter="管线归属", step="units", on=day(10)
    )
    passed = e.DisputePassedOn(
        unit=ROADS, round=1, step="office", reason="协商不成", on=day(10), counts_on=day(30)
    )

    assert story(at_work(LEAD, CO), raised, passed, until=day(40))[2:] == [
        (ROADS, 22, "办理答复"),
        ("office", 10, "待协调争议"),
    ]


def test_a_dispute_of_others_stops_no_lead() -> None:
    at_odds = e.DisputeRaised(
        unit=WATER, round=1, others=(HOUSING,), matter="管线归属", step="office", on=day(20)
    )

    assert hands(at_work(LEAD, CO, OTHER_CO), at_odds, until=day(30)) == [(ROADS, 22)]


@pytest.mark.parametrize(
    "ending",
    [
        e.Split(into=(ROADS, WATER), reason="一事一议", on=day(20)),
        e.Merged(into=ROADS, reason="同一事项", on=day(20)),
        e.Withdrawn(reason="代表撤回", on=day(20)),
    ],
    ids=lambda one: str(one.TOPIC),
)
def test_what_was_split_merged_or_withdrawn_is_in_nobodys_hands_any_more(ending: e.Split) -> None:
    assert story(registered(), ending) == [("congress", 19, "待交办")]


def test_joint_leads_go_on_when_one_of_them_is_let_off() -> None:
    gone = (objected(ROADS, day(20)), decided(ROADS, True, day(24)))

    assert hands(at_work(JOINT, OTHER_JOINT), gone, until=day(40)) == [
        (ROADS, 12),
        ("office", 4),
        (WATER, 16),
    ]


def test_a_request_for_more_time_waits_with_who_decides_it() -> None:
    later = e.Moved(clock="reply", unit=ROADS, old=REPLY_BY, new=due(day(120)))

    assert story(at_work(SOLE), asked_more(ROADS, day(40)), more_decided(ROADS, day(45), later))[
        2:
    ] == [(ROADS, 32, "办理答复"), ("office", 5, "待审批延期"), (ROADS, 55, "办理答复")]


def test_an_objection_or_request_told_with_an_earlier_day_passes_it_when_it_was_entered() -> None:
    for asked in (objected(ROADS, day(10)), asked_more(ROADS, day(10))):
        entered = asked.model_copy(update={"counts_on": day(60)})

        assert hands(BOOKED, assigned(SOLE), entered) == [(ROADS, 52), ("office", 40)]


def test_a_classified_proposal_is_held_by_who_decides_until_it_is_closed() -> None:
    offline = registered(classified=True, title=None, asks=(), signers=())

    assert story(offline, BOOKED[1], closed(day(40))) == [
        ("congress", 4, "待交办"),
        ("office", 35, "涉密件，线下办理"),
    ]


# ---- several units


def test_a_lead_is_not_charged_with_the_days_a_co_unit_was_overdue() -> None:
    past = events(at_work(LEAD, CO), opinion(WATER, on=day(51)), replied(ROADS, on=day(61)))

    assert story(past)[2:5] == [
        (ROADS, 33, "办理答复"),
        (WATER, 10, "会办意见逾期"),
        (ROADS, 10, "办理答复"),
    ]
    days = held_days(held(enumerate(past, 1), day(61)))
    assert [(one.unit, one.role, one.days) for one in days.units] == [
        (ROADS, "lead", 43),
        (WATER, "co", 10),
    ]


def test_the_first_overdue_day_is_the_one_after_the_date_and_no_event_passes_the_ball() -> None:
    overdue = held(enumerate(at_work(LEAD, CO), 1), day(60))[-1]

    assert (overdue.since, overdue.position) == (day(41), None)


def test_an_opinion_in_time_costs_its_unit_nothing() -> None:
    assert hands(at_work(LEAD, CO), opinion(WATER, on=day(40)), until=day(60)) == [(ROADS, 52)]


def test_the_lead_that_goes_on_without_a_co_unit_has_the_ball_again() -> None:
    past = (at_work(LEAD, CO), passed_over(WATER, on=day(50)))

    assert hands(past[0], past[1], until=day(60)) == [(ROADS, 33), (WATER, 9), (ROADS, 10)]


def test_of_several_silent_co_units_the_longest_overdue_has_the_ball() -> None:
    sooner = e.Moved(clock="co_opinion", unit=HOUSING, old=due(day(40)), new=due(day(30)))
    moved = e.DatesMoved(calendar=2, reason="放假通知", moves=(sooner,), on=day(20))

    assert hands(
        at_work(LEAD, CO, OTHER_CO), moved, opinion(HOUSING, on=day(50)), until=day(60)
    ) == [(ROADS, 23), (HOUSING, 19), (WATER, 10)]


def test_an_opinion_sent_back_is_its_units_until_it_is_given_anew() -> None:
    again = (opinion_returned(WATER, day(33), day(50)), opinion(WATER, on=day(45)))

    assert story(at_work(LEAD, CO), opinion(WATER), again, until=day(60))[2:] == [
        (ROADS, 25, "办理答复"),
        (WATER, 12, "会办意见退回重提"),
        (ROADS, 15, "办理答复"),
    ]


def test_a_co_unit_whose_objection_is_pending_is_not_called_silent() -> None:
    assert hands(at_work(LEAD, CO), objected(WATER, day(20)), until=day(60)) == [(ROADS, 52)]


def test_joint_leads_the_first_named_has_the_ball_and_the_other_its_overdue_days() -> None:
    past = events(at_work(JOINT, OTHER_JOINT), opinion(WATER, on=day(50)))

    assert story(past, until=day(60))[2:] == [
        (ROADS, 33, "办理答复"),
        (WATER, 9, "联合主办意见逾期"),
        (ROADS, 10, "办理答复"),
    ]


def test_separate_units_hold_it_one_after_the_other_the_earliest_date_first() -> None:
    sooner = e.Moved(clock="reply", unit=WATER, old=REPLY_BY, new=due(day(70)))
    moved = e.DatesMoved(calendar=2, reason="放假通知", moves=(sooner,), on=day(20))
    replies = (replied(WATER, on=day(60)), replied(ROADS, on=day(80)))

    assert hands(at_work(FIRST, SECOND), moved, replies) == [
        (ROADS, 12),
        (WATER, 40),
        (ROADS, 20),
        ("deputy", 20),
    ]


# ---- after the reply


def test_a_reply_sent_back_is_its_units_again() -> None:
    mended = (reply_returned(ROADS, day(63)), replied(ROADS, on=day(75)))

    assert story(ANSWERED, mended)[3:] == [
        ("deputy", 3, "待代表评价"),
        (ROADS, 12, "答复退回修改"),
        ("deputy", 25, "待代表评价"),
    ]


def test_of_joint_leads_the_one_that_issued_the_reply_mends_it() -> None:
    agreed = (opinion(ROADS), replied(WATER), reply_returned(WATER, day(70)))

    assert hands(at_work(JOINT, OTHER_JOINT), agreed, until=day(80)) == [
        (ROADS, 33),
        (WATER, 19),
        ("deputy", 10),
        (WATER, 10),
    ]


def test_only_the_deputies_asked_are_waited_for() -> None:
    lead_rates = replied(ROADS).model_copy(update={"raters": (LI,)})

    assert hands(at_work(SOLE), lead_rates, rated(LI, on=day(66))) == [
        (ROADS, 52),
        ("deputy", 6),
        ("congress", 34),
    ]


def test_deputies_are_waited_for_until_their_date_and_not_beyond() -> None:
    asked = replied(ROADS).model_copy(update={"feedback_by": due(day(69))})

    assert hands(at_work(SOLE), asked, rated(LI, on=day(62))) == [
        (ROADS, 52),
        ("deputy", 10),
        ("congress", 30),
    ]


def test_rehandling_and_carrying_over_call_on_the_units_again() -> None:
    again = (rehandling_ordered(ROADS, on=day(90)), replied(ROADS, on=day(110), round=2))

    assert story(
        ANSWERED,
        revealed(day(80)),
        again,
        carried_over(ROADS, on=day(130), round=3),
        until=day(150),
    )[3:] == [
        ("deputy", 20, "待代表评价"),
        ("congress", 10, "评价已揭晓，待决定"),
        (ROADS, 20, "重新办理"),
        ("deputy", 20, "待代表评价"),
        (ROADS, 20, "跨年续办"),
    ]


# ---- entered late, or by mistake


def test_what_is_entered_out_of_order_counts_from_its_day() -> None:
    entered_late = (replied(WATER, on=day(60)), replied(ROADS, on=day(57)))

    assert hands(at_work(FIRST, SECOND), entered_late, until=day(70)) == [
        (ROADS, 49),
        (WATER, 3),
        ("deputy", 10),
    ]


def test_what_is_entered_too_late_counts_from_its_entry_unless_confirmed() -> None:
    late = replied(ROADS, on=day(60)).model_copy(update={"counts_on": day(90)})
    past = (*at_work(SOLE), *in_contact(ROADS), late)
    confirmed = e.EntryConfirmed(
        position=len(past),
        act="replied",
        unit=ROADS,
        round=1,
        happened_on=day(60),
        reason="有邮戳",
        proof=(),
        on=day(95),
    )

    assert hands(past) == [(ROADS, 82), ("deputy", 10)]
    assert hands(past, confirmed) == [(ROADS, 52), ("deputy", 40)]


def test_a_reply_entered_late_and_sent_back_is_sent_back_after_all() -> None:
    late = replied(ROADS, on=day(60)).model_copy(update={"counts_on": day(90)})

    assert hands(at_work(SOLE), late, reply_returned(ROADS, day(80))) == [(ROADS, 82), (ROADS, 10)]


def test_a_voided_entry_passes_nothing() -> None:
    past = (*at_work(LEAD, CO), opinion(WATER, on=day(35)))
    voided = e.EntryVoided(position=len(past), reason="录错")

    assert hands(past, voided, until=day(60)) == [(ROADS, 33), (WATER, 19)]


# ---- whatever happens


STAYING = (
    e.Received
    | e.PersonsNamed
    | e.Planned
    | e.Surveyed
    | e.Contacted
    | e.ContactAnswered
    | e.ContactAttempted
    | e.ContactWaived
    | e.OpinionUrged
    | e.EntryConfirmed
    | e.ReplyReviewed
    | e.ReplyRead
    | e.ClassCorrected
    | e.RepliedAgain
    | e.Closed
    | e.Split
    | e.Merged
    | e.Withdrawn
    | e.WithdrawalAsked
    | e.Joined
    | e.IdentitySealed
    | e.IdentityHidden
    | e.EntryChecked
    | e.DeputiesTold
    | e.Confided
    | e.RatingUrged
    | e.DissatisfactionStudied
    | e.Corrected
    | e.EntryVoided
    | e.Imported
)


def test_every_form_of_event_passes_the_ball_or_leaves_it_where_it_is() -> None:
    assert PASSING | {*get_args(STAYING)} == set(get_args(e.ProposalEvent))
    assert not PASSING & {*get_args(STAYING)}


def age(past: list[Any], until: date) -> int:
    """From registration to closing, or until the day one asks on."""
    began = next((one.on for one in past if isinstance(one, e.Registered)), until)
    ended = next((one.on for one in past if isinstance(one, ENDING)), until)
    return max(0, (min(until, ended) - began).days)


def must_fill(segments: tuple[Held, ...], past: list[Any], until: date) -> None:
    """No gap, no overlap, nothing empty, and in sum the age of the case."""
    assert all(one.days > 0 for one in segments)
    assert all(one.until == two.since for one, two in pairwise(segments))
    assert all((one.holder == "unit") == (one.unit is not None) for one in segments)
    days = held_days(segments)
    of_units = sum(one.days for one in days.units)
    assert days.congress + days.office + of_units + days.deputies == days.total
    assert days.total == sum(one.days for one in segments) == age(past, until)


def cut(segments: tuple[Held, ...], until: date) -> list[Held]:
    """As much of the story as was known by a day."""
    return [one._replace(until=min(one.until, until)) for one in segments if one.since < until]


@MANY
@for_any(walked=WALKS | EDGES, back=st.integers(0, 200))
def test_the_days_of_all_holders_are_the_age_of_the_case(walked: Walk, back: int) -> None:
    past = list(enumerate(walked.past, 1))
    segments = held(past, walked.today)
    must_fill(segments, walked.past, walked.today)
    earlier = date.fromordinal(walked.today.toordinal() - back)
    assert list(held(past, earlier)) == cut(segments, earlier)


@MANY
@for_any(
    past=st.lists(any_of(e.ProposalEvent), max_size=25),
    booked=st.booleans(),
    until=st.dates(day(1), TODAY),
)
def test_whatever_was_recorded_every_day_is_somebodys(
    past: list[Any], booked: bool, until: date
) -> None:
    past = [*BOOKED, assigned(LEAD, CO, share(PARKS, "separate", 1)), *past] if booked else past
    past = [one for one in past if not isinstance(one, e.EntryVoided)]
    must_fill(held(enumerate(past, 1), until), past, until)
