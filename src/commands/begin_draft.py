"""Begin to write a proposal (起草), alone or for a delegation."""

from datetime import date

from aggregates.cycle import Cycle
from aggregates.deputy import Deputy
from aggregates.draft import Draft
from aggregates.draft_events import DraftSaid
from aggregates.proposal_events import Author
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class BeginDraft(DraftSaid, Command):
    """For which year, by whom, and what it says so far; `sign_by` is the last day to sign it."""

    year: int
    author: Author = "deputy"
    sign_by: date | None = None


def begin_draft(desk: Desk, command: BeginDraft) -> Outcome:
    """Begin it in an open year, as a deputy in office; a delegation's is its own head's."""
    must_be_kept(desk, command.files)
    cycle = desk.load(Cycle, desk.name(Cycle, str(command.year)))
    cycle.must_be_open()
    lead = desk.load(Deputy, desk.deputy)
    lead.must_act()
    draft = desk.load(Draft, desk.made(Draft))
    event = draft.begin(
        cycle.id,
        lead.id,
        command.author,
        lead.delegation,
        said_in(command),
        command.sign_by,
        desk.today,
    )
    return desk.record((draft, event), (cycle, ()), (lead, ()), answer={"id": str(draft.id)})


def said_in(command: DraftSaid) -> DraftSaid:
    """What a command says of the content, apart from the rest of it."""
    return DraftSaid(**{name: getattr(command, name) for name in DraftSaid.model_fields})
