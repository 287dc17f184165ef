"""An entry of a proposal's history, found by its position in the log."""

from uuid import UUID

from aggregates.base import Event, Refused
from commands.desk import Desk


def entry_at(desk: Desk, proposal_id: UUID, position: int) -> Event:
    """The event of this proposal at a position.  Raises Refused when there is none, or it is void."""
    entries = {one.position: one.event for one in desk.ledger.history(proposal_id)}
    voided = {getattr(event, "voids", None) for event in entries.values()}
    if position not in entries or position in voided:
        raise Refused("entry.unknown", "这件建议没有这条登记，或已经作废", "position")
    return entries[position]
