"""Name the units that handle a proposal (分办), or others after an upheld objection (改办)."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.deadlines import due
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, Assignment
from aggregates.unit import Branch, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Assign(Command):
    """Which units, each with its share; a separate unit with its asks."""

    assignments: tuple[Assignment, ...]
    on: date


GOVERNMENT: tuple[Branch, ...] = ("government", "lower_government")
"""Whose units the government's office names; the congress names the others' (代表法第五十一条)."""


def assign(desk: Desk, proposal_id: UUID, command: Assign) -> Outcome:
    """Assign, to units that take work."""
    proposal = desk.open(Proposal, proposal_id)
    units = [desk.load(Unit, share.unit) for share in command.assignments]
    for unit in units:
        unit.must_take_work()
        must_be_the_offices(desk, unit, "assignments")
    event = assigned(desk, proposal, command.assignments, command.on)
    return desk.record(
        (proposal, event),
        *((unit, ()) for unit in units),
        answer={"reply_by": str(event.reply_by.on)},
    )


def must_be_the_offices(desk: Desk, unit: Unit, field: str) -> None:
    """Refuse the government's office a unit of another branch; the congress may name any."""
    if desk.actor.role == "office" and unit.branch not in GOVERNMENT:
        sentence = f"“{unit.name}”不属政府系统，由人大代表工作机构分办、处理异议"
        raise Refused("assign.not_government", sentence, field)


def assigned(
    desk: Desk, proposal: Proposal, assignments: tuple[Assignment, ...], on: date
) -> Assigned:
    """What the rules make of it.  A unit named late gets dates of its own, within the case's."""
    limits, calendar, ceiling = desk.rules.policy.limits, desk.rules.calendar, proposal.reply_by
    reply = limits.reply_complex if proposal.complexity == "complex" else limits.reply
    heard = any(share.role in ("co", "joint_lead") for share in assignments)
    return proposal.assign(
        assignments,
        reply_by=due(reply, on, calendar, ceiling),
        sign_by=due(limits.sign_for, on, calendar),
        opinion_by=due(limits.co_opinion, on, calendar, ceiling) if heard else None,
        on=on,
        today=desk.today,
    )
