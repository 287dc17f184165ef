"""Confirm or dispute a contact the unit recorded (代表确认沟通)."""

from datetime import date
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.entries import entry_at
from eventstore.appends import Outcome


class AnswerContact(Command):
    """The contact's position in the log, whether it took place so, and if not, how."""

    position: int
    confirmed: bool
    reason: Text | None = None
    on: date


def answer_contact(desk: Desk, proposal_id: UUID, command: AnswerContact) -> Outcome:
    """Answer as the deputy asking, not while suspended; saying nothing is no confirmation."""
    deputy = desk.load(Deputy, desk.deputy)
    deputy.must_act()
    proposal = desk.open(Proposal, proposal_id)
    entry = entry_at(desk, proposal_id, command.position)
    event = proposal.answer_contact(
        deputy.id,
        command.position,
        entry,
        command.confirmed,
        command.reason,
        command.on,
        desk.today,
    )
    return desk.record((proposal, event), (deputy, ()), answer={})
