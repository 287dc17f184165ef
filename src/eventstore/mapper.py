"""Events to rows and back: plain JSON in an envelope, secret fields closed before they are hashed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Literal
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json, to_json

from aggregates.account import Role
from aggregates.base import Event
from aggregates.texts import READING, Secrecy
from eventstore.registry import Secret, form, secret_paths
from eventstore.vault import SEALED, Vault

MOST = 256 * 1024
"""Bytes of a state."""
_AT = len('{"at":"2026-05-06T01:02:03.000004Z",')


ByKind = Literal["person", "system", "import", "link"]


class TooLarge(Exception):
    """The event would not fit into a row of the log (256 KiB)."""


class NoKey(Exception):
    """A personal or sealed field that nothing can close; it is never stored open."""


class By(BaseModel):
    """Who recorded it, in which role, for which unit, standing in for whom (`for`)."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    kind: ByKind
    account: UUID
    person: UUID
    role: Role | Literal["system"]
    unit: UUID | None = None
    for_: UUID | None = None


class Via(BaseModel):
    """On which way it came: the session and network only as keyed digests."""

    model_config = ConfigDict(frozen=True)
    channel: Literal["api", "page", "link", "import", "timer", "cli", "demo"]
    session: str | None = None
    net: str | None = None
    app: str = "0.1.0"


class Under(BaseModel):
    """Positions of the adoptions of policy and calendar in force."""

    model_config = ConfigDict(frozen=True)
    policy: int
    calendar: int


@dataclass(frozen=True)
class Signature:
    """What every event of one command has in common."""

    by: By
    via: Via
    under: Under
    key: str
    cause: int | None = None

    @cached_property
    def json(self) -> bytes:
        """The members of the envelope behind the event."""
        by = self.by.model_dump(mode="json")
        by["for"] = by.pop("for_")
        members = {
            "by": by,
            "via": self.via.model_dump(mode="json"),
            "under": self.under.model_dump(mode="json"),
            "key": self.key,
            "cause": self.cause,
        }
        return to_json(members)[1:]


@dataclass(frozen=True)
class Recorded:
    """An event in its place: in its stream and in the log, signed, and when it was recorded."""

    originator_id: UUID
    originator_version: int
    event: Event
    signature: Signature
    at: datetime | None = None
    position: int = 0


@dataclass(frozen=True)
class Row(StoredEvent):
    """A stored event with its place in the log."""

    position: int = 0
    hash: bytes = b""


class EventMapper(Mapper[UUID]):
    """Writes the envelope; reads it through the registry, upcasting on the way."""

    def __init__(self, vault: Vault | None) -> None:
        """Without a vault secret fields read as if their keys were destroyed."""
        self.vault = vault

    def to_stored_event(self, recorded: DomainEventProtocol[UUID]) -> Row:
        """A row without its first member `at`, which the append function puts in.

        Raises TooLarge, and NoKey when a secret field can't be closed.
        """
        assert isinstance(recorded, Recorded)
        event = recorded.event
        state = b'"v":%d,"event":%b,%b' % (
            event.VERSION,
            self._fields(recorded),
            recorded.signature.json,
        )
        if len(state) > MOST - _AT:
            raise TooLarge(event.TOPIC)
        return Row(recorded.originator_id, recorded.originator_version, event.TOPIC, state)

    def to_domain_event(self, stored: StoredEvent) -> Recorded:
        """The event as the present version of the house understands it."""
        envelope, event = self._read(stored)
        assert isinstance(stored.originator_id, UUID)
        return Recorded(
            originator_id=stored.originator_id,
            originator_version=stored.originator_version,
            event=event,
            signature=signature(envelope),
            at=datetime.fromisoformat(envelope["at"]),
            position=getattr(stored, "position", 0) or getattr(stored, "id", 0),
        )

    def told(self, row: Row) -> tuple[int, Event]:
        """Position and event alone: what a fold needs, in two thirds of the time."""
        return row.position, self._read(row)[1]

    def _read(self, stored: StoredEvent) -> tuple[Mapping[str, Any], Event]:
        envelope = from_json(stored.state)
        known = form(stored.topic)
        fields = envelope["event"]
        for secret in secret_paths(known.event):
            self._open(fields, secret, _place(stored, secret))
        fields = known.read(fields, envelope["v"])
        return envelope, known.event.model_validate(fields, context=READING, extra="ignore")

    def _fields(self, recorded: Recorded) -> bytes:
        secrets = secret_paths(type(recorded.event))
        if not secrets:
            return recorded.event.model_dump_json().encode()
        fields = recorded.event.model_dump(mode="json")
        for secret in secrets:
            self._close(fields, secret, recorded)
        return to_json(fields)

    def _close(self, fields: dict[str, Any], secret: Secret, recorded: Recorded) -> None:
        holder, name = _holder(fields, secret.path), secret.path[-1]
        if holder is None or (holder[name] is None and secret.secrecy is not Secrecy.SEALED):
            return
        subject = recorded.event.sealed_under
        if subject is None or self.vault is None:
            raise NoKey(f"{recorded.event.TOPIC} {'.'.join(secret.path)}")
        if subject == "person":
            subject = f"person/{recorded.originator_id}"
        place = _place(recorded, secret)
        holder[name] = self.vault.seal(subject, holder[name], place, secret.room)

    def _open(self, fields: dict[str, Any], secret: Secret, place: str) -> None:
        holder, name = _holder(fields, secret.path), secret.path[-1]
        value = holder and holder.get(name)
        if holder and isinstance(value, Mapping) and SEALED in value:
            opened = self.vault.unseal(value[SEALED], place) if self.vault else None
            holder[name] = secret.erased if opened is None else opened


def _place(stored: StoredEvent | Recorded, secret: Secret) -> str:
    """What a cipher is bound to: stream, version and field path."""
    return f"{stored.originator_id}/{stored.originator_version}/{'.'.join(secret.path)}"


def _holder(fields: dict[str, Any] | None, path: tuple[str, ...]) -> dict[str, Any] | None:
    for name in path[:-1]:
        fields = fields and fields.get(name)
    return fields


def signature(envelope: Mapping[str, Any]) -> Signature:
    """Who, on which way, under which rules, by which command."""
    by, via, under = envelope["by"], envelope["via"], envelope["under"]
    return Signature(
        by=_by(by["kind"], by["account"], by["person"], by["role"], by["unit"], by["for"]),
        via=_via(via["channel"], via["session"], via["net"], via["app"]),
        under=_under(under["policy"], under["calendar"]),
        key=envelope["key"],
        cause=envelope["cause"],
    )


# The same few people sign event after event: what was read once is not read again.
@lru_cache(maxsize=4_096)
def _by(kind: Any, account: str, person: str, role: Any, unit: str | None, for_: str | None) -> By:
    return By.model_construct(
        kind=kind,
        account=UUID(account),
        person=UUID(person),
        role=role,
        unit=unit and UUID(unit),
        for_=for_ and UUID(for_),
    )


@lru_cache(maxsize=4_096)
def _via(channel: Any, session: str | None, net: str | None, app: str) -> Via:
    return Via.model_construct(channel=channel, session=session, net=net, app=app)


@lru_cache(maxsize=256)
def _under(policy: int, calendar: int) -> Under:
    return Under.model_construct(policy=policy, calendar=calendar)
