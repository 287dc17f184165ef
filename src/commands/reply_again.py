"""Answer once more when what was planned is done (再次答复)."""

from uuid import UUID

from aggregates.person import Person
from aggregates.proposal import Proposal
from aggregates.proposal_events import AgainSaid
from commands.desk import Command, Desk
from commands.documents import issued
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class ReplyAgain(AgainSaid, Command):
    """The further reply as signed."""


def reply_again(desk: Desk, proposal_id: UUID, command: ReplyAgain) -> Outcome:
    """Reply again as the unit asking; the first reply stays."""
    must_be_kept(desk, command.files)
    desk.load(Person, command.signatory).must_be_known("signatory")
    proposal = desk.open(Proposal, proposal_id)
    counts = desk.counts_on(command.on)
    event = proposal.reply_again(desk.unit, command, desk.rules.policy, desk.today, counts)
    document = issued(desk, command.document_number, proposal, command.on)
    return desk.record((proposal, event), document, answer={"round": event.round})
