"""What every handler needs: the log, the rules in force, the day, and who is asking."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID, uuid4

from aggregates.account import Role
from aggregates.base import Aggregate, Event, Refused, Value
from aggregates.calendar import Calendar, CalendarAdopted
from aggregates.days import day_of
from aggregates.deadlines import Due, due
from aggregates.ids import made_by, stream_id
from aggregates.limits import Decider, Limit
from aggregates.policy import Policy, PolicyAdopted
from aggregates.proposal_clocks import counts_on
from eventstore.appends import Outcome
from eventstore.files import Kept
from eventstore.mapper import By, ByKind, Recorded, Signature, Under, Via
from eventstore.store import Change, Conflict, Decision, NotFound

A = TypeVar("A", bound=Aggregate)


class Command(Value):
    """What a person fills in.  The id is in the address, the name in the login."""


class Shelf(Protocol):
    """The files handed in, as far as handlers look at them."""

    def known(self, digests: Iterable[str]) -> Mapping[str, Kept]:
        """Those of the digests under which a file is kept."""


class Ledger(Protocol):
    """The part of a store that handlers use."""

    @property
    def files(self) -> Shelf:
        """The files handed in."""

    def history(self, id: UUID) -> list[Recorded]:
        """Everything recorded about one aggregate, oldest first."""

    def load(self, kind: type[A], id: UUID) -> A:
        """The aggregate as it stands; version 0 when nothing is recorded."""

    def known(self, account: UUID, key: str, digest: bytes) -> Outcome | None:
        """The first answer to a command asked before."""

    def append(self, decision: Decision) -> Outcome:
        """Record one command."""


class Stale(Exception):
    """The person decided on a version that is no longer the present one."""

    def __init__(self, seen: int, version: int) -> None:
        super().__init__(f"seen {seen}, now {version}")
        self.seen, self.version = seen, version


@dataclass(frozen=True)
class Actor:
    """Who acts: an account of a person in one role, for one unit or as one deputy."""

    account: UUID
    person: UUID
    role: Role | None
    unit: UUID | None = None
    deputy: UUID | None = None

    def by(self, kind: ByKind) -> By:
        """As it stands in the envelope."""
        return By(
            kind=kind,
            account=self.account,
            person=self.person,
            role=self.role or "system",
            unit=self.unit,
        )


@dataclass(frozen=True)
class Rules:
    """Policy and calendar in force on a day, and where their adoptions stand in the log."""

    policy: Policy
    calendar: Calendar
    under: Under


def rules_in_force(ledger: Ledger, district: str, today: date) -> Rules:
    """The rules of a day.  Raises Refused when none was adopted yet."""
    policy = _adopted(ledger, stream_id(district, "policy", "policy"), today)
    calendar = _adopted(ledger, stream_id(district, "calendar", "calendar"), today)
    return Rules(
        policy=Policy.kept(cast(PolicyAdopted, policy.event).text),
        calendar=Calendar.kept(cast(CalendarAdopted, calendar.event).text),
        under=Under(policy=policy.position, calendar=calendar.position),
    )


def _adopted(ledger: Ledger, stream: UUID, today: date) -> Recorded:
    texts = [
        one
        for one in ledger.history(stream)
        if cast(PolicyAdopted | CalendarAdopted, one.event).valid_from <= today
    ]
    if not texts:
        raise Refused("rules.none", "还没有采用办理办法和工作日历")
    return texts[-1]


@dataclass(frozen=True)
class Desk:
    """A clerk at work on one command: opens files, reads the date, signs what is recorded.

    `seen` is the version of the file the person looked at, where a decision depends on it.
    `clock` is set in demo and test logs only, where time is told and not read.
    """

    ledger: Ledger
    district: str
    actor: Actor
    via: Via
    now: datetime
    key: str = field(default_factory=lambda: uuid4().hex)
    request: bytes = b""
    seen: int | None = None
    clock: bool = False
    kind: ByKind = "person"
    given: Rules | None = None
    under: Under | None = None

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return day_of(self.now)

    @property
    def rules(self) -> Rules:
        """Policy and calendar in force today."""
        return self.given or rules_in_force(self.ledger, self.district, self.today)

    def due(self, limit: Limit, anchored_on: date, ceiling: date | None = None) -> Due:
        """The date that a limit gives by the calendar in force."""
        return due(limit, anchored_on, self.rules.calendar, ceiling)

    def counts_on(self, on: date) -> date | None:
        """The day an act entered today counts from, when that is too late to be its own."""
        rules = self.rules
        return counts_on(on, self.today, rules.policy.limits.entry, rules.calendar)

    @property
    def decider(self) -> Decider:
        """The organ deciding.  Raises Refused when the account belongs to neither."""
        match self.actor.role:
            case "congress" | "office" as decider:
                return decider
        raise Refused("actor.no_decider", "只有人大代表工作机构和政府办公室可以作出这项决定")

    @property
    def unit(self) -> UUID:
        """The unit asked for.  Raises Refused when the account acts for none."""
        if self.actor.unit is None:
            raise Refused("actor.no_unit", "这个账号不代表任何承办单位")
        return self.actor.unit

    @property
    def deputy(self) -> UUID:
        """The deputy asking.  Raises Refused when the account is no deputy's."""
        if self.actor.deputy is None:
            raise Refused("actor.no_deputy", "这个账号不是代表账号")
        return self.actor.deputy

    # ---- files

    @property
    def files(self) -> Shelf:
        """The proof files handed in so far."""
        return self.ledger.files

    def name(self, kind: type[Aggregate], key: str) -> UUID:
        """The stream of a thing of this district."""
        return stream_id(self.district, kind.KIND, key)

    def made(self, kind: type[Aggregate], n: int = 0) -> UUID:
        """The stream of the n-th thing this command makes: the same when it is asked again."""
        return self.name(kind, made_by(self.actor.account, self.key, n))

    def load(self, kind: type[A], id: UUID) -> A:
        """The aggregate as it stands, new or not."""
        return self.ledger.load(kind, id)

    def open(self, kind: type[A], id: UUID) -> A:
        """The aggregate as it stands.  Raises NotFound, or Stale when it moved on since seen."""
        aggregate = self.ledger.load(kind, id)
        if not aggregate.version:
            raise NotFound(str(id))
        if self.seen is not None and self.seen != aggregate.version:
            raise Stale(self.seen, aggregate.version)
        return aggregate

    def record(
        self, *changes: tuple[Aggregate, Event | Sequence[Event]], answer: Mapping[str, Any]
    ) -> Outcome:
        """Append what was decided, signed."""
        return self.ledger.append(self.decided(*changes, answer=answer))

    def keyed(self, key: str) -> "Desk":
        """The same clerk at another command."""
        return replace(self, key=key)

    def decided(
        self, *changes: tuple[Aggregate, Event | Sequence[Event]], answer: Mapping[str, Any]
    ) -> Decision:
        """What was decided, signed.  Aggregates without events only must not have changed.

        The answer, also when it is asked again, tells the version the first of them came to.
        """
        decided = [
            Change(aggregate, (events,) if isinstance(events, Event) else tuple(events))
            for aggregate, events in changes
        ]
        first = decided[0]
        signature = Signature(
            by=self.actor.by(self.kind),
            via=self.via,
            under=self.under or self.rules.under,
            key=self.key,
        )
        return Decision(
            signature=signature,
            request_hash=self.request,
            changes=decided,
            answer={**answer, "version": first.aggregate.version + len(first.events)},
            at=self.now if self.clock else None,
        )


def carry_out(desk: Desk, handler: Callable[[Desk], Outcome], tries: int = 1) -> Outcome:
    """Answer as before if it was asked before; decide anew up to `tries` times on a race.

    A twin may be recorded between the look at the key and the decision: whoever is refused then
    looks once more.
    """

    def answered() -> Outcome | None:
        return desk.ledger.known(desk.actor.account, desk.key, desk.request)

    if known := answered():
        return known
    for left in reversed(range(tries)):
        try:
            return handler(desk)
        except (Refused, Stale, NotFound, Conflict) as wrong:
            if known := answered():
                return known
            if not left or not isinstance(wrong, Conflict):
                raise
    raise AssertionError("tries is at least 1")
