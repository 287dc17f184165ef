"""What a place asks of everybody's conduct: who decides, who signs, who is told, how one replies.

Every section names the article that says so.  Where a text leaves a section out, the defaults here
hold, and say of themselves that no law gave them.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from aggregates.base import Value
from aggregates.limits import Decider
from aggregates.proposal_events import Mark, Mode, Phase
from aggregates.texts import READING, Name
from aggregates.unit import Post

OURS = "本系统默认，法律未规定"
Axis = Literal["attitude", "reply", "result"]
FACE_TO_FACE: tuple[Mode, ...] = ("visit", "seminar", "invited", "site_survey")


def once(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Refuse a value written twice."""
    again = next((value for value in values if values.count(value) > 1), None)
    if info.context is not READING and again:
        raise PydanticCustomError("twice", "“{value}”写了两次", {"value": again})
    return values


Deciders = Annotated[tuple[Decider, ...], AfterValidator(once)]


class ComplexityRule(Value):
    """Who decides that a matter is complex, so that six months apply instead of three."""

    decided_by: Deciders = ("congress",)
    article: Name = OURS


class ObjectionRule(Value):
    """Who decides an objection (退办), and whether one raised after its limit is heard at all."""

    decided_by: Deciders = ("congress", "office")
    late: Literal["refused", "heard"] = "heard"
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
    """What deputies judge, in which words, and who of those that signed does so."""

    axes: Annotated[tuple[Axis, ...], Field(min_length=1), AfterValidator(once)]
    values: Annotated[tuple[Mark, ...], Field(min_length=2), AfterValidator(once)]
    raters: Literal["each", "lead"] = "each"
    article: Name


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
