"""Close a year once every proposal in it is closed or carried over (年度办结)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from aggregates.base import Aggregate, Event
from aggregates.cycle import Cycle
from aggregates.log import Log
from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class CloseCycle(Command):
    """The day it was closed."""

    on: date


def close_cycle(
    desk: Desk,
    year: int,
    command: CloseCycle,
    candidates: Iterable[UUID],
    position: int | None = None,
) -> Outcome:
    """Close it.  A scan of the log found the candidates; each is looked at itself.

    `position` is where the log stood before the scan: whatever was recorded since, such as one
    more registration, makes it a race and the scan is done again.
    """
    cycle = desk.load(Cycle, desk.name(Cycle, str(year)))
    proposals = [desk.load(Proposal, id) for id in candidates]
    left = [one for one in proposals if one.cycle == cycle.id and one.closed_on is None]
    event = cycle.close(len(left), command.on, desk.today)
    relied_on: list[tuple[Aggregate, Sequence[Event]]] = (
        [] if position is None else [(Log.whole(position), ())]
    )
    return desk.record((cycle, event), *relied_on, answer={"year": year})
