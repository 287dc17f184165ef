"""Take a submitted draft and enter it in the books (受理登记), in one act."""

from uuid import UUID

from aggregates.cycle import Cycle
from aggregates.draft import Draft
from aggregates.proposal import Proposal
from aggregates.texts import Code, Name, Note
from commands.desk import Command, Desk
from commands.numbers import printed_number
from commands.register import hand_over_due, into_the_books
from eventstore.appends import Outcome


class Admit(Command):
    """What the congress adds: a number, its category, a note of its own."""

    number: Code | None = None
    category: Name | None = None
    note: Note | None = None


def admit(desk: Desk, draft_id: UUID, command: Admit) -> Outcome:
    """Admit it with the signers it was submitted with, whatever became of their mandates since.

    Who they are is closed if they asked for it.  How soon it is to be handed over counts from the
    day it came in (上海规定第十一条).
    """
    draft = desk.open(Draft, draft_id)
    admitted = draft.admit(desk.made(Proposal), desk.today)
    cycle = desk.load(Cycle, draft.cycle or draft.id)
    cycle.must_be_open()
    channel, received = draft.said.channel, draft.submitted_on or desk.today
    more = {
        "number": printed_number(command.number, channel, cycle),
        "hand_over_by": hand_over_due(desk, channel, received),
        "note": command.note,
        **({"category": command.category} if command.category else {}),
    }
    entered = into_the_books(
        desk,
        draft.entry(draft.signers, desk.today, **more),
        protected=draft.said.protected,
    )
    answer = {"id": str(admitted.proposal)}
    return desk.record(*entered, (draft, admitted), (cycle, ()), answer=answer)
