"""What a place asks of everybody's conduct: who decides, who signs, who is told, how one replies.

Every section names the article that says so.  Where a text leaves a section out, the defaults here
hold, and say of themselves that no law gave them.
"""

import re
import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from aggregates.base import Value
from aggregates.limits import Decider
from aggregates.proposal_events import Channel, DisputeStep, Mark, Mode, Phase
from aggregates.texts import READING, Code, Name
from aggregates.unit import Post

OURS = "本系统默认，法律未规定"
Axis = Literal["attitude", "reply", "result"]
FACE_TO_FACE: tuple[Mode, ...] = ("visit", "seminar", "invited", "site_survey")
_CODE = re.compile("[a-z][a-z0-9_]*")


def once(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Refuse a value written twice."""
    again = next((value for value in values if values.count(value) > 1), None)
    if info.context is not READING and again:
        raise PydanticCustomError("twice", "“{value}”写了两次", {"value": again})
    return values


def _stays_the_same(code: str, info: ValidationInfo) -> str:
    """A code is kept in the log and counted across years: nothing in it may be typed two ways."""
    if info.context is not READING and not _CODE.fullmatch(code):
        why = "代码用小写英文字母开头，只用小写英文字母、数字和下划线"
        raise PydanticCustomError("ground_code", why)
    return code


def _no_number(prefix: str, info: ValidationInfo) -> str:
    if info.context is not READING and any(sign.isdigit() for sign in prefix):
        raise PydanticCustomError("prefix", "编号的开头不能有数字，数字是各件自己的号")
    return prefix


Deciders = Annotated[tuple[Decider, ...], AfterValidator(once)]


class ComplexityRule(Value):
    """Who decides that a matter is complex, so that six months apply instead of three."""

    decided_by: Deciders = ("congress",)
    article: Name = OURS


class Ground(Value):
    """Why something is not to be handled as a proposal, under the code the place gives it."""

    code: Annotated[Code, AfterValidator(_stays_the_same)]
    name: Name
    article: Name


def _each_code_once(grounds: tuple[Ground, ...], info: ValidationInfo) -> tuple[Ground, ...]:
    codes = [one.code for one in grounds]
    for n, code in enumerate(codes):
        if info.context is not READING and code in codes[:n]:
            shown = {"code": code, "in_key": (n, "code")}
            raise PydanticCustomError("ground_twice", "“{code}”写了两次", shown)
    return grounds


class AdmissionRule(Value):
    """What must not be taken as a proposal, and what becomes of it instead.

    `returned` to the deputy, who may mend it; answered as a `letter`; or `referred` to whoever
    it concerns.
    """

    grounds: Annotated[tuple[Ground, ...], AfterValidator(_each_code_once)] = ()
    disposals: Annotated[
        tuple[Literal["returned", "letter", "referred"], ...],
        Field(min_length=1),
        AfterValidator(once),
    ] = ("returned",)
    article: Name = OURS


class SeriesRule(Value):
    """With what the number of a proposal begins that came in on this way (闭08)."""

    channel: Channel
    prefix: Annotated[Code, AfterValidator(_no_number)]
    article: Name = OURS


def _told_apart(series: tuple[SeriesRule, ...], info: ValidationInfo) -> tuple[SeriesRule, ...]:
    """Refuse two rules for one way, or a beginning with which another begins."""
    for n, one in enumerate(series if info.context is not READING else ()):
        for other in series[:n]:
            if one.channel == other.channel:
                where = {"channel": one.channel, "in_key": (n, "channel")}
                raise PydanticCustomError("series_twice", "“{channel}”写了两次", where)
            mine, theirs = _folded(one.prefix), _folded(other.prefix)
            if mine.startswith(theirs) or theirs.startswith(mine):
                shown = {"mine": one.prefix, "theirs": other.prefix, "in_key": (n, "prefix")}
                why = "编号以“{mine}”开头与以“{theirs}”开头分不清"
                raise PydanticCustomError("prefix", why, shown)
    return series


def _folded(prefix: str) -> str:
    return "".join(unicodedata.normalize("NFKC", prefix).split())


Series = Annotated[tuple[SeriesRule, ...], AfterValidator(_told_apart)]


class WithdrawalRule(Value):
    """Until when a proposal may be withdrawn, and by whom when several signed it."""

    until: Literal["handed_over", "closed"] = "closed"
    consent: Literal["lead", "all"] = "all"
    article: Name = OURS


class WishRule(Value):
    """Whether a deputy's wish about the unit must be answered when units are named."""

    answered: bool = True
    article: Name = OURS


def _somebody_decides(steps: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if info.context is not READING and steps and steps[-1] == "units":
        why = "“单位之间协商不成”以后没有下一步：没有谁可以决定"
        raise PydanticCustomError("dead_end", why)
    return steps


class ObjectionRule(Value):
    """Who decides an objection (退办), and what one must be like.

    One raised after its limit is `refused`, `heard` like any other, or heard when the unit's head
    `signed` it.  `suggest`: it must say whose the proposal is.  `disputes` are the steps a dispute
    between units goes through, in order.
    """

    decided_by: Deciders = ("congress", "office")
    late: Literal["refused", "heard", "signed"] = "heard"
    suggest: bool = False
    disputes: Annotated[
        tuple[DisputeStep, ...], AfterValidator(once), AfterValidator(_somebody_decides)
    ] = ("units", "office")
    article: Name = OURS


class ContactRule(Value):
    """The contacts a unit owes the deputy before it may reply.

    `attempts` recorded on as many different days, without reaching the deputy, stand for them.
    `modes` are the ways of contact that count here.
    """

    phases: Annotated[tuple[Phase, ...], AfterValidator(once)]
    attempts: Annotated[int, Field(ge=1, le=10)]
    modes: Annotated[tuple[Mode, ...], Field(min_length=1), AfterValidator(once)] = (
        *FACE_TO_FACE,
        "phone",
        "video",
        "letter",
    )
    article: Name


class OpinionRule(Value):
    """Whether the reply explains to the deputy what the co-units said."""

    explained: Literal["always", "dissent"] = "dissent"
    article: Name = OURS


class ReviewRule(Value):
    """What goes before a signature: nothing, a second pair of eyes, or a collective study."""

    by: Literal["none", "unit", "collective"] = "none"
    article: Name = OURS


class SignatoryRule(Value):
    """Whose signature a reply may carry."""

    posts: Annotated[tuple[Post, ...], Field(min_length=1), AfterValidator(once)]
    article: Name


class AddresseeRule(Value):
    """To whom a reply goes when several signed.

    `each` of them; the `lead`, who passes it on; or the lead only when willing to (`relay`).
    """

    who: Literal["each", "lead", "relay"] = "each"
    article: Name = OURS


class CopyRule(Value):
    """Who gets a copy of every reply, or of those by units of the government only."""

    to: Literal["congress", "office", "electing_congress", "committee"]
    of: Literal["all", "government"] = "all"
    article: Name


class InPersonRule(Value):
    """Whether replies are given face to face, by whom, and with what record.

    `main`: face to face, unless the deputy agrees to a letter; `preferred`: where it can be
    done; `allowed`: as one likes.  `record`: a sheet with the deputy's signature.
    """

    rule: Literal["main", "preferred", "allowed"] = "allowed"
    by: Annotated[tuple[Post, ...], AfterValidator(once)] = ()
    record: bool = False
    article: Name = OURS


class RatingRule(Value):
    """What deputies judge, in which words, and who of those that signed does so.

    `collected`: the lead, rating for all, says whose views it asked.  A first verdict `late`, after
    the window, is counted until the marks are opened, or refused.  A silent deputy must be `urged`
    so often before silence is counted, may be at most `urgings` times, that many working days
    `apart`.  Marks are `opened` by themselves once the window is over, or by the congress at once.
    """

    axes: Annotated[tuple[Axis, ...], Field(min_length=1), AfterValidator(once)]
    values: Annotated[tuple[Mark, ...], Field(min_length=2), AfterValidator(once)]
    raters: Literal["each", "lead"] = "each"
    collected: bool = False
    late: Literal["counted", "refused"] = "counted"
    urged: Annotated[int, Field(ge=0, le=5)] = 1
    urgings: Annotated[int, Field(ge=0, le=10)] = 3
    apart: Annotated[int, Field(ge=1, le=60)] = 5
    opened: Literal["window", "batch"] = "batch"
    article: Name

    @model_validator(mode="after")
    def _hangs_together(self, info: ValidationInfo) -> Self:
        if info.context is READING:
            return self
        if self.collected and self.raters == "each":
            why = '每位代表各自评价的，没有领衔代表征求意见这一步；请不写，或者写 raters = "lead"'
            raise PydanticCustomError("nobody_collects", why, {"in_key": "collected"})
        if self.late == "refused" and self.urged:
            why = "过了期限不再受理评价的，催促没有用处；请写 urged = 0"
            raise PydanticCustomError("urged_in_vain", why, {"in_key": "urged"})
        if self.urged > self.urgings:
            why = "至少催促{least}次，多于 urgings 所写的最多{most}次"
            shown = {"least": self.urged, "most": self.urgings, "in_key": "urged"}
            raise PydanticCustomError("urged_more", why, shown)
        return self


class RehandlingRule(Value):
    """What dissatisfaction leads to: by itself or by decision; and what follows a second one."""

    trigger: Literal["automatic", "decision", "none"] = "decision"
    decided_by: Deciders = ("congress",)
    second: Literal["meeting", "experts", "decision", "none"] = "decision"
    article: Name = OURS


class ReportRule(Value):
    """A report that is due every year: which, by whom, to whom, when."""

    name: Name
    by: Name
    to: Name
    when: Name
    article: Name
