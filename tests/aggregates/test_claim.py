"""A number or a login is one's alone."""

from datetime import date
from uuid import UUID

from given import refused

from aggregates.base import folded
from aggregates.claim import (
    Document,
    DocumentIssued,
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


def test_a_document_number_is_used_once_by_a_unit() -> None:
    unit, on, number = UUID(int=4), date(2026, 4, 29), "交函〔2026〕7号"
    event = Document(id=ID).issue(unit, number, MINE, on)
    assert event == DocumentIssued(unit=unit, number=number, proposal=MINE, on=on)
    used = folded(Document(id=ID), enumerate((event,), 1))
    with refused("document.number_taken", number, "另一件建议", field="document_number"):
        used.issue(unit, number, OTHER, on)
    with refused("document.number_taken", "这件建议", field="document_number"):
        used.issue(unit, number, MINE, on)


def test_a_paper_sent_back_to_be_mended_keeps_its_number() -> None:
    unit, number, on = UUID(int=11), "交函〔2026〕7号", date(2026, 5, 8)
    used = Document(id=ID, proposal=MINE)
    assert used.issue(unit, number, MINE, on, mended=True).number == number
    with refused("document.number_taken", "另一件建议"):
        used.issue(unit, number, OTHER, on, mended=True)
