"""Record that the deputies were told what became of their proposal (告知代表)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Matter, Means
from aggregates.texts import Note
from commands.assign import must_be_the_governments
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class TellDeputies(Command):
    """What they were told of, who was, and in which way."""

    matter: Matter
    deputies: tuple[UUID, ...]
    means: Means
    note: Note | None = None
    on: date


def tell_deputies(desk: Desk, proposal_id: UUID, command: TellDeputies) -> Outcome:
    """Record it as the congress, or as the government's office for what it handles."""
    proposal = desk.open(Proposal, proposal_id)
    must_be_the_governments(desk, proposal)
    event = proposal.tell_deputies(today=desk.today, **dict(command))
    return desk.record((proposal, event), answer={})
