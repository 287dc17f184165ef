"""Enter a person (登记人员); how to reach them is closed under their own key."""

from aggregates.person import Person, PersonRegistered
from aggregates.texts import Contact, Name
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RegisterPerson(Command):
    """The name, and how to reach the person."""

    name: Name
    phone: Contact | None = None
    address: Contact | None = None
    card: Contact | None = None


def register_person(desk: Desk, command: RegisterPerson) -> Outcome:
    """Register them."""
    person = desk.load(Person, desk.made(Person))
    event = PersonRegistered(**dict(command))
    return desk.record((person, event), answer={"id": str(person.id)})
