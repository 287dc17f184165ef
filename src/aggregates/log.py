"""The log itself: its first event says which district it belongs to, and how it is chained."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self
from uuid import UUID

from aggregates.base import Aggregate, Event, replace
from aggregates.texts import Code

WHOLE = UUID(int=0)
"""Stands for the whole log where an append expects that nothing at all was recorded since."""

LogKind = Literal["live", "demo", "test"]


class LogOpened(Event):
    """The log was opened; nothing comes before it and its words are never changed."""

    TOPIC, LABEL = "log.opened", "建立日志"
    log: UUID
    district: Code
    name: Code
    kind: LogKind
    alg: Code = "sha256"
    zone: Code = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class Log(Aggregate):
    """Which district the log is for, and whether its time is real."""

    KIND: ClassVar[str] = "log"
    log: UUID | None = None
    district: str = ""
    kind: LogKind = "live"

    def after(self, event: LogOpened) -> Self:
        """The log one event later."""
        return replace(self, log=event.log, district=event.district, kind=event.kind)

    @classmethod
    def whole(cls, position: int) -> Self:
        """The whole log as it stood at a position, to be relied on by what was found by a scan."""
        return cls(id=WHOLE, version=position)
