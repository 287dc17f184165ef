"""Entries of a proposal's history: one by its position in the log, the first as it stands now."""

from uuid import UUID

from aggregates.base import Event, Refused
from aggregates.proposal import Proposal
from aggregates.proposal_events import Corrected, Registered
from commands.desk import Desk


def entry_at(desk: Desk, proposal_id: UUID, position: int) -> Event:
    """The event of this proposal at a position.  Raises Refused when there is none, or it is void."""
    entries = {one.position: one.event for one in desk.ledger.history(proposal_id)}
    voided = {getattr(event, "voids", None) for event in entries.values()}
    if position not in entries or position in voided:
        raise Refused("entry.unknown", "这件建议没有这条登记，或已经作废", "position")
    return entries[position]


WORDS = ("title", "text", "category", "delegation", "wish", "channel")


def as_it_stands(desk: Desk, proposal: Proposal) -> Registered:
    """A registered proposal's entry with its words put right; number and signers it knows itself."""
    events = [one.event for one in desk.ledger.history(proposal.id)]
    entry = next(event for event in events if isinstance(event, Registered))
    for event in events:
        if isinstance(event, Corrected) and event.field in WORDS:
            entry = entry.model_copy(update={event.field: event.new})
    return entry
