"""The first account of a new log, and a way back in when a password is lost."""

from datetime import UTC, datetime
from uuid import uuid4

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


def open_first_account(store: Store, login: str) -> str:
    """Open an administrator's account by the house itself; return its new password."""
    now, district = datetime.now(UTC), store.opened().district
    desk = Desk(
        ledger=store,
        district=district,
        actor=system(district),
        via=Via(channel="cli"),
        now=now,
        key=uuid4().hex,
        kind="system",
        clock=store.opened().kind != "live",
    )
    person = register_person(desk, RegisterPerson(name="系统管理员")).answer
    assert person, "recorded just now"
    again = Desk(**{**desk.__dict__, "key": uuid4().hex})
    command = OpenAccount(login=login, person=person["id"], role="administrator")
    account = open_account(again, command, store.vault).answer
    assert account, "recorded just now"
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
