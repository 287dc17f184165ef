"""Send a draft back to be mended (退回修改)."""

from uuid import UUID

from aggregates.draft import Draft
from aggregates.texts import Code, Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class ReturnDraft(Command):
    """What it lacks: in the codes of the place where one fits, and in words."""

    grounds: tuple[Code, ...] = ()
    note: Text


def return_draft(desk: Desk, draft_id: UUID, command: ReturnDraft) -> Outcome:
    """Send it back, with the day by which it is to come again where the place names one."""
    draft = desk.open(Draft, draft_id)
    policy = desk.rules.policy
    limit = policy.limits.repair
    repair_by = desk.due(limit, desk.today) if limit else None
    rule = policy.admission
    event = draft.send_back(command.grounds, command.note, rule, repair_by, desk.today)
    told = repair_by and str(repair_by.on)
    return desk.record((draft, event), answer={"repair_by": told})
