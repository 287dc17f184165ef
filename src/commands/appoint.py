"""Record that a person took office in a unit (任职)."""

from datetime import date
from uuid import UUID

from aggregates.person import Person
from aggregates.unit import Post, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Appoint(Command):
    """Who, in which office, from when; heads appointed by the congress are reviewed."""

    person: UUID
    post: Post = "head"
    appointed_by_congress: bool = False
    on: date


def appoint(desk: Desk, unit_id: UUID, command: Appoint) -> Outcome:
    """Record it."""
    unit, person = desk.open(Unit, unit_id), desk.load(Person, command.person)
    person.must_be_known()
    event = unit.appoint(
        command.person, command.post, command.appointed_by_congress, command.on, desk.today
    )
    return desk.record((unit, event), answer={})
