"""Key a paper in once more, as another person than the one who registered it (双人核对)."""

from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.proposal_events import Corrected, Registered
from aggregates.proposal_intake import Keyed
from commands.desk import Command, Desk
from commands.entries import as_it_stands
from eventstore.appends import Outcome


class CheckEntry(Keyed, Command):
    """Number, title, signers and asks, as they stand on the paper."""


def check_entry(desk: Desk, proposal_id: UUID, command: CheckEntry) -> Outcome:
    """Accept it when both read the same; else the fields that differ are named."""
    proposal = desk.open(Proposal, proposal_id)
    again = Keyed(**{name: getattr(command, name) for name in Keyed.model_fields})
    entered, same_person = _entered(desk, proposal)
    event = proposal.check_entry(entered, again, desk.today, same_person=same_person)
    return desk.record((proposal, event), answer={})


def _entered(desk: Desk, proposal: Proposal) -> tuple[Keyed, bool]:
    """What the books say now, and whether whoever asks has entered it, or a part of it."""
    said, number = as_it_stands(desk, proposal), proposal.number
    history = desk.ledger.history(proposal.id)
    entries = [one for one in history if isinstance(one.event, Registered | Corrected)]
    keyed = Keyed(
        number=number.printed if number else None,
        title=said.title,
        signers=proposal.identities or proposal.signers,
        asks=tuple(ask.text for ask in said.asks),
    )
    return keyed, desk.actor.person in {one.signature.by.person for one in entries}
