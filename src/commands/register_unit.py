"""Enter a unit in the directory (登记单位)."""

from datetime import date

from aggregates.texts import Code, Name
from aggregates.unit import Branch, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RegisterUnit(Command):
    """The code never changes; the name may."""

    code: Code
    name: Name
    branch: Branch = "government"
    on: date


def register_unit(desk: Desk, command: RegisterUnit) -> Outcome:
    """Register it under its code."""
    unit = desk.load(Unit, desk.name(Unit, command.code))
    event = unit.register(command.code, command.name, command.branch, command.on, desk.today)
    return desk.record((unit, event), answer={"id": str(unit.id)})
