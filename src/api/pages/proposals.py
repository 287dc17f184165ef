"""The worklist, as people read it."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from api.boards import years_of
from api.guard import Guarded
from api.pages.frame import page
from api.pages.lights import of_part, of_reply
from api.permissions import PERMISSIONS
from api.problems import misfit
from api.reading import Looking, Reading
from api.worklists import Asking, page_of, total_of
from projections.counted import LABELS, SHARE_LABELS
from projections.states import ACTIVE, STATES

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

OWED = "active"
"""In a browser, one choice for all states in which a reply is still owed."""
OWED_LABEL = "待办理（还欠答复）"
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
        extending=_to_decide(looking, "page_decide_extension", "extension_asked"),
        objecting=_to_decide(looking, "page_decide_objection", "objecting"),
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


_CATEGORIES = """select distinct category as name from proposals
    where to_position is null and category is not null order by 1 limit 200"""


def _waiting(looking: Reading) -> int:
    """How many replies wait for the rating of the deputy who looks."""
    deputy = looking.scope["deputy"]
    return total_of(looking, Asking.model_validate({}), waiting=deputy) if deputy else 0


def _to_decide(looking: Reading, act: str, asked: str) -> int:
    """How many wait for a decision, where whoever looks may make it."""
    if looking.asker.actor.role not in PERMISSIONS[act]:
        return 0
    return total_of(looking, Asking.model_validate({asked: True}))


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
        "extension_asked": asked.extension_asked and "申请延期待审批",
        "objecting": asked.objecting and "异议待处理",
        "disputed": asked.disputed and "单位之间有争议",
        "reassigned_at_least": asked.reassigned_at_least
        and f"改办{asked.reassigned_at_least}次以上",
    }
    for name, text in words.items():
        if text:
            yield text, f"/proposals?{asked.address(without=name)}"
