"""What may be read without signing in: whether the service is well, and how it is used."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from aggregates.log import LogKind
from api.access import house_of
from api.asking import APP
from api.guard import Guarded
from api.reading import reader_of
from api.rendering import render, style
from projections.reader import ALIVE

router = APIRouter(tags=["关于"], route_class=Guarded)


class ParkedStream(BaseModel):
    """一个暂停显示的序列"""

    stream: UUID = Field(description="建议或其他序列")
    position: int = Field(description="第一条读不懂的日志位置")
    topic: str = Field(description="主题")


class Tables(BaseModel):
    """供查询的数据表"""

    position: int = Field(description="显示到日志的哪个位置")
    behind: int = Field(description="落后几条")
    silent_seconds: float = Field(description="登记进表的程序多少秒没有动静")
    running: bool = Field(description="登记进表的程序在运行")
    rebuilding: bool = Field(description="正在重建")
    parked: list[ParkedStream] = Field(description="因记录读不懂而暂停显示的序列，最多列100个")


class Health(BaseModel):
    """服务正常"""

    service: Literal["huiyin"] = Field(description="服务名称")
    version: str = Field(description="软件版本")
    kind: LogKind = Field(description="正式、演示或测试")
    position: int = Field(description="日志最后的位置")
    at: datetime = Field(description="最后登记时间（UTC）")
    tables: Tables = Field(description="供查询的数据表")


@router.get("/healthz", name="healthz", summary="是否正常")
def get_healthz(request: Request) -> Health:
    """服务和数据库是否正常、数据表落后多少、哪些序列暂停显示；数据库连不上时为503。"""
    house, reader = house_of(request), reader_of(request)
    head = house.store.log_recorder.head()
    lag = reader.lag()
    return Health(
        service="huiyin",
        version=APP,
        kind=house.kind,
        position=head["position"],
        at=head["at"],
        tables=Tables(
            position=lag["position"],
            behind=head["position"] - lag["position"],
            silent_seconds=round(lag["silent"], 1),
            running=lag["silent"] <= ALIVE,
            rebuilding=lag["rebuilding"],
            parked=[ParkedStream.model_validate(row) for row in reader.rows(_PARKED)],
        ),
    )


_PARKED = """select stream, min(position) as position,
    (array_agg(topic order by position))[1] as topic
    from parked group by stream order by 2 limit 100"""


@router.get("/style.css", name="style", summary="样式", include_in_schema=False)
def get_style() -> Response:
    """页面的样式；地址随内容变，可以一直留着。"""
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(style(), media_type="text/css; charset=utf-8", headers=kept)


@router.get("/openapi.json", name="openapi_json", summary="接口说明（OpenAPI）")
def get_openapi_json(request: Request) -> Response:
    """全部接口的 OpenAPI 3.1 说明，供程序使用。"""
    return JSONResponse(request.app.openapi())


@router.get("/docs", name="docs", summary="接口说明（网页）", include_in_schema=False)
def get_docs(request: Request) -> Response:
    """全部接口的说明，由 OpenAPI 生成，不从外部加载任何内容。"""
    return render(request, "docs.html", api=request.app.openapi())
