"""The State Council's holiday notices as a calendar text to adopt."""

from datetime import date

from chinese_calendar.constants import holidays, workdays


def official_calendar() -> str:
    """The calendar text of every year whose notice the chinese_calendar package knows."""
    off = [day for day in holidays if day.weekday() < 5]
    shifts = [day for day in workdays if day.weekday() >= 5]
    known = sorted({day.year for day in off})
    head = (
        f'name = "国务院办公厅节假日安排（{known[0]}—{known[-1]}年）"\n\n'
        "# off：放假的周一至周五；shifts：调休上班的周末。其余周末休息，不必写。\n"
    )
    return head + "".join(_year(year, off, shifts) for year in known)


def _year(year: int, off: list[date], shifts: list[date]) -> str:
    return f"\n[[years]]\nyear = {year}\noff = {_days(year, off)}\nshifts = {_days(year, shifts)}\n"


def _days(year: int, days: list[date]) -> str:
    return f"[{', '.join(str(day) for day in sorted(days) if day.year == year)}]"
