"""Handle a proposal together with another of the same content (并案), in one act."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.entries import as_it_stands
from eventstore.appends import Outcome


class Merge(Command):
    """Which proposal it is handled with, and why."""

    into: UUID
    reason: Text
    on: date


def merge(desk: Desk, proposal_id: UUID, command: Merge) -> Outcome:
    """Merge it; its signers join those of the main one, and are answered like them."""
    proposal = desk.open(Proposal, proposal_id)
    main = desk.load(Proposal, command.into)
    merged = proposal.merge(main, command.reason, command.on, desk.today)
    stated = as_it_stands(desk, proposal).signers_stated
    joined = main.join(proposal, stated, command.on)
    return desk.record((proposal, merged), (main, joined), answer={"into": str(main.id)})
