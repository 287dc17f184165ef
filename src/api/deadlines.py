"""The route that explains every date of a proposal, from the log itself and so always current."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from aggregates.calendar import Calendar, CalendarAdopted, CalendarBook
from aggregates.clock_walk import Deadline, Entry, Owed, State
from aggregates.days import day_of, spoken
from aggregates.deadlines import Tick, reckoning
from aggregates.explained import explained, in_words, why_capped, why_provisional
from aggregates.ids import stream_id
from aggregates.limits import ANCHOR_LABELS, LIMIT_LABELS
from aggregates.proposal import Proposal
from aggregates.proposal_events import ProposalEvent
from aggregates.unit import Unit
from api.asking import Asked
from api.guard import Guarded
from api.house import House
from api.identities import secret
from commands.desk import rules_in_force
from eventstore.store import NotFound
from projections.identities import Words, masked

router = APIRouter(tags=["查询"], route_class=Guarded)


class DayShown(BaseModel):
    """从起算日到届满日之间的一天"""

    on: date = Field(description="日期")
    kind: Tick = Field(description="anchor 起算日、counted 计入、skipped 不计入")
    n: int | None = Field(description="第几天（计入的）")
    why: str | None = Field(description="为什么：周末、放假、调休上班等")
    due: bool = Field(description="是届满日")


class CalendarShown(BaseModel):
    """计算这个日期所用的日历"""

    name: str = Field(description="名称")
    version: int = Field(description="第几次采用的日历")
    position: int = Field(description="采用它的日志位置")


class MoveShown(BaseModel):
    """日期的一次移动"""

    position: int = Field(description="日志位置")
    label: str = Field(description="因什么移动：延期审批、认定复杂事项、期限调整等")
    on: date = Field(description="发生日期（北京时间）")
    reason: str = Field(description="理由")
    old: date = Field(description="原来的日期")
    new: date = Field(description="新的日期")


class DeadlineShown(BaseModel):
    """一个期限，和它的来由"""

    duty: str = Field(description="期限的代码，同办理办法 limits 各节")
    label: str = Field(description="要做什么")
    owed_by: Owed = Field(
        description="由谁做：congress 人大代表工作机构、office 政府办公室、unit 承办单位、deputy 代表"
    )
    unit: UUID | None = Field(description="哪个单位；整件建议的为空")
    unit_name: str | None = Field(description="单位名称")
    round: int = Field(description="第几轮办理")
    state: State = Field(
        description="not_armed 尚未起算、running 正在计算、overdue 已逾期、done 已完成、ended 不再计算"
    )
    sentence: str = Field(description="现在怎样，一句话")
    due_on: date | None = Field(description="届满日期")
    left: int | None = Field(description="还有几天；正在计算的才有")
    late: int = Field(description="逾期几天；没有逾期的为0")
    done_on: date | None = Field(description="完成日期")
    rule: str = Field(description="规则")
    article: str = Field(description="依据条款")
    anchor: str = Field(description="从什么起算")
    anchored_on: date | None = Field(description="起算日期")
    provisional: str | None = Field(description="暂定的原因；已定的为空")
    capped: str | None = Field(description="被什么期限截短；没有截短的为空")
    calendar: CalendarShown | None = Field(description="所用日历")
    position: int | None = Field(description="定下这个日期的日志位置")
    days: list[DayShown] = Field(description="逐日计算")
    moves: list[MoveShown] = Field(description="历次移动，由早到晚")


class Deadlines(BaseModel):
    """一件建议的全部期限"""

    today: date = Field(description="按哪一天说的（北京时间）")
    version: int = Field(description="这件建议的版本")
    deadlines: list[DeadlineShown] = Field(description="由早到晚，尚未起算的在后")


@dataclass(frozen=True)
class _Shelf:
    """Calendars by the position of their adoption, and the names of units, as the log has them."""

    calendars: Mapping[int, tuple[int, Calendar]]
    names: Mapping[UUID, str]


@router.get("/proposals/{proposal_id}/deadlines", name="deadlines", summary="一件建议的期限和来由")
def get_deadlines(proposal_id: UUID, asked: Asked) -> Deadlines:
    """每个期限：要做什么、由谁做、哪一天、依据哪一条、从哪一天怎样数出来、用的哪一份日历、移动过几次。
    直接从日志算出，不经过数据表。"""
    house = asked.house
    past = house.store.history(proposal_id)
    if not past or not past[0].event.TOPIC.startswith(f"{Proposal.KIND}."):
        raise NotFound(str(proposal_id))
    today = day_of(house.clock())
    entries = [
        Entry(one.position, cast(ProposalEvent, one.event), one.signature.under.calendar)
        for one in past
    ]
    limits = rules_in_force(house.store, house.district, today).policy.limits
    found = explained(Proposal(id=proposal_id), entries, limits, today)
    units = {one.unit for one in found if one.unit}
    names = {unit: house.store.load(Unit, unit).name for unit in units}
    shelf = _Shelf(_calendars(house), names)
    words = secret(house, asked.asker.actor, proposal_id)
    deadlines = [_unnamed(_shown(one, shelf), words) for one in found]
    return Deadlines(today=today, version=len(past), deadlines=deadlines)


def _unnamed(line: DeadlineShown, words: Words) -> DeadlineShown:
    """The reasons of its moves as a unit reads them from whom it is hidden who signed."""
    moves = [move.model_copy(update={"reason": masked(move.reason, words)}) for move in line.moves]
    return line.model_copy(update={"moves": moves})


def _calendars(house: House) -> dict[int, tuple[int, Calendar]]:
    """Every calendar adopted, by the position of its adoption: which one it was, and what it says."""
    adopted = house.store.history(stream_id(house.district, CalendarBook.KIND, CalendarBook.KIND))
    return {
        one.position: (n, Calendar.kept(cast(CalendarAdopted, one.event).text))
        for n, one in enumerate(adopted, 1)
    }


def _shown(line: Deadline, shelf: _Shelf) -> DeadlineShown:
    due, rule = line.due, line.rule
    position = line.calendar or 0
    version, calendar = shelf.calendars.get(position, (0, None))
    return DeadlineShown(
        duty=line.duty,
        label=LIMIT_LABELS[line.duty],
        owed_by=line.owed_by,
        unit=line.unit,
        unit_name=shelf.names[line.unit] if line.unit else None,
        round=line.round,
        state=line.state,
        sentence=_sentence(line),
        due_on=due.on if due else None,
        left=line.left,
        late=line.late,
        done_on=line.done_on,
        rule=in_words(rule),
        article=rule.article,
        anchor=ANCHOR_LABELS[rule.anchor],
        anchored_on=due.anchored_on if due else None,
        provisional=why_provisional(due, calendar) if due and calendar else None,
        capped=why_capped(line),
        calendar=CalendarShown(name=calendar.name, version=version, position=position)
        if calendar
        else None,
        position=line.set_by,
        days=[DayShown(**dict(day)) for day in reckoning(due, calendar)]
        if due and calendar
        else [],
        moves=[MoveShown(**one._asdict()) for one in line.moves],
    )


def _sentence(line: Deadline) -> str:
    """How it stands, as one says it."""
    late = f"，逾期{line.late}天" if line.late else ""
    match line.state:
        case "not_armed":
            return f"尚未起算：{ANCHOR_LABELS[line.rule.anchor]}以后起算"
        case "running":
            return f"还有{line.left}天" if line.left else "今天届满"
        case "overdue":
            return f"已逾期{line.late}天"
        case "done":
            assert line.done_on
            return f"已于{spoken(line.done_on)}完成{late or '，没有逾期'}"
        case "ended":
            assert line.ended_on
            return f"{spoken(line.ended_on)}起不再计算{late}"
