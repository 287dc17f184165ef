"""Close a proposal (办结)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Ground
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Close(Command):
    """On which ground."""

    ground: Ground
    reason: Text | None = None
    on: date


def close(desk: Desk, proposal_id: UUID, command: Close) -> Outcome:
    """Close it; done by the unit is not closed."""
    proposal = desk.open(Proposal, proposal_id)
    rule = desk.rules.policy.rehandling
    event = proposal.close(command.ground, command.reason, rule, command.on, desk.today)
    return desk.record((proposal, event), answer={})
