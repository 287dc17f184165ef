"""Send a reply back to the unit to be mended (退回答复)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from aggregates.unit import Unit
from commands.assign import must_be_the_offices
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ReturnReply(Command):
    """Whose reply, and what has to be mended."""

    unit: UUID
    reason: Text
    on: date


def return_reply(desk: Desk, proposal_id: UUID, command: ReturnReply) -> Outcome:
    """Return it; the unit's clock has run on all the time."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_offices(desk, desk.load(Unit, command.unit), "unit")
    event = proposal.return_reply(command.unit, command.reason, command.on, desk.today)
    return desk.record((proposal, event), answer={"round": event.round})
