"""What every page of somebody signed in carries: who they are, and how fresh it is."""

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from aggregates.account import ROLES
from api.reading import Reading
from api.rendering import render

_WHO = """select (select name from people where id = %(person)s) as name,
    (select name from units where id = %(unit)s) as unit"""


def page(request: Request, looking: Reading, template: str, /, **context: Any) -> Response:
    """A page from a template."""
    return render(
        request,
        template,
        200,
        who=_who(looking),
        behind=(looking.position, looking.head) if looking.late else None,
        position=looking.position,
        today=looking.today,
        **context,
    )


def _who(looking: Reading) -> str:
    """The name, the role and the unit."""
    actor = looking.asker.actor
    found = looking.reader.row(_WHO, {"person": actor.person, "unit": actor.unit}) or {}
    role = ROLES[actor.role] if actor.role else ""
    return " · ".join(one for one in (found.get("name"), found.get("unit"), role) if one)
