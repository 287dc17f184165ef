"""Enter a deputy for a term (当选代表)."""

from datetime import date
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.person import Person
from aggregates.texts import Name
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ElectDeputy(Command):
    """Who, for which term, in which delegation."""

    person: UUID
    term: int
    delegation: Name
    on: date


def elect_deputy(desk: Desk, command: ElectDeputy) -> Outcome:
    """Enter the deputy."""
    person = desk.load(Person, command.person)
    person.must_be_known()
    deputy = desk.load(Deputy, desk.name(Deputy, f"{command.person}/{command.term}"))
    event = deputy.elect(command.person, command.term, command.delegation, command.on, desk.today)
    return desk.record((deputy, event), answer={"id": str(deputy.id)})
