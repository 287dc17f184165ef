"""The words every aggregate uses: a value, an event, a refusal, a past folded into a state."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414  mypy checks its arguments
else:

    def replace(state, /, **changes):
        """The same state with some fields changed.

        The one in dataclasses sets every field again: a sixth of the time of a long past.
        """
        later = object.__new__(type(state))
        later.__dict__.update(state.__dict__, **changes)
        return later


class Value(BaseModel):
    """Part of an event or a command.  Whoever writes an unknown field is told so.

    Stored rows are read with `extra="ignore"`: an older house reads what a newer one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Value):
    """Something that happened; kept for ever under its TOPIC, shown under its LABEL.

    A form is only ever widened by fields with defaults.  When that is not enough, VERSION
    rises and the registry of stored forms gets an upcaster.
    """

    TOPIC: ClassVar[str]
    LABEL: ClassVar[str]
    VERSION: ClassVar[int] = 1

    @property
    def sealed_under(self) -> str | None:
        """Whose key closes its personal or sealed fields: `person/…` or `rating/…`."""
        return None


class Refused(Exception):
    """The rules do not allow it.

    `code` is stable and meant for programs, `sentence` is Chinese and meant for the person who
    asked, `field` names the input it is about, if one.
    """

    def __init__(self, code: str, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.field = code, sentence, field


@dataclass(frozen=True, kw_only=True)
class Aggregate(ABC):
    """What the rules need to know of the past.  A value: it never changes.

    Each rule is a method that returns the event it allows, or raises `Refused`.
    """

    KIND: ClassVar[str]
    id: UUID
    version: int = 0

    @abstractmethod
    def after(self, event: Any) -> Self:
        """The same aggregate one event later.  Never refuses."""


A = TypeVar("A", bound=Aggregate)
R = TypeVar("R", bound=tuple[Any, ...])


@cache
def _can_void(form: type) -> bool:
    """Asked of the form, once: an event without such a field is slow to say so."""
    return hasattr(form, "voids") or "voids" in getattr(form, "model_fields", ())


def valid(past: Iterable[R]) -> list[R]:
    """What still counts of a past, given as (position, event, …): less what was voided."""
    past = tuple(past)
    voided = {one[1].voids for one in past if _can_void(one[1].__class__)}
    return [one for one in past if one[0] not in voided]


def folded(aggregate: A, past: Iterable[tuple[int, Any]]) -> A:
    """The aggregate after its past, given as (position, event) from the oldest on.

    An entry that was voided (登记作废) stays in the log and counts as a version, but the rules no
    longer see it.
    """
    past = tuple(past)
    for _, event in valid(past):
        aggregate = aggregate.after(event)
    return replace(aggregate, version=aggregate.version + len(past))
