"""Routes of the review (评议): the first table by department head, each point open down to events."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.boards import AsOf, RateShown, YearPath, unknown_year
from api.guard import Guarded
from api.problems import Problem
from api.reading import Looking, Reading, Shown
from commands.desk import rules_in_force
from projections.review import review

router = APIRouter(tags=["查询"], route_class=Guarded)


class MeasureShown(RateShown):
    """一项指标：比率、权重和得分"""

    measure: str = Field(description="指标代码")
    weight: str = Field(description="权重（满分）")
    points: str | None = Field(description="得分，两位小数；没有可数的为空")
    article: str = Field(description="依据条款")
    rule: str = Field(description="怎样计")


class HeadShown(BaseModel):
    """一位由人大任命的负责人"""

    unit: UUID = Field(description="单位")
    code: str = Field(description="单位代码")
    unit_name: str = Field(description="单位名称")
    person: UUID = Field(description="人员")
    person_name: str | None = Field(description="姓名")
    from_on: date = Field(description="任职日期")
    to_on: date | None = Field(description="在任的最后一天；在任为空")
    appointed_position: int = Field(description="任职的日志位置")
    left_position: int | None = Field(description="离任的日志位置")
    measures: list[MeasureShown] = Field(description="各项指标")
    total: str = Field(description="总分")
    out_of: str = Field(description="满分：有可数的各项权重之和")
    percent: str | None = Field(description="得分率：总分占满分的百分比；没有可数的为空")


class LineShown(BaseModel):
    """一个得分或失分，和它所依据的记录"""

    measure: str = Field(description="指标代码")
    id: UUID = Field(description="建议")
    number: str | None = Field(description="编号")
    title: str | None = Field(description="标题")
    round: int = Field(description="第几轮办理")
    day: date | None = Field(description="计在哪一天")
    value: int = Field(description="计1或计0")
    detail: str | None = Field(description="办理结果或评价")
    deputy: UUID | None = Field(description="作出评价的代表；其他指标为空")
    deputy_name: str | None = Field(description="作出评价的代表姓名")
    positions: list[int] = Field(description="所依据的日志位置")
    rule: str = Field(description="怎样计")


class HeadWithLines(HeadShown):
    """一位负责人和全部依据"""

    lines: list[LineShown] = Field(description="逐条依据")


class ReviewShown(Shown):
    """部门负责人办理情况评议表"""

    year: int = Field(description="年度")
    as_of: AsOf = Field(description="截至何时")
    policy: str = Field(description="所依办理办法")
    heads: list[HeadShown] = Field(description="各单位负责人，按单位代码")


class HeadReview(Shown):
    """一位负责人的评议；同一年度在几处任职的有几条"""

    year: int = Field(description="年度")
    as_of: AsOf = Field(description="截至何时")
    policy: str = Field(description="所依办理办法")
    heads: list[HeadWithLines] = Field(description="各处任职")


def review_of(looking: Reading, year: int) -> dict[str, Any]:
    """The review of a year under the policy of its last day, restricted to what is one's own.

    Raises a Problem (404) for a year that was never opened.
    """
    cycle = looking.reader.row(
        "select max(closed_on) as closed_on from cycles where year = %(year)s having count(*) > 0",
        {"year": year},
    )
    if cycle is None:
        raise unknown_year(year)
    day = min(looking.today, cycle["closed_on"] or looking.today)
    rules = rules_in_force(looking.house.store, looking.house.district, day)
    found = review(
        looking.reader,
        year,
        rules.policy.score.indicators,
        today=looking.today,
        unit=looking.scope["unit"],
    )
    fresh = {"position": found["as_of"]["position"], "stale": looking.late}
    return found | fresh | {"policy": rules.policy.name}


def head_of(looking: Reading, year: int, person: UUID) -> dict[str, Any]:
    """The review of one person.  Raises a Problem (404) when they are not in this table."""
    found = review_of(looking, year)
    heads = [head for head in found["heads"] if head["person"] == str(person)]
    if not heads:
        raise Problem(404, "review.unknown_head", f"{year}年度评议表里没有这位负责人")
    return found | {"heads": heads}


@router.get("/reviews/{year}", name="review", summary="部门负责人办理情况评议表")
def get_review(year: YearPath, looking: Looking) -> ReviewShown:
    """由人大及其常委会任命的单位负责人，在任职期间的各项比率和得分。承办单位负责人只看到本单位的。"""
    return ReviewShown.model_validate(review_of(looking, year))


@router.get("/reviews/{year}/heads/{person_id}", name="head_review", summary="一位负责人的评议")
def get_head_review(year: YearPath, person_id: UUID, looking: Looking) -> HeadReview:
    """每一分的依据：哪一件、哪一轮、怎样计、依据日志的哪几条。"""
    return HeadReview.model_validate(head_of(looking, year, person_id))
