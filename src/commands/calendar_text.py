"""The State Council's holiday notices as a calendar text to adopt.

Two packages have copied the notices out, chinesecalendar and holidays.  A year is written only
where both know its notice and say the same of every day, or where the notice itself was looked up
and the day decided.  A year left out has only its weekends: dates in it are provisional until a
person writes it in.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import NamedTuple

from chinese_calendar.constants import holidays as days_off
from chinese_calendar.constants import workdays
from holidays import country_holidays

from aggregates.calendar import NATURE_LABELS, SATURDAY, Calendar, Nature, changes
from aggregates.days import spoken


class Decision(NamedTuple):
    """What a notice says of a day that was copied out in two ways."""

    nature: Nature
    notice: str


DECIDED: Mapping[date, Decision] = {
    date(2005, 12, 31): Decision("shift", "国办发明电〔2005〕35号"),
}
"""Days on which the copies differ, each decided by reading the notice and never by majority."""


class Disagreement(NamedTuple):
    """A day that is worked in one copy of the notices and not in the other."""

    day: date
    ours: Nature
    theirs: Nature
    decided: Decision | None

    def __str__(self) -> str:
        """Both copies' words, and what was decided."""
        ours, theirs = NATURE_LABELS[self.ours], NATURE_LABELS[self.theirs]
        told = f"{spoken(self.day)}，chinesecalendar作{ours}，holidays作{theirs}"
        if self.decided is None:
            return f"{told}；还没有查对通知"
        return f"{told}；依{self.decided.notice}，为{NATURE_LABELS[self.decided.nature]}"


@lru_cache(maxsize=1)
def copies() -> tuple[Calendar, Calendar]:
    """The notices as chinesecalendar and as holidays have them.

    Past the last notice, holidays goes on with an estimate; a year counts as known to it when it
    has make-up workdays, which no estimate has and every notice since 2001 does.
    """
    ours = frozenset(day.year for day in days_off if day.weekday() < SATURDAY)
    notices = country_holidays("CN", years=range(min(ours), max(ours) + 2))
    shifts = notices.weekend_workdays
    theirs = frozenset(day.year for day in shifts if day.year in notices.years)
    return (
        _copy("chinesecalendar", ours, days_off, workdays),
        _copy("holidays", theirs, notices, shifts),
    )


def _copy(
    package: str, known: frozenset[int], off: Collection[date], shifts: Collection[date]
) -> Calendar:
    return Calendar(
        name=f"{package} {version(package)}",
        known=known,
        off=frozenset(d for d in off if d.year in known and d.weekday() < SATURDAY),
        shifts=frozenset(d for d in shifts if d.year in known and d.weekday() >= SATURDAY),
    )


def disagreements(
    ours: Calendar | None = None,
    theirs: Calendar | None = None,
    decided: Mapping[date, Decision] = DECIDED,
) -> list[Disagreement]:
    """Every day on which the copies differ, in the years that both know; no other is checked."""
    ours, theirs = ours or copies()[0], theirs or copies()[1]
    both = ours.known & theirs.known
    return [
        Disagreement(one.day, one.was, one.now, decided.get(one.day))
        for one in changes(ours, theirs).days
        if one.day.year in both
    ]


def official_calendar() -> str:
    """The calendar text of every year on whose notice both copies agree, or a person decided."""
    return calendar_text(*copies())


def calendar_text(
    ours: Calendar, theirs: Calendar, decided: Mapping[date, Decision] = DECIDED
) -> str:
    """The text of what two copies agree on; its comments name the days they do not."""
    found = disagreements(ours, theirs, decided)
    doubtful = {one.day.year for one in found if one.decided is None}
    years = sorted((ours.known & theirs.known) - doubtful)
    ruled = {one.day: one.decided.nature for one in found if one.decided}
    off = {day for day in ours.off if day not in ruled}
    shifts = {day for day in ours.shifts if day not in ruled}
    off |= {day for day, nature in ruled.items() if nature == "off"}
    shifts |= {day for day, nature in ruled.items() if nature == "shift"}
    lines = [
        f'name = "国务院办公厅节假日安排（{years[0]}—{years[-1]}年）"',
        "",
        "# off：放假的周一至周五；shifts：调休上班的周末。其余周末休息，不必写。",
        f"# 以下各年由{ours.name}与{theirs.name}两份抄录逐日核对。",
        *(f"# {one}。" for one in found),
        *(f"# 没有写入{year}年：两份抄录不一致。" for year in sorted(doubtful)),
        *(f"# 没有写入{y}年：只有一份抄录，无从核对。" for y in sorted(ours.known ^ theirs.known)),
    ]
    return "\n".join(lines) + "\n" + "".join(_year(year, off, shifts) for year in years)


def _year(year: int, off: Collection[date], shifts: Collection[date]) -> str:
    return f"\n[[years]]\nyear = {year}\noff = {_days(year, off)}\nshifts = {_days(year, shifts)}\n"


def _days(year: int, days: Collection[date]) -> str:
    return f"[{', '.join(str(day) for day in sorted(days) if day.year == year)}]"
