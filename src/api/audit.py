"""Routes of the audit: every event as it was written, by page; the head; the chain walked."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from threading import Lock
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from aggregates.base import Event
from aggregates.proposal import Proposal
from aggregates.proposal_events import Confided, Rated, ReplyReviewed
from aggregates.texts import Secrecy
from api.asking import Asked
from api.guard import Guarded
from api.identities import secret
from api.opened import opened
from api.problems import Problem
from eventstore.mapper import Recorded
from eventstore.registry import FORMS, classes
from eventstore.store import NotFound
from eventstore.trail import Entry
from eventstore.vault import SEALED
from eventstore.verification import verify
from projections.identities import Words, masked

router = APIRouter(tags=["审计"], route_class=Guarded)

UNREVEALED, ELSEWHERE, INSIDE = "评价（未揭晓）", "其他单位的记录", "单位内部的审核"
CLOSED = "只供人大代表工作机构看的记录"
After = Annotated[int, Query(ge=0, le=2**62, description="从哪个位置之后读起")]
Limit = Annotated[int, Query(ge=1, le=500, description="一页几条，最多500")]
Topic = Annotated[
    str, Query(max_length=64, pattern=r"^[a-z_.]*$", description="主题开头，如 proposal.")
]
_walking = Lock()


class EventShown(BaseModel):
    """日志中的一条，原样；密封和个人栏目只显示 {"sealed": true}"""

    position: int = Field(description="在日志中的位置")
    stream: UUID = Field(description="所属序列")
    version: int = Field(description="在序列中的版本")
    topic: str = Field(description="主题")
    label: str = Field(description="中文名称")
    on: date | None = Field(None, description="发生日期（北京时间）")
    at: datetime = Field(description="登记时间（UTC）")
    kind: str | None = Field(None, description="由人、系统、导入还是链接登记")
    account: UUID | None = Field(None, description="登记的账号")
    person: UUID | None = Field(None, description="登记的人")
    role: str | None = Field(None, description="以什么角色")
    unit: UUID | None = Field(None, description="代表哪个单位")
    channel: str | None = Field(None, description="途径：api、page、import 等")
    key: str | None = Field(None, description="指令键")
    policy: int | None = Field(None, description="所依办理办法的日志位置")
    calendar: int | None = Field(None, description="所依工作日历的日志位置")
    hash: str = Field(description="散列值（十六进制）")
    event: dict[str, Any] | None = Field(None, description="内容")


class EventPage(BaseModel):
    """一页日志"""

    events: list[EventShown] = Field(description="按位置排列")
    next: str | None = Field(description="下一页的地址；没有了为空")


class Head(BaseModel):
    """日志的末端，可抄录留存，日后核对"""

    log: UUID = Field(description="日志编号")
    kind: str = Field(description="正式、演示或测试")
    position: int = Field(description="最后的位置")
    hash: str = Field(description="最后的散列值（十六进制）")
    alg: str = Field("sha256", description="散列算法")
    at: datetime = Field(description="最后登记时间（UTC）")


class Verification(BaseModel):
    """从头到尾核对散列链的结果"""

    sound: bool = Field(description="完好")
    position: int = Field(description="核对到的位置")
    hash: str = Field(description="该处的散列值（十六进制）")
    sentence: str = Field(description="结论")


@router.get("/proposals/{proposal_id}/events", name="proposal_events", summary="一件建议的全部记录")
def get_proposal_events(
    proposal_id: UUID, asked: Asked, after: After = 0, limit: Limit = 100
) -> EventPage:
    """谁、何时、以什么身份、做了什么，以及散列值。承办单位和代表只看自己的建议，揭晓以前看不到评价内容；
    其他单位的记录，承办单位只看到位置和散列值；供办公用的理由和备注、单位内部对答复稿的审核，代表看不到。"""
    # A proposal has few events; the whole stream says which ratings are opened.
    past = asked.house.store.history(proposal_id)
    if not past or not past[0].event.TOPIC.startswith(f"{Proposal.KIND}."):
        raise NotFound(str(proposal_id))
    open_ones = opened(past)
    actor, own = asked.asker.actor, asked.asker.reach == "own"
    instead = {one.position: _instead(one, actor.unit, open_ones) for one in past} if own else {}
    page = asked.house.trail.stream(proposal_id, after, limit)
    path = f"/api/v1/proposals/{proposal_id}/events"
    words = secret(asked.house, actor, proposal_id)
    return EventPage(
        events=[
            _unnamed(shown(one, instead=instead.get(one.position), office=not actor.deputy), words)
            for one in page.entries
        ],
        next=None if page.next is None else f"{path}?after={page.next}&limit={limit}",
    )


def _unnamed(event: EventShown, words: Words) -> EventShown:
    """The entry as a unit reads it from whom it is hidden who signed; their accounts are, too."""
    if not words:
        return event
    told = masked(event.model_dump(), words)
    if event.role == "deputy":
        told |= dict.fromkeys(("account", "person", "key"))
    if told["event"]:
        told["event"] |= dict.fromkeys(_giving_away(event.topic, told["event"]))
    return EventShown.model_validate(told)


def _giving_away(topic: str, said: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that tell without a name who signed: of few deputies their delegation does."""
    match topic.removeprefix(f"{Proposal.KIND}."):
        case "registered" if said["author"] == "deputy":
            return ("delegation",)
        case "corrected" if said["field"] == "delegation":
            return ("old", "new")
        case "identity_hidden":
            return ("reason",)
    return ()


