"""The front door: everybody to where their work lies."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.boards import years_of
from api.guard import Guarded
from api.pages.frame import page
from api.permissions import PERMISSIONS
from api.reading import Looking, Reading

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)


@router.get("/", name="home", summary="首页")
def get_home(request: Request, looking: Looking) -> Response:
    """人大、政府办和审计到年度看板，承办单位到本单位待办，代表到本人的建议。"""
    role = looking.asker.actor.role
    if role in PERMISSIONS["page_board"]:
        return _to_year(request, looking, "/board")
    if role in ("unit_handler", "unit_head"):
        return RedirectResponse("/proposals?state=active", status_code=303)
    if role in PERMISSIONS["page_proposals"]:
        return RedirectResponse("/proposals", status_code=303)
    return page(request, looking, "home.html", years=years_of(looking))


@router.get("/board", name="page_boards", summary="看板（网页）")
def get_boards(request: Request, looking: Looking) -> Response:
    """转到正在办理的年度的看板。"""
    return _to_year(request, looking, "/board")


@router.get("/review", name="page_reviews", summary="评议（网页）")
def get_reviews(request: Request, looking: Looking) -> Response:
    """转到正在办理的年度的评议表。"""
    return _to_year(request, looking, "/review")


def _to_year(request: Request, looking: Reading, where: str) -> Response:
    """The newest year in which proposals were registered; one only opened has nothing to show.

    In a demo it is the year played whole.
    """
    opened = [row for row in years_of(looking) if row["opened_on"]]
    busy = [row for row in opened if row["proposals"]] or opened
    if looking.house.kind == "demo":
        busy.sort(key=lambda row: -row["proposals"])
    if not busy:
        return page(request, looking, "home.html", years=[])
    return RedirectResponse(f"{where}/{busy[0]['year']}", status_code=303)
