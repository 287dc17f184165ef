"""Write a draft anew (修改草稿): who had consented is asked once more."""

from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.draft import Draft
from aggregates.draft_events import DraftSaid
from commands.begin_draft import said_in
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class ReviseDraft(DraftSaid, Command):
    """Its whole content, as it is from now on."""


def revise_draft(desk: Desk, draft_id: UUID, command: ReviseDraft) -> Outcome:
    """Revise it, as its lead."""
    must_be_kept(desk, command.files)
    draft = desk.open(Draft, draft_id)
    lead = desk.load(Deputy, desk.deputy)
    lead.must_act()
    event = draft.revise(lead.id, said_in(command), desk.today)
    return desk.record((draft, event), (lead, ()), answer={"revision": event.revision})
