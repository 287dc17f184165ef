"""Merge a unit into another (单位并入)."""

from datetime import date
from uuid import UUID

from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class MergeUnit(Command):
    """Into which unit."""

    into: UUID
    on: date


def merge_unit(desk: Desk, unit_id: UUID, command: MergeUnit) -> Outcome:
    """Merge it; it takes no new work, its past stays its own."""
    unit, into = desk.open(Unit, unit_id), desk.load(Unit, command.into)
    into.must_take_work()
    event = unit.merge(command.into, command.on, desk.today)
    return desk.record((unit, event), (into, ()), answer={})
