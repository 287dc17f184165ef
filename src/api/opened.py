"""Which ratings of a proposal may be read by those it concerns, told from its events."""

from collections.abc import Sequence
from uuid import UUID

from aggregates.proposal_events import Rated, RatingsRevealed
from eventstore.mapper import Recorded


def opened(past: Sequence[Recorded]) -> frozenset[int]:
    """The positions of those opened since; of a deputy's versions the last one before that only."""
    closed: dict[tuple[UUID, UUID, int], int] = {}
    open: set[int] = set()
    for one in past:
        match one.event:
            case Rated(deputy=deputy, unit=unit, round=round):
                closed[deputy, unit, round] = one.position
            case RatingsRevealed(unit=unit):
                now = [key for key in closed if unit in (None, key[1])]
                open |= {closed.pop(key) for key in now}
    return frozenset(open)
