"""Record a contact with the deputy before, during or after handling (三沟通)."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import ContactSaid
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from commands.signers import meant
from eventstore.appends import Outcome


class Contact(ContactSaid, Command):
    """The contact as the unit tells it; `also` names further proposals of the same meeting."""

    also: tuple[UUID, ...] = ()


def contact(desk: Desk, proposal_id: UUID, command: Contact) -> Outcome:
    """Record it on every proposal it covered, in one act; of the deputies there, each proposal
    keeps those who signed it."""
    must_be_kept(desk, command.files)
    ids = dict.fromkeys((proposal_id, *command.also))
    fields = command.model_dump(exclude={"also", "meeting", "deputies"})
    meeting = command.meeting or (desk.made(Proposal) if command.also else None)
    counts, changes = desk.counts_on(command.on), []
    for id in ids:
        proposal = desk.open(Proposal, id)
        deputies = meant(proposal, command.deputies, own=bool(command.also))
        said = ContactSaid(**fields, meeting=meeting, deputies=deputies)
        changes.append((proposal, proposal.contact(desk.unit, said, desk.today, counts)))
    return desk.record(*changes, answer={"meeting": meeting and str(meeting)})
