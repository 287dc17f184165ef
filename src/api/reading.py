"""A request in the reading room: who looks, how much of it is theirs, and how fresh the tables are."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypedDict
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from pydantic import BaseModel, Field

from aggregates.days import day_of
from api.access import Asker, house_of
from api.house import House
from api.problems import Problem
from projections.reader import ALIVE, Reader

CONTROL_FREE = r"^[^\x00-\x1f\x7f]*$"
Position = Annotated[
    int | None,
    Query(ge=0, le=2**62, description="要看到日志的这个位置（刚办一步的 position），最多等1秒"),
]
MinPosition = Annotated[
    int | None, Header(alias="X-Min-Position", ge=0, le=2**62, description="同 after")
]


class Scope(TypedDict):
    """Whose proposals may be shown; nothing named means everybody's."""

    unit: UUID | None
    deputy: UUID | None


class Fresh(TypedDict):
    """How far the tables were when they were read."""

    position: int
    stale: bool


class Shown(BaseModel):
    """每个查询回答都带着的"""

    position: int = Field(description="显示到日志的哪个位置")
    stale: bool = Field(description="数据表落后：要看的位置还没有显示，或登记已停止进表")


@dataclass(frozen=True)
class Reading:
    """One look at the tables by somebody let in."""

    house: House
    asker: Asker
    reader: Reader
    position: int
    head: int
    late: bool

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return day_of(self.house.clock())

    @property
    def scope(self) -> Scope:
        """What the person is restricted to, on every page of every list."""
        actor = self.asker.actor
        if self.asker.reach == "all":
            return {"unit": None, "deputy": None}
        if not (actor.unit or actor.deputy):
            raise Problem(403, "role", "这个账号没有对应的单位或代表，看不到任何建议")
        return {"unit": actor.unit, "deputy": actor.deputy}

    @property
    def shown(self) -> Fresh:
        """What every answer says about itself."""
        return {"position": self.position, "stale": self.late}


def reader_of(request: Request) -> Reader:
    """The connections to the tables, kept as long as the service runs."""
    reader = request.app.state.reader
    assert isinstance(reader, Reader)
    return reader


def reading(
    request: Request, after: Position = None, x_min_position: MinPosition = None
) -> Reading:
    """Wait until the tables show what the person has just recorded, at most a second.

    Late tables are said, not hidden: what was asked for is not shown yet, or nothing moves.
    """
    reader, wanted = reader_of(request), max(after or 0, x_min_position or 0)
    lag = reader.lag()
    if lag["position"] < wanted <= lag["head"] and reader.wait_for(wanted):
        lag = reader.lag()
    stopped = lag["behind"] > 0 and lag["silent"] > ALIVE
    return Reading(
        house=house_of(request),
        asker=request.state.asker,
        reader=reader,
        position=lag["position"],
        head=lag["head"],
        late=lag["position"] < wanted or stopped,
    )


Looking = Annotated[Reading, Depends(reading)]
