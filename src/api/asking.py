"""A request at the counter: becomes a desk for the handler, and its outcome an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from aggregates.days import day_of
from api.access import Asker, address_of, house_of
from api.guard import Deciding, Recording
from api.house import House
from commands.desk import Desk, carry_out, rules_in_force
from eventstore.appends import Outcome
from eventstore.mapper import Via
from eventstore.store import request_hash

try:
    APP = version("huiyin")
except PackageNotFoundError:
    APP = "0.1.0"

RACES = 3
"""How often a command is decided anew when somebody else recorded first."""


class Recorded(BaseModel):
    """登记的结果；重复提交时与第一次完全相同"""

    model_config = ConfigDict(extra="allow")
    id: UUID | None = Field(None, description="新登记事项的编号")
    position: int = Field(description="在日志中的位置（最后一条）")
    version: int = Field(description="办理后的版本，下次办理时写入 If-Match")
    at: datetime = Field(description="登记时间（UTC）")


@dataclass(frozen=True)
class Asking:
    """One request of somebody let in."""

    house: House
    asker: Asker
    key: str | None
    seen: int | None
    request: bytes
    host: str

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return day_of(self.house.clock())

    def desk(self, key: str | None = None) -> Desk:
        """A clerk at work for the one asking; whence they ask is kept as keyed digests only.

        `key` is given by a route whose content is recognised by itself.
        """
        now, vault = self.house.clock(), self.house.store.vault
        store, subject = self.house.store, f"network/{day_of(now).year}"
        key = key or self.key
        assert key, "only recording routes have a desk"
        return Desk(
            ledger=store,
            district=self.house.district,
            actor=self.asker.actor,
            via=Via(
                channel=self.asker.channel,
                session=vault.digest(subject, self.asker.secret),
                net=vault.digest(subject, self.host),
                app=APP,
            ),
            now=now,
            key=key,
            request=self.request,
            seen=self.seen,
            given=rules_in_force(store, self.house.district, day_of(now)),
        )

    def act(
        self, handler: Callable[[Desk], Outcome], *, tries: int = 1, status: int = 200
    ) -> JSONResponse:
        """Carry it out once for its key, and answer the same however often it is asked."""
        return answered(carry_out(self.desk(), handler, tries), status)


def answered(outcome: Outcome, status: int, **more: Any) -> JSONResponse:
    """What is told of a command recorded, the first time or before; `more` is not kept with it."""
    assert outcome.at
    assert outcome.answer is not None
    told: dict[str, Any] = {
        **outcome.answer,
        "position": outcome.last,
        "at": outcome.at.isoformat().replace("+00:00", "Z"),
        **more,
    }
    headers = {"ETag": f'"{outcome.answer["version"]}"'}
    if outcome.outcome == "duplicate":
        headers["Idempotency-Replayed"] = "true"
    return JSONResponse(told, status, headers)


async def asking(request: Request) -> Asking:
    """The request, after the guard let it through."""
    body = await request.body()
    parts = (request.method, request.url.path, sha256(body).hexdigest())
    return Asking(
        house=house_of(request),
        asker=request.state.asker,
        key=request.state.key,
        seen=request.state.seen,
        request=request_hash(*parts, request.headers.get("if-match", "")),
        host=address_of(request),
    )


Asked = Annotated[Asking, Depends(asking)]
Endpoint = Callable[..., JSONResponse]


def use_case(
    router: APIRouter,
    path: str,
    summary: str,
    *,
    status: int = 200,
    if_match: bool = False,
    route: type[Recording] = Recording,
    answer: type[Recorded] = Recorded,
) -> Callable[[Endpoint], Endpoint]:
    """Make an endpoint `post_xyz` the one POST of the use case `xyz`, its line in the table."""

    def add(endpoint: Endpoint) -> Endpoint:
        router.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            name=endpoint.__name__.removeprefix("post_"),
            summary=summary,
            status_code=status,
            response_model=answer,
            route_class_override=Deciding if if_match else route,
        )
        return endpoint

    return add
