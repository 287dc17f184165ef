"""Take what is not done into the next year (跨年度续办)."""

from datetime import date
from uuid import UUID

from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.recorder import Outcome


class CarryOver(Command):
    """Into which year, and why."""

    year: int
    reason: Text
    on: date


def carry_over(desk: Desk, proposal_id: UUID, command: CarryOver) -> Outcome:
    """Carry it over with its history; the next reply has a new date."""
    proposal = desk.open(Proposal, proposal_id)
    cycle = desk.load(Cycle, desk.name(Cycle, str(command.year)))
    cycle.must_be_open()
    reply_by = desk.due("reply", command.on)
    event = proposal.carry_over(cycle.id, command.reason, reply_by, command.on, desk.today)
    return desk.record(
        (proposal, event), (cycle, ()), answer={"years": event.years, "ground": event.ground}
    )
