"""Not take a draft as a proposal (不予受理), on a ground the place names."""

from uuid import UUID

from aggregates.draft import Draft
from aggregates.draft_events import Disposal
from aggregates.texts import Code, Text
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RefuseDraft(Command):
    """On which grounds, what becomes of it, and what is said to the deputies."""

    grounds: tuple[Code, ...]
    disposal: Disposal
    note: Text


def refuse_draft(desk: Desk, draft_id: UUID, command: RefuseDraft) -> Outcome:
    """Refuse it by the rules of the place."""
    draft = desk.open(Draft, draft_id)
    rule = desk.rules.policy.admission
    event = draft.refuse(command.grounds, command.disposal, command.note, rule, desk.today)
    return desk.record((draft, event), answer={"disposal": event.disposal})
