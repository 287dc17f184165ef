"""Review the draft of a reply inside the unit before it is signed (审核答复)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import File
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class ReviewReply(Command):
    """Whether the draft passed, whether it was studied together, and what was said of it."""

    passed: bool
    collective: bool = False
    note: Text
    draft: File | None = None
    on: date


def review_reply(desk: Desk, proposal_id: UUID, command: ReviewReply) -> Outcome:
    """Review it as the head's account of the unit asking: nobody passes a draft of their own."""
    must_be_kept(desk, (command.draft,) if command.draft else (), "draft")
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.review_reply(
        desk.unit,
        command.passed,
        command.collective,
        command.note,
        command.draft,
        command.on,
        desk.today,
    )
    return desk.record((proposal, event), answer={})
