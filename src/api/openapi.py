"""The OpenAPI description, in Chinese, with every error a route can answer."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from aggregates.account import ROLES
from api.asking import APP
from api.guard import KEY, VERSION, Guarded, body_form
from api.permissions import PERMISSIONS, PUBLIC
from api.problems import READING, TITLES, ProblemShown
from api.words import FIELDS

TAGS = {
    "登录": "程序用令牌，人用登录页；身份只取自登录，不取自参数。",
    "起草与受理": "代表起草、联名、提交；人大代表工作机构退回修改、不予受理或受理登记。",
    "登记与分办": "登记、交办、分办、签收。",
    "异议与争议": "单位提出异议（退办）和怎样处理，单位之间的争议怎样协调。",
    "沟通与答复": "承办单位的方案、调研、沟通、会办、延期申请和答复。",
    "审批与审核": "复杂认定、延期审批、退回答复、更正类别、补录确认；由谁决定，依办理办法。",
    "评价与办结": "评价、揭晓、重新办理、跨年续办、办结和更正。",
    "附件": "证明材料先交存，再在登记里写明摘要；文件不进日志。",
    "导入": "单位、代表、交办清单和历史件从表格导入，要么全部，要么一件也不。",
    "年度与办法": "办理年度、交办会、办理办法、工作日历。",
    "单位与人员": "单位、负责人、人员、代表。",
    "账号": "账号由系统管理员管理。",
    "查询": "台账、卷宗、看板、评议、名录；每个回答写明显示到日志哪个位置。",
    "审计": "日志原样可查；散列链可以核对。",
    "关于": "服务状态和说明。",
}
_ABOUT = """代表建议办理：件件有回音，事事有着落。

- 每一项办理是一次 POST，须带 `Idempotency-Key`：同一个键重试多少次，只登记一次，答案与第一次相同。
- 取决于所见内容的决定须带 `If-Match`，写明看到的版本；版本已变的不登记（412）。
- 出错一律为 `application/problem+json`：一句中文说明，加稳定的错误代码。
- `on` 是发生日期（北京时间），`at` 是登记时刻（UTC）。
- 查询时写 `?after=位置` 或 `X-Min-Position`，就等到数据表显示了那一步再回答，最多等1秒；没有等到的写明 `stale: true`。
"""
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemShown"}}}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of every documented route."""
    found = get_openapi(
        title="回音 Huiyin",
        version=APP,
        summary="代表建议办理",
        description=_ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    schemas = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= _problem_schemas()
    for schema in schemas.values():
        _name_fields(schema)
    found["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "用 /api/v1/tokens 换取"}
    }
    for route in routes_of(app):
        for method in route.methods:
            operation = found["paths"].get(route.path_format, {}).get(method.lower())
            if operation:
                _complete(operation, route.original_route)
    return found


def routes_of(app: FastAPI) -> Iterator[Any]:
    """Every route as it is served, also inside included routers."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            yield route


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    assert isinstance(route, Guarded), "every route is guarded"
    operation["security"] = [] if route.name in PUBLIC else [{"token": []}]
    if route.name in PERMISSIONS:
        line = PERMISSIONS[route.name]
        told = "、".join(
            ROLES[role] + ("（限本人、本单位的）" if reach == "own" else "")
            for role, reach in line.items()
        )
        everybody = len(line) == len(ROLES)
        may = "可以查看" if "GET" in (route.methods or ()) else "可以办理"
        operation["description"] += f"\n\n{may}：{'所有登录的账号' if everybody else told}。"
    headers = [KEY] if route.asks_key else []
    headers += [VERSION] if route.asks_version else []
    operation.setdefault("parameters", []).extend(_header(name) for name in headers)
    for parameter in operation["parameters"]:
        parameter.setdefault("description", FIELDS.get(parameter["name"], ""))
    if not operation["parameters"]:
        del operation["parameters"]
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response["description"] = "办理完毕" if route.asks_key else "成功"
    checked = operation["responses"].pop("422", None)
    titles = READING if "GET" in (route.methods or ()) else TITLES
    for status in sorted(_statuses(route) | ({422} if checked else set())):
        operation["responses"][str(status)] = {"description": titles[status], "content": _PROBLEM}


def _statuses(route: Guarded) -> set[int]:
    """What can go wrong on a route."""
    found = {500, 503}
    if route.name not in PUBLIC:
        found |= {401, 403}
    if route.asks_key:
        found |= {400}
    if route.asks_key or (body_form(route.endpoint) and route.name not in PUBLIC):
        found |= {409}
    if route.asks_version:
        found |= {412, 428}
    if body_form(route.endpoint) or route.openapi_extra:
        found |= {413, 422}
    if "{" in route.path_format:
        found |= {404, 422}
    if route.name == "make_token":
        found |= {401, 429}
    return found


def _header(name: str) -> dict[str, Any]:
    text = {
        KEY: "为这次办理取的不重复的值，重试时不变；1至100个可见英文字符",
        VERSION: '您看到的版本，如 "3"；取自上一次回答的 ETag',
    }[name]
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": text,
        "schema": {"type": "string"},
    }


def _problem_schemas() -> dict[str, Any]:
    schema = ProblemShown.model_json_schema(ref_template="#/components/schemas/{model}")
    inner: dict[str, Any] = schema.pop("$defs")
    return {"ProblemShown": schema, **inner}


def _name_fields(schema: dict[str, Any]) -> None:
    """Chinese names for the fields; the docstrings of commands are English, not for clerks."""
    if schema.get("description", "")[:1].isascii():
        schema.pop("description", None)
    for name, field in schema.get("properties", {}).items():
        field.pop("title", None)
        if name in FIELDS:
            field.setdefault("description", FIELDS[name])
