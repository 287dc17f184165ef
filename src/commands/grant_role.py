"""Let an account act in another role (授予角色), or take the role back (收回角色)."""

from uuid import UUID

from aggregates.account import Account, Role
from aggregates.deputy import Deputy
from aggregates.texts import Note
from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class GrantRole(Command):
    """The role with its unit or deputy; it replaces the one held so far."""

    role: Role
    unit: UUID | None = None
    deputy: UUID | None = None


class RevokeRole(Command):
    """Why the role is taken back."""

    reason: Note


def grant_role(desk: Desk, account_id: UUID, command: GrantRole) -> Outcome:
    """Grant it; from then on the account acts in this role only."""
    account = desk.open(Account, account_id)
    if command.unit:
        desk.load(Unit, command.unit).must_take_work()
    if command.deputy and account.person:
        desk.load(Deputy, command.deputy).must_be_of(account.person)
    event = account.grant(command.role, command.unit, command.deputy)
    return desk.record((account, event), answer={})


def revoke_role(desk: Desk, account_id: UUID, command: RevokeRole) -> Outcome:
    """Take it back; the account stays, but may do nothing."""
    account = desk.open(Account, account_id)
    return desk.record((account, account.revoke(command.reason)), answer={})
