"""How the law counts time.  Pure: policy and calendar are arguments."""

from calendar import monthrange
from datetime import date, timedelta

from aggregates.base import Value
from aggregates.calendar import Calendar
from aggregates.limits import Anchor, Limit, Unit
from aggregates.texts import Name


class Due(Value):
    """A date by which something is owed, with the rule that gave it; written into events.

    `capped` says that the ceiling came before the rule's own date.  `provisional` says that
    working days were counted in a year whose holiday notice is not out.
    """

    on: date
    amount: int
    unit: Unit
    anchor: Anchor
    anchored_on: date
    article: Name
    provisional: bool = False
    capped: bool = False


def due(limit: Limit, anchored_on: date, calendar: Calendar, ceiling: date | None = None) -> Due:
    """The date a limit gives; the first day is not counted, and no ceiling is passed."""
    own = _after(limit, anchored_on, calendar)
    on = own if ceiling is None else min(own, ceiling)
    return Due(
        on=on,
        amount=limit.amount,
        unit=limit.unit,
        anchor=limit.anchor,
        anchored_on=anchored_on,
        article=limit.article,
        provisional=limit.unit == "workday" and _guessed(anchored_on, on, calendar),
        capped=on < own,
    )


def statutory_ceiling(handed_over: date, *, complex_matter: bool) -> date:
    """The last day the law allows for a reply: three months from hand-over, six if complex.

    代表法第五十一条第二款.
    """
    return months_after(handed_over, 6 if complex_matter else 3)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def workdays_after(day: date, count: int, calendar: Calendar) -> date:
    """Some working days later, weekends worked in exchange (调休) counted."""
    while count:
        day += timedelta(days=1)
        count -= calendar.is_workday(day)
    return day


def _after(limit: Limit, day: date, calendar: Calendar) -> date:
    match limit.unit:
        case "month":
            return months_after(day, limit.amount)
        case "workday":
            return workdays_after(day, limit.amount, calendar)
        case "day":
            return day + timedelta(days=limit.amount)


def _guessed(first: date, last: date, calendar: Calendar) -> bool:
    return any(year not in calendar.known for year in range(first.year, last.year + 1))
