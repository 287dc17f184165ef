"""Ask other deputies to sign a draft too (邀请联名), until a day."""

from datetime import date
from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.draft import Draft
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class InviteCosigners(Command):
    """Whom; and until when, if not until the day named before."""

    deputies: tuple[UUID, ...] = ()
    sign_by: date | None = None


def invite_cosigners(desk: Desk, draft_id: UUID, command: InviteCosigners) -> Outcome:
    """Invite deputies in office, as its lead."""
    draft = desk.open(Draft, draft_id)
    asked = dict.fromkeys((desk.deputy, *command.deputies))
    deputies = [desk.load(Deputy, deputy) for deputy in asked]
    for deputy in deputies:
        deputy.must_act()
    event = draft.invite(desk.deputy, command.deputies, command.sign_by, desk.today)
    unchanged = ((deputy, ()) for deputy in deputies)
    return desk.record((draft, event), *unchanged, answer={"sign_by": str(event.sign_by)})
