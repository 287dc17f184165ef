"""Rate a reply (评价): sealed until the round is revealed."""

from uuid import UUID

from aggregates.base import Refused
from aggregates.deputy import Deputy
from aggregates.proposal import Proposal
from aggregates.proposal_events import RatingSaid
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from eventstore.appends import Outcome


class Rate(RatingSaid, Command):
    """The verdict; `deputy` only when the congress enters a paper form."""

    deputy: UUID | None = None


def rate(desk: Desk, proposal_id: UUID, command: Rate) -> Outcome:
    """Rate as the deputy asking, or for a deputy whose signed form is attached (by its digest)."""
    deputy_id = command.deputy if desk.actor.role == "congress" else desk.deputy
    if deputy_id is None:
        raise Refused("rating.deputy_needed", "代录评价要写明代表", "deputy")
    if command.deputy not in (None, deputy_id):
        raise Refused("rating.not_for_others", "只能以本人名义评价", "deputy")
    if desk.actor.role == "congress" and command.form is None:
        raise Refused("rating.form_needed", "代录评价须附代表签名的征询意见表", "form")
    must_be_kept(desk, (command.form,) if command.form else (), "form")
    proposal = desk.open(Proposal, proposal_id)
    deputy = desk.load(Deputy, deputy_id)
    deputy.must_act()
    said = RatingSaid(**{name: getattr(command, name) for name in RatingSaid.model_fields})
    event = proposal.rate(deputy_id, said, desk.rules.policy.rating, desk.today)
    return desk.record((proposal, event), (deputy, ()), answer={"round": event.round})
