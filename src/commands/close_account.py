"""Close an account for good (注销账号)."""

from uuid import UUID

from aggregates.account import Account
from aggregates.texts import Note
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class CloseAccount(Command):
    """Why."""

    reason: Note


def close_account(desk: Desk, account_id: UUID, command: CloseAccount) -> Outcome:
    """Close it; its login stays claimed, so that nobody takes it for the same person."""
    account = desk.open(Account, account_id)
    return desk.record((account, account.close(command.reason)), answer={})
