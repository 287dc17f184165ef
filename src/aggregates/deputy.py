"""A deputy (人大代表): one person in one term, with a delegation, able to act or suspended or ended."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, Self, assert_never
from uuid import UUID

from aggregates.base import Aggregate, Event, Refused, replace
from aggregates.days import happened
from aggregates.texts import Name, Note

Standing = Literal["active", "suspended", "ended"]


class DeputyElected(Event):
    """The person is a deputy for the term; a card number stands with the person, sealed."""

    TOPIC, LABEL = "deputy.elected", "当选代表"
    person: UUID
    term: int
    delegation: Name
    on: date


class DeputySuspended(Event):
    """The mandate rests (暂时停止执行代表职务)."""

    TOPIC, LABEL = "deputy.suspended", "暂停执行代表职务"
    reason: Note
    on: date


class DeputyResumed(Event):
    """The mandate goes on."""

    TOPIC, LABEL = "deputy.resumed", "恢复执行代表职务"
    on: date


class DeputyEnded(Event):
    """The mandate ended: by term, resignation, recall or otherwise (代表资格终止)."""

    TOPIC, LABEL = "deputy.ended", "代表资格终止"
    reason: Note
    on: date


DeputyEvent = DeputyElected | DeputySuspended | DeputyResumed | DeputyEnded


@dataclass(frozen=True, kw_only=True)
class Deputy(Aggregate):
    """A deputy and whether the mandate may be exercised."""

    KIND: ClassVar[str] = "deputy"
    person: UUID | None = None
    delegation: str | None = None
    standing: Standing = "active"
    since: date | None = None

    def after(self, event: DeputyEvent) -> Self:
        """The deputy one event later."""
        match event:
            case DeputyElected(person=person, delegation=delegation, on=on):
                return replace(self, person=person, delegation=delegation, since=on)
            case DeputySuspended(on=on):
                return replace(self, standing="suspended", since=on)
            case DeputyResumed(on=on):
                return replace(self, standing="active", since=on)
            case DeputyEnded(on=on):
                return replace(self, standing="ended", since=on)
        assert_never(event)

    def elect(
        self, person: UUID, term: int, delegation: str, on: date, today: date
    ) -> DeputyElected:
        """Enter the deputy for a term, once."""
        if self.version:
            raise Refused("deputy.already_elected", "此人已登记为本届代表", "person")
        return DeputyElected(
            person=person, term=term, delegation=delegation, on=happened(on, today)
        )

    def suspend(self, reason: str, on: date, today: date) -> DeputySuspended:
        """Let the mandate rest (代表法: 暂时停止执行代表职务)."""
        since = self.must_be("active")
        return DeputySuspended(reason=reason, on=happened(on, today, since, "上一次变动"))

    def resume(self, on: date, today: date) -> DeputyResumed:
        """Let the mandate go on."""
        since = self.must_be("suspended")
        return DeputyResumed(on=happened(on, today, since, "暂停"))

    def end(self, reason: str, on: date, today: date) -> DeputyEnded:
        """End the mandate; what the deputy proposed is still answered."""
        if self.standing == "ended" or not self.version:
            raise Refused("deputy.not_in_office", "代表资格已经终止或从未登记", "deputy")
        return DeputyEnded(reason=reason, on=happened(on, today, self.since, "上一次变动"))

    def must_act(self) -> None:
        """Refuse what only an active deputy may do."""
        self.must_be("active")

    def must_be_of(self, person: UUID) -> None:
        """Refuse another person's mandate."""
        if self.person != person:
            raise Refused("deputy.other_person", "这是另一位代表", "deputy")

    def must_be(self, standing: Standing) -> date | None:
        """Refuse a deputy who does not stand so; return since when."""
        if not self.version:
            raise Refused("deputy.unknown", "没有登记过这位代表", "deputy")
        if self.standing != standing:
            words = {"active": "正常履职", "suspended": "暂停履职", "ended": "资格已终止"}
            raise Refused("deputy.standing", f"这位代表目前{words[self.standing]}", "deputy")
        return self.since
