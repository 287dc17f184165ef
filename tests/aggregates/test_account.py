"""An account: a person's way in, in one role."""

from uuid import UUID

import pytest
from given import refused

from aggregates.account import (
    ROLES,
    Account,
    AccountClosed,
    AccountEvent,
    AccountGranted,
    AccountOpened,
    AccountRevoked,
    Role,
)
from aggregates.base import folded

ID, PERSON, UNIT, DEPUTY = (UUID(int=n) for n in range(1, 5))
OPENED = AccountOpened(person=PERSON)
GRANTED = AccountGranted(role="unit_head", unit=UNIT)
REVOKED = AccountRevoked(reason="调离")
CLOSED = AccountClosed(reason="离职")


def given(*past: AccountEvent) -> Account:
    return folded(Account(id=ID), enumerate(past, 1))


def test_an_account_is_opened_for_a_person_once() -> None:
    assert given().open(PERSON) == OPENED
    with refused("account.already_open", "已经开立"):
        given(OPENED).open(PERSON)


@pytest.mark.parametrize("role", ROLES)
def test_a_units_people_name_the_unit_a_deputy_the_mandate_and_others_neither(role: Role) -> None:
    unit = UNIT if role in ("unit_handler", "unit_head") else None
    deputy = DEPUTY if role == "deputy" else None
    event = given(OPENED).grant(role, unit, deputy)
    assert event == AccountGranted(role=role, unit=unit, deputy=deputy)
    with refused("account.unit_needed", "单位", field="unit"):
        given(OPENED).grant(role, None if unit else UNIT, deputy)
    with refused("account.deputy_needed", "代表", field="deputy"):
        given(OPENED).grant(role, unit, None if deputy else DEPUTY)


def test_an_account_acts_in_the_role_granted_last() -> None:
    account = given(OPENED, GRANTED, AccountGranted(role="deputy", deputy=DEPUTY))
    assert (account.person, account.role) == (PERSON, "deputy")
    assert (account.unit, account.deputy) == (None, DEPUTY)


def test_a_role_is_taken_back_with_unit_and_mandate() -> None:
    assert given(OPENED, GRANTED).revoke("调离") == REVOKED
    account = given(OPENED, GRANTED, REVOKED)
    assert (account.role, account.unit, account.deputy) == (None, None, None)
    with refused("account.no_role", "没有角色"):
        account.revoke("调离")


def test_a_closed_account_is_closed_for_good() -> None:
    assert given(OPENED, GRANTED).close("离职") == CLOSED
    closed = given(OPENED, GRANTED, CLOSED)
    assert (closed.role, closed.closed) == (None, True)
    for account in (closed, given()):
        with refused("account.closed", "已注销或从未开立"):
            account.close("离职")
        with refused("account.closed", "已注销或从未开立"):
            account.grant("auditor", None, None)
