"""The working days of the office: weekends, public holidays and make-up workdays (调休).

The State Council gives notice one year at a time, in November or so.  A year without notice has
only its weekends, and every date counted in it is provisional.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from aggregates.base import Aggregate, Event, Refused, Value, replace
from aggregates.days import spoken
from aggregates.rulebook import never_backwards, plain, read, reread
from aggregates.texts import READING, Name, Rules

SATURDAY = 5
Nature = Literal["work", "weekend", "off", "shift"]
NATURE_LABELS: dict[Nature, str] = {
    "work": "上班",
    "weekend": "周末休息",
    "off": "放假",
    "shift": "调休上班",
}


class _Year(Value):
    """One year's notice: weekdays that are off, weekend days that are worked."""

    year: Annotated[int, Field(ge=1949, le=9998)]
    off: tuple[date, ...]
    shifts: tuple[date, ...]

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> Self:
        if info.context is not READING:
            _refuse_odd_days(self.year, self.off, weekend=False, what="放假")
            _refuse_odd_days(self.year, self.shifts, weekend=True, what="调休上班")
        return self


def _refuse_odd_days(year: int, days: tuple[date, ...], *, weekend: bool, what: str) -> None:
    for day in days:
        if day.year != year:
            why = f"不在{year}年"
        elif (day.weekday() >= SATURDAY) != weekend:
            why = f"不是{'周末' if weekend else '周一至周五'}，不必写"
        elif days.count(day) > 1:
            why = "写了两次"
        else:
            continue
        shown = {"what": what, "day": spoken(day), "why": why}
        raise PydanticCustomError("day", "{what}日{day}{why}", shown)


def _each_once(years: tuple[_Year, ...], info: ValidationInfo) -> tuple[_Year, ...]:
    known = [one.year for one in years]
    again = next((year for year in known if known.count(year) > 1), None)
    if info.context is not READING and again:
        raise PydanticCustomError("year_twice", "{year}年写了两次", {"year": again})
    return years


class _Text(Value):
    name: Name
    years: Annotated[tuple[_Year, ...], Field(min_length=1), AfterValidator(_each_once)]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Which days are worked, in the years whose notice is known."""

    name: str
    known: frozenset[int]
    off: frozenset[date]
    shifts: frozenset[date]

    @classmethod
    def read(cls, text: str) -> "Calendar":
        """The calendar a TOML text states.  Raises Refused (calendar.…) naming line and key."""
        return _calendar(read(_Text, text, "calendar"))

    @staticmethod
    def kept(text: str) -> "Calendar":
        """The calendar of a text adopted earlier: checks added since then do not touch it."""
        return _kept(text)

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day."""
        return day in self.shifts or (day.weekday() < SATURDAY and day not in self.off)

    def nature(self, day: date) -> Nature:
        """What kind of day it is for the office."""
        if day.weekday() >= SATURDAY:
            return "shift" if day in self.shifts else "weekend"
        return "work" if self.is_workday(day) else "off"


class DayChange(NamedTuple):
    """A day that is worked by one calendar and not by the other."""

    day: date
    was: Nature
    now: Nature

    def __str__(self) -> str:
        """As people say it: 2025年10月8日（星期三）上班改为放假."""
        weekday = "一二三四五六日"[self.day.weekday()]
        was, now = NATURE_LABELS[self.was], NATURE_LABELS[self.now]
        return f"{spoken(self.day)}（星期{weekday}）{was}改为{now}"


class Changes(NamedTuple):
    """What one calendar says otherwise than another: days in order, years learned and lost."""

    days: tuple[DayChange, ...]
    learned: tuple[int, ...]
    lost: tuple[int, ...]


def changes(old: Calendar, new: Calendar) -> Changes:
    """What counting by `new` instead of `old` changes.

    The days of a year newly learned are among the days: till then it had its weekends only.
    """
    named = old.off | old.shifts | new.off | new.shifts
    return Changes(
        days=tuple(
            DayChange(day, old.nature(day), new.nature(day))
            for day in sorted(named)
            if old.is_workday(day) != new.is_workday(day)
        ),
        learned=tuple(sorted(new.known - old.known)),
        lost=tuple(sorted(old.known - new.known)),
    )


def _calendar(text: _Text) -> Calendar:
    return Calendar(
        name=text.name,
        known=frozenset(one.year for one in text.years),
        off=frozenset(day for one in text.years for day in one.off),
        shifts=frozenset(day for one in text.years for day in one.shifts),
    )


@lru_cache(maxsize=64)
def _kept(text: str) -> Calendar:
    return _calendar(reread(_Text, text, "calendar"))


class CalendarAdopted(Event):
    """From a day on, working days are counted by this text."""

    TOPIC, LABEL = "calendar.adopted", "采用日历"
    name: Name
    text: Rules
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class CalendarBook(Aggregate):
    """All the calendars a district has adopted, oldest first."""

    KIND: ClassVar[str] = "calendar"
    adopted: tuple[CalendarAdopted, ...] = ()

    def after(self, event: CalendarAdopted) -> Self:
        """The book one adoption later."""
        return replace(self, adopted=(*self.adopted, event))

    def adopt(self, text: str, valid_from: date, today: date) -> CalendarAdopted:
        """Count by this text from a day on.

        Raises Refused if the text is unreadable, forgets a year that the calendar before it knew
        (calendar.year_lost), or reaches back (calendar.backwards).
        """
        calendar = Calendar.read(text)
        last = self.adopted[-1] if self.adopted else None
        never_backwards("calendar", valid_from, today, last.valid_from if last else None)
        if last:
            _must_know_as_much(calendar, Calendar.kept(last.text))
        try:
            return CalendarAdopted(name=calendar.name, text=plain(text), valid_from=valid_from)
        except ValidationError as wrong:
            raise Refused("calendar.unreadable", wrong.errors()[0]["msg"], "text") from None


def _must_know_as_much(new: Calendar, old: Calendar) -> None:
    if lost := changes(old, new).lost:
        years = "、".join(f"{year}年" for year in lost)
        sentence = (
            f"新日历里没有{years}的安排，以前采用的“{old.name}”里有；"
            "请在原来的文本上加写新的一年，不要去掉已有的年份"
        )
        raise Refused("calendar.year_lost", sentence, "text")
