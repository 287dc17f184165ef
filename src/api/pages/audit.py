"""The log by page, as an auditor turns its leaves."""

import json
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from aggregates.proposal import Proposal
from api.asking import Asked
from api.audit import Topic, get_head, get_verification, shown
from api.guard import Guarded
from api.pages.frame import page
from api.pages.topics import choices
from api.reading import Looking

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

LEAF = 50
From = Annotated[int | None, Query(alias="from", ge=0, le=2**62, description="从哪个位置看起")]


@router.get("/audit", name="page_audit", summary="审计（网页）")
def get_page_audit(
    request: Request, looking: Looking, asked: Asked, start: From = None, topic: Topic = ""
) -> Response:
    """整部日志，一页五十条；不写位置时看最新的。"""
    head = get_head(asked)
    first = start if start is not None else max(head.position - LEAF + 1, 1)
    found = looking.house.trail.page(max(first - 1, 0), LEAF, None, topic)
    events = [shown(one) for one in found.entries]
    return page(
        request,
        looking,
        "audit.html",
        head=head,
        events=events,
        names=_names(looking, {one.person for one in events if one.person}),
        units=_units(looking),
        topic=topic,
        topics=choices(topic),
        first=first,
        earlier=max(first - LEAF, 1) if first > 1 else None,
        later=found.next and found.next + 1,
        kind=f"{Proposal.KIND}.",
        written=lambda event: json.dumps(event, ensure_ascii=False, indent=1),
    )


@router.get("/audit/verification", name="page_verification", summary="核对散列链（网页）")
def get_page_verification(request: Request, looking: Looking, asked: Asked) -> Response:
    """从第一条起重算每一条的散列值，写明结论；同时只做一次。"""
    return page(request, looking, "verification.html", found=get_verification(asked))


def _names(looking: Looking, persons: set[UUID]) -> dict[UUID, str]:
    sql = "select id, name from people where id = any(%(persons)s)"
    rows = looking.reader.rows(sql, {"persons": list(persons)})
    return {row["id"]: row["name"] for row in rows}


def _units(looking: Looking) -> dict[UUID, str]:
    return {row["id"]: row["name"] for row in looking.reader.rows("select id, name from units")}
