"""Study a second dissatisfaction with those the place names (再次不满意的研究)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import File, Follow, Study
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class StudyDissatisfaction(Command):
    """Who came together, what they found, and what is to follow."""

    how: Study
    deputies: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    finding: Text
    follow: Follow
    files: tuple[File, ...] = ()
    on: date


def study_dissatisfaction(desk: Desk, proposal_id: UUID, command: StudyDissatisfaction) -> Outcome:
    """Record it; a further order or the closing goes by what it found."""
    must_be_kept(desk, command.files)
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.study_dissatisfaction(
        command.how,
        command.deputies,
        command.units,
        command.finding,
        command.follow,
        desk.rules.policy.rehandling,
        command.files,
        command.on,
        desk.today,
    )
    return desk.record((proposal, event), answer={"follow": event.follow})
