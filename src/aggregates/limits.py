"""How long something may take, counted from what, and which article says so."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from aggregates.base import Value
from aggregates.texts import READING, Name

Unit = Literal["day", "workday", "month"]
Anchor = Literal[
    "submitted", "handed_over", "assigned", "received", "requested", "replied", "reply_received"
]

UNIT_LABELS: dict[Unit, str] = {"day": "日", "workday": "个工作日", "month": "个月"}
ANCHOR_LABELS: dict[Anchor, str] = {
    "submitted": "提出",
    "handed_over": "交办",
    "assigned": "分办",
    "received": "收到",
    "requested": "提出要求",
    "replied": "答复",
    "reply_received": "收到答复",
}
"""What each limit is counted from.

`received` is delivery into the unit's inbox, that is the day it was assigned: signing proves it
and never prolongs it.  `reply_received` is delivery of the reply to the deputy.
"""

LAW = "代表法第五十一条第二款"
_SENSE: dict[Unit, int] = {"day": 366, "workday": 250, "month": 12}
_ORDINARY: dict[Unit, int] = {"day": 90, "workday": 64, "month": 3}
_COMPLEX: dict[Unit, int] = {"day": 180, "workday": 128, "month": 6}


class Limit(Value):
    """A number of days, workdays or months after an anchor, with the article that gives it.

    The first day is not counted.  An amount beyond a year is refused as a slip of the pen.
    """

    amount: Annotated[int, Field(ge=1)]
    unit: Unit
    anchor: Anchor
    article: Name

    @model_validator(mode="after")
    def _within_a_year(self, info: ValidationInfo) -> Self:
        most = _SENSE[self.unit]
        if info.context is not READING and self.amount > most:
            raise PydanticCustomError(
                "nonsense",
                "{now}超过一年，应为1至{most}{unit}",
                {"now": str(self), "most": most, "unit": UNIT_LABELS[self.unit]},
            )
        return self

    def __str__(self) -> str:
        """As an official says it: 3个月."""
        return f"{self.amount}{UNIT_LABELS[self.unit]}"


def _counted_from(*anchors: Anchor) -> AfterValidator:
    def check(limit: Limit, info: ValidationInfo) -> Limit:
        if info.context is not READING and limit.anchor not in anchors:
            raise PydanticCustomError(
                "anchor",
                "不能从“{now}”起算，只能是{allowed}",
                {
                    "now": ANCHOR_LABELS[limit.anchor],
                    "allowed": "、".join(f"{a}（{ANCHOR_LABELS[a]}）" for a in anchors),
                },
            )
        return limit

    return AfterValidator(check)


def _at_most(ceiling: dict[Unit, int]) -> AfterValidator:
    def check(limit: Limit, info: ValidationInfo) -> Limit:
        most, months = ceiling[limit.unit], ceiling["month"]
        if info.context is not READING and limit.amount > most:
            same = "" if limit.unit == "month" else f"（折合{most}{UNIT_LABELS[limit.unit]}）"
            raise PydanticCustomError(
                "ceiling",
                "{now}超过{law}规定的{months}个月{same}，办法可以更短，不能更长",
                {"now": str(limit), "law": LAW, "months": months, "same": same},
            )
        return limit

    return AfterValidator(check)


_TO_UNIT = _counted_from("assigned", "received", "handed_over")


class Limits(Value):
    """The limits of one place.

    `reply` and `reply_complex` stay within three and six months of hand-over (代表法第五十一条);
    a case of its own is held to that by the ceiling given to `due`.
    """

    sign_for: Annotated[Limit, _TO_UNIT]
    first_contact: Annotated[Limit, _TO_UNIT]
    objection: Annotated[Limit, _TO_UNIT]
    co_opinion: Annotated[Limit, _TO_UNIT]
    reply: Annotated[Limit, _TO_UNIT, _at_most(_ORDINARY)]
    reply_complex: Annotated[Limit, _TO_UNIT, _at_most(_COMPLEX)]
    feedback: Annotated[Limit, _counted_from("replied", "reply_received")]
    rehandle: Annotated[Limit, _counted_from("requested")]
