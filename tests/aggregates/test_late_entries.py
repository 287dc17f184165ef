"""Acts entered late count from the day they were entered, unless the office saw the proof."""

from datetime import date
from typing import Any

import pytest
from given import (
    ANSWERED,
    BOOKED,
    CALENDAR,
    CO,
    FILE,
    LEAD,
    POLICY,
    ROADS,
    SOLE,
    TODAY,
    WATER,
    again_said,
    assigned,
    at_work,
    contact_said,
    contacted,
    day,
    given,
    in_contact,
    opinion_said,
    place,
    received,
    refused,
    replied,
    reply_said,
    waived,
)

from aggregates import proposal_events as e
from aggregates.calendar import Calendar
from aggregates.proposal_clocks import counts_on

GRACE = POLICY.limits.entry
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("entered", "counts"),
    [
        (date(2026, 3, 6), None),
        (date(2026, 3, 9), None),
        (date(2026, 3, 11), None),
        (date(2026, 3, 12), date(2026, 3, 12)),
        (date(2026, 4, 30), date(2026, 4, 30)),
    ],
)
def test_three_working_days_later_it_still_counts_from_its_own_day(
    entered: date, counts: date | None
) -> None:
    assert (GRACE.amount, GRACE.unit) == (3, "workday")
    assert counts_on(FRIDAY, entered, GRACE, CALENDAR) == counts


def test_holidays_do_not_use_up_the_grace() -> None:
    off = frozenset({date(2026, 3, 9), date(2026, 3, 10)})
    rest = Calendar(name="放假", known=frozenset({2026}), off=off, shifts=frozenset())
    assert counts_on(FRIDAY, date(2026, 3, 13), GRACE, rest) is None
    assert counts_on(FRIDAY, date(2026, 3, 16), GRACE, rest) == date(2026, 3, 16)


def test_how_long_it_is_is_the_rule_of_the_place() -> None:
    longer = GRACE.model_copy(update={"amount": 10})
    assert counts_on(FRIDAY, date(2026, 3, 20), longer, CALENDAR) is None


def test_each_such_act_keeps_both_days() -> None:
    proposal, late = given(BOOKED, assigned(LEAD, CO)), day(40)
    signed = proposal.receive(ROADS, day(9), TODAY, late)
    assert (signed.on, signed.counts_on) == (day(9), late)
    working = given(at_work(LEAD, CO))
    contact = working.contact(ROADS, contact_said("before", day(12)), TODAY, late)
    opinion = working.give_opinion(WATER, opinion_said(), TODAY, late)
    answered = given(at_work(SOLE), waived()).reply(
        ROADS, reply_said(), place(), TODAY, counts=day(90)
    )
    unfinished = given(at_work(SOLE), waived(), replied(ROADS, "planned"))
    again = unfinished.reply_again(ROADS, again_said(), POLICY, TODAY, day(170))
    assert [one.counts_on for one in (contact, opinion)] == [late, late]
    assert (answered.counts_on, again.counts_on) == (day(90), day(170))


# ---- confirmed with proof (补录确认)

LATE = received(ROADS).model_copy(update={"counts_on": day(40)})
PAST = (*BOOKED, assigned(SOLE), LATE)
AT = len(PAST)


def confirm(*past: e.ProposalEvent, **changes: Any) -> e.EntryConfirmed:
    asked: dict[str, Any] = {
        "position": AT,
        "entry": LATE,
        "reason": "签收登记簿为证",
        "proof": (FILE,),
        "on": day(45),
        "today": TODAY,
    }
    return given(past).confirm_entry(**asked | changes)


def test_the_office_lets_it_count_from_its_own_day_on_proof() -> None:
    event = confirm(*PAST)
    assert event == e.EntryConfirmed(
        position=AT,
        act="received",
        unit=ROADS,
        round=1,
        happened_on=day(9),
        reason="签收登记簿为证",
        proof=(FILE,),
        on=day(45),
    )
    assert given(PAST, event).parts == given(PAST).parts


@pytest.mark.parametrize(
    ("entry", "act"),
    [
        (contacted(ROADS, "before", day(12)), "contacted"),
        (e.OpinionGiven(unit=WATER, round=1, **dict(opinion_said())), "opinion_given"),
        (replied(ROADS), "replied"),
        (e.RepliedAgain(unit=ROADS, round=1, **dict(again_said())), "replied_again"),
    ],
)
def test_contacts_opinions_and_replies_likewise(entry: Any, act: e.Act) -> None:
    late = entry.model_copy(update={"counts_on": day(170)})
    event = confirm(*ANSWERED, entry=late, on=day(175))
    assert (event.act, event.happened_on) == (act, entry.on)


@pytest.mark.parametrize(
    ("changes", "code", "word", "field"),
    [
        ({"entry": received(ROADS)}, "entry.not_late", "逾期补录", "position"),
        ({"entry": waived()}, "entry.not_late", "签收、异议、沟通、会办意见或答复", "position"),
        ({"entry": None}, "entry.not_late", "逾期补录", "position"),
        ({"proof": ()}, "entry.proof_needed", "证明材料", "proof"),
        ({"on": day(39)}, "date.too_early", "补录", "on"),
        ({"on": day(301)}, "date.future", "今天", "on"),
    ],
)
def test_what_was_in_time_or_has_no_proof_is_not_confirmed(
    changes: dict[str, Any], code: str, word: str, field: str
) -> None:
    with refused(code, word, field=field):
        confirm(*PAST, **changes)


def test_an_entry_is_confirmed_once() -> None:
    with refused("entry.confirmed", "已经确认", field="position"):
        confirm(*PAST, confirm(*PAST))


def test_once_closed_nothing_is_confirmed() -> None:
    closed = e.Closed(ground="decision", reason="经研究", on=day(90))
    with refused("proposal.closed", "办结"):
        confirm(*PAST, *in_contact(ROADS), replied(ROADS), closed, on=day(91))
