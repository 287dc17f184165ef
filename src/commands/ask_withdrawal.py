"""Ask for a proposal to be withdrawn (要求撤回); the last whose word is needed ends it."""

from datetime import date
from uuid import UUID

from aggregates.base import Refused
from aggregates.proposal import Proposal
from aggregates.proposal_events import File
from aggregates.texts import Text
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from commands.signers import who_signed
from eventstore.appends import Outcome


class AskWithdrawal(Command):
    """Why; `deputy` and the signed `form` when the congress enters a paper."""

    reason: Text
    deputy: UUID | None = None
    form: File | None = None
    on: date


def ask_withdrawal(desk: Desk, proposal_id: UUID, command: AskWithdrawal) -> Outcome:
    """Ask as the deputy asking, or for one whose signed paper is attached.

    在书面上提出（上海规定第十条、重庆条例第十二条、山东条例第九条、青岛条例第十二条）.  On paper also one may
    ask whose mandate rests or has ended meanwhile: the word of each who signed is needed.
    """
    proposal = desk.open(Proposal, proposal_id)
    own = desk.actor.role != "congress"
    signer = desk.deputy if own else command.deputy
    if signer is None or (not own and command.form is None):
        sentence = "代录撤回要写明代表，并附代表签名的书面要求"
        raise Refused("withdrawal.form_needed", sentence, "form" if signer else "deputy")
    if command.deputy not in (None, signer):
        raise Refused("deputy.not_for_others", "只能以本人名义要求撤回", "deputy")
    must_be_kept(desk, (command.form,) if command.form else (), "form")
    rule = desk.rules.policy.withdrawal
    asked = proposal.ask_withdrawal(
        signer, command.reason, command.form, rule, command.on, desk.today
    )
    deputy = who_signed(desk, proposal, signer)
    if own:
        deputy.must_act()
    ended = proposal.after(asked).withdraw(command.reason, rule, command.on)
    events = (asked, ended) if ended else (asked,)
    return desk.record((proposal, events), (deputy, ()), answer={"withdrawn": ended is not None})
