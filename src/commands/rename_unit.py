"""Change a unit's name (单位更名)."""

from datetime import date
from uuid import UUID

from aggregates.texts import Name
from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RenameUnit(Command):
    """The new name, from a day on."""

    name: Name
    on: date


def rename_unit(desk: Desk, unit_id: UUID, command: RenameUnit) -> Outcome:
    """Rename it; what it did before keeps the old name."""
    unit = desk.open(Unit, unit_id)
    return desk.record((unit, unit.rename(command.name, command.on, desk.today)), answer={})
