"""Every form ever written: topic → class, version, upcasters.  An unknown topic is never imported."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from aggregates import account, calendar, claim, cycle, deputy, log, person, policy, unit
from aggregates.base import Event
from aggregates.draft_events import DraftEvent
from aggregates.proposal_events import ProposalEvent
from aggregates.texts import Secrecy, Words

Fields = dict[str, Any]
Upcaster = Callable[[Fields], Fields]

SECRET = (Secrecy.PERSONAL, Secrecy.SEALED)
_ROOM = 64
_WIDEST = 4
"""Bytes of a character in JSON, at most; the quotes are one character more."""


class UnknownTopic(Exception):
    """A row whose topic this version of the house does not know."""


@dataclass(frozen=True)
class Form:
    """How events of a topic are read: the class, its version, and the way there from older ones.

    `upcasters[n]` turns fields of version n into those of version n + 1.
    """

    event: type[Event]
    upcasters: Mapping[int, Upcaster]

    def read(self, fields: Fields, version: int) -> Fields:
        """Fields as the present version writes them."""
        for number in range(version, self.event.VERSION):
            fields = self.upcasters[number](fields)
        return fields


def _members(*kinds: Any) -> list[type[Event]]:
    return [
        member
        for kind in kinds
        for member in (get_args(kind) if isinstance(kind, UnionType) else (kind,))
    ]


UPCASTERS: dict[str, dict[int, Upcaster]] = {}
"""By topic: from version n to n + 1."""

FORMS: dict[str, Form] = {
    event.TOPIC: Form(event, UPCASTERS.get(event.TOPIC, {}))
    for event in _members(
        log.LogOpened,
        policy.PolicyAdopted,
        calendar.CalendarAdopted,
        cycle.CycleEvent,
        unit.UnitEvent,
        person.PersonRegistered,
        person.ContactChanged,
        deputy.DeputyEvent,
        account.AccountEvent,
        claim.NumberClaimed,
        claim.NumberReleased,
        claim.LoginClaimed,
        claim.DocumentIssued,
        DraftEvent,
        ProposalEvent,
    )
}


def form(topic: str) -> Form:
    """The form of a topic.  Raises UnknownTopic, naming it."""
    try:
        return FORMS[topic]
    except KeyError:
        raise UnknownTopic(f"不认识的事件类型“{topic}”；写下它的可能是更新的版本") from None


class Secret(NamedTuple):
    """A personal or sealed field: where it is, and how long its cipher at least becomes.

    `room` is in bytes; every sealed value fits into it, so that all its ciphers are of one length.
    `erased` is what it reads as without its key.
    """

    path: tuple[str, ...]
    secrecy: Secrecy
    room: int
    erased: str | None


@cache
def secret_paths(event: type[Event]) -> tuple[Secret, ...]:
    """The personal and sealed fields of an event, such as (`contact`, `phone`)."""
    return tuple(_secrets(event))


def _secrets(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[Secret]:
    for name, field in model.model_fields.items():
        path = (*above, name)
        erased = None if NoneType in get_args(field.annotation) else ""
        for secrecy, most in classes(field.metadata, field.annotation):
            if secrecy in SECRET:
                sealed_text = most if secrecy is Secrecy.SEALED else 0
                yield Secret(path, secrecy, max(_ROOM, _WIDEST * (sealed_text + 1)), erased)
        for inner in _models(field.annotation):
            yield from _secrets(inner, path)


def classes(metadata: Any, annotation: Any) -> Iterator[tuple[Secrecy, int]]:
    """How a field is classed, also inside `Annotated[str, …] | None`, and its most characters."""
    for item in metadata:
        if isinstance(item, Secrecy):
            yield item, 0
        elif isinstance(item, Words):
            yield item.secrecy, item.most
    for part in get_args(annotation):
        yield from classes(getattr(part, "__metadata__", ()), part)


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Values directly inside a field; lists hold no secrets (a test checks it)."""
    candidates = (annotation, *get_args(annotation))
    return [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
