"""Give a co-unit's opinion to the lead (会办意见)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Stance
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class GiveOpinion(Command):
    """Agreement, addition or dissent, in words."""

    stance: Stance
    text: Text
    on: date


def give_opinion(desk: Desk, proposal_id: UUID, command: GiveOpinion) -> Outcome:
    """Give it as the unit asking."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.give_opinion(desk.unit, command.stance, command.text, command.on, desk.today)
    return desk.record((proposal, event), answer={})
