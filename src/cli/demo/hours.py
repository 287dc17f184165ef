"""Working time as a line: a place on it is a number, its whole part a working day."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from aggregates.calendar import Calendar
from aggregates.days import ZONE

_MORNING, _AFTERNOON = (540, 720), (840, 1050)
_MINUTES = _MORNING[1] - _MORNING[0] + _AFTERNOON[1] - _AFTERNOON[0]


@dataclass(frozen=True)
class Hours:
    """The office's working days, 9:00-12:00 and 14:00-17:30 in Shanghai."""

    days: tuple[date, ...]
    midnights: tuple[datetime, ...]

    @classmethod
    def between(cls, calendar: Calendar, first: date, last: date) -> "Hours":
        """Those from a day to a day."""
        span = (first + timedelta(n) for n in range((last - first).days + 1))
        days = tuple(day for day in span if calendar.is_workday(day))
        midnights = (datetime.combine(day, time(), ZONE).astimezone(UTC) for day in days)
        return cls(days, tuple(midnights))

    def at(self, place: float) -> datetime:
        """The instant of a place, never outside the line."""
        place = min(max(place, 0.0), len(self.days) - 1e-6)
        minutes = (place % 1) * _MINUTES + _MORNING[0]
        if minutes >= _MORNING[1]:
            minutes += _AFTERNOON[0] - _MORNING[1]
        return self.midnights[int(place)] + timedelta(minutes=minutes)

    def on(self, place: float) -> date:
        """The day of a place."""
        return self.days[min(max(int(place), 0), len(self.days) - 1)]

    def first(self, day: date) -> int:
        """The place of a day, or of the first working day after it."""
        return bisect_left(self.days, day)


@dataclass(frozen=True)
class Season:
    """A year on the line.  What has to fit into too short a year is squeezed.

    The front of a year (its session, what comes in from last year) is counted from its first
    day, its back from its last; between them lies as much time as there is.
    """

    year: int
    first: float
    last: float
    FRONT, BACK = 45, 40

    @property
    def scale(self) -> float:
        """How long a day of the story is."""
        return min(1.0, (self.last - self.first) / (self.FRONT + self.BACK))

    def front(self, days: float) -> float:
        """A place so many days from the beginning."""
        return self.first + days * self.scale

    def back(self, days: float) -> float:
        """A place so many days before the end."""
        return self.last - days * self.scale


class Diary:
    """Where on the line one person's work has come to."""

    def __init__(self, hours: Hours, rng: Random, place: float, scale: float = 1.0) -> None:
        self.hours, self.rng, self.place, self.scale = hours, rng, place, scale

    def later(self, least: float, most: float) -> None:
        """Some working days later."""
        self.place += self.rng.uniform(least, most) * self.scale

    def soon(self) -> None:
        """Some minutes later."""
        self.later(0.01, 0.05)

    def wait(self, place: float) -> None:
        """Not before a place."""
        self.place = max(self.place, place)

    def aside(self) -> "Diary":
        """Somebody else's diary, open at the same place."""
        return Diary(self.hours, self.rng, self.place, self.scale)

    @property
    def now(self) -> datetime:
        """The instant it has come to."""
        return self.hours.at(self.place)

    @property
    def on(self) -> date:
        """The day it has come to."""
        return self.hours.on(self.place)
