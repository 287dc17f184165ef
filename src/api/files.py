"""Routes of proof files: handed in once, named by their digest, fetched where a proposal names them."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from aggregates.account import Role
from aggregates.draft import Draft
from aggregates.proposal import Proposal
from aggregates.proposal_events import (
    Contacted,
    EntryConfirmed,
    File,
    IdentityHidden,
    IdentitySealed,
    OpinionGiven,
    Rated,
    Registered,
    Replied,
    RepliedAgain,
    Surveyed,
)
from aggregates.texts import Digest, Title
from api.access import Asker
from api.asking import Asked
from api.guard import Guarded
from api.house import House
from api.identities import secret
from api.opened import opened
from api.problems import Problem
from eventstore.file_types import ENDINGS, TEXT
from eventstore.files import MOST_BYTES, Damaged, NotKept, fitting
from eventstore.mapper import Recorded
from eventstore.store import NotFound
from projections.identities import masked

SEES_SEALED: tuple[Role, ...] = ("congress", "auditor")
"""Whose it is to read a rating form before its round is revealed."""
FOR_ALL = (
    Registered,
    Surveyed,
    Contacted,
    OpinionGiven,
    EntryConfirmed,
    Replied,
    RepliedAgain,
    Rated,
)
"""Events whose files are for everybody who may see the proposal; what else a unit recorded, such as
the draft of a reply, is for itself and for those who see everything."""
_SECRET = (IdentitySealed, IdentityHidden)
"""Since when units must not know who signed it: the forms of ratings would tell."""
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_ANY_TYPE = {type: _BINARY for type in ENDINGS}

log = structlog.get_logger("files")


class Uploading(Guarded):
    """A route that takes a whole file; its digest is its key."""

    most_bytes = MOST_BYTES


class FileKept(BaseModel):
    """已经交存的文件；登记时把这四项原样写进 files"""

    sha256: str = Field(description="文件摘要（SHA-256）")
    size: int = Field(description="字节数")
    type: str = Field(description="文件类型，按内容辨认")
    name: str = Field(description="文件名")


router = APIRouter(tags=["附件"], route_class=Uploading)
named = APIRouter(route_class=Guarded)


async def _arrived(request: Request) -> tuple[bytes, str]:
    """The bytes, and what they are said to be."""
    return await request.body(), request.headers.get("content-type", "")


@router.post(
    "/files",
    name="keep_file",
    summary="交存文件",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": _ANY_TYPE}},
)
def post_keep_file(
    asked: Asked,
    arrived: Annotated[tuple[bytes, str], Depends(_arrived)],
    name: Annotated[Title, Query(description="文件名")],
) -> FileKept:
    """交存一份证明材料，请求体就是文件本身，最大20 MiB，
    Content-Type 须与内容一致；收 PDF、JPEG、PNG、Word、Excel 和 UTF-8 文本。
    先交存，后登记：沟通、答复等登记里只写回答的摘要。同样的内容交存几次都是同一个文件，
    所以不要求 Idempotency-Key。"""
    content, type = arrived
    account = asked.asker.actor.account
    kept = asked.house.store.files.put(BytesIO(content), type, name, account)
    return FileKept(**kept.model_dump())


@named.get(
    "/proposals/{proposal_id}/files/{sha256}",
    name="proposal_file",
    summary="下载附件",
    response_class=Response,
    responses={200: {"content": _ANY_TYPE}},
)
def get_proposal_file(
    proposal_id: UUID,
    sha256: Annotated[Digest, Path(description="文件摘要（SHA-256）")],
    asked: Asked,
) -> Response:
    """下载这件建议的登记所附的文件，下载前核对摘要。看得到建议的人都可以下载调研、沟通、会办意见、
    补录确认和答复（连同面复记录）所附的；答复稿只有本单位和机关可以下载；代录评价所附的征询意见表，揭晓以前只有人大工作机构和审计人员可以下载。"""
    past = asked.house.store.history(proposal_id)
    if past and not past[0].event.TOPIC.startswith(f"{Proposal.KIND}."):
        raise NotFound(str(proposal_id))
    file = next((one for one in _open_to(past, asked.asker) if one.sha256 == sha256), None)
    if file is None:
        raise Problem(404, "file.not_named", "这件建议的登记里没有附这个文件")
    words = secret(asked.house, asked.asker.actor, proposal_id)
    return download(asked.house, file.model_copy(update={"name": masked(file.name, words)}))


@named.get(
    "/drafts/{draft_id}/files/{sha256}",
    name="draft_file",
    summary="下载草稿的附件",
    response_class=Response,
    responses={200: {"content": _ANY_TYPE}},
)
def get_draft_file(
    draft_id: UUID,
    sha256: Annotated[Digest, Path(description="文件摘要（SHA-256）")],
    asked: Asked,
) -> Response:
    """下载草稿现在这一稿的附件：看得到草稿的人都可以下载。"""
    draft = asked.house.store.load(Draft, draft_id)
    file = next((one for one in draft.said.files if one.sha256 == sha256), None)
    if file is None:
        raise Problem(404, "file.not_named", "这份草稿没有附这个文件")
    return download(asked.house, file)


def download(house: House, file: File) -> Response:
    """The bytes of a file, checked against its digest."""
    try:
        content = house.store.files.open(file.sha256)
    except NotKept:
        raise Problem(
            404, "file.not_kept", "登记里写了这个文件的摘要，文件没有交存在这里"
        ) from None
    except Damaged as damage:
        log.error("file damaged", digest=file.sha256)
        raise Problem(500, "file.damaged", str(damage)) from None
    shown = quote(fitting(file.name, file.type), safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{shown}",
        "ETag": f'"{file.sha256}"',
    }
    charset = "; charset=utf-8" if file.type == TEXT else ""
    return Response(content, headers=headers | {"Content-Type": file.type + charset})


def _open_to(past: Sequence[Recorded], asker: Asker) -> Iterator[File]:
    """The files that a proposal's events name, as far as they are for somebody who may see it."""
    open_ones = opened(past)
    secret = asker.actor.unit and any(isinstance(x.event, _SECRET) for x in past)
    for one in past:
        if isinstance(one.event, Rated) and (secret or one.position not in open_ones):
            is_open = asker.actor.role in SEES_SEALED
        else:
            own = asker.actor.unit is not None and asker.actor.unit == one.signature.by.unit
            is_open = asker.reach == "all" or own or isinstance(one.event, FOR_ALL)
        if is_open:
            yield from _files_in(one.event)


def _files_in(value: Any) -> Iterator[File]:
    if isinstance(value, File):
        yield value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _files_in(getattr(value, field))
    elif isinstance(value, tuple):
        for part in value:
            yield from _files_in(part)


router.include_router(named)
