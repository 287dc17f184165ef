"""What may be read without signing in: whether the service is well, and how it is used."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from aggregates.log import LogKind
from api.access import house_of
from api.asking import APP
from api.guard import Guarded
from api.rendering import render

router = APIRouter(tags=["关于"], route_class=Guarded)


class Health(BaseModel):
    """服务正常"""

    service: Literal["huiyin"] = Field(description="服务名称")
    version: str = Field(description="软件版本")
    kind: LogKind = Field(description="正式、演示或测试")
    position: int = Field(description="日志最后的位置")
    at: datetime = Field(description="最后登记时间（UTC）")


@router.get("/healthz", name="healthz", summary="是否正常")
def get_healthz(request: Request) -> Health:
    """服务和数据库是否正常；数据库连不上时为503。"""
    house = house_of(request)
    head = house.store.log_recorder.head()
    return Health(
        service="huiyin", version=APP, kind=house.kind, position=head["position"], at=head["at"]
    )


@router.get("/openapi.json", name="openapi_json", summary="接口说明（OpenAPI）")
def get_openapi_json(request: Request) -> Response:
    """全部接口的 OpenAPI 3.1 说明，供程序使用。"""
    return JSONResponse(request.app.openapi())


@router.get("/docs", name="docs", summary="接口说明（网页）", include_in_schema=False)
def get_docs(request: Request) -> Response:
    """全部接口的说明，由 OpenAPI 生成，不从外部加载任何内容。"""
    return render(request, "docs.html", api=request.app.openapi())
