"""Accounts opened on the machine itself, and a way back in when a password is lost."""

from datetime import UTC, datetime

from pydantic import TypeAdapter

from aggregates.account import Role
from aggregates.base import Refused
from aggregates.claim import Login
from aggregates.ids import stream_id
from aggregates.texts import Name
from aggregates.unit import Unit
from api.sign_in import random_password, set_password
from commands.desk import Desk
from commands.open_account import OpenAccount, login_digest, open_account
from commands.open_log import system
from commands.register_person import RegisterPerson, register_person
from eventstore.mapper import Via
from eventstore.store import Store

UNIT_ROLES = ("unit_handler", "unit_head")


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


def must_be_login(login: str) -> None:
    """Refuse what is no login before anything is recorded.  Raises ValidationError."""
    TypeAdapter(Name).validate_python(login)


def open_for(store: Store, login: str, person: str, role: Role, unit: str | None = None) -> str:
    """Open an account for a new person by the house itself; return its new password.

    `unit` is the code of the unit the person acts for.  Raises Refused.
    """
    must_be_login(login)
    desk = house_desk(store)
    acts_for = desk.name(Unit, unit) if unit else None
    if acts_for:
        store.load(Unit, acts_for).must_take_work()
    if (role in UNIT_ROLES) != (acts_for is not None):
        raise Refused("account.unit_needed", "承办单位人员要写明单位代码，其他角色不写", "unit")
    registered = register_person(desk, RegisterPerson(name=person))
    assert registered.answer, "recorded just now"
    command = OpenAccount(login=login, person=registered.answer["id"], role=role, unit=acts_for)
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
