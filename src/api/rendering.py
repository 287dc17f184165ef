"""Pages written on the server; nothing in them is loaded from anywhere else."""

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from aggregates.account import ROLES
from aggregates.days import ZONE
from api.house import House
from api.permissions import PERMISSIONS
from api.words import VALUES, WAYS

NAVIGATION = (
    ("page_boards", "/board", "看板"),
    ("page_proposals", "/proposals", "建议"),
    ("page_drafts", "/drafts", "草稿"),
    ("page_reviews", "/review", "评议"),
    ("page_audit", "/audit", "审计"),
    ("page_policy", "/policy", "办法"),
)


@cache
def style() -> str:
    """The one style sheet."""
    return (files("api") / "templates" / "style.css").read_text("utf-8")


@cache
def _address_of_style() -> str:
    return f"/style.css?v={sha256(style().encode()).hexdigest()[:12]}"


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "moment": _moment,
        "word": _word,
        "role": ROLES.get,
        "way": WAYS.get,
        "coded": coded,
        "named": lambda key, names: names.get(key) or "—",
    }
    return found


def _moment(at: datetime | str) -> str:
    """An instant as the clock on the wall showed it in Beijing."""
    told = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return told.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def _word(value: str | date | None) -> str:
    """A value in the words of the office; what has none stays as it is."""
    return "—" if value is None else VALUES.get(str(value), str(value))


def coded(text: str) -> Markup:
    """Text in which `backticks` set code, as a page shows it."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    marked = (f"<code>{part}</code>" if n % 2 else str(part) for n, part in enumerate(parts))
    return Markup("".join(marked))


def render(request: Request, name: str, status: int = 200, /, **context: Any) -> HTMLResponse:
    """A page from a template; `asker` is whoever is signed in, or None."""
    house: House = request.app.state.house
    asker: Any = getattr(request.state, "asker", None)
    framed: dict[str, Any] = {
        "asker": asker,
        "here": request.url.path,
        "links": _links(asker),
        "demo": house.kind == "demo",
        "style": _address_of_style(),
        "who": "",
        "behind": None,
    }
    text = _templates().get_template(name).render(framed | context)
    return HTMLResponse(text, status)


def _links(asker: Any) -> list[tuple[str, str]]:
    """Where the person may go."""
    if asker is None:
        return []
    role = asker.actor.role
    return [(to, label) for name, to, label in NAVIGATION if role in PERMISSIONS[name]]
