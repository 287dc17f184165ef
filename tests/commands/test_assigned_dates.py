"""From which day the clocks of the units named run."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from aggregates.base import folded
from aggregates.limits import ReplyLimit
from aggregates.proposal import Proposal
from aggregates.proposal_events import (
    Assigned,
    Assignment,
    HandedOver,
    NumberedAsk,
    ObjectionDecided,
    Registered,
)
from commands.assign import assigned
from commands.desk import Desk
from eventstore.mapper import Via

ROADS, WATER, CYCLE = UUID(int=11), UUID(int=12), UUID(int=2)
REGISTERED, HANDED_OVER, TODAY = date(2026, 2, 1), date(2026, 3, 2), date(2026, 5, 6)
ALONE, OTHER = Assignment(unit=ROADS, role="sole"), Assignment(unit=WATER, role="sole")


def handed_over(desk: Desk, *more: Any) -> Proposal:
    reply_by = desk.due(desk.rules.policy.limits.reply, HANDED_OVER)
    past = [
        Registered(
            cycle=CYCLE,
            title="关于路灯的建议",
            asks=(NumberedAsk(n=1, text="增设"),),
            on=REGISTERED,
        ),
        HandedOver(cycle=CYCLE, branch="government", reply_by=reply_by, on=HANDED_OVER),
        *more,
    ]
    return folded(Proposal(id=UUID(int=7)), enumerate(past, 1))


def sign_from(desk: Desk, on: date) -> date:
    event = assigned(desk, handed_over(desk), (ALONE,), on)
    assert event.sign_by
    return event.sign_by.anchored_on


def test_an_assignment_entered_late_starts_the_units_clocks_when_it_was_entered(
    office: Any,
) -> None:
    assert sign_from(office.desk, date(2026, 3, 5)) == TODAY


def test_an_assignment_entered_within_the_grace_starts_them_on_its_own_day(office: Any) -> None:
    assert sign_from(office.desk, date(2026, 5, 5)) == date(2026, 5, 5)


def test_an_imported_list_was_handed_out_on_the_day_it_names(office: Any) -> None:
    importing = replace(office.desk, via=Via(channel="import"))
    assert sign_from(importing, date(2026, 3, 5)) == date(2026, 3, 5)


def test_the_date_of_the_case_runs_from_hand_over_however_late_it_is_assigned(office: Any) -> None:
    event = assigned(office.desk, handed_over(office.desk), (ALONE,), date(2026, 3, 5))
    assert (event.reply_by.on, event.reply_by.anchored_on) == (date(2026, 6, 2), HANDED_OVER)


def test_the_own_date_of_a_unit_named_anew_stays_within_the_laws_three_months(office: Any) -> None:
    rules = office.desk.rules
    spring = ReplyLimit(unit="date", fixed="3月1日", anchor="handed_over", article="某条例第五条")
    limits = rules.policy.limits.model_copy(update={"reply": spring})
    policy = rules.policy.model_copy(update={"limits": limits})
    desk = replace(office.desk, given=replace(rules, policy=policy))
    first = Assigned(
        round=1, assignments=(ALONE,), reply_by=desk.due(spring, HANDED_OVER), on=HANDED_OVER
    )
    upheld = ObjectionDecided(
        unit=ROADS, round=1, upheld=True, reason="不属职责", on=date(2026, 5, 5)
    )

    event = assigned(desk, handed_over(desk, first, upheld), (OTHER,), TODAY)

    assert (event.reply_by.on, event.reply_by.capped) == (date(2026, 8, 6), True)
