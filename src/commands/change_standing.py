"""Let a deputy's mandate rest, go on, or end (暂停、恢复、终止)."""

from datetime import date
from typing import Literal
from uuid import UUID

from aggregates.base import Refused
from aggregates.deputy import Deputy
from aggregates.texts import Note
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ChangeStanding(Command):
    """What becomes of the mandate; resting and ending have a reason."""

    to: Literal["suspended", "active", "ended"]
    reason: Note | None = None
    on: date


def change_standing(desk: Desk, deputy_id: UUID, command: ChangeStanding) -> Outcome:
    """Change it."""
    deputy = desk.open(Deputy, deputy_id)
    if command.to == "active":
        return desk.record((deputy, deputy.resume(command.on, desk.today)), answer={})
    if not command.reason:
        raise Refused("deputy.reason_needed", "暂停或终止代表职务要写明理由", "reason")
    change = deputy.suspend if command.to == "suspended" else deputy.end
    return desk.record((deputy, change(command.reason, command.on, desk.today)), answer={})
