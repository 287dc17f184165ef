"""Do without contact before the reply (代表免予沟通)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from commands.signers import speaking, who_signed
from eventstore.appends import Outcome


class WaiveContact(Command):
    """The day the deputy said so; `deputy` when the congress enters it for a sealed one."""

    deputy: UUID | None = None
    on: date


def waive_contact(desk: Desk, proposal_id: UUID, command: WaiveContact) -> Outcome:
    """Waive as the deputy asking, not while suspended; the congress for one who is sealed only."""
    proposal = desk.open(Proposal, proposal_id)
    signer = speaking(desk, proposal, command.deputy)
    deputy = who_signed(desk, proposal, signer)
    deputy.must_act()
    event = proposal.waive_contact(signer, command.on, desk.today)
    return desk.record((proposal, event), (deputy, ()), answer={})
