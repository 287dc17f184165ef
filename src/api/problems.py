"""Whatever goes wrong, said in one Chinese sentence with a stable code (RFC 9457).

400 a header is missing · 401 not signed in · 403 not allowed · 404 not there · 409 a rule, a race
or a reused key · 412 decided on an old version · 413 too large · 422 the input · 428 no version
told · 429 too many attempts · 503 no database · 500 our mistake.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from aggregates.base import Refused
from api import sentences
from api.rendering import render
from api.sign_in import TooManyAttempts, WrongPassword
from commands.desk import Stale
from commands.hand_over_list import ItemsRefused
from eventstore.mapper import TooLarge
from eventstore.outage import DATABASE_DOWN
from eventstore.store import Conflict, KeyReused, NotFound

TITLES: Mapping[int, str] = {
    400: "请求缺少必要内容",
    401: "需要登录",
    403: "无权办理",
    404: "没有找到",
    405: "不支持这种操作",
    409: "不能这样办理",
    412: "内容已有变化",
    413: "内容太大",
    422: "填写有误",
    428: "须说明依据的版本",
    429: "尝试次数过多",
    500: "系统出错",
    503: "暂时不能服务",
}
READING: Mapping[int, str] = {**TITLES, 403: "无权查看"}
"""The same, said to somebody who only wanted to look."""
_OF_STATUS: Mapping[int, tuple[str, str]] = {
    404: ("not_found", "没有这个地址"),
    405: ("method_not_allowed", "这个地址不支持这种操作"),
}

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""

log = structlog.get_logger("api")


class WrongField(BaseModel):
    """一处填写错误"""

    field: str = Field(description="栏目，如 assignments.0.unit")
    code: str = Field(description="稳定的错误代码，供程序使用")
    sentence: str = Field(description="给人看的说明")


class ProblemShown(BaseModel):
    """出错说明（RFC 9457）"""

    type: str = Field(description="错误类型")
    title: str = Field(description="错误大类")
    status: int = Field(description="HTTP 状态")
    detail: str = Field(description="给人看的一句话")
    code: str = Field(description="稳定的错误代码，供程序使用")
    errors: list[WrongField] = Field(description="逐个栏目的错误")


class Problem(Exception):
    """Something is wrong with what was asked."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence
        self.errors, self.headers = errors, headers


def response(request: Request, problem: Problem) -> Response:
    """The problem as a program reads it; for a person at a browser, as a page."""
    titles = READING if request.method in SAFE else TITLES
    title = titles.get(problem.status, "不能办理")
    if _at_browser(request):
        if problem.status == 401:
            there = request.url.path if request.method == "GET" else "/"
            return RedirectResponse(f"/login?next={quote(there)}", status_code=303)
        return render(request, "problem.html", problem.status, problem=problem, title=title)
    shown = ProblemShown(
        type=f"urn:huiyin:problem:{problem.code}",
        title=title,
        status=problem.status,
        detail=problem.sentence,
        code=problem.code,
        errors=[WrongField(**one) for one in problem.errors],
    )
    return JSONResponse(
        shown.model_dump(),
        problem.status,
        headers=dict(problem.headers or {}),
        media_type="application/problem+json",
    )


