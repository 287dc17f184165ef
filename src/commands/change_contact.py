"""Change how a person is reached (更改联系方式); closed under the person's own key."""

from uuid import UUID

from aggregates.person import ContactChanged, Person
from aggregates.texts import Contact
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ChangeContact(Command):
    """The new telephone and address; what is left out is forgotten."""

    phone: Contact | None = None
    address: Contact | None = None


def change_contact(desk: Desk, person_id: UUID, command: ChangeContact) -> Outcome:
    """Change it."""
    person = desk.open(Person, person_id)
    return desk.record((person, ContactChanged(**dict(command))), answer={})
