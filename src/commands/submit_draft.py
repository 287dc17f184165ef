"""Hand a draft in (提交), with the lead and those who consented to this very text."""

from uuid import UUID

from aggregates.cycle import Cycle
from aggregates.deputy import Deputy
from aggregates.draft import Draft
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class SubmitDraft(Command):
    """Whom the lead counts on as signers; whether the delegation has discussed it."""

    signers: tuple[UUID, ...] = ()
    discussed: bool = False


def submit_draft(desk: Desk, draft_id: UUID, command: SubmitDraft) -> Outcome:
    """Submit it as its lead; a deputy whose mandate ended since consenting signs no more."""
    draft = desk.open(Draft, draft_id)
    cycle = desk.load(Cycle, draft.cycle or draft.id)
    cycle.must_be_open()
    lead = desk.load(Deputy, desk.deputy)
    lead.must_act()
    cosigners = [desk.load(Deputy, deputy) for deputy in draft.consented]
    event = draft.submit(
        lead.id,
        command.signers,
        {deputy.id for deputy in cosigners if deputy.standing == "active"},
        desk.today,
        cycle.session_closed_on,
        discussed=command.discussed,
    )
    unchanged = ((one, ()) for one in (cycle, lead, *cosigners))
    signers = [str(signer) for signer in event.signers]
    return desk.record((draft, event), *unchanged, answer={"signers": signers, "late": event.late})
