"""Record that a person left office in a unit (离任)."""

from datetime import date
from uuid import UUID

from aggregates.unit import Post, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Dismiss(Command):
    """Who, from which office, and the last day."""

    person: UUID
    post: Post = "head"
    on: date


def dismiss(desk: Desk, unit_id: UUID, command: Dismiss) -> Outcome:
    """Record it."""
    unit = desk.open(Unit, unit_id)
    event = unit.dismiss(command.person, command.post, command.on, desk.today)
    return desk.record((unit, event), answer={})
