"""What the rules make of a row of the hand-over list: registered, handed over, assigned."""

from aggregates.cycle import Cycle
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, HandedOver, Number, NumberedAsk, Registered
from commands.assign import assigned
from commands.desk import Desk
from commands.hand_over import HandOver, handed_over
from commands.importing.handover_rows import (
    ASKS,
    COMPLEXITY,
    DAY,
    DELEGATION,
    LEADING,
    NUMBER,
    REASON,
    TITLE_AT,
    HandoverRow,
)
from commands.importing.lines import Line
from commands.importing.shares import LEAD

_FIELDS = {
    "asks": ASKS,
    "signers": LEADING,
    "delegation": DELEGATION,
    "assignments": LEAD,
    "unit": LEAD,
    "complexity": COMPLEXITY,
    "complexity_reason": REASON,
    "on": DAY,
    "number": NUMBER,
}


def decided(
    desk: Desk, proposal: Proposal, cycle: Cycle, line: Line, row: HandoverRow, number: Number
) -> tuple[Registered, HandedOver, Assigned] | None:
    """What the rules allow; each rule is asked, so that each refusal finds its cell."""
    today = desk.today
    registered = Registered(
        cycle=cycle.id,
        number=number,
        title=row.title,
        text=row.text,
        asks=tuple(NumberedAsk(n=n, text=text) for n, text in enumerate(row.asks, 1)),
        author=row.author,
        signers=tuple(one.deputy.id for one in row.signers),
        signers_stated=row.signers_stated,
        delegation=row.delegation,
        channel=row.channel,
        category=row.category,
        note=row.note,
        on=row.on,
    )
    series = desk.rules.policy.series
    line.allowed(lambda: proposal.register(registered, today, series), _FIELDS, TITLE_AT)
    entered = proposal.after(registered)
    handing = line.allowed(lambda: _hand_over(desk, entered, cycle, row), _FIELDS, DAY)
    if handing is None or row.shares is None:
        return None
    given = entered.after(handing)
    assigning = line.allowed(lambda: _assign(desk, given, row), _FIELDS, LEAD)
    return None if assigning is None else (registered, handing, assigning)


def _hand_over(desk: Desk, proposal: Proposal, cycle: Cycle, row: HandoverRow) -> HandedOver:
    lead = row.shares.leads[0].unit.branch if row.shares else None
    command = HandOver(
        branch=row.branch or lead or "government",
        complexity=row.complexity,
        complexity_reason=row.reason,
        on=row.on,
    )
    return handed_over(desk, proposal, cycle, command)


def _assign(desk: Desk, proposal: Proposal, row: HandoverRow) -> Assigned:
    assert row.shares, "read before"
    for unit in row.shares.units:
        unit.must_take_work()
    return assigned(desk, proposal, row.shares.assignments(len(row.asks)), row.on)
