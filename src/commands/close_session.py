"""Record the day the session of the congress closed (大会闭会)."""

from datetime import date

from aggregates.cycle import Cycle
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class CloseSession(Command):
    """The day it closed."""

    on: date


def close_session(desk: Desk, year: int, command: CloseSession) -> Outcome:
    """Record it; limits counted from the close of the session can be counted from now on."""
    cycle = desk.load(Cycle, desk.name(Cycle, str(year)))
    limit = desk.rules.policy.limits.meeting
    meeting_by = desk.due(limit, command.on) if limit else None
    event = cycle.close_session(meeting_by, command.on, desk.today)
    return desk.record((cycle, event), answer={"meeting_by": meeting_by and str(meeting_by.on)})
