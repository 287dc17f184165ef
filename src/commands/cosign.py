"""Sign somebody's draft too (确认联名): this very text, and no other."""

from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.draft import Draft
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class Cosign(Command):
    """Which revision the deputy has read."""

    revision: int


def cosign(desk: Desk, draft_id: UUID, command: Cosign) -> Outcome:
    """Consent as the deputy asking, who must be invited and in office."""
    draft = desk.open(Draft, draft_id)
    deputy = desk.load(Deputy, desk.deputy)
    deputy.must_act()
    event = draft.cosign(deputy.id, command.revision, desk.today)
    return desk.record((draft, event), (deputy, ()), answer={"revision": event.revision})
