"""How a date is told at a glance: a sign, a colour and words, so that none of the three is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from projections.states import ACTIVE

SOON = 7
"""Days before a date from which it is said to be near."""


@dataclass(frozen=True)
class Light:
    """Red, amber, green, or grey where nothing is owed any more."""

    colour: Literal["red", "amber", "green", "grey"]
    sign: str
    text: str


def light(by: date | None, today: date) -> Light | None:
    """How long until a date; None when there is none."""
    if by is None:
        return None
    left = (by - today).days
    if left < 0:
        return Light("red", "■", f"逾期{-left}天")
    if left == 0:
        return Light("amber", "▲", "今天到期")
    return (
        Light("amber", "▲", f"还剩{left}天")
        if left <= SOON
        else Light("green", "●", f"还剩{left}天")
    )


def of_reply(row: Mapping[str, Any], today: date) -> Light | None:
    """The reply of a proposal: still owed, or given in time or not."""
    if row["state"] in ACTIVE:
        return light(_day(row["reply_by"]), today)
    if row["in_time"] is None:
        return None
    return Light("grey", "✓", "按期答复") if row["in_time"] else Light("grey", "✗", "答复时已逾期")


def of_part(part: Mapping[str, Any], today: date) -> tuple[str, Light | None]:
    """What a unit owes next in its part of a proposal, and by when."""
    if part["objecting"]:
        return "异议处理中", None
    if part["received_on"] is None:
        return "待签收", light(_day(part["sign_by"]), today)
    if part["role"] == "co":
        done = part["stance"] is not None
        return (
            ("已提会办意见", None) if done else ("待会办", light(_day(part["opinion_by"]), today))
        )
    if part["replied_on"]:
        return "已答复", None
    return "待答复", light(_day(part["reply_by"]), today)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
