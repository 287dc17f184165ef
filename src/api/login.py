"""The way in for people: a form that works without JavaScript, and the way out."""

import re
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import sign_in
from api.access import address_of, cookie_name, house_of, must_be_same_origin
from api.asking import Asked
from api.guard import Guarded
from api.problems import resting
from api.rendering import render

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

_HERE = re.compile(r"/(?![/\\])[\x21-\x7e]*")
"""An address on this host: anything else would let a link lead people astray after login."""


@router.get("/login", name="login_form", summary="登录页")
def get_login(request: Request, next: str = "/") -> Response:
    """登录页。"""
    return render(request, "login.html", next=_here(next), login="", said="")


@router.post("/login", name="log_in", summary="登录")
def post_login(
    request: Request,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """登录，成功后转到原先要看的页面。"""
    if "origin" in request.headers:
        must_be_same_origin(request)
    house = house_of(request)
    try:
        issued = sign_in.sign_in(
            house,
            login[:100],
            password[: sign_in.MOST],
            "session",
            sign_in.SESSION,
            address_of(request),
        )
    except sign_in.WrongPassword:
        said, status, headers = "登录名或密码不对", 401, {}
    except sign_in.TooManyAttempts as error:
        problem = resting(error.wait)
        said, status, headers = problem.sentence, 429, dict(problem.headers or {})
    else:
        answer = RedirectResponse(_here(next), status_code=303)
        answer.set_cookie(
            cookie_name(house),
            issued.secret,
            max_age=int(sign_in.SESSION / timedelta(seconds=1)),
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer
    page = render(request, "login.html", status, next=_here(next), login=login[:100], said=said)
    page.headers.update(headers)
    return page


@router.post("/logout", name="log_out", summary="退出登录")
def post_logout(asked: Asked) -> Response:
    """退出登录。"""
    sign_in.sign_out(asked.house, asked.asker.secret)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(cookie_name(asked.house), path="/", httponly=True, samesite="strict")
    return answer


def _here(next: str) -> str:
    return next if _HERE.fullmatch(next) else "/"
