"""Say that the units do not agree who does what (提出争议)."""

from datetime import date
from uuid import UUID

from aggregates.proposal import Proposal
from aggregates.texts import Text
from aggregates.unit import GOVERNMENT, Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class RaiseDispute(Command):
    """With which of the units handling it, and about what."""

    others: tuple[UUID, ...]
    matter: Text
    on: date


def raise_dispute(desk: Desk, proposal_id: UUID, command: RaiseDispute) -> Outcome:
    """Raise it; the work goes on, and it lies with the first step of the place."""
    proposal = desk.open(Proposal, proposal_id)
    event = proposal.raise_dispute(
        desk.unit,
        command.others,
        command.matter,
        desk.rules.policy.objection,
        command.on,
        desk.today,
        desk.counts_on(command.on),
        government=of_the_government(desk, (desk.unit, *command.others)),
    )
    return desk.record((proposal, event), answer={"step": event.step})


def dispute_of_the_government(desk: Desk, proposal: Proposal) -> bool:
    """Whether all units of the pending dispute are the government's; so without any."""
    dispute = proposal.dispute
    return of_the_government(desk, (dispute.unit, *dispute.others) if dispute else ())


def of_the_government(desk: Desk, units: tuple[UUID, ...]) -> bool:
    """Whether all of them are the government's: then its office coordinates."""
    return all(desk.load(Unit, unit).branch in GOVERNMENT for unit in units)
