"""Routes that look at the person before the paper: access, headers, body, in this order."""

from collections.abc import Callable, Coroutine
from inspect import signature
from typing import Any, get_type_hints

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive

from api.access import admitted
from api.problems import Problem, misfit

KEY, VERSION = "Idempotency-Key", "If-Match"
MOST_BYTES = 1024 * 1024
"""Bytes of a request; a subclass of route may allow more."""
_LARGEST = 2**31 - 1

Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class Guarded(APIRoute):
    """A route nobody passes unless the permission table has its name and the person's role."""

    asks_key = False
    asks_version = False
    most_bytes = MOST_BYTES

    def get_route_handler(self) -> Handle:
        """The route's own work, behind the guard."""
        handle = super().get_route_handler()
        form = body_form(self.endpoint)

        async def guarded(arrived: Request) -> Response:
            request = Request(arrived.scope, _within(self.most_bytes, arrived))
            request.state.asker = await run_in_threadpool(admitted, request, self.name)
            request.state.key = key_of(request) if self.asks_key else None
            request.state.seen = version_of(request, asked=self.asks_version)
            body = await request.body()
            if form:
                _must_fit(form, request, body)
            return await handle(request)

        return guarded


class Recording(Guarded):
    """A route that records something: asked twice with one key, it happens once."""

    asks_key = True


class Listing(Recording):
    """A route that takes a whole list at once."""

    most_bytes = 8 * MOST_BYTES


class Deciding(Recording):
    """A route for a decision that depends on what the person saw."""

    asks_version = True


def body_form(endpoint: Callable[..., Any]) -> type[BaseModel] | None:
    """The model an endpoint reads its body into, if any."""
    hints = get_type_hints(endpoint, include_extras=True)  # what is annotated is no body
    read = [hints[name] for name in signature(endpoint).parameters]
    forms = [kind for kind in read if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return forms[0] if forms else None


def key_of(request: Request) -> str:
    """The key by which a repeated request is recognised.  Raises a Problem (400)."""
    key = request.headers.get(KEY)
    if key is None:
        raise Problem(
            400, "key.missing", f"缺少请求头 {KEY}：请为每次办理取一个不重复的值，重试时用同一个"
        )
    if not is_key(key):
        raise Problem(400, "key.malformed", f"{KEY} 应为1至100个可见的英文字符")
    return key


def is_key(text: str) -> bool:
    """Whether a text may be the key of a request."""
    return 1 <= len(text) <= 100 and text.isascii() and text.isprintable()


def version_of(request: Request, *, asked: bool) -> int | None:
    """The version the person saw.  Raises a Problem: 428 not told, 400 not a version."""
    told = request.headers.get(VERSION)
    if told is None:
        if asked:
            raise Problem(
                428,
                "version.missing",
                f'缺少请求头 {VERSION}：请写明您看到的版本，如 {VERSION}: "3"',
            )
        return None
    number = told.strip().removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise Problem(400, "version.malformed", f'{VERSION} 应为带引号的版本号，如 "3"')
    return int(number)


def _within(most: int, request: Request) -> Receive:
    """The request's body as it comes in, refused as soon as it is too long (413)."""
    declared, size = request.headers.get("content-length", ""), 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > most or (declared.isdecimal() and int(declared) > most):
            raise Problem(413, "body.too_large", f"请求内容超过{most >> 20} MiB，请分开提交")
        return message

    return receive


def _must_fit(form: type[BaseModel], request: Request, body: bytes) -> None:
    """Refuse what is not exactly the form: no guessing of types, no unknown field."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and media != "application/json":
        raise RequestValidationError([{"type": "bytes_type", "loc": ("body",)}])
    try:
        form.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise misfit(error, "body") from None
    if place := _too_large(from_json(body)):
        raise RequestValidationError([{"type": "int_parsing_size", "loc": ("body", *place)}])


def _too_large(value: Any, place: tuple[str | int, ...] = ()) -> tuple[str | int, ...] | None:
    """Where a number stands that no table could hold."""
    if isinstance(value, int) and abs(value) > _LARGEST:
        return place
    if not isinstance(value, (dict, list)):
        return None
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = (_too_large(part, (*place, name)) for name, part in parts)
    return next((one for one in found if one is not None), None)
