"""Answer the deputies in writing (答复)."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import ReplySaid
from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Reply(ReplySaid, Command):
    """The reply as signed: class, an answer to each ask, steps of what is planned."""


def reply(desk: Desk, proposal_id: UUID, command: Reply) -> Outcome:
    """Reply as the unit asking, in the class scheme of the policy in force."""
    proposal = desk.open(Proposal, proposal_id)

    def name(unit: UUID) -> str:
        return desk.load(Unit, unit).name

    event = proposal.reply(desk.unit, command, desk.rules.policy, desk.today, name)
    return desk.record((proposal, event), answer={"round": event.round})
