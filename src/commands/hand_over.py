"""Hand a proposal over to a branch (交办): every legal limit runs from this day."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.cycle import Cycle
from aggregates.deadlines import statutory_ceiling
from aggregates.proposal import Proposal
from aggregates.proposal_events import Complexity, HandedOver
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
    cycle.must_be_open()
    if command.meeting and command.meeting not in cycle.meetings:
        raise Refused("hand_over.unknown_meeting", "本年度没有登记过这次交办会", "meeting")
    event = handed_over(desk, proposal, command)
    return desk.record((proposal, event), (cycle, ()), answer={"reply_by": str(event.reply_by.on)})


def handed_over(desk: Desk, proposal: Proposal, command: HandOver) -> HandedOver:
    """What the rules make of it, with the date of the reply."""
    complex_matter = command.complexity == "complex"
    reply_by = desk.due(
        "reply_complex" if complex_matter else "reply",
        command.on,
        statutory_ceiling(command.on, complex_matter=complex_matter),
    )
    return proposal.hand_over(
        command.branch,
        reply_by,
        command.on,
        desk.today,
        command.meeting,
        command.complexity,
        command.complexity_reason,
    )
