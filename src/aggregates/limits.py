"""How long something may take, counted from what, and which article says so."""

import re
from calendar import monthrange
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from aggregates.base import Value
from aggregates.texts import READING, Code, Name

Unit = Literal["day", "workday", "month", "date"]
Anchor = Literal[
    "submitted",
    "session_closed",
    "handed_over",
    "assigned",
    "received",
    "requested",
    "replied",
    "reply_received",
    "promise_reported",
    "reply_due",
    "original_due",
    "happened",
]
RestDay = Literal["stays", "moves"]
Decider = Literal["congress", "office"]
Told = Literal["deputy", "congress", "office"]

UNIT_LABELS: dict[Unit, str] = {
    "day": "日",
    "workday": "个工作日",
    "month": "个月",
    "date": "固定日期",
}
ANCHOR_LABELS: dict[Anchor, str] = {
    "submitted": "代表提出",
    "session_closed": "大会闭会",
    "handed_over": "交办",
    "assigned": "分办",
    "received": "收到",
    "requested": "提出要求",
    "replied": "答复",
    "reply_received": "收到答复",
    "promise_reported": "收到承诺事项落实情况",
    "reply_due": "答复期限届满（倒数）",
    "original_due": "原答复期限届满",
    "happened": "事情发生",
}
"""What each limit is counted from.

`received` is delivery into the unit's inbox, that is the day it was assigned: signing proves it
and never prolongs it.  `reply_received` is delivery of the reply to the deputy.  From `reply_due`
one counts backwards: so long before the reply is due.
"""
DECIDER_LABELS: dict[Decider, str] = {"congress": "人大代表工作机构", "office": "政府办公室"}

LAW = "代表法第五十一条第二款"
_MOST: dict[Unit, int] = {"day": 366, "workday": 250, "month": 12, "date": 0}
_ORDINARY: dict[Unit, int] = {"day": 90, "workday": 64, "month": 3}
_COMPLEX: dict[Unit, int] = {"day": 180, "workday": 128, "month": 6}
_DAY = re.compile(r"(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日")


def month_and_day(text: str) -> tuple[int, int]:
    """Month and day of a date of every year, such as 8月5日.

    Raises PydanticCustomError when it is written another way, or is no day of every year.
    """
    found = _DAY.fullmatch(text)
    if not found:
        raise PydanticCustomError("fixed", "固定日期应写成“8月5日”的样子", {"in_key": "fixed"})
    month, day = int(found[1]), int(found[2])
    most = monthrange(2025, month)[1]
    if day > most:
        why = "不是每年都有" if (month, day) == (2, 29) else f"{month}月只有{most}日"
        shown = {"text": text, "why": why, "in_key": "fixed"}
        raise PydanticCustomError("impossible_date", "没有{text}这一天：{why}", shown)
    return month, day


class Counting(Value):
    """A way of counting: so many days, workdays or months from an anchor, or a day of the year.

    `fixed` (8月5日) is the first such day after the anchor.  With `first_day` the anchor's own
    day is the first one counted.  `moves` puts a date that falls on a rest day on the next
    working day (back from `reply_due`, on the one before).
    """

    amount: int = 0
    unit: Unit
    fixed: Code | None = None
    anchor: Anchor
    first_day: bool = False
    rest_day: RestDay = "stays"
    article: Name

    def __str__(self) -> str:
        """As an official says it: 3个月."""
        return self.fixed or f"{self.amount}{UNIT_LABELS[self.unit]}"


class Limit(Counting):
    """A limit of one place, with the article that gives it.

    Nothing at all, or more than a year, is refused as a slip of the pen.
    """

    @model_validator(mode="after")
    def _makes_sense(self, info: ValidationInfo) -> Self:
        if info.context is READING:
            return self
        if self.fixed is not None or self.unit == "date":
            _must_be_a_day_of_the_year(self)
        elif "amount" not in self.model_fields_set:
            raise PydanticCustomError("missing_key", "缺少 amount（数目）")
        elif not 1 <= self.amount <= _MOST[self.unit]:
            why = (
                "{now}超过一年，应为1至{most}{unit}"
                if self.amount > 0
                else "{now}不成期限，最少为1{unit}"
            )
            unit = UNIT_LABELS[self.unit]
            shown = {"now": str(self), "most": _MOST[self.unit], "unit": unit, "in_key": "amount"}
            raise PydanticCustomError("nonsense", why, shown)
        return self


def _must_be_a_day_of_the_year(limit: Limit) -> None:
    if limit.fixed is None or limit.unit != "date":
        raise PydanticCustomError("fixed", 'unit = "date" 与 fixed = "8月5日" 应一起写')
    month_and_day(limit.fixed)
    if limit.amount:
        why = "写了固定日期，就不写 amount（数目）"
        raise PydanticCustomError("fixed", why, {"in_key": "amount"})
    if limit.anchor == "reply_due":
        why = "固定日期不能从答复期限倒数；请改写 amount 和 unit，或者改起算日"
        raise PydanticCustomError("fixed", why, {"in_key": "anchor"})


