"""Record a survey of the matter on the spot (调研)."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import SurveySaid
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from commands.signers import meant
from eventstore.appends import Outcome


class Survey(SurveySaid, Command):
    """The survey as the unit tells it."""


def survey(desk: Desk, proposal_id: UUID, command: Survey) -> Outcome:
    """Record it as the unit asking."""
    must_be_kept(desk, command.files)
    proposal = desk.open(Proposal, proposal_id)
    said = command.model_copy(update={"deputies": meant(proposal, command.deputies)})
    event = proposal.survey(desk.unit, said, desk.today)
    return desk.record((proposal, event), answer={})
