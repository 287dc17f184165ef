"""Uphold or refuse a unit's objection (异议处理)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.assign import must_be_the_offices
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class DecideObjection(Command):
    """Whose objection, and the decision with its reason."""

    unit: UUID
    upheld: bool
    reason: Text
    on: date


def decide_objection(desk: Desk, proposal_id: UUID, command: DecideObjection) -> Outcome:
    """Decide; after an upheld one the proposal waits to be assigned anew.

    The time for that runs from the unit's written objection (重庆条例第十六条), not from the decision.
    """
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_offices(desk, desk.load(Unit, command.unit), "unit")
    rules = desk.rules.policy
    part, limit = proposal.parts.get(command.unit), rules.limits.reassign
    told = part.objection_counts_on if part and command.upheld else None
    reassign_by = desk.due(limit, told) if limit and told else None
    event = proposal.decide_objection(
        command.unit,
        command.upheld,
        command.reason,
        desk.decider,
        rules.objection,
        command.on,
        desk.today,
        reassign_by,
    )
    return desk.record((proposal, event), answer={})
