"""When something happened: a day in Asia/Shanghai, never in the future, never before its cause."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from aggregates.base import Refused

ZONE = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """The day in Asia/Shanghai of an instant; the host's zone plays no part."""
    return moment.astimezone(ZONE).date()


def spoken(day: date) -> str:
    """A day as people write it: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def happened(on: date, today: date, since: date | None = None, what: str = "") -> date:
    """The day, refused if it lies ahead or before what it follows (`what`, on the day `since`)."""
    if on > today:
        raise Refused("date.future", f"发生日期{spoken(on)}晚于今天{spoken(today)}", "on")
    if since and on < since:
        raise Refused("date.too_early", f"发生日期{spoken(on)}早于{what}（{spoken(since)}）", "on")
    return on
