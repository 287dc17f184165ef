"""办法: what is in force here, every value beside its article, and the calendar dates go by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple, cast

from fastapi import APIRouter, Request
from fastapi.responses import Response

from aggregates.calendar import Calendar, CalendarAdopted, CalendarBook
from aggregates.explained import in_words
from aggregates.ids import stream_id
from aggregates.limits import LIMIT_LABELS, Extension, Limit, ReplyLimit
from aggregates.policy import Policy, PolicyAdopted, PolicyBook
from api.guard import Guarded
from api.pages.frame import page
from api.permissions import PERMISSIONS
from api.reading import Looking, Reading
from commands.desk import rules_in_force
from commands.policy_page import RULES
from commands.policy_words import said

router = APIRouter(tags=["页面"], route_class=Guarded, include_in_schema=False)


class Line(NamedTuple):
    """A rule: what it is about, what it says, by which article."""

    label: str
    told: str
    article: str


@dataclass(frozen=True)
class Year:
    """A year of the calendar; one without its notice has only its weekends."""

    year: int
    known: bool
    off: str
    shifts: str


@dataclass(frozen=True)
class Adoption:
    """A text adopted: from when it holds, and where that stands in the log."""

    name: str
    valid_from: date
    position: int
    in_force: bool


@router.get("/policy", name="page_policy", summary="办理办法和工作日历（网页）")
def get_page_policy(request: Request, looking: Looking) -> Response:
    """今天施行的办理办法：期限、类别、签发、评价等，每项写明依据条款；以及计算期限所用的工作日历。"""
    house = looking.house
    rules = rules_in_force(house.store, house.district, looking.today)
    policy, calendar = rules.policy, rules.calendar
    return page(
        request,
        looking,
        "policy.html",
        policy=policy,
        trail=looking.asker.actor.role in PERMISSIONS["page_audit"],
        limits=list(_limits(policy)),
        conduct=list(_conduct(policy)),
        needs=lambda one: said("scheme.classes.needs", *one.needs),
        outcomes=lambda one: said("scheme.classes.outcomes", *one.outcomes),
        measure=lambda one: said("score.indicators.measure", one.measure),
        calendar=calendar,
        years=list(_years(calendar, looking.today)),
        adopted=[
            ("办法", _adopted(looking, PolicyBook.KIND, rules.under.policy)),
            ("日历", _adopted(looking, CalendarBook.KIND, rules.under.calendar)),
        ],
    )


def _limits(policy: Policy) -> Iterator[Line]:
    for name, label in LIMIT_LABELS.items():
        limit: Limit | None = getattr(policy.limits, name)
        if limit:
            yield Line(label, "；".join([in_words(limit), *_besides(limit)]), limit.article)


def _besides(limit: Limit) -> Iterator[str]:
    """What a limit says beyond its length."""
    if isinstance(limit, ReplyLimit):
        yield f"改办以后，新单位的期限{said('limits.reassigned', limit.reassigned)}"
    if isinstance(limit, Extension):
        yield f"经{said('limits.approver', *limit.approver)}同意"
        if limit.tell:
            yield f"同意后告知{said('limits.tell', *limit.tell)}"


def _conduct(policy: Policy) -> Iterator[Line]:
    """Who decides, signs, is told, contacts and rates; extension stands among the limits."""
    for ground in policy.admission.grounds:
        yield Line("不予受理的情形", ground.name, ground.article)
    for series in policy.series:
        begins = f"{said('series.channel', series.channel)}提出的，编号以“{series.prefix}”开头"
        yield Line("编号的系列", begins, series.article)
    one, complexity = policy.contact, policy.complexity
    decided = said("complexity.decided_by", *complexity.decided_by) or "没有这一项"
    yield Line("认定复杂事项", decided, complexity.article)
    yield Line("答复以前联系代表", said("contact.phases", *one.phases) or "不要求", one.article)
    yield Line("算作联系的方式", said("contact.modes", *one.modes), one.article)
    tries = f"在{one.attempts}个不同的日子联系不上并有记录的，也可以答复"
    yield Line("联系不上代表的", tries, one.article)
    again = policy.rehandling.article
    full = {"评价": policy.rating.article, "不满意以后": again, "再不满意": again}
    for label, told in RULES.items():
        words, brief = told(policy)
        if label == "评价":
            words += f"，分{said('rating.values', *policy.rating.values)}"
        if label != "延期经谁同意":
            yield Line(label, words, full.get(label, brief))


# ---- the calendar


def _years(calendar: Calendar, today: date) -> Iterator[Year]:
    """From last year on, and the years that dates of today may reach."""
    for year in range(today.year - 1, max(*calendar.known, today.year + 1) + 1):
        days = [sorted(one for one in days if one.year == year) for days in _natures(calendar)]
        yield Year(year, year in calendar.known, _listed(days[0]), _listed(days[1]))


def _natures(calendar: Calendar) -> tuple[Iterable[date], Iterable[date]]:
    return calendar.off, calendar.shifts


def _listed(days: Sequence[date]) -> str:
    """1月1日、2日；2月16日至20日."""
    months = groupby(days, key=lambda day: day.month)
    return "；".join(f"{month}月{'、'.join(_runs(list(of_one)))}" for month, of_one in months)


def _runs(days: Sequence[date]) -> Iterator[str]:
    """Days in a row as one."""
    in_a_row = groupby(enumerate(days), key=lambda one: one[1].toordinal() - one[0])
    for _, run in in_a_row:
        found = [day.day for _, day in run]
        yield (
            f"{found[0]}日至{found[-1]}日"
            if len(found) > 2
            else "、".join(f"{day}日" for day in found)
        )


def _adopted(looking: Reading, kind: str, in_force: int) -> list[Adoption]:
    """Every text adopted, the newest first."""
    house = looking.house
    history = house.store.history(stream_id(house.district, kind, kind))
    events = [(one.position, cast(PolicyAdopted | CalendarAdopted, one.event)) for one in history]
    return [
        Adoption(event.name, event.valid_from, position, position == in_force)
        for position, event in reversed(events)
    ]
