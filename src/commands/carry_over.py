"""Take what is not done into the next year (跨年度续办)."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.cycle import Cycle
from aggregates.days import happened
from aggregates.deadlines import statutory_ceiling
from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class CarryOver(Command):
    """Into which year, and why."""

    year: int
    reason: Text
    on: date


def carry_over(desk: Desk, proposal_id: UUID, command: CarryOver) -> Outcome:
    """Carry it over with its history; the next reply has a new date."""
    proposal = desk.open(Proposal, proposal_id)
    cycle = desk.load(Cycle, desk.name(Cycle, str(command.year)))
    opened = cycle.must_be_open()
    present = desk.load(Cycle, proposal.cycle or proposal.id)
    if cycle.year < present.year:
        sentence = f"这件建议在{present.year}年度，只能转入以后的年度"
        raise Refused("carry_over.backwards", sentence, "year")
    happened(command.on, desk.today, opened, f"{cycle.year}年度开启")
    counts = desk.counts_on(command.on)
    begun = counts or command.on
    ceiling = statutory_ceiling(begun, complex_matter=False)
    limit = desk.rules.policy.limits.reply.model_copy(update={"anchor": "handed_over"})
    reply_by = desk.due(limit, begun, ceiling)
    event = proposal.carry_over(cycle.id, command.reason, reply_by, command.on, desk.today, counts)
    return desk.record(
        (proposal, event), (cycle, ()), answer={"years": event.years, "ground": event.ground}
    )
