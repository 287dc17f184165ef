"""Pages written on the server; nothing in them is loaded from anywhere else."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def render(request: Request, name: str, status: int = 200, /, **context: Any) -> HTMLResponse:
    """A page from a template; `asker` is whoever is signed in, or None."""
    asker = getattr(request.state, "asker", None)
    text = _templates().get_template(name).render(asker=asker, **context)
    return HTMLResponse(text, status)
