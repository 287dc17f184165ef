"""Name the units that handle a proposal (分办), or others after an upheld objection (改办)."""

from datetime import date
from uuid import UUID

from aggregates.deadlines import due
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assignment
from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.recorder import Outcome


class Assign(Command):
    """Which units, each with its share; a separate unit with its asks."""

    assignments: tuple[Assignment, ...]
    on: date


def assign(desk: Desk, proposal_id: UUID, command: Assign) -> Outcome:
    """Assign.  A unit named late gets its own dates, never later than the case's."""
    proposal = desk.open(Proposal, proposal_id)
    units = [desk.load(Unit, share.unit) for share in command.assignments]
    for unit in units:
        unit.must_take_work()
    rules = desk.rules
    limits, calendar, ceiling = rules.policy.limits, rules.calendar, proposal.reply_by
    complex_matter = proposal.complexity == "complex"
    reply = limits.reply_complex if complex_matter else limits.reply
    heard = any(share.role in ("co", "joint_lead") for share in command.assignments)
    event = proposal.assign(
        command.assignments,
        reply_by=due(reply, command.on, calendar, ceiling),
        sign_by=due(limits.sign_for, command.on, calendar),
        opinion_by=due(limits.co_opinion, command.on, calendar, ceiling) if heard else None,
        on=command.on,
        today=desk.today,
    )
    return desk.record(
        (proposal, event),
        *((unit, ()) for unit in units),
        answer={"reply_by": str(event.reply_by.on)},
    )
