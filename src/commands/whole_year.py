"""One act on every proposal of a year for which its rules allow it, each looked at by itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from aggregates.base import Aggregate, Event, Refused
from aggregates.cycle import Cycle
from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from commands.desk import Desk
from commands.mandates import asked
from eventstore.appends import Outcome

Decide = Callable[[Proposal, frozenset[UUID]], Sequence[Event]]


def for_the_year(
    desk: Desk, year: int, candidates: Iterable[Proposal], decide: Decide, nothing: str
) -> Outcome:
    """Record what is decided in one act; the answer tells how many, and why not the others.

    `decide` is told which deputies can be asked no more.  Raises Refused (rating.none_in_year),
    beginning with `nothing`, where the rules allow it for none.
    """
    cycle = desk.load(Cycle, desk.name(Cycle, str(year)))
    cycle.must_be_open()
    changes: list[tuple[Aggregate, Sequence[Event]]] = []
    known: dict[UUID, Deputy] = {}
    relied_on: dict[UUID, Deputy] = {}
    others: Counter[str] = Counter()
    for proposal in candidates:
        if proposal.cycle != cycle.id or proposal.closed_on:
            continue
        deputies, outside = asked(desk, proposal, known)
        try:
            changes.append((proposal, decide(proposal, outside)))
        except Refused as why:
            others[why.code] += 1
            continue
        relied_on |= {deputy.id: deputy for deputy in deputies}
    if not changes:
        raise Refused("rating.none_in_year", f"{year}年度{nothing}")
    return desk.record(
        (cycle, ()),
        *changes,
        *((deputy, ()) for deputy in relied_on.values()),
        answer={"done": len(changes), "others": dict(sorted(others.items()))},
    )
