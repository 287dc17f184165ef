"""Routes for lists that come as a workbook: the empty form, and entering a filled one."""

from dataclasses import asdict
from io import BytesIO
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response

from api.asking import Asked
from api.guard import Guarded
from commands.import_file import ImportFile, import_file
from commands.importing.template import template
from commands.importing.workbook import MOST_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Importing(Guarded):
    """A route that takes a whole workbook; its rows are their own keys."""

    most_bytes = MOST_BYTES


router = APIRouter(tags=["导入"], route_class=Importing)
forms = APIRouter(route_class=Guarded)


async def _content(request: Request) -> bytes:
    return await request.body()


@router.post(
    "/imports",
    name="import_file",
    summary="导入表格",
    response_model=None,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def post_import_file(
    asked: Asked,
    content: Annotated[bytes, Depends(_content)],
    command: Annotated[ImportFile, Query()],
) -> Response:
    """导入单位、代表、交办清单和历年办结件；请求体就是 .xlsx 文件。

    全部成功（200），或什么都不记（422，逐格说明）。同一份文件再导入一次不会重复，
    所以不要求 Idempotency-Key。
    """
    report = import_file(asked.house.store, asked.desk(uuid4().hex), command, BytesIO(content))
    told: dict[str, Any] = asdict(report)
    for kind in ("bad_cells", "changed"):
        for shown, one in zip(told[kind], getattr(report, kind), strict=True):
            shown["sentence"] = one.sentence
    if report.refused:
        count = len(report.bad_cells) + len(report.changed)
        told |= {
            "type": "about:blank",
            "title": "表格有误",
            "status": 422,
            "code": "import.refused",
            "detail": f"表格有{count}处不对，什么都没有记录",
        }
        return JSONResponse(jsonable_encoder(told), 422, media_type="application/problem+json")
    return JSONResponse(jsonable_encoder(told))


@forms.get(
    "/imports/template",
    name="import_template",
    summary="导入用的空表",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}},
)
def get_import_template() -> Response:
    """下载导入用的空表（.xlsx），填好后交回导入。"""
    stream = BytesIO()
    template(stream)
    name = {"Content-Disposition": 'attachment; filename="huiyin-import.xlsx"'}
    return Response(stream.getvalue(), media_type=XLSX, headers=name)


router.include_router(forms)
