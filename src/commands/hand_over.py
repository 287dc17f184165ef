"""Hand a proposal over to a branch (交办): every legal limit runs from this day."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.cycle import Cycle
from aggregates.deadlines import Due, statutory_ceiling
from aggregates.proposal import Proposal
from aggregates.proposal_events import Complexity, HandedOver
from aggregates.proposal_extension import must_decide
from aggregates.texts import Note
from aggregates.unit import Branch
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class HandOver(Command):
    """To which branch, at which meeting, and whether it is a complex matter."""

    branch: Branch
    meeting: UUID | None = None
    complexity: Complexity = "ordinary"
    complexity_reason: Note | None = None
    on: date


def hand_over(desk: Desk, proposal_id: UUID, command: HandOver) -> Outcome:
    """Hand it over; the reply is due within three months, six if complex (代表法第五十一条)."""
    proposal = desk.open(Proposal, proposal_id)
    cycle = desk.load(Cycle, proposal.cycle or proposal.id)
    must_be_allowed(desk, cycle, command)
    event = handed_over(desk, proposal, cycle, command)
    return desk.record((proposal, event), (cycle, ()), answer={"reply_by": str(event.reply_by.on)})


def must_be_allowed(desk: Desk, cycle: Cycle, command: HandOver) -> None:
    """Refuse a year that is closed, a meeting never held, a complex matter found by the wrong one."""
    cycle.must_be_open()
    if command.meeting:
        cycle.must_have_held(command.meeting, command.on, desk.today)
    if command.complexity == "complex":
        rule = desk.rules.policy.complexity
        must_decide(desk.decider, rule.decided_by, f"认定复杂事项（{rule.article}）")


def handed_over(desk: Desk, proposal: Proposal, cycle: Cycle, command: HandOver) -> HandedOver:
    """What the rules make of it, with the date of the reply, and by when the deputies are told."""
    tell = desk.rules.policy.limits.tell
    tell_by = desk.due(tell, command.on) if tell else None
    return proposal.hand_over(
        command.branch,
        reply_due(desk, proposal, cycle, command.on, command.complexity),
        command.on,
        desk.today,
        command.meeting,
        command.complexity,
        command.complexity_reason,
        tell_by,
    )


def reply_due(
    desk: Desk, proposal: Proposal, cycle: Cycle, handed_over: date, complexity: Complexity
) -> Due:
    """The date of the case: the place's limit, and never later than the law's.

    A limit counted from the unit's receipt runs from hand-over here: the case is one, its units
    may be several.  So does one counted from the close of the session, for what came out of
    session or is handed over so late that it would be overdue at once.
    """
    limits, complex_matter = desk.rules.policy.limits, complexity == "complex"
    limit = (complex_matter and limits.reply_complex) or limits.reply
    ceiling = statutory_ceiling(handed_over, complex_matter=complex_matter)
    if limit.anchor == "session_closed" and proposal.in_session:
        closed = cycle.session_closed_on
        if closed is None:
            sentence = f"答复期限从大会闭会之日起算（{limit.article}），请先登记大会闭会日期"
            raise Refused("cycle.session_close_unknown", sentence)
        from_close = desk.due(limit, closed, ceiling)
        if from_close.on > handed_over:
            return from_close
    from_hand_over = limit.model_copy(update={"anchor": "handed_over"})
    return desk.due(from_hand_over, handed_over, ceiling)
