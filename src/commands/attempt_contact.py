"""Record that a deputy could not be reached (联系未果)."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import AttemptSaid
from commands.desk import Command, Desk
from commands.signers import meant
from eventstore.appends import Outcome


class AttemptContact(AttemptSaid, Command):
    """The attempt as the unit tells it."""


def attempt_contact(desk: Desk, proposal_id: UUID, command: AttemptContact) -> Outcome:
    """Record it; attempts on different days can stand for a contact, as the policy says."""
    proposal = desk.open(Proposal, proposal_id)
    counts = desk.counts_on(command.on)
    (deputy,) = meant(proposal, (command.deputy,), "deputy")
    said = command.model_copy(update={"deputy": deputy})
    event = proposal.attempt_contact(desk.unit, said, desk.today, counts)
    return desk.record((proposal, event), answer={})
