"""Record a deputy's first reading of a reply (代表阅读答复)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ReadReply(Command):
    """Whose reply was read, and on which day."""

    unit: UUID
    on: date


def read_reply(desk: Desk, proposal_id: UUID, command: ReadReply) -> Outcome:
    """Record it for the deputy asking, the first time only."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.read_reply(desk.deputy, command.unit, command.on, desk.today)
    return desk.record((proposal, event), answer={"round": event.round})
