"""Confirm or dispute a contact the unit recorded (代表确认沟通)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.entries import entry_at
from commands.signers import speaking, who_signed
from eventstore.appends import Outcome


class AnswerContact(Command):
    """The contact's position in the log, whether it took place so, and if not, how.

    `deputy` when the congress enters it for a sealed one.
    """

    deputy: UUID | None = None
    position: int
    confirmed: bool
    reason: Text | None = None
    on: date


def answer_contact(desk: Desk, proposal_id: UUID, command: AnswerContact) -> Outcome:
    """Answer as the deputy asking, not while suspended; saying nothing is no confirmation."""
    proposal = desk.open(Proposal, proposal_id)
    signer = speaking(desk, proposal, command.deputy)
    deputy = who_signed(desk, proposal, signer)
    deputy.must_act()
    entry = entry_at(desk, proposal_id, command.position)
    event = proposal.answer_contact(
        signer,
        command.position,
        entry,
        command.confirmed,
        command.reason,
        command.on,
        desk.today,
    )
    return desk.record((proposal, event), (deputy, ()), answer={})
