"""Every form ever written: topic → class, version, upcasters.  An unknown topic is never imported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args

from pydantic import BaseModel

from aggregates import account, calendar, claim, cycle, deputy, log, person, policy, unit
from aggregates.base import Event
from aggregates.proposal_events import ProposalEvent
from aggregates.texts import Secrecy, Words

Fields = dict[str, Any]
Upcaster = Callable[[Fields], Fields]

SECRET = (Secrecy.PERSONAL, Secrecy.SEALED)


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
        claim.LoginReleased,
        ProposalEvent,
    )
}


def form(topic: str) -> Form:
    """The form of a topic.  Raises UnknownTopic, naming it."""
    try:
        return FORMS[topic]
    except KeyError:
        raise UnknownTopic(f"不认识的事件类型“{topic}”；写下它的可能是更新的版本") from None


@cache
def secret_paths(event: type[Event]) -> tuple[tuple[tuple[str, ...], Secrecy], ...]:
    """Paths of the personal and sealed fields of an event, such as (`contact`, `phone`)."""
    return tuple(_secrets(event))


def _secrets(model: type[BaseModel], above: tuple[str, ...] = ()) -> Any:
    for name, field in model.model_fields.items():
        path = (*above, name)
        for secrecy in _secrecies(field.metadata, field.annotation):
            if secrecy in SECRET:
                yield path, secrecy
        for inner in _models(field.annotation):
            yield from _secrets(inner, path)


def _secrecies(metadata: Any, annotation: Any) -> set[Secrecy]:
    """Secrecy markers of a field, also inside `Annotated[str, …] | None`."""
    found = {item for item in metadata if isinstance(item, Secrecy)}
    found |= {item.secrecy for item in metadata if isinstance(item, Words)}
    for part in get_args(annotation):
        found |= _secrecies(getattr(part, "__metadata__", ()), part)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Values directly inside a field; lists hold no secrets (a test checks it)."""
    candidates = (annotation, *get_args(annotation))
    return [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
