"""Routes of the hand-over meeting: a whole list in one act, the list as sealed, its receipts."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from aggregates.cycle import Cycle
from aggregates.handover_list import code_of
from aggregates.ids import stream_id
from aggregates.proposal_events import Complexity, Share
from aggregates.unit import Branch
from api.asking import RACES, Asked, use_case
from api.boards import YearPath, unknown_year
from api.guard import Guarded, Listing
from api.house import House
from api.problems import Problem
from api.reading import Looking, Reading, Shown, reader_of
from commands.desk import Desk
from commands.hand_over_list import HandOverList, hand_over_list, raced
from eventstore.appends import Outcome
from eventstore.store import Conflict
from projections.handover_lists import handover_list, handover_lists, last_year

router = APIRouter(tags=["年度与办法"], route_class=Guarded)

ListPath = Annotated[int, Path(ge=1, le=10_000, description="本年度第几号清单")]


class HeadShown(BaseModel):
    """日志的链头"""

    position: int = Field(description="日志位置")
    hash: str = Field(description="到这个位置为止的散列")
    alg: str = Field(description="散列算法")
    code: str = Field(description="印在清单上的校验码：位置和散列的前16位")


class FigureShown(BaseModel):
    """上年的一个数"""

    name: str = Field(description="数的是什么")
    count: int = Field(description="件数")
    of: int = Field(description="在多少件之中")
    population: str = Field(description="是哪些建议之中")


class LastYearShown(BaseModel):
    """上年办理结果"""

    year: int = Field(description="年度")
    position: int = Field(description="依据日志的哪个位置")
    day: date = Field(description="截至哪一天")
    figures: list[FigureShown] = Field(description="各项件数")


class ListShown(BaseModel):
    """一份封存的交办清单"""

    n: int = Field(description="本年度第几号清单")
    meeting: UUID = Field(description="交办会的编号")
    place: str | None = Field(description="地点")
    on: date = Field(description="交办日期")
    at: datetime = Field(description="登记时间（UTC）")
    proposals: int = Field(description="建议件数")
    units: int = Field(description="承办单位数")
    since: int = Field(description="封存登记在日志的哪个位置；各件紧接在后")
    until: int = Field(description="各件登记到日志的哪个位置为止")
    digest: str = Field(description="清单的摘要（SHA-256）")
    head: HeadShown = Field(description="拟定清单时日志的链头")


class Lists(Shown):
    """一个年度的交办清单"""

    lists: list[ListShown] = Field(description="按封存的先后")


class ShareShown(BaseModel):
    """一家单位在一件建议中的分工"""

    unit: UUID = Field(description="单位")
    unit_code: str = Field(description="单位代码")
    unit_name: str = Field(description="单位名称")
    role: Share = Field(description="分工")
    asks: list[int] = Field(description="答复哪几项诉求；空的为全部")
    received_on: date | None = Field(description="签收日期")


class ItemShown(BaseModel):
    """清单上的一件，编号、标题和期限是封存时的"""

    n: int = Field(description="在清单上的序号，从1起")
    proposal: UUID = Field(description="建议")
    number: str = Field(description="编号")
    title: str | None = Field(description="标题；涉密的为空")
    classified: bool = Field(description="是否涉密")
    branch: Branch = Field(description="承办系统")
    complexity: Complexity = Field(description="难易程度")
    reply_by: date = Field(description="答复期限")
    assignments: list[ShareShown] = Field(
        description="承办单位，按单位编号排列；空的由承办系统分办"
    )


class ReceiptsShown(BaseModel):
    """一家单位签收了多少"""

    unit: UUID = Field(description="单位")
    code: str = Field(description="单位代码")
    name: str = Field(description="单位名称")
    branch: Branch = Field(description="承办系统")
    listed: int = Field(description="清单上有几件")
    led: int = Field(description="其中主办、独办或分别办理几件")
    signed: int = Field(description="已签收几件")
    given_back: int = Field(description="未签收而异议成立退回，或已终止、办结的几件")
    outstanding: int = Field(description="尚未签收几件")
    sign_by: date | None = Field(description="签收期限，各件中最晚的")
    first_on: date | None = Field(description="最早签收日期")
    last_on: date | None = Field(description="最近签收日期")


class ListInFull(ListShown, Shown):
    """封存的交办清单：上年办理结果在前，然后是各件和各单位签收情况"""

    year: int = Field(description="年度")
    last_year: LastYearShown | None = Field(description="上年办理结果；日志里没有上年的为空")
    last_year_said: str = Field(description="上年办理结果依据什么，或者为什么没有")
    closing: HeadShown = Field(description="清单全部登记以后日志的链头，包括这份清单")
    complete: bool = Field(description="各件齐全；有暂停显示的建议时为否")
    outstanding: int = Field(description="全部单位尚未签收的合计")
    items: list[ItemShown] = Field(description="各件，按清单的次序")
    receipts: list[ReceiptsShown] = Field(description="各单位签收情况")


@use_case(router, "/cycles/{year}/hand-over-list", "封存交办清单", route=Listing)
def post_hand_over_list(
    year: int, command: HandOverList, asked: Asked, request: Request
) -> JSONResponse:
    """交办会上把一份清单（最多一万件）一次交办、分办并封存：逐件按交办和分办的规定办理，有一件不合规定就整份不登记，
    并逐件说明。没有写明交办会的，连同交办会一并登记；没有写承办单位的，只交承办系统，由其分办。
    返回清单的摘要和印在清单上的校验码。"""
    reader = reader_of(request)

    def seal(desk: Desk) -> Outcome:
        store = asked.house.store
        reader.wait_for(int(store.log_recorder.head()["position"]))
        before = last_year(reader, year - 1, desk.today)
        return hand_over_list(store, desk, year, command, before)

    try:
        return asked.act(seal, tries=RACES)
    except Conflict as race:
        raise raced(command, race) from None


@router.get("/cycles/{year}/handover-lists", name="handover_lists", summary="交办清单目录")
def get_handover_lists(year: YearPath, looking: Looking) -> Lists:
    """一个年度封存过的交办清单。"""
    lists = handover_lists(looking.reader, year)
    if lists is None:
        raise unknown_year(year)
    return Lists(lists=[ListShown.model_validate(one) for one in lists], **looking.shown)


@router.get("/cycles/{year}/handover-lists/{n}", name="handover_list", summary="交办清单")
def get_handover_list(year: YearPath, n: ListPath, looking: Looking) -> ListInFull:
    """封存的清单和各单位签收情况。摘要可以自己重算：把 ["huiyin-handover-list-1",年度,n,meeting,on,proposals] 和每件的
    [n,proposal,number,branch,complexity,reply_by,[[unit,role,[asks]],…]] 各写成一行不带空格的 JSON 数组，
    每行以换行符结尾，按 UTF-8 编码取 SHA-256。"""
    return ListInFull.model_validate(list_of(looking, year, n))


def list_of(looking: Reading, year: int, n: int) -> dict[str, Any]:
    """The list with everything in it.  Raises a Problem: 404, or 503 while tables are late."""
    house = looking.house
    found = handover_list(looking.reader, year, n)
    if found is None or looking.reader.lag()["position"] < found["until"]:
        cycle = house.store.load(Cycle, stream_id(house.district, Cycle.KIND, str(year)))
        if cycle.lists < n:
            raise Problem(404, "handover_list.unknown", f"{year}年度没有第{n}号交办清单")
        raise Problem(
            503,
            "tables.late",
            "清单已经封存，还没有全部显示到数据表里，请稍后再看",
            headers={"Retry-After": "1"},
        )
    return found | {
        "last_year_said": _said(found, year - 1),
        "closing": _closing(house, found["until"]),
        "complete": len(found["items"]) == found["proposals"],
        **looking.shown,
    }


def _said(found: dict[str, Any], year: int) -> str:
    before = found["last_year"]
    if before is None:
        return f"封存时日志里没有{year}年度，无从统计上年办理结果"
    return f"{year}年度办理结果，截至{before['day']}，依据日志第{before['position']}条"


def _closing(house: House, until: int) -> dict[str, Any]:
    """The head of the log right behind the list: whoever has it can prove the list is in there."""
    (last,) = house.trail.page(until - 1, 1).entries
    hash = last.hash.hex()
    return {"position": until, "hash": hash, "alg": "sha256", "code": code_of(until, hash)}
