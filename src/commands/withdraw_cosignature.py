"""Not sign somebody's draft, or no more (不联名、撤回联名)."""

from uuid import UUID

from aggregates.deputy import Deputy
from aggregates.draft import Draft
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class WithdrawCosignature(Command):
    """Nothing more need be said."""


def withdraw_cosignature(desk: Desk, draft_id: UUID, command: WithdrawCosignature) -> Outcome:
    """Withdraw as the deputy asking, until it is submitted."""
    draft = desk.open(Draft, draft_id)
    deputy = desk.load(Deputy, desk.deputy)
    deputy.must_act()
    return desk.record((draft, draft.withdraw(deputy.id, desk.today)), (deputy, ()), answer={})
