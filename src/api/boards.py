"""Routes of the years: which there are, and the board of one."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from api.guard import Guarded
from api.problems import Problem
from api.reading import Looking, Reading, Shown
from projections.boards import year_board
from projections.states import State

router = APIRouter(tags=["查询"], route_class=Guarded)

YearPath = Annotated[int, Path(ge=1954, le=2200, description="年度")]


class YearInList(BaseModel):
    """一个办理年度"""

    year: int = Field(description="年度")
    term: int | None = Field(description="届；只有历史件的年度为空")
    session: int | None = Field(description="次会议")
    opened_on: date | None = Field(description="开启日期")
    closed_on: date | None = Field(description="年度办结日期")
    proposals: int = Field(description="当年登记或导入的件数")


class YearList(Shown):
    """各年度"""

    years: list[YearInList] = Field(description="先新后旧")


class RateShown(BaseModel):
    """一个比率：数的是什么，在多少之中，截至日志何处"""

    name: str = Field(description="名称")
    numerator: int = Field(description="分子")
    denominator: int = Field(description="分母")
    percent: str | None = Field(description="百分比，两位小数；没有可数的为空")
    population: str = Field(description="分母是哪些")
    position: int = Field(description="截至日志的位置")
    rounding: str = Field(description="取舍方法")


class StateCount(BaseModel):
    """一种状态有几件"""

    state: State = Field(description="办理状态")
    label: str = Field(description="中文名称")
    total: int = Field(description="件数")


class CategoryCount(BaseModel):
    """一个类别有几件"""

    category: str | None = Field(description="类别；未分类的为空")
    label: str = Field(description="显示的名称")
    total: int = Field(description="件数")
    answered: int = Field(description="已全部答复")
    overdue: int = Field(description="逾期未答复")
    solved: int = Field(description="已经解决")


class ClassCount(BaseModel):
    """一个答复类别有几件"""

    scheme: str | None = Field(description="分类办法；未答复的为空")
    letter: str | None = Field(description="答复类别；未答复的为空")
    label: str = Field(description="显示的名称")
    total: int = Field(description="件数")


class BranchCount(BaseModel):
    """一个承办系统有几件"""

    branch: str | None = Field(description="承办系统；未交办的为空")
    total: int = Field(description="件数")


class UnitCount(BaseModel):
    """一个单位承办几件"""

    unit: UUID = Field(description="单位")
    code: str = Field(description="代码")
    name: str = Field(description="名称")
    branch: str = Field(description="承办系统")
    led: int = Field(description="主办、独办或分别办理")
    to_answer: int = Field(description="其中应由其答复的，不含答复前撤回的")
    co: int = Field(description="会办")
    answered: int = Field(description="已由其答复")
    in_time: int = Field(description="由其按期答复")
    overdue: int = Field(description="由其逾期未答复")
    judged: int = Field(description="由其答复或已逾期")
    revealed: int = Field(description="评价已揭晓")
    content: int = Field(description="满意或基本满意")
    rates: dict[str, RateShown] = Field(description="各项比率")


class UnitCounts(BaseModel):
    """各单位的件数"""

    rows: list[UnitCount] = Field(description="各单位，没有承办的也在")
    without_unit: int = Field(description="尚未分办的件数")
    shared: int = Field(description="几个单位分别办理而多计的件数")


class AsOf(BaseModel):
    """截至何时"""

    day: date = Field(description="哪一天（北京时间）")
    position: int = Field(description="日志的哪个位置")


class ParkedShown(BaseModel):
    """一件暂停显示的建议"""

    stream: UUID = Field(description="建议或其他序列")
    position: int = Field(description="第一条读不懂的日志位置")
    topic: str = Field(description="主题")
    number: str | None = Field(description="编号")
    title: str | None = Field(description="标题")


class Board(Shown):
    """一个年度的看板"""

    year: int = Field(description="年度")
    as_of: AsOf = Field(description="截至何时")
    total: int = Field(description="总件数")
    counts: dict[str, int] = Field(description="各项件数；名称可以用作台账的 counted")
    rates: dict[str, RateShown] = Field(description="各项比率")
    by_state: list[StateCount] = Field(description="按办理状态")
    by_category: list[CategoryCount] = Field(description="按类别")
    by_class: list[ClassCount] = Field(description="按答复类别")
    by_branch: list[BranchCount] = Field(description="按承办系统")
    by_unit: UnitCounts = Field(description="按单位")
    parked: list[ParkedShown] = Field(description="因记录读不懂而暂停显示的，本系统所有年度")


def years_of(looking: Reading) -> list[dict[str, Any]]:
    """Every year that was opened or has imported proposals, the newest first."""
    return looking.reader.rows(_YEARS)


def board_of(looking: Reading, year: int) -> dict[str, Any]:
    """The board of a year.  Raises a Problem (404) for a year nobody has heard of."""
    board = year_board(looking.reader, year, today=looking.today)
    if board["cycle"] is None and not board["total"]:
        raise unknown_year(year)
    parked = looking.reader.rows(_PARKED)
    return board | {"parked": parked, "position": board["as_of"]["position"], "stale": looking.late}


def unknown_year(year: int) -> Problem:
    """There is no such year in this log."""
    return Problem(404, "year.unknown", f"没有{year}年度：尚未开启，也没有导入过")


_YEARS = """
select coalesce(c.year, i.year) as year, c.term, c.session, c.opened_on, c.closed_on,
    coalesce(r.n, 0) + coalesce(i.n, 0) as proposals
from cycles c
left join (select cycle, count(*) as n from proposals
    where years = 0 and to_position is null group by cycle) r on r.cycle = c.id
full join (select imported_year as year, count(*) as n from proposals
    where imported and to_position is null group by imported_year) i on i.year = c.year
order by 1 desc"""
_PARKED = """
select k.stream, min(k.position) as position, (array_agg(k.topic order by k.position))[1] as topic,
    p.number, p.title
from parked k left join proposals p on p.id = k.stream and p.latest and p.to_position is null
group by k.stream, p.number, p.title order by 2 limit 100"""


@router.get("/years", name="years", summary="办理年度")
def get_years(looking: Looking) -> YearList:
    """有哪些办理年度，各有多少件。"""
    years = [YearInList.model_validate(row) for row in years_of(looking)]
    return YearList(years=years, **looking.shown)


@router.get("/boards/{year}", name="board", summary="年度看板")
def get_board(year: YearPath, looking: Looking) -> Board:
    """一个年度的总数、各项比率，以及按状态、类别、答复类别、承办系统和单位的件数；各表相加都等于总数。"""
    return Board.model_validate(board_of(looking, year))