def _at_browser(request: Request) -> bool:
    path = request.url.path
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def explain(request: Request, error: Exception) -> Problem:
    """What to say about an exception that reached the door."""
    match error:
        case Problem():
            return error
        case Refused():
            each = error.each if isinstance(error, ItemsRefused) else (error,)
            errors = [
                {"field": one.field, "code": one.code, "sentence": one.sentence}
                for one in each
                if one.field
            ]
            status = 422 if error.code.startswith(("import.", "upload.")) else 409
            return Problem(status, error.code, error.sentence, errors=errors)
        case RequestValidationError():
            return invalid(error.errors())
        case Conflict():
            last = _since(request, error.stream, error.version - 1)
            return Problem(409, "race", f"别人刚刚先办了一步{last}，请刷新后再办")
        case Stale():
            named = request.path_params
            stream = named.get("proposal_id", named.get("draft_id"))
            meanwhile = _since(request, stream, error.seen)
            sentence = (
                f"您依据的是第{error.seen}版，现在是第{error.version}版{meanwhile}，请刷新后再定"
            )
            headers = {"ETag": f'"{error.version}"'}
            return Problem(412, "stale", sentence, headers=headers)
        case KeyReused():
            return Problem(
                409, "key.reused", "这个 Idempotency-Key 已用于另一个内容不同的请求，请换一个"
            )
        case NotFound():
            return Problem(404, "not_found", "没有找到：编号不对，或从未登记")
        case TooLarge():
            return Problem(422, "input.too_large", "一次登记的内容超过256 KiB，请分开登记或作附件")
        case WrongPassword():
            return unauthorised("sign_in.wrong", "登录名或密码不对")
        case TooManyAttempts():
            return resting(error.wait)
        case HTTPException():
            return _of_http(error)
    if isinstance(error, DATABASE_DOWN):
        log.error("database down", error=str(error))
        sentence = "数据库暂时连不上；稍后用同一个 Idempotency-Key 重试，不会重复登记"
        return Problem(503, "database.down", sentence, headers={"Retry-After": "5"})
    return _unforeseen(request, error)


def invalid(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """The body, the path or the query is not what was asked for."""
    shown = sentences.shown(errors)
    more = f"（共{len(shown)}处错误）" if len(shown) > 1 else ""
    return Problem(422, "input", shown[0]["sentence"] + more, errors=shown)


def misfit(error: ValidationError, source: str) -> RequestValidationError:
    """A form filled in wrongly, of the body, the query or a page."""
    found = error.errors(include_url=False, include_input=False)
    return RequestValidationError([{**one, "loc": (source, *one["loc"])} for one in found])


def unauthorised(code: str, sentence: str) -> Problem:
    """Nobody, or nobody any more."""
    return Problem(401, code, sentence, headers={"WWW-Authenticate": "Bearer"})


def resting(wait: timedelta) -> Problem:
    """The login rests; it says for how long."""
    seconds = max(1, int(wait.total_seconds()) + 1)
    sentence = f"连续输错5次，请{-(-seconds // 60)}分钟后再试"
    return Problem(429, "sign_in.resting", sentence, headers={"Retry-After": str(seconds)})


def _of_http(error: HTTPException) -> Problem:
    if error.status_code == 400:
        return Problem(422, "input", "请求正文读不懂：应为 UTF-8 编码的 JSON 或表单")
    code, sentence = _OF_STATUS.get(error.status_code, ("http", "不能办理"))
    return Problem(error.status_code, code, sentence, headers=error.headers)


def _since(request: Request, stream: object, version: int) -> str:
    """What was recorded on a stream behind a version, in brackets."""
    try:
        past = request.app.state.house.store.history(UUID(str(stream)))[version:]
    except ValueError:
        return ""
    labels = "、".join(dict.fromkeys(one.event.LABEL for one in past))
    return f"（其间登记了：{labels}）" if labels else ""


def _unforeseen(request: Request, error: Exception) -> Problem:
    id = uuid4().hex[:12]
    log.error("unforeseen", id=id, path=request.url.path, exc_info=error)
    return Problem(500, "unforeseen", f"系统出错，没有登记任何内容；请把编号{id}告诉管理员")


def explain_all(app: FastAPI) -> None:
    """From now on the application answers every exception so."""

    def answer(request: Request, error: Exception) -> Response:
        return response(request, explain(request, error))

    for kind in (
        Problem,
        Refused,
        RequestValidationError,
        Conflict,
        Stale,
        KeyReused,
        NotFound,
        TooLarge,
        WrongPassword,
        TooManyAttempts,
        HTTPException,
        *DATABASE_DOWN,
        Exception,
    ):
        app.add_exception_handler(kind, answer)
