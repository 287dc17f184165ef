"""The sealed hand-over list as it is printed: last year's result first, then each unit's items."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.boards import YearPath
from api.guard import Guarded
from api.handover_lists import ListPath, list_of
from api.pages.frame import page
from api.reading import Looking

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)

Item = Mapping[str, Any]


class Sheet(NamedTuple):
    """What one unit is given: its receipts, and each item with its share in it."""

    unit: Mapping[str, Any]
    rows: list[tuple[Item, Mapping[str, Any]]]


@router.get("/handover/{year}/{n}", name="page_handover_list", summary="交办清单（网页，可以打印）")
def get_page_handover_list(
    year: YearPath, n: ListPath, request: Request, looking: Looking
) -> Response:
    """封存的交办清单：上年办理结果、各单位签收情况、各单位的建议，印有日志校验码。"""
    found = list_of(looking, year, n)
    return page(
        request,
        looking,
        "handover_list.html",
        list=found,
        sheets=sheets(found["items"], found["receipts"]),
        to_branch=[item for item in found["items"] if not item["assignments"]],
    )


def sheets(items: Sequence[Item], receipts: Sequence[Mapping[str, Any]]) -> list[Sheet]:
    """The list cut up by unit, each in the order of the list."""
    found = {unit["unit"]: Sheet(unit, []) for unit in receipts}
    for item in items:
        for share in item["assignments"]:
            found[share["unit"]].rows.append((item, share))
    return list(found.values())
