"""期限 on a proposal's page: every clock on a line, and behind it the days it was counted by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from aggregates.days import spoken
from api.deadlines import DayShown, DeadlineShown
from api.pages.lights import Light, light
from api.words import VALUES

WEEK = "一二三四五六日"
_RESTS = {"周末": "休", "放假": "假"}
_TURNS = {"遇休息日顺延": "顺", "遇休息日提前": "提"}


@dataclass(frozen=True)
class Cell:
    """One day: a sign for its nature, its place in the count, and both in words."""

    on: date
    sign: str
    mark: str
    kinds: str
    told: str


@dataclass(frozen=True)
class Month:
    """The days of one month, week by week; what lies outside the count is left empty."""

    name: str
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Clock:
    """One date that is owed, how it stands, how it came about, and its days."""

    shown: DeadlineShown
    light: Light
    labels: list[str]
    sentence: str
    months: list[Month]


@dataclass(frozen=True)
class Group:
    """The clocks of the case itself, or of one unit."""

    name: str
    share: str
    clocks: list[Clock]


def grouped(
    deadlines: Iterable[DeadlineShown], file: Mapping[str, Any], today: date
) -> list[Group]:
    """The case's own clocks, then each unit's in the order of the dossier, then what is to come."""
    armed: dict[str, list[Clock]] = {}
    waiting: list[Clock] = []
    for one in deadlines:
        clock = Clock(one, _light(one, today), _labels(one), _sentence(one), _months(one, today))
        found = armed.setdefault(str(one.unit or ""), []) if one.due_on else waiting
        found.append(clock)
    shares = {one["unit"]: one["role"] for one in file["parts"]}
    groups = []
    for unit in ["", *shares, *(unit for unit in armed if unit not in shares)]:
        if clocks := armed.pop(unit, []):
            name = (clocks[0].shown.unit_name or "—") if unit else "整件建议"
            groups.append(Group(name, VALUES.get(shares.get(unit, ""), ""), clocks))
    return [*groups, Group("尚未起算", "", waiting)] if waiting else groups


def _light(one: DeadlineShown, today: date) -> Light:
    """The colours of every page while it runs; grey, in words, once nothing is owed any more."""
    if one.state in ("running", "overdue"):
        return light(one.due_on, today) or Light("grey", "○", one.sentence)
    late = f"，逾期{one.late}天" if one.late else ""
    if one.state == "done":
        return Light("grey", "✗" if late else "✓", f"{one.done_on}完成{late}")
    if one.state == "ended":
        return Light("grey", "—", f"不再计算{late}")
    return Light("grey", "○", one.sentence)


def _labels(one: DeadlineShown) -> list[str]:
    labels = [("暂定", one.provisional), ("法定上限", one.capped), ("已改期", one.moves)]
    return [label for label, holds in labels if holds]


def _sentence(one: DeadlineShown) -> str:
    """自2026年3月2日交办之日起3个月，依代表法第五十一条第二款；工作日历：…。"""
    rule = one.rule
    if one.anchored_on:
        day = spoken(one.anchored_on)
        rule = f"自{day}{rule[1:]}" if rule.startswith("自") else f"{rule}（自{day}倒数）"
    by = f"依{one.article}" if "第" in one.article else f"依据：{one.article}"
    said = [f"{rule}，{by}", one.capped, one.provisional]
    if one.calendar:
        said.append(f"工作日历：{one.calendar.name}（第{one.calendar.version}次采用）")
    return f"{'；'.join(part for part in said if part)}。"


# ---- the strip of days


def _months(one: DeadlineShown, today: date) -> list[Month]:
    months = groupby(one.days, key=lambda day: (day.on.year, day.on.month))
    return [
        Month(f"{year}年{month}月", list(_weeks([_cell(day, today) for day in days])))
        for (year, month), days in months
    ]


def _weeks(cells: list[Cell]) -> Iterator[list[Cell | None]]:
    """Monday to Sunday; a week that lies outside the count as a whole is left out."""
    by_day = {cell.on: cell for cell in cells}
    monday = cells[0].on - timedelta(days=cells[0].on.weekday())
    while monday <= cells[-1].on:
        yield [by_day.get(monday + timedelta(days=n)) for n in range(7)]
        monday += timedelta(days=7)


def _cell(day: DayShown, today: date) -> Cell:
    why = day.why or ""
    sign = _RESTS.get(why, "班" if why == "调休上班" else "")
    if not sign and day.on.weekday() > 4:
        sign = "休"
    kinds = [day.kind, "rest" if sign in _RESTS.values() else ""]
    kinds += ["signed" if sign else "", "due" if day.due else ""]
    kinds += ["today" if day.on == today else ""]
    told = [f"{spoken(day.on)} 星期{WEEK[day.on.weekday()]}：{_counted(day)}"]
    told += ["到期日"] if day.due else []
    told += ["今天"] if day.on == today else []
    return Cell(
        on=day.on,
        sign=sign,
        mark=_mark(day),
        kinds=" ".join(kind for kind in ("day", *kinds) if kind),
        told="，".join(told),
    )


def _mark(day: DayShown) -> str:
    if day.kind == "counted":
        return str(day.n)
    return "起" if day.kind == "anchor" else _TURNS.get(day.why or "", "–")


def _counted(day: DayShown) -> str:
    """What the day is to the count: 起算日、第几日、为什么不计."""
    if day.kind == "counted":
        return f"计入，第{day.n}日" + (f"（{day.why}）" if day.why else "")
    if day.kind == "anchor":
        return day.why or "起算日"
    return f"不计入（{day.why}）" if day.why in _RESTS else f"{day.why or '不计入'}"
