"""Show the units no more who signed a proposal (身份保密), from now on."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Note
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class HideIdentity(Command):
    """The day it was asked for; why, which no unit is told."""

    reason: Note | None = None
    on: date


def hide_identity(desk: Desk, proposal_id: UUID, command: HideIdentity) -> Outcome:
    """Hide it as a deputy who signed, or as the congress; what was seen before stays seen."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.hide_identity(desk.actor.deputy, command.reason, command.on, desk.today)
    return desk.record((proposal, event), answer={})
