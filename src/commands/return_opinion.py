"""Send a co-unit's empty opinion back to be given anew (退回会办意见)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ReturnOpinion(Command):
    """Whose opinion, and what is missing in it."""

    unit: UUID
    reason: Text
    on: date


def return_opinion(desk: Desk, proposal_id: UUID, command: ReturnOpinion) -> Outcome:
    """Return it as the lead asking; the co-unit's clock for giving another starts."""
    proposal = desk.open(Proposal, proposal_id)
    limit = desk.rules.policy.limits.opinion_redo
    asked, reply_by = desk.counts_on(command.on) or command.on, proposal.reply_by
    ceiling = reply_by if reply_by and reply_by > asked else None
    redo_by = desk.due(limit, asked, ceiling) if limit else None
    event = proposal.return_opinion(
        desk.unit, command.unit, command.reason, redo_by, command.on, desk.today
    )
    return desk.record((proposal, event), answer={"redo_by": str(event.redo_by.on)})