class ReplyLimit(Limit):
    """The time for a reply.  After a reassignment (改办) the unit's clock is kept or restarted.

    Restarted, the new unit gets a date of its own; the date of the case stays where it is.
    """

    reassigned: Literal["keeps", "restarts"] = "restarts"


class Extension(Limit):
    """How far a reply may be put off, who agrees to that, and who must be told of it.

    Counted from hand-over, or from the day the reply was due at first.
    """

    approver: tuple[Decider, ...] = ("congress",)
    tell: tuple[Told, ...] = ()


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
        if info.context is READING or limit.unit == "date":
            return limit
        most, months = ceiling[limit.unit], ceiling["month"]
        if limit.amount > most:
            same = "" if limit.unit == "month" else f"（折合{most}{UNIT_LABELS[limit.unit]}）"
            raise PydanticCustomError(
                "ceiling",
                "{now}超过{law}规定的{months}个月{same}，办法可以更短，不能更长",
                {"now": str(limit), "law": LAW, "months": months, "same": same},
            )
        return limit

    return AfterValidator(check)


def _put_off_within_the_law(limit: Extension, info: ValidationInfo) -> Extension:
    """Three months more, or six from hand-over, is as far as the law goes."""
    if info.context is READING:
        return limit
    if limit.unit == "date":
        raise PydanticCustomError("fixed", "延期不写固定日期，写最长多久")
    ceiling = _ORDINARY if limit.anchor == "original_due" else _COMPLEX
    if limit.amount > ceiling[limit.unit]:
        raise PydanticCustomError(
            "ceiling",
            "{now}超过{law}规定：自交办之日起最长六个月",
            {"now": str(limit), "law": LAW},
        )
    return limit


_TO_UNIT = _counted_from("assigned", "received", "handed_over")
_FOR_REPLY = _counted_from("handed_over", "received", "assigned", "session_closed")
_Asked = Annotated[Limit, _counted_from("requested")]
_GRACE = Limit(amount=3, unit="workday", anchor="happened", article="本系统默认，法律未规定")


class Limits(Value):
    """The limits of one place.  One that is left out does not exist there.

    `reply` and `reply_complex` stay within three and six months of hand-over (代表法第五十一条);
    a case of its own is held to that by the ceiling given to `due`.  `entry` is how long after
    the act its entry still counts from the act.
    """

    repair: _Asked | None = None
    hand_over: Annotated[Limit, _counted_from("submitted")] | None = None
    tell: Annotated[Limit, _counted_from("handed_over")] | None = None
    meeting: Annotated[Limit, _counted_from("session_closed")] | None = None
    sign_for: Annotated[Limit, _TO_UNIT]
    first_contact: Annotated[Limit, _TO_UNIT]
    objection: Annotated[Limit, _TO_UNIT]
    reassign: _Asked | None = None
    co_opinion: Annotated[Limit, _counted_from("assigned", "received", "handed_over", "reply_due")]
    opinion_redo: _Asked | None = None
    reply: Annotated[ReplyLimit, _FOR_REPLY, _at_most(_ORDINARY)]
    reply_complex: Annotated[ReplyLimit, _FOR_REPLY, _at_most(_COMPLEX)] | None = None
    extension: (
        Annotated[
            Extension,
            _counted_from("handed_over", "original_due"),
            AfterValidator(_put_off_within_the_law),
        ]
        | None
    ) = None
    feedback: Annotated[Limit, _counted_from("replied", "reply_received")]
    rehandle: _Asked | None = None
    promise_feedback: Annotated[Limit, _counted_from("promise_reported")] | None = None
    entry: Annotated[Limit, _counted_from("happened")] = Field(default=_GRACE)


LIMIT_LABELS: dict[str, str] = {
    "repair": "代表修改后重新提出",
    "hand_over": "闭会期间交办",
    "tell": "告知代表交办情况",
    "meeting": "召开交办会",
    "sign_for": "签收",
    "first_contact": "首次联系代表",
    "objection": "提出异议",
    "reassign": "重新确定承办单位",
    "co_opinion": "会办意见",
    "opinion_redo": "重新提出会办意见",
    "reply": "答复代表",
    "reply_complex": "答复代表（涉及面广、处理难度大）",
    "extension": "延期答复",
    "feedback": "代表反馈评价",
    "rehandle": "重新办理后答复",
    "promise_feedback": "代表评价承诺落实情况",
    "entry": "补录宽限",
}
