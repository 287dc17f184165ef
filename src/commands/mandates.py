"""Which deputies can be asked for a verdict no more, because their mandate has ended or rests."""

from typing import NamedTuple
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from commands.desk import Desk
from commands.signers import who_signed


class Asked(NamedTuple):
    """The deputies looked at, and those of them who can be asked no more, as the books name them."""

    deputies: list[Deputy]
    outside: frozenset[UUID]


def asked(desk: Desk, proposal: Proposal) -> Asked:
    """Those whose verdict on a reply of this round is still missing, each as they stand today."""
    silent = sorted({one for part in proposal.leads() for one in proposal.still_to_rate(part)})
    known = {one: who_signed(desk, proposal, one) for one in silent}
    outside = (one for one, deputy in known.items() if deputy.standing != "active")
    return Asked(list(known.values()), frozenset(outside))
