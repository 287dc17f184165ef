"""Name the units that handle a proposal (分办), or others after an upheld objection (改办)."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.deadlines import Due
from aggregates.limits import Limit
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, Assignment
from aggregates.unit import GOVERNMENT, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Assign(Command):
    """Which units, each with its share; a separate unit with its asks."""

    assignments: tuple[Assignment, ...]
    on: date


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
    """What the rules make of it: the clocks of the units named start."""
    begun = proposal.must_be_handed_over()
    limits, again = desk.rules.policy.limits, proposal.vacant_since is not None
    reply_by = _reply_by(desk, proposal, on)
    heard = any(share.role in ("co", "joint_lead") for share in assignments)

    def clock(limit: Limit, ceiling: date | None = None) -> Due:
        """A unit named again counts from its own day; a date before the reply's, backwards."""
        if limit.anchor == "reply_due":
            return desk.due(limit, reply_by.on)
        anchored = begun if limit.anchor == "handed_over" and not again else on
        return desk.due(limit, anchored, ceiling)

    return proposal.assign(
        assignments,
        reply_by=reply_by,
        sign_by=clock(limits.sign_for),
        contact_by=clock(limits.first_contact),
        object_by=clock(limits.objection),
        opinion_by=clock(limits.co_opinion, reply_by.on) if heard else None,
        on=on,
        today=desk.today,
    )


def _reply_by(desk: Desk, proposal: Proposal, on: date) -> Due:
    """The date of the case; after a reassignment, where the place restarts the clock, its own.

    The date of the case stays in either event.
    """
    limits, case = desk.rules.policy.limits, proposal.reply_due
    assert case, "handed over"
    limit = (proposal.complexity == "complex" and limits.reply_complex) or limits.reply
    if proposal.vacant_since is None or limit.reassigned == "keeps":
        return case
    if case.anchor == "requested" and limits.rehandle:
        return desk.due(limits.rehandle, on)
    restarted = limit.model_copy(update={"anchor": "assigned"})
    return desk.due(restarted, on)
