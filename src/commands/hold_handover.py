"""Record the hand-over meeting of a year (召开交办会)."""

from datetime import date

from aggregates.cycle import Cycle
from aggregates.texts import Name
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class HoldHandover(Command):
    """Where and when it was held."""

    place: Name | None = None
    on: date


def hold_handover(desk: Desk, year: int, command: HoldHandover) -> Outcome:
    """Record it; proposals handed over there name it."""
    cycle = desk.load(Cycle, desk.name(Cycle, str(year)))
    meeting = desk.made(Cycle)
    event = cycle.hold_handover(meeting, command.place, command.on, desk.today)
    return desk.record((cycle, event), answer={"meeting": str(meeting)})
