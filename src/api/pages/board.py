"""The board of a year, every number of which opens the list it counts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from aggregates.policy import Policy
from api.boards import YearPath, board_of, years_of
from api.guard import Guarded
from api.pages.frame import page
from api.pages.rules import policy_of
from api.reading import Looking
from projections.boards import INDICATORS, UNIT_INDICATORS
from projections.counted import LABELS, Counted

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

TILES: tuple[Counted, ...] = (
    "total",
    "handed_over",
    "answered",
    "overdue",
    "revealed",
    "gaps",
    "rehandled",
    "passed_around",
    "carried_in",
    "taken_out",
)
HEADINGS = {
    "led": "主办",
    "co": "会办",
    "answered": "已答复",
    "in_time": "按期",
    "overdue": "逾期",
    "revealed": "已揭晓",
    "content": "满意",
}


@router.get("/board/{year}", name="page_board", summary="年度看板（网页）")
def get_page_board(year: YearPath, request: Request, looking: Looking) -> Response:
    """年度看板：每个数字都可以点开，看它数的是哪些建议。"""
    board = board_of(looking, year)
    rows = board["by_unit"]["rows"]
    return page(
        request,
        looking,
        "board.html",
        board=board,
        years=years_of(looking),
        tiles=[(one, LABELS[one], board["counts"][one]) for one in TILES],
        indicators=INDICATORS,
        unit_indicators=UNIT_INDICATORS,
        unit_columns=tuple(HEADINGS),
        headings=HEADINGS,
        sums={name: sum(row[name] for row in rows) for name in HEADINGS},
        classes=class_names(policy_of(looking)),
        listed=lambda **asked: listed(year, asked),
    )


def listed(year: int, asked: Mapping[str, Any]) -> str:
    """The address of the list that a number counts."""
    given = {name: value for name, value in asked.items() if value not in (None, ())}
    return f"/proposals?{urlencode({'year': year, **given}, doseq=True)}"


def class_names(policy: Policy | None) -> dict[tuple[str, str], str]:
    """What the letters of the scheme in force mean; other schemes keep their bare letters."""
    scheme = policy and policy.scheme
    return {(scheme.id, one.letter): one.name for one in scheme.classes} if scheme else {}
