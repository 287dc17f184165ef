"""Open a year of handling (开启年度)."""

from datetime import date

from aggregates.cycle import Cycle
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class OpenCycle(Command):
    """The year, and the session whose proposals it handles."""

    year: int
    term: int
    session: int
    session_closed_on: date | None = None
    on: date


def open_cycle(desk: Desk, command: OpenCycle) -> Outcome:
    """Open it, once, under the policy and calendar in force."""
    cycle = desk.load(Cycle, desk.name(Cycle, str(command.year)))
    limit, closed = desk.rules.policy.limits.meeting, command.session_closed_on
    event = cycle.open(
        command.year,
        command.term,
        command.session,
        command.on,
        desk.today,
        closed,
        desk.due(limit, closed) if limit and closed else None,
    )
    return desk.record((cycle, event), answer={"id": str(cycle.id)})