def _instead(one: Recorded, unit: UUID | None, open_ones: Collection[int]) -> str | None:
    """What is said in place of an event that is not for this unit or deputy; None when it is."""
    if isinstance(one.event, Confided):
        return CLOSED
    if isinstance(one.event, Rated) and one.position not in open_ones:
        return UNREVEALED
    if isinstance(one.event, ReplyReviewed) and unit is None:
        return INSIDE
    about: UUID | None = getattr(one.event, "unit", None)
    elsewhere = unit and about and unit not in (about, one.signature.by.unit)
    return ELSEWHERE if elsewhere else None


@router.get("/audit/events", name="events", summary="全部日志")
def get_events(
    asked: Asked,
    after: After = 0,
    limit: Limit = 100,
    stream: UUID | None = None,
    topic: Topic = "",
) -> EventPage:
    """整部日志，按位置一页一页地读；可以只看一个序列，或某类主题。"""
    page = asked.house.trail.page(after, limit, stream, topic)
    query = f"limit={limit}" + (f"&stream={stream}" if stream else "")
    query += f"&topic={topic}" if topic else ""
    following = f"/api/v1/audit/events?after={page.next}&{query}"
    return EventPage(
        events=[shown(one) for one in page.entries],
        next=None if page.next is None else following,
    )


@router.get("/audit/head", name="head", summary="日志末端")
def get_head(asked: Asked) -> Head:
    """日志的编号、最后位置和散列值。抄下来，日后可以证明日志没有被截短。"""
    head = asked.house.store.log_recorder.head()
    return Head(**head | {"hash": bytes(head["hash"]).hex()})


@router.get("/audit/verification", name="verification", summary="核对散列链")
def get_verification(asked: Asked) -> Verification:
    """从第一条起重算每一条的散列值。日志大时需要一些时间，同时只做一次。"""
    if not _walking.acquire(blocking=False):
        raise Problem(503, "audit.walking", "正在核对，请稍后再试", headers={"Retry-After": "30"})
    try:
        walked = verify(asked.house.store)
    finally:
        _walking.release()
    return Verification(
        sound=walked.finding is None,
        position=walked.position,
        hash=walked.hash,
        sentence=walked.finding.sentence
        if walked.finding
        else f"前{walked.position}条完好，散列链相符",
    )


def shown(entry: Entry, *, instead: str | None = None, office: bool = True) -> EventShown:
    """One row of the log; `instead` tells only that it is there, `office` also what is internal."""
    form = FORMS.get(entry.topic)
    place: dict[str, Any] = {
        "position": entry.position,
        "stream": entry.stream,
        "version": entry.version,
        "topic": entry.topic,
        "at": entry.envelope["at"],
        "hash": entry.hash.hex(),
    }
    if instead:
        return EventShown(**place, label=instead)
    by, via, under = (entry.envelope[name] for name in ("by", "via", "under"))
    event = _opaque(entry.envelope["event"])
    if form and not office:
        event |= {name: None for name in _internal(form.event) if name in event}
    return EventShown(
        **place,
        label=form.event.LABEL if form else entry.topic,
        on=entry.envelope["event"].get("on"),
        **{name: by[name] for name in ("kind", "account", "person", "role", "unit")},
        channel=via["channel"],
        key=entry.envelope["key"],
        policy=under["policy"],
        calendar=under["calendar"],
        event=event,
    )


def _internal(event: type[Event]) -> list[str]:
    """The fields of an event that are written for the office only."""
    return [
        name
        for name, field in event.model_fields.items()
        if any(one is Secrecy.OFFICE for one, _ in classes(field.metadata, field.annotation))
    ]


def _opaque(value: Any) -> Any:
    """The value with everything closed shown as closed."""
    if isinstance(value, Mapping):
        if SEALED in value:
            return {"sealed": True}
        return {name: _opaque(part) for name, part in value.items()}
    return [_opaque(part) for part in value] if isinstance(value, list) else value
