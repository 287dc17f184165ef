"""Routes of the working calendar: looked at before it is adopted, adopted, open cases moved."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from aggregates.calendar import NATURE_LABELS
from aggregates.limits import LIMIT_LABELS
from aggregates.unit import Unit
from api.asking import RACES, Asked, Asking, Recorded, answered, use_case
from api.guard import Guarded
from commands.adopt_calendar import AdoptCalendar, adopt_calendar, calendar_news, moving_reason
from commands.desk import carry_out
from commands.move_dates import MoveDates, Moving, move_dates, would_move

MOST_CASES = 200
"""Cases a preview tells one by one; the rest it counts."""

router = APIRouter(prefix="/calendars", tags=["年度与办法"], route_class=Guarded)


class DayChanged(BaseModel):
    """性质变了的一天"""

    on: date = Field(description="日期")
    was: str = Field(description="原来：上班、周末休息、放假、调休上班")
    now: str = Field(description="现在")


class DateMoved(BaseModel):
    """要移动的一个期限"""

    duty: str = Field(description="期限的代码，同办理办法 limits 各节")
    label: str = Field(description="要做什么")
    unit: UUID | None = Field(description="哪个单位；整件建议的为空")
    unit_name: str | None = Field(description="单位名称")
    old: date = Field(description="原来的日期")
    new: date = Field(description="新的日期；与原来相同的，只是由暂定变为确定，或相反")
    provisional: bool = Field(description="新的日期仍是暂定")


class CaseMoved(BaseModel):
    """期限要移动的一件建议"""

    id: UUID = Field(description="建议")
    number: str | None = Field(description="编号")
    moves: list[DateMoved] = Field(description="各个期限")


class CalendarPreview(BaseModel):
    """采用这份日历会改变什么；没有登记任何内容"""

    name: str = Field(description="日历名称")
    days: list[DayChanged] = Field(description="与最近采用的日历不同的日子")
    learned: list[int] = Field(description="新写入的年份")
    cases: int = Field(description="期限要移动的建议有几件")
    first: list[CaseMoved] = Field(description=f"前{MOST_CASES}件")


class CalendarRecorded(Recorded):
    """日历已经采用"""

    name: str = Field(description="日历名称")
    in_force: bool = Field(description="今天已经施行；没有施行的，到施行之日由服务移动期限")
    moved: int = Field(description="因这份日历移动了期限的建议，至今几件")


class DatesMoved(BaseModel):
    """期限移动的结果"""

    moved: int = Field(description="这一次移动了几件")
    total: int = Field(description="因现行日历移动了期限的建议，至今共几件")


@use_case(router, "", "采用工作日历", status=201, answer=CalendarRecorded)
def post_adopt_calendar(command: AdoptCalendar, asked: Asked) -> JSONResponse:
    """以全文采用一份工作日历，不溯及以前。今天已经施行的，随即移动未办结建议尚未届满的期限，一件一条记录，
    写明原来的日期、新的日期和理由；中断的，用同一个键重试即可接着办。"""
    outcome = carry_out(asked.desk(), lambda desk: adopt_calendar(desk, command), RACES)
    desk = asked.desk()
    in_force = command.valid_from <= desk.today
    if in_force:
        _moved(asked, moving_reason(desk.rules.calendar))
    moved = asked.house.trail.moved_under(outcome.last or 0)
    return answered(outcome, 201, in_force=in_force, moved=moved)


@router.post("/preview", name="preview_calendar", summary="采用日历以前先看")
def post_preview_calendar(command: AdoptCalendar, asked: Asked) -> CalendarPreview:
    """采用这份日历，哪些日子变了，哪些年份新写入，哪些建议的期限从哪一天移到哪一天。什么都不登记，
    所以不要求 Idempotency-Key。"""
    desk, house = asked.desk("preview"), asked.house
    calendar, changes, reason = calendar_news(desk, command)
    names: dict[UUID, str] = {}

    def name(unit: UUID) -> str:
        if unit not in names:
            names[unit] = house.store.load(Unit, unit).name
        return names[unit]

    count, first = 0, []
    for moving in would_move(house.store, desk, house.trail.open_proposals(), calendar, reason):
        count += 1
        if count <= MOST_CASES:
            first.append(_case(moving, name))
    return CalendarPreview(
        name=calendar.name,
        days=[
            DayChanged(on=one.day, was=NATURE_LABELS[one.was], now=NATURE_LABELS[one.now])
            for one in changes.days
        ],
        learned=list(changes.learned),
        cases=count,
        first=first,
    )


@router.post("/move-dates", name="move_dates", summary="按现行日历移动期限")
def post_move_dates(command: MoveDates, asked: Asked) -> DatesMoved:
    """日历已经采用而移动中断的，再办一次；以后才施行的，到施行之日服务自行移动。移动过的不再移动，所以不要求 Idempotency-Key。"""
    moved = _moved(asked, command.reason)
    position = asked.desk("move-dates").rules.under.calendar
    return DatesMoved(moved=moved, total=asked.house.trail.moved_under(position))


def _moved(asked: Asking, reason: str) -> int:
    house = asked.house
    candidates = house.trail.open_proposals()
    return move_dates(house.store, asked.desk("move-dates"), MoveDates(reason=reason), candidates)


def _case(moving: Moving, name: Callable[[UUID], str]) -> CaseMoved:
    number = moving.proposal.number
    return CaseMoved(
        id=moving.proposal.id,
        number=number.printed if number else None,
        moves=[
            DateMoved(
                duty=one.clock,
                label=LIMIT_LABELS[one.clock],
                unit=one.unit,
                unit_name=name(one.unit) if one.unit else None,
                old=one.old.on,
                new=one.new.on,
                provisional=one.new.provisional,
            )
            for one in moving.event.moves
        ],
    )
