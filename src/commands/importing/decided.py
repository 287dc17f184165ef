"""What the rules make of a row of the hand-over list: registered, handed over, assigned."""

from aggregates.cycle import Cycle
from aggregates.deadlines import due, statutory_ceiling
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, HandedOver, Number, NumberedAsk, Registered
from commands.desk import Desk
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
    line.allowed(lambda: proposal.register(registered, today), _FIELDS, TITLE_AT)
    entered = proposal.after(registered)
    handed_over = line.allowed(lambda: _hand_over(desk, entered, row), _FIELDS, DAY)
    if handed_over is None or row.shares is None:
        return None
    handed = entered.after(handed_over)
    assigned = line.allowed(lambda: _assign(desk, handed, row), _FIELDS, LEAD)
    return None if assigned is None else (registered, handed_over, assigned)


def _hand_over(desk: Desk, proposal: Proposal, row: HandoverRow) -> HandedOver:
    complex_matter = row.complexity == "complex"
    lead = row.shares.leads[0].unit.branch if row.shares else None
    return proposal.hand_over(
        row.branch or lead or "government",
        desk.due(
            "reply_complex" if complex_matter else "reply",
            row.on,
            statutory_ceiling(row.on, complex_matter=complex_matter),
        ),
        row.on,
        desk.today,
        None,
        row.complexity,
        row.reason,
    )


def _assign(desk: Desk, proposal: Proposal, row: HandoverRow) -> Assigned:
    assert row.shares, "read before"
    for unit in row.shares.units:
        unit.must_take_work()
    assignments = row.shares.assignments(len(row.asks))
    limits, calendar, ceiling = desk.rules.policy.limits, desk.rules.calendar, proposal.reply_by
    reply = limits.reply_complex if row.complexity == "complex" else limits.reply
    heard = any(share.role in ("co", "joint_lead") for share in assignments)
    return proposal.assign(
        assignments,
        reply_by=due(reply, row.on, calendar, ceiling),
        sign_by=due(limits.sign_for, row.on, calendar),
        opinion_by=due(limits.co_opinion, row.on, calendar, ceiling) if heard else None,
        on=row.on,
        today=desk.today,
    )
