"""An account (账号): a person's way in, in one role, for one unit or as one deputy."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self, assert_never
from uuid import UUID

from aggregates.base import Aggregate, Event, Refused, replace
from aggregates.texts import Note

Role = Literal[
    "congress", "office", "unit_handler", "unit_head", "deputy", "auditor", "administrator"
]
ROLES: dict[Role, str] = {
    "congress": "人大代表工作机构",
    "office": "政府办公室",
    "unit_handler": "承办单位经办人",
    "unit_head": "承办单位负责人",
    "deputy": "人大代表",
    "auditor": "审计人员",
    "administrator": "系统管理员",
}


class AccountOpened(Event):
    """The account exists; its login is claimed beside it, its password is never an event."""

    TOPIC, LABEL = "account.opened", "开立账号"
    person: UUID


class AccountGranted(Event):
    """The account may act in a role, for a unit or as a deputy."""

    TOPIC, LABEL = "account.granted", "授予角色"
    role: Role
    unit: UUID | None = None
    deputy: UUID | None = None


class AccountRevoked(Event):
    """The role was taken back."""

    TOPIC, LABEL = "account.revoked", "收回角色"
    reason: Note


class AccountClosed(Event):
    """The account can no longer be used."""

    TOPIC, LABEL = "account.closed", "注销账号"
    reason: Note


AccountEvent = AccountOpened | AccountGranted | AccountRevoked | AccountClosed


@dataclass(frozen=True, kw_only=True)
class Account(Aggregate):
    """Who acts, in which role, for whom."""

    KIND: ClassVar[str] = "account"
    person: UUID | None = None
    role: Role | None = None
    unit: UUID | None = None
    deputy: UUID | None = None
    closed: bool = False

    def after(self, event: AccountEvent) -> Self:
        """The account one event later."""
        match event:
            case AccountOpened(person=person):
                return replace(self, person=person)
            case AccountGranted(role=role, unit=unit, deputy=deputy):
                return replace(self, role=role, unit=unit, deputy=deputy)
            case AccountRevoked():
                return replace(self, role=None, unit=None, deputy=None)
            case AccountClosed():
                return replace(self, role=None, closed=True)
        assert_never(event)

    def open(self, person: UUID) -> AccountOpened:
        """Open the account for a person."""
        if self.version:
            raise Refused("account.already_open", "账号已经开立")
        return AccountOpened(person=person)

    def grant(self, role: Role, unit: UUID | None, deputy: UUID | None) -> AccountGranted:
        """Let the account act in one role; a unit's people name the unit, a deputy the mandate."""
        if self.closed or self.person is None:
            raise Refused("account.closed", "账号已注销或从未开立")
        if (role in ("unit_handler", "unit_head")) != (unit is not None):
            raise Refused("account.unit_needed", "承办单位人员必须写明单位，其他角色不写", "unit")
        if (role == "deputy") != (deputy is not None):
            raise Refused("account.deputy_needed", "代表账号必须写明代表，其他角色不写", "deputy")
        return AccountGranted(role=role, unit=unit, deputy=deputy)

    def revoke(self, reason: str) -> AccountRevoked:
        """Take the role back."""
        if self.role is None:
            raise Refused("account.no_role", "账号目前没有角色")
        return AccountRevoked(reason=reason)

    def close(self, reason: str) -> AccountClosed:
        """Close the account for good."""
        if self.closed or self.person is None:
            raise Refused("account.closed", "账号已注销或从未开立")
        return AccountClosed(reason=reason)
