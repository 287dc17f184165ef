"""What only one may have: a proposal's number, an account's login, a document's number.

Each claim is a stream of its own, named after the thing claimed; who appends first has it.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self, assert_never
from uuid import UUID

from aggregates.base import Aggregate, Event, Refused, replace
from aggregates.texts import Code


class NumberClaimed(Event):
    """The number is this proposal's."""

    TOPIC, LABEL = "number.claimed", "编号"
    proposal: UUID
    printed: Code


class NumberReleased(Event):
    """The number was written by mistake and is free again."""

    TOPIC, LABEL = "number.released", "编号作废"
    proposal: UUID


class DocumentIssued(Event):
    """The unit gave this number (文号) to a paper on this proposal."""

    TOPIC, LABEL = "document.issued", "文号登记"
    unit: UUID
    number: Code
    proposal: UUID
    on: date


class LoginClaimed(Event):
    """The login is this account's."""

    TOPIC, LABEL = "login.claimed", "登录名登记"
    account: UUID


@dataclass(frozen=True, kw_only=True)
class Number(Aggregate):
    """A proposal's number within its session, or its year when out of session."""

    KIND: ClassVar[str] = "number"
    holder: UUID | None = None

    def after(self, event: NumberClaimed | NumberReleased) -> Self:
        """The number one event later."""
        match event:
            case NumberClaimed(proposal=proposal):
                return replace(self, holder=proposal)
            case NumberReleased():
                return replace(self, holder=None)
        assert_never(event)

    def claim(self, proposal: UUID, printed: str) -> NumberClaimed:
        """Give the number to a proposal, unless another has it."""
        if self.holder:
            raise Refused("number.taken", f"编号“{printed}”已被另一件建议占用", "number")
        return NumberClaimed(proposal=proposal, printed=printed)

    def release(self, proposal: UUID) -> NumberReleased:
        """Take a mistyped number back."""
        if self.holder != proposal:
            raise Refused("number.not_held", "这件建议没有占用这个编号", "number")
        return NumberReleased(proposal=proposal)


@dataclass(frozen=True, kw_only=True)
class Login(Aggregate):
    """A login name, known here only by its keyed digest; a closed account keeps its own."""

    KIND: ClassVar[str] = "login"
    holder: UUID | None = None

    def after(self, event: LoginClaimed) -> Self:
        """The login one event later."""
        return replace(self, holder=event.account)

    def claim(self, account: UUID) -> LoginClaimed:
        """Give the login to an account, unless another has it."""
        if self.holder:
            raise Refused("login.taken", "这个登录名已被使用", "login")
        return LoginClaimed(account=account)


@dataclass(frozen=True, kw_only=True)
class Document(Aggregate):
    """A document number of one unit: used once, and again only for a paper that was sent back."""

    KIND: ClassVar[str] = "document"
    proposal: UUID | None = None

    def after(self, event: DocumentIssued) -> Self:
        """The number one event later."""
        return replace(self, proposal=event.proposal)

    def issue(
        self, unit: UUID, number: str, proposal: UUID, on: date, *, mended: bool = False
    ) -> DocumentIssued:
        """Use the number for a paper, unless another has it; a mended paper keeps its own."""
        if self.proposal and not (mended and self.proposal == proposal):
            what = "这件建议" if self.proposal == proposal else "另一件建议"
            sentence = f"文号“{number}”已用于{what}的文件"
            raise Refused("document.number_taken", sentence, "document_number")
        return DocumentIssued(unit=unit, number=number, proposal=proposal, on=on)
