"""Close a year once every proposal in it is closed or carried over (年度办结)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class CloseCycle(Command):
    """The day it was closed."""

    on: date


def close_cycle(desk: Desk, year: int, command: CloseCycle, candidates: Iterable[UUID]) -> Outcome:
    """Close it.  A table found the candidates still open; each is looked at itself."""
    cycle = desk.load(Cycle, desk.name(Cycle, str(year)))
    proposals = [desk.load(Proposal, id) for id in candidates]
    left = [one for one in proposals if one.cycle == cycle.id and one.closed_on is None]
    event = cycle.close(len(left), command.on, desk.today)
    return desk.record((cycle, event), answer={"year": year})
