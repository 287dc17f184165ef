"""Where limits run from the close of the session, its day is recorded and counted from."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from commands.close_session import CloseSession, close_session
from commands.desk import Desk
from commands.hand_over import reply_due
from commands.open_cycle import OpenCycle, open_cycle

OPENED, CLOSED, YEAR = date(2026, 1, 8), date(2026, 1, 20), 2026


@pytest.fixture
def desk(office: Any) -> Desk:
    """A clerk of a county that counts three months from the close of the session."""
    rules = office.desk.rules
    reply = rules.policy.limits.reply.model_copy(update={"anchor": "session_closed"})
    limits = rules.policy.limits.model_copy(update={"reply": reply})
    policy = rules.policy.model_copy(update={"limits": limits})
    clerk: Desk = replace(office.desk, given=replace(rules, policy=policy))
    open_cycle(clerk.keyed("open"), OpenCycle(year=YEAR, term=9, session=5, on=OPENED))
    close_session(clerk.keyed("close"), YEAR, CloseSession(on=CLOSED))
    return clerk


def due_when(desk: Desk, handed_over: date, *, in_session: bool = True) -> tuple[date, str, date]:
    cycle = desk.load(Cycle, desk.name(Cycle, str(YEAR)))
    proposal = Proposal(id=UUID(int=7), cycle=cycle.id, in_session=in_session)
    found = reply_due(desk, proposal, cycle, handed_over, "ordinary")
    return found.on, found.anchor, found.anchored_on


def test_what_came_in_session_counts_from_its_close(desk: Desk) -> None:
    assert due_when(desk, date(2026, 2, 10)) == (date(2026, 4, 20), "session_closed", CLOSED)


def test_what_came_out_of_session_counts_from_its_own_hand_over(desk: Desk) -> None:
    handed_over = date(2026, 4, 1)
    found = due_when(desk, handed_over, in_session=False)
    assert found == (date(2026, 7, 1), "handed_over", handed_over)


def test_nothing_is_overdue_on_the_day_it_is_handed_over(desk: Desk) -> None:
    handed_over = date(2026, 4, 20)
    assert due_when(desk, handed_over) == (date(2026, 7, 20), "handed_over", handed_over)
