"""The worklist and the dossier, as people read them."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from api.boards import years_of
from api.dossiers import dossier_of
from api.guard import Guarded
from api.pages.acts import offered
from api.pages.board import class_names
from api.pages.due_dates import explained
from api.pages.frame import page
from api.pages.lights import of_part, of_reply
from api.pages.next_step import next_steps
from api.problems import misfit
from api.reading import Looking, Reading
from api.worklists import Asking, page_of, total_of
from projections.counted import LABELS, SHARE_LABELS
from projections.states import ACTIVE, STATES

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

OWED = "active"
"""In a browser, one choice for all states in which a reply is still owed."""
OWED_LABEL = "待办理（还欠答复）"
HISTORY = 1_000
LISTS = ("state", "counted")


def asking_in_browser(request: Request) -> Asking:
    """The filter as a form sends it, empty fields and all.  Raises RequestValidationError."""
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if value and name in LISTS:
            given.setdefault(name, []).append(value)
        elif value:
            given[name] = value
    if given.get("state") == [OWED]:
        given["state"] = list(ACTIVE)
    given.setdefault("order", "open")
    try:
        return Asking.model_validate(given)
    except ValidationError as error:
        raise misfit(error, "query") from None


Asked = Annotated[Asking, Depends(asking_in_browser)]


@router.get("/proposals", name="page_proposals", summary="建议台账（网页）")
def get_page_proposals(request: Request, looking: Looking, asked: Asked) -> Response:
    """台账：按年度、单位、状态、类别、期限筛选，红黄绿标明还剩几天。"""
    found = page_of(looking, asked)
    everybody = looking.asker.reach == "all"
    units = looking.reader.rows("select id, name from units order by code") if everybody else []
    return page(
        request,
        looking,
        "proposals.html",
        title=_title(looking),
        rows=found.rows,
        total=total_of(looking, asked),
        waiting=_waiting(looking),
        first=asked.address(),
        following=asked.following(found.next),
        asked=asked,
        state=OWED if tuple(asked.state) == ACTIVE else "".join(asked.state[:1]),
        states={OWED: OWED_LABEL, **STATES},
        units=units,
        years=years_of(looking),
        categories=looking.reader.rows(_CATEGORIES),
        chips=list(_chips(asked)),
        of_reply=lambda row: of_reply(row, looking.today),
        of_part=lambda part: of_part(part, looking.today),
    )


@router.get("/proposals/{proposal_id}", name="page_proposal", summary="一件建议（网页）")
def get_page_proposal(proposal_id: UUID, request: Request, looking: Looking) -> Response:
    """一件建议的全部情况：诉求、分工、期限和依据、沟通、答复、评价，以及逐条历史。"""
    file = dossier_of(looking, proposal_id)
    trail = looking.house.trail.stream(proposal_id, 0, HISTORY)
    return page(
        request,
        looking,
        "proposal.html",
        file=file,
        hashes={one.position: one.hash.hex() for one in trail.entries},
        light=of_reply(file, looking.today),
        of_part=lambda part: of_part(part, looking.today),
        explained=lambda due: explained(due, file),
        steps=next_steps(file),
        classes=class_names(looking),
        names={one["unit"]: one["unit_name"] for one in file["parts"]},
        acts=offered(looking, file),
    )


_CATEGORIES = """select distinct category as name from proposals
    where to_position is null and category is not null order by 1 limit 200"""


def _waiting(looking: Reading) -> int:
    """How many replies wait for the rating of the deputy who looks."""
    deputy = looking.scope["deputy"]
    return total_of(looking, Asking.model_validate({}), waiting=deputy) if deputy else 0


def _title(looking: Reading) -> str:
    scope = looking.scope
    if scope["unit"]:
        return "本单位承办的建议"
    return "我署名的建议" if scope["deputy"] else "建议台账"


def _chips(asked: Asking) -> Iterator[tuple[str, str]]:
    """What the list is restricted to that the form has no field for, each with the way out of it."""
    words = {
        "counted": "、".join(LABELS[one] for one in asked.counted),
        "share": asked.share and SHARE_LABELS[asked.share],
        "scheme": asked.scheme and f"分类办法{asked.scheme}",
        "deputy": asked.deputy and "某位代表署名",
    }
    for name, text in words.items():
        if text:
            yield text, f"/proposals?{asked.address(without=name)}"
