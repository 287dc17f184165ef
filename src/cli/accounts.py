"""The first account of a new log, and a way back in when a password is lost."""

from datetime import UTC, datetime

from aggregates.base import Refused
from aggregates.claim import Login
from aggregates.ids import stream_id
from api.sign_in import random_password, set_password
from commands.desk import Desk
from commands.open_account import OpenAccount, login_digest, open_account
from commands.open_log import system
from commands.register_person import RegisterPerson, register_person
from eventstore.mapper import Via
from eventstore.store import Store


def house_desk(store: Store) -> Desk:
    """The house's own desk, for what is done on the machine itself and not by an account."""
    log = store.opened()
    return Desk(
        ledger=store,
        district=log.district,
        actor=system(log.district),
        via=Via(channel="cli"),
        now=datetime.now(UTC),
        kind="system",
    )


def open_first_account(store: Store, login: str) -> str:
    """Open an administrator's account by the house itself; return its new password."""
    person = register_person(house_desk(store), RegisterPerson(name="系统管理员"))
    assert person.answer, "recorded just now"
    command = OpenAccount(login=login, person=person.answer["id"], role="administrator")
    open_account(house_desk(store), command, store.vault)
    return reset_password(store, login)


def reset_password(store: Store, login: str) -> str:
    """A new random password for a login.  Raises Refused when nobody has it."""
    digest = login_digest(store.vault, login)
    claim = store.load(Login, stream_id(store.opened().district, Login.KIND, digest))
    if claim.holder is None:
        raise Refused("login.unknown", f"没有登录名“{login}”", "login")
    password = random_password()
    set_password(store.datastore, store.schemas, claim.holder, password)
    return password
