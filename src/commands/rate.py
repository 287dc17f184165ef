"""Rate a reply (评价): sealed until the marks are opened."""

from datetime import date
from uuid import UUID

from aggregates.base import Event, Refused
from aggregates.proposal import Proposal
from aggregates.proposal_events import Confided, Rated, RatingSaid
from aggregates.texts import Opinion
from commands.desk import Command, Desk
from commands.kept_files import must_be_kept
from commands.signers import who_signed
from eventstore.appends import Outcome


class Rate(RatingSaid, Command):
    """The verdict; `deputy` only when the congress enters a paper form.

    `note` is for the congress alone.
    """

    deputy: UUID | None = None
    note: Opinion | None = None
    round: int | None = None


def rate(desk: Desk, proposal_id: UUID, command: Rate) -> Outcome:
    """Rate as the deputy asking, or for a deputy whose signed form is attached (by its digest).

    What a place lets follow dissatisfaction by itself is recorded in the same act.
    """
    deputy_id = _whose(desk, command)
    must_be_kept(desk, (command.form,) if command.form else (), "form")
    proposal = desk.open(Proposal, proposal_id)
    proposal.must_be_in_round(command.unit, command.round)
    deputy = who_signed(desk, proposal, deputy_id)
    deputy.must_act()
    said = RatingSaid(**{name: getattr(command, name) for name in RatingSaid.model_fields})
    # A deputy's own word is said as it is entered; only what came on paper may be entered later.
    counts = desk.counts_on(command.on) if desk.actor.role == "congress" else desk.today
    event = proposal.rate(deputy_id, said, desk.rules.policy.rating, desk.today, counts)
    told = _confided(desk, proposal, event, command.note)
    following = _following(desk, proposal, event, counts or event.on)
    return desk.record(
        (proposal, (event, *told, *following)),
        (deputy, ()),
        answer={"round": event.round, "revision": event.revision},
    )


def _whose(desk: Desk, command: Rate) -> UUID:
    """Whose verdict it is: the deputy's who asks, or that on the paper the congress enters."""
    if desk.actor.role != "congress":
        if command.deputy not in (None, desk.deputy):
            raise Refused("rating.not_for_others", "只能以本人名义评价", "deputy")
        return desk.deputy
    if command.deputy is None:
        raise Refused("rating.deputy_needed", "代录评价要写明代表", "deputy")
    if command.form is None:
        raise Refused("rating.form_needed", "代录评价须附代表签名的征询意见表", "form")
    return command.deputy


def _confided(
    desk: Desk, proposal: Proposal, event: Rated, note: str | None
) -> tuple[Confided, ...]:
    if note is None:
        return ()
    return (proposal.confide(event.deputy, event.unit, note, event.on, desk.today),)


def _following(desk: Desk, proposal: Proposal, event: Rated, begun: date) -> tuple[Event, ...]:
    """The order to begin again, where it follows by itself; its clock runs from the verdict."""
    policy = desk.rules.policy
    limit = policy.limits.rehandle
    reply_by = desk.due(limit, begun) if limit else None
    return proposal.after_dissatisfaction(event, policy.rehandling, reply_by, desk.today)
