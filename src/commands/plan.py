"""Say how a proposal will be handled (办理方案)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Step
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Plan(Command):
    """The plan in words, and its steps with their days."""

    text: Text
    steps: tuple[Step, ...]
    on: date


def plan(desk: Desk, proposal_id: UUID, command: Plan) -> Outcome:
    """Plan as the unit asking."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.plan(desk.unit, command.text, command.steps, command.on, desk.today)
    return desk.record((proposal, event), answer={})
