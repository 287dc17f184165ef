"""Open an account in one role (开立账号); its password is set beside the log."""

from uuid import UUID

from aggregates.account import Account, Role
from aggregates.claim import Login
from aggregates.deputy import Deputy
from aggregates.person import Person
from aggregates.texts import Name
from aggregates.unit import Unit
from commands.desk import Command, Desk
from eventstore.appends import Outcome
from eventstore.vault import Vault


class OpenAccount(Command):
    """The login, the person, and the role with its unit or deputy."""

    login: Name
    person: UUID
    role: Role
    unit: UUID | None = None
    deputy: UUID | None = None


def open_account(desk: Desk, command: OpenAccount, vault: Vault) -> Outcome:
    """Open it.  The log knows the login only by its keyed digest."""
    desk.load(Person, command.person).must_be_known()
    if command.unit:
        desk.load(Unit, command.unit).must_take_work()
    if command.deputy:
        desk.load(Deputy, command.deputy).must_be_of(command.person)
    account = desk.load(Account, desk.made(Account))
    opened = account.open(command.person)
    granted = account.after(opened).grant(command.role, command.unit, command.deputy)
    login = desk.load(Login, desk.name(Login, login_digest(vault, command.login)))
    return desk.record(
        (account, (opened, granted)),
        (login, login.claim(account.id)),
        answer={"id": str(account.id)},
    )


def login_digest(vault: Vault, login: str) -> str:
    """The keyed digest of a login, the same however it is capitalised."""
    return vault.digest("login", login.strip().lower())
