"""Events to rows and back: plain JSON in an envelope, secret fields closed before they are hashed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json, to_json

from aggregates.account import Role
from aggregates.base import Event
from aggregates.texts import READING
from eventstore.registry import form, secret_paths
from eventstore.vault import SEALED, Vault

MOST = 256 * 1024
"""Bytes of a state."""


class TooLarge(Exception):
    """The event would not fit into a row of the log (256 KiB)."""


class By(BaseModel):
    """Who recorded it, in which role, for which unit, standing in for whom (`for`)."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    kind: Literal["person", "system", "import", "link"]
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
    hash: bytes = b""


@dataclass(frozen=True)
class Row(StoredEvent):
    """A stored event with its place in the log."""

    position: int = 0
    hash: bytes = b""


class EventMapper(Mapper[UUID]):
    """Writes the envelope; reads it through the registry, upcasting on the way."""

    def __init__(self, vault: Vault | None) -> None:
        """Without a vault secret fields read as None."""
        self.vault = vault

    def to_stored_event(self, recorded: DomainEventProtocol[UUID]) -> Row:
        """A row without its first member `at`, which the append function puts in."""
        assert isinstance(recorded, Recorded)
        event = recorded.event
        fields = event.model_dump(mode="json")
        place = f"{recorded.originator_id}/{recorded.originator_version}"
        for path, _ in secret_paths(type(event)):
            self._close(fields, path, f"{place}/{'.'.join(path)}", event, recorded.originator_id)
        state = b'"v":%d,"event":%b,%b' % (
            event.VERSION,
            to_json(fields),
            recorded.signature.json(),
        )
        if len(state) > MOST - 40:
            raise TooLarge(event.TOPIC)
        return Row(recorded.originator_id, recorded.originator_version, event.TOPIC, state)

    def to_domain_event(self, stored: StoredEvent) -> Recorded:
        """The event as the present version of the house understands it."""
        envelope = from_json(stored.state)
        known = form(stored.topic)
        fields = envelope["event"]
        place = f"{stored.originator_id}/{stored.originator_version}"
        for path, _ in secret_paths(known.event):
            self._open(fields, path, f"{place}/{'.'.join(path)}")
        fields = known.read(fields, envelope["v"])
        assert isinstance(stored.originator_id, UUID)
        return Recorded(
            originator_id=stored.originator_id,
            originator_version=stored.originator_version,
            event=known.event.model_validate(fields, context=READING, extra="ignore"),
            signature=signature(envelope),
            at=datetime.fromisoformat(envelope["at"]),
            position=getattr(stored, "position", 0) or getattr(stored, "id", 0),
            hash=getattr(stored, "hash", b""),
        )

    def _close(
        self, fields: Any, path: tuple[str, ...], place: str, event: Event, stream: UUID
    ) -> None:
        holder = _holder(fields, path)
        subject = event.sealed_under
        if holder is None or subject is None or self.vault is None:
            return
        if subject == "person":
            subject = f"person/{stream}"
        if holder[path[-1]] is not None or subject.startswith("rating/"):
            holder[path[-1]] = self.vault.seal(subject, holder[path[-1]], place)

    def _open(self, fields: Any, path: tuple[str, ...], place: str) -> None:
        holder = _holder(fields, path)
        value = holder and holder.get(path[-1])
        if isinstance(value, Mapping) and SEALED in value:
            opened = self.vault.unseal(value[SEALED], place) if self.vault else None
            assert holder is not None
            holder[path[-1]] = opened


def _holder(fields: Any, path: tuple[str, ...]) -> dict[str, Any] | None:
    for name in path[:-1]:
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields if isinstance(fields, dict) else None


def signature(envelope: Mapping[str, Any]) -> Signature:
    """Who, on which way, under which rules, by which command."""
    by = dict(envelope["by"])
    by["for_"] = by.pop("for", None)
    return Signature(
        by=By.model_construct(
            **by | {k: by[k] and UUID(by[k]) for k in ("account", "person", "unit", "for_")}
        ),
        via=Via.model_construct(**envelope["via"]),
        under=Under.model_construct(**envelope["under"]),
        key=envelope["key"],
        cause=envelope["cause"],
    )
