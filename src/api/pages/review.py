"""The review as people read it: every point opens to its lines, every line to its events."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.boards import YearPath, years_of
from api.guard import Guarded
from api.pages.frame import page
from api.reading import Looking
from api.reviews import head_of, review_of

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)


@router.get("/review/{year}", name="page_review", summary="部门负责人办理情况评议表（网页）")
def get_page_review(year: YearPath, request: Request, looking: Looking) -> Response:
    """评议表：各单位负责人的各项得分，每一分都可以点开。"""
    found = review_of(looking, year)
    years = [one for one in years_of(looking) if one["opened_on"]]
    return page(request, looking, "review.html", review=found, years=years)


@router.get("/review/{year}/{person_id}", name="page_head", summary="一位负责人的评议（网页）")
def get_page_head(year: YearPath, person_id: UUID, request: Request, looking: Looking) -> Response:
    """一位负责人的逐条依据：哪一件、怎样计、依据日志的哪几条。"""
    return page(request, looking, "head.html", review=head_of(looking, year, person_id))
