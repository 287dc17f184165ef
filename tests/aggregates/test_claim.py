"""A number or a login is one's alone."""

from uuid import UUID

from given import refused

from aggregates.base import folded
from aggregates.claim import (
    Login,
    LoginClaimed,
    Number,
    NumberClaimed,
    NumberReleased,
)

ID, MINE, OTHER = (UUID(int=n) for n in range(1, 4))


def number(*past: NumberClaimed | NumberReleased) -> Number:
    return folded(Number(id=ID), enumerate(past, 1))


def login(*past: LoginClaimed) -> Login:
    return folded(Login(id=ID), enumerate(past, 1))


TAKEN = NumberClaimed(proposal=OTHER, printed="072")
IN_USE = LoginClaimed(account=OTHER)


def test_a_free_number_is_claimed_as_printed() -> None:
    assert number().claim(MINE, "闭08") == NumberClaimed(proposal=MINE, printed="闭08")


def test_a_number_belongs_to_one_proposal() -> None:
    with refused("number.taken", "072", field="number"):
        number(TAKEN).claim(MINE, "072")
    with refused("number.taken", "072"):
        number(TAKEN).claim(OTHER, "072")


def test_a_mistyped_number_is_given_back_and_free_again() -> None:
    event = number(TAKEN).release(OTHER)
    assert event == NumberReleased(proposal=OTHER)
    assert number(TAKEN, event).claim(MINE, "72").proposal == MINE


def test_only_its_holder_gives_a_number_back() -> None:
    for claim in (number(), number(TAKEN), number(TAKEN, NumberReleased(proposal=OTHER))):
        with refused("number.not_held", "没有占用", field="number"):
            claim.release(MINE)


def test_a_login_belongs_to_one_account() -> None:
    assert login().claim(MINE) == LoginClaimed(account=MINE)
    with refused("login.taken", "登录名", field="login"):
        login(IN_USE).claim(MINE)
