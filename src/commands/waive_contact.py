"""Do without contact before the reply (代表免予沟通)."""

from datetime import date
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class WaiveContact(Command):
    """The day the deputy said so."""

    on: date


def waive_contact(desk: Desk, proposal_id: UUID, command: WaiveContact) -> Outcome:
    """Waive as the deputy asking; nobody waives for another, nor while suspended."""
    deputy = desk.load(Deputy, desk.deputy)
    deputy.must_act()
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.waive_contact(desk.deputy, command.on, desk.today)
    return desk.record((proposal, event), (deputy, ()), answer={})
