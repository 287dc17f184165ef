"""Passwords, and what proves a sign-in afterwards: tokens for programs, sessions for people.

Tables, never events.  Of a secret only its digest is kept; a wrong login costs as much time as
a wrong password.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from secrets import choice, token_urlsafe
from typing import Any, Literal, LiteralString
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed, Identifier

from aggregates.account import Account
from aggregates.base import Refused
from aggregates.claim import Login
from aggregates.ids import stream_id
from api.house import House
from commands.open_account import login_digest
from eventstore.datastore import Datastore, Schemas

Kind = Literal["token", "session"]

LEAST, MOST = 10, 200
"""Characters of a password."""
TRIES, WINDOW = 5, timedelta(minutes=15)
"""Wrong attempts at one login, from one address, before it rests for that address."""
ANYWHERE = 50
"""The same from all addresses together: nobody is locked out by one stranger's guesses."""
SESSION, TOKEN_MOST = timedelta(hours=12), timedelta(days=90)

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongPassword(Exception):
    """No open account with this login and password."""


class TooManyAttempts(Exception):
    """The login rests for a while."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True)
class Pass:
    """What the signed-in side shows from now on; the secret is known to nobody else."""

    secret: str
    account: UUID
    expires_at: datetime


def random_password() -> str:
    """Sixteen letters and digits in groups of four, none easily mistaken for another."""
    groups = ("".join(choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def set_password(datastore: Datastore, schemas: Schemas, account: UUID, password: str) -> None:
    """Set or replace an account's password; whoever was signed in has to sign in again.

    Raises Refused unless it has 10 to 200 characters.
    """
    password = _composed(password)
    if not LEAST <= len(password) <= MOST:
        raise Refused("password.length", f"密码应为{LEAST}至{MOST}个字符", "password")
    sql = _Sql(schemas)
    hashed = _HASHER.hash(password)
    with datastore.get_connection() as connection, connection.transaction():
        connection.execute(
            sql(
                "insert into {passwords} (account, hash) values (%s, %s) on conflict (account)"
                " do update set hash = excluded.hash, set_at = clock_timestamp()"
            ),
            (account, hashed),
        )
        connection.execute(
            sql(
                "update {passes} set revoked_at = clock_timestamp()"
                " where account = %s and revoked_at is null"
            ),
            (account,),
        )


def check_password(house: House, account: UUID, password: str) -> bool:
    """Whether it is the account's password.  Raises TooManyAttempts as `sign_in` does."""
    sql, guessed = _Sql(house.schemas), str(account)
    with house.datastore.get_connection() as connection:
        _count_attempt(connection, sql, guessed, house.clock())
        if not _matches(connection, sql, account, password):
            return False
        connection.execute(sql("delete from {attempts} where login = %s"), (guessed,))
        return True


def sign_in(
    house: House, login: str, password: str, kind: Kind, life: timedelta, host: str
) -> Pass:
    """Let somebody in who asks from an address.

    Raises WrongPassword, or TooManyAttempts after five from there within 15 minutes.
    """
    sql, now, vault = _Sql(house.schemas), house.clock(), house.store.vault
    digest = login_digest(vault, _composed(login))
    from_here = f"{digest}/{vault.digest('login', host)}"
    with house.datastore.get_connection() as connection:
        _count_attempt(connection, sql, from_here, now)
        _count_attempt(connection, sql, digest, now, ANYWHERE)
    account = _account(house, digest)
    with house.datastore.get_connection() as connection:
        if not _matches(connection, sql, account, password):
            raise WrongPassword
        assert account, "an unknown login has no password"
        forgiven = sql("delete from {attempts} where login = any(%s)")
        connection.execute(forgiven, ([digest, from_here],))
        return _issue(connection, sql, account, kind, now, life)


def holder(house: House, kind: Kind, secret: str) -> UUID | None:
    """The account that was let in with this secret, while it holds."""
    query = _Sql(house.schemas)(
        "select account from {passes} where digest = %s and kind = %s"
        " and revoked_at is null and expires_at > %s"
    )
    with house.datastore.get_connection() as connection:
        found = connection.execute(query, (_digest(secret), kind, house.clock())).fetchone()
    return found["account"] if found else None


def sign_out(house: House, secret: str) -> None:
    """From now on the secret opens nothing."""
    query = _Sql(house.schemas)(
        "update {passes} set revoked_at = %s where digest = %s and revoked_at is null"
    )
    with house.datastore.get_connection() as connection:
        connection.execute(query, (house.clock(), _digest(secret)))


class _Sql:
    """Statements over the desk's tables of one log."""

    def __init__(self, schemas: Schemas) -> None:
        self._names: Mapping[str, Any] = {
            table: Identifier(schemas.desk, table) for table in ("passwords", "passes", "attempts")
        }

    def __call__(self, text: LiteralString) -> Composed:
        return SQL(text).format(**self._names)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode(errors="replace")).digest()


def _account(house: House, digest: str) -> UUID | None:
    """The open account behind a login."""
    login = house.store.load(Login, stream_id(house.district, Login.KIND, digest))
    if login.holder is None or house.store.load(Account, login.holder).closed:
        return None
    return login.holder


def _count_attempt(
    connection: Connection[DictRow], sql: _Sql, login: str, now: datetime, most: int = TRIES
) -> None:
    """Book the attempt before it is judged, so that many at once are no way round the limit."""
    connection.execute(sql("delete from {attempts} where at < %s"), (now - timedelta(days=1),))
    booked = connection.execute(
        sql("insert into {attempts} (login, at) values (%s, %s) returning id"), (login, now)
    ).fetchone()
    assert booked, "an insert returns its row"
    earlier = connection.execute(
        sql(
            "select at from {attempts} where login = %s and at > %s and id < %s"
            " order by at desc limit %s"
        ),
        (login, now - WINDOW, booked["id"], most),
    ).fetchall()
    if len(earlier) >= most:
        connection.execute(sql("delete from {attempts} where id = %s"), (booked["id"],))
        raise TooManyAttempts(earlier[-1]["at"] + WINDOW - now)


@cache
def _nobody() -> str:
    return _HASHER.hash(token_urlsafe())


def _matches(
    connection: Connection[DictRow], sql: _Sql, account: UUID | None, password: str
) -> bool:
    query = sql("select hash from {passwords} where account = %s")
    found = connection.execute(query, (account,)).fetchone()
    try:
        _HASHER.verify(found["hash"] if found else _nobody(), _composed(password)[:MOST])
    except (VerificationError, InvalidHashError):
        return False
    return found is not None


def _issue(
    connection: Connection[DictRow],
    sql: _Sql,
    account: UUID,
    kind: Kind,
    now: datetime,
    life: timedelta,
) -> Pass:
    secret, expires_at = token_urlsafe(32), now + life
    connection.execute(
        sql("delete from {passes} where expires_at < %s"), (now - timedelta(days=7),)
    )
    connection.execute(
        sql(
            "insert into {passes} (digest, kind, account, made_at, expires_at)"
            " values (%s, %s, %s, %s, %s)"
        ),
        (_digest(secret), kind, account, now, expires_at),
    )
    return Pass(secret, account, expires_at)
