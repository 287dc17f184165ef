"""How the law counts time.  Pure: policy and calendar are arguments."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from aggregates.base import Value
from aggregates.calendar import Calendar
from aggregates.limits import Counting, Limit, month_and_day

ONE = timedelta(days=1)


class Due(Counting):
    """A date by which something is owed, with the rule that gave it; written into events.

    `ceiling` is the last day the law allows, `capped` says that it came before the rule's own
    date.  `provisional` says that working days were counted in a year whose holiday notice is
    not out.
    """

    on: date
    anchored_on: date
    provisional: bool = False
    capped: bool = False
    ceiling: date | None = None

    def under(self, calendar: Calendar) -> "Due":
        """The same rule from the same day, counted by another calendar."""
        return _under(self, calendar)


# When a calendar changes, thousands of cases owe the same thing from the same day.
@lru_cache(maxsize=4_096)
def _under(owed: Due, calendar: Calendar) -> Due:
    dated = _dated(owed, owed.anchored_on, calendar, owed.ceiling)
    return owed.model_copy(update=dated)


# At a hand-over meeting thousands of cases owe the same thing from the same day.
@lru_cache(maxsize=4_096)
def due(limit: Limit, anchored_on: date, calendar: Calendar, ceiling: date | None = None) -> Due:
    """The date a limit gives.  No ceiling is passed."""
    rule = {name: getattr(limit, name) for name in Counting.model_fields}
    dated = _dated(limit, anchored_on, calendar, ceiling)
    return Due(**rule, **dated, anchored_on=anchored_on, ceiling=ceiling)


def statutory_ceiling(handed_over: date, *, complex_matter: bool) -> date:
    """The last day the law allows for a reply: three months from hand-over, six if complex.

    代表法第五十一条第二款.
    """
    return months_after(handed_over, 6 if complex_matter else 3)


def months_after(day: date, months: int) -> date:
    """The same day some months later (earlier, if negative), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def workdays_after(day: date, count: int, calendar: Calendar) -> date:
    """Some working days later (earlier, if negative), weekends worked in exchange counted."""
    step = ONE if count > 0 else -ONE
    for _ in range(abs(count)):
        day += step
        while not calendar.is_workday(day):
            day += step
    return day


Tick = Literal["anchor", "counted", "skipped"]


class Reckoned(Value):
    """One day on the way from an anchor to a date, as a person would tick it off a calendar.

    `n` numbers the days that count (weekends do not, where working days are counted).
    """

    on: date
    kind: Tick
    n: int | None = None
    why: str | None = None
    due: bool = False


def reckoning(due: Due, calendar: Calendar) -> tuple[Reckoned, ...]:
    """Every day between anchor and date, oldest first: which count, which are passed over, why."""
    whole, days, n = _whole(due, due.anchored_on, calendar), [], 0
    back = due.anchor == "reply_due"
    for on in _days(due.anchored_on, due.on):
        why, rests = _word(on, calendar), not calendar.is_workday(on)
        kind: Tick = "skipped" if rests and due.unit == "workday" else "counted"
        if on == due.anchored_on and not (due.first_day and kind == "counted"):
            kind, why = "anchor", "起算日，不计入"
        elif not back and on < due.anchored_on:
            kind, why = "skipped", "法定期限先于起算日届满"
        elif (on < whole) if back else (on > whole):
            kind, why = "skipped", "遇休息日提前" if back else "遇休息日顺延"
        elif on == due.on and due.capped:
            why = "法定期限届满"
        n += kind == "counted"
        shown = n if kind == "counted" else None
        days.append(Reckoned(on=on, kind=kind, n=shown, why=why, due=on == due.on))
    return tuple(sorted(days, key=lambda day: day.on))


def _days(first: date, last: date) -> Iterator[date]:
    step = ONE if last >= first else -ONE
    while first != last:
        yield first
        first += step
    yield last


def _word(on: date, calendar: Calendar) -> str | None:
    if on in calendar.shifts:
        return "调休上班"
    if calendar.is_workday(on):
        return None
    return "放假" if on in calendar.off else "周末"


def _dated(
    rule: Counting, anchored_on: date, calendar: Calendar, ceiling: date | None
) -> dict[str, Any]:
    own = _moved(rule, _whole(rule, anchored_on, calendar), calendar)
    on = own if ceiling is None else min(own, ceiling)
    years = range(min(anchored_on, on).year, max(anchored_on, on).year + 1)
    guessed = any(year not in calendar.known for year in years)
    asks_calendar = rule.unit == "workday" or rule.rest_day == "moves"
    return {"on": on, "provisional": asks_calendar and guessed, "capped": on < own}


def _whole(rule: Counting, day: date, calendar: Calendar) -> date:
    """The date before rest days are looked at.  From `reply_due` one counts backwards."""
    way = -1 if rule.anchor == "reply_due" else 1
    first = way * ONE if rule.first_day else timedelta()
    match rule.unit:
        case "month":
            return months_after(day, way * rule.amount) - first
        case "day":
            return day + way * rule.amount * ONE - first
        case "workday":
            start = day - first if calendar.is_workday(day) else day
            return workdays_after(start, way * rule.amount, calendar)
        case "date":
            assert rule.fixed
            month, of_month = month_and_day(rule.fixed)
            on = date(day.year, month, of_month)
            reached = on >= day if rule.first_day else on > day
            return on if reached else date(day.year + 1, month, of_month)


def _moved(rule: Counting, on: date, calendar: Calendar) -> date:
    if rule.rest_day == "stays":
        return on
    step = -ONE if rule.anchor == "reply_due" else ONE
    while not calendar.is_workday(on):
        on += step
    return on


def before_reply(opinion: Due) -> date | None:
    """The day of the reply that a co-unit's date lies before, if it hangs on it."""
    return opinion.anchored_on if opinion.anchor == "reply_due" else opinion.ceiling


def behind_reply(opinion: Due, reply: Due, calendar: Calendar) -> Due:
    """What a co-unit owes, when the reply that follows is due on another day."""
    counted = {"anchored_on": reply.on} if opinion.anchor == "reply_due" else {}
    ceiling = opinion.ceiling and reply.on
    return opinion.model_copy(update={**counted, "ceiling": ceiling}).under(calendar)
