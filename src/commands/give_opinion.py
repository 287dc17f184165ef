"""Give a co-unit's opinion to the lead (会办意见)."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import OpinionSaid
from commands.desk import Command, Desk
from commands.documents import issued
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class GiveOpinion(OpinionSaid, Command):
    """Agreement, addition or dissent, in words."""

    round: int | None = None


def give_opinion(desk: Desk, proposal_id: UUID, command: GiveOpinion) -> Outcome:
    """Give it as the unit asking."""
    must_be_kept(desk, command.files)
    proposal = desk.open(Proposal, proposal_id)
    counts = desk.counts_on(command.on)
    proposal.must_be_in_round(desk.unit, command.round)
    said = OpinionSaid(**{name: getattr(command, name) for name in OpinionSaid.model_fields})
    event = proposal.give_opinion(desk.unit, said, desk.today, counts)
    number = command.document_number
    documents = [issued(desk, number, proposal, command.on)] if number else []
    return desk.record((proposal, event), *documents, answer={})
