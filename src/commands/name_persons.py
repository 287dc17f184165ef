"""Say who in the unit answers for a proposal (主要领导、分管领导、经办人)."""

from datetime import date
from uuid import UUID

from aggregates.person import Person
from aggregates.proposal import Proposal
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class NamePersons(Command):
    """The chief, the deputy chief in charge, and the handler."""

    chief: UUID
    deputy_chief: UUID | None = None
    handler: UUID
    on: date


def name_persons(desk: Desk, proposal_id: UUID, command: NamePersons) -> Outcome:
    """Name them for the unit asking; all are known persons."""
    proposal = desk.open(Proposal, proposal_id)
    for person in (command.chief, command.deputy_chief, command.handler):
        if person:
            desk.load(Person, person).must_be_known()
    event = proposal.name_persons(
        desk.unit, command.chief, command.deputy_chief, command.handler, command.on, desk.today
    )
    return desk.record((proposal, event), answer={})
