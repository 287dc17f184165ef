"""Give a draft up (放弃草稿) before it enters the books."""

from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.draft import Draft
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class DropDraft(Command):
    """Nothing more need be said."""


def drop_draft(desk: Desk, draft_id: UUID, command: DropDraft) -> Outcome:
    """Drop it, as its lead."""
    draft = desk.open(Draft, draft_id)
    lead = desk.load(Deputy, desk.deputy)
    lead.must_act()
    return desk.record((draft, draft.drop(lead.id, desk.today)), (lead, ()), answer={})
