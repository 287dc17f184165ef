"""Which deputies can be asked for a verdict no more, because their mandate has ended or rests."""

from typing import NamedTuple
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from commands.desk import Desk
from commands.signers import behind


class Asked(NamedTuple):
    """The deputies looked at, and those of them who can be asked no more, as the books name them."""

    deputies: list[Deputy]
    outside: frozenset[UUID]


def asked(desk: Desk, proposal: Proposal, known: dict[UUID, Deputy] | None = None) -> Asked:
    """Those whose verdict on a reply of this round is still missing, each as they stand today.

    `known` are deputies looked at for other proposals; it learns those of this one.
    """
    known = {} if known is None else known
    silent = sorted({one for part in proposal.leads() for one in proposal.still_to_rate(part)})
    real = {one: behind(proposal, one) for one in silent}
    for deputy in set(real.values()) - known.keys():
        known[deputy] = desk.load(Deputy, deputy)
    outside = (one for one in silent if known[real[one]].standing != "active")
    return Asked([known[real[one]] for one in silent], frozenset(outside))
