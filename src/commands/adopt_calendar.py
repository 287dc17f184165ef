"""Adopt a calendar by an event with its full text, from a day on (采用日历)."""

from datetime import date
from typing import NamedTuple

from aggregates.calendar import Calendar, CalendarAdopted, CalendarBook, Changes, changes
from aggregates.texts import Rules
from commands.desk import Command, Desk
from eventstore.appends import Outcome


class AdoptCalendar(Command):
    """The text, and the day it holds from."""

    text: Rules
    valid_from: date


class News(NamedTuple):
    """A calendar about to be adopted, what it says otherwise, and the reason dates move for it."""

    calendar: Calendar
    changes: Changes
    reason: str


def adopt_calendar(desk: Desk, command: AdoptCalendar) -> Outcome:
    """Adopt it, never backwards; the dates of open cases are moved by `move_dates`."""
    book, event = _adopted(desk, command)
    return desk.record((book, event), answer={"name": event.name})


def calendar_news(desk: Desk, command: AdoptCalendar) -> News:
    """What adopting it would change against the last one adopted; nothing is recorded.

    Raises Refused as the adoption itself would.
    """
    book, event = _adopted(desk, command)
    new = Calendar.kept(event.text)
    return News(new, changes(Calendar.kept(book.adopted[-1].text), new), moving_reason(new))


def moving_reason(calendar: Calendar) -> str:
    """Why dates move when a calendar is adopted."""
    return f"采用工作日历“{calendar.name}”，按已发布的放假调休安排重新计算"


def _adopted(desk: Desk, command: AdoptCalendar) -> tuple[CalendarBook, CalendarAdopted]:
    book = desk.load(CalendarBook, desk.name(CalendarBook, CalendarBook.KIND))
    return book, book.adopt(command.text, command.valid_from, desk.today)
