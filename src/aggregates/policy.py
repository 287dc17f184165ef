"""The rules of one place as data, adopted by an event that holds their full text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from aggregates.base import Aggregate, Event, Refused, Value, replace
from aggregates.limits import Limits
from aggregates.proposal_events import Mark, Phase
from aggregates.rulebook import never_backwards, plain, read, reread
from aggregates.schemes import Scheme
from aggregates.texts import READING, Code, Name, Rules
from aggregates.unit import Post

Axis = Literal["attitude", "reply", "result"]
Measure = Literal["in_time", "contacted", "satisfied", "solved"]
Weight = Annotated[Code, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,2})?$")]


def _once(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    again = next((value for value in values if values.count(value) > 1), None)
    if info.context is not READING and again:
        raise PydanticCustomError("twice", "“{value}”写了两次", {"value": again})
    return values


class RatingRule(Value):
    """What deputies judge, and in which words."""

    axes: Annotated[tuple[Axis, ...], Field(min_length=1), AfterValidator(_once)]
    values: Annotated[tuple[Mark, ...], Field(min_length=2), AfterValidator(_once)]
    article: Name


class ContactRule(Value):
    """The contacts a unit owes the deputy before it may reply.

    `attempts` recorded on as many different days, without reaching the deputy, stand for them.
    """

    phases: Annotated[tuple[Phase, ...], AfterValidator(_once)]
    attempts: Annotated[int, Field(ge=1, le=10)]
    article: Name


class SignatoryRule(Value):
    """Whose signature a reply may carry."""

    posts: Annotated[tuple[Post, ...], Field(min_length=1), AfterValidator(_once)]
    article: Name


class Indicator(Value):
    """One line of the first review table: what is measured, and its share of 100 points."""

    measure: Measure
    name: Name
    weight: Weight
    article: Name

    @property
    def points(self) -> Decimal:
        """The weight as a number."""
        return Decimal(self.weight)


def _a_hundred(indicators: tuple[Indicator, ...], info: ValidationInfo) -> tuple[Indicator, ...]:
    if info.context is READING:
        return indicators
    _once(tuple(one.measure for one in indicators), info)
    if (total := sum(one.points for one in indicators)) != 100:
        raise PydanticCustomError(
            "weights", "各项权重之和应为100，现为{total}", {"total": str(total)}
        )
    return indicators


class Score(Value):
    """How the handling of a unit becomes points in the review of its head."""

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1), AfterValidator(_a_hundred)]


class Policy(Value):
    """Every number and word that differs from place to place, each beside its article."""

    id: Code
    name: Name
    limits: Limits
    scheme: Scheme
    rating: RatingRule
    contact: ContactRule
    signatory: SignatoryRule
    score: Score

    @classmethod
    def read(cls, text: str) -> "Policy":
        """The policy a TOML text states.

        Raises Refused (policy.…) naming line and key: unreadable, unknown or missing key, wrong
        type, a limit above the law's ceiling (代表法第五十一条), classes at odds with each other.
        """
        return read(cls, text, "policy")

    @staticmethod
    def kept(text: str) -> "Policy":
        """The policy of a text adopted earlier: checks added since then do not touch it."""
        return _kept(text)


@lru_cache(maxsize=64)
def _kept(text: str) -> Policy:
    return reread(Policy, text, "policy")


class PolicyAdopted(Event):
    """From a day on, decisions follow this text."""

    TOPIC, LABEL = "policy.adopted", "采用办法"
    id: Code
    name: Name
    text: Rules
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class PolicyBook(Aggregate):
    """All the texts a district has adopted, oldest first."""

    KIND: ClassVar[str] = "policy"
    adopted: tuple[PolicyAdopted, ...] = ()

    def after(self, event: PolicyAdopted) -> Self:
        """The book one adoption later."""
        return replace(self, adopted=(*self.adopted, event))

    def adopt(self, text: str, valid_from: date, today: date) -> PolicyAdopted:
        """Follow this text from a day on.

        Raises Refused if the text is unreadable, or reaches back (policy.backwards).
        """
        policy = Policy.read(text)
        earlier = self.adopted[-1].valid_from if self.adopted else None
        never_backwards("policy", valid_from, today, earlier)
        try:
            return PolicyAdopted(
                id=policy.id, name=policy.name, text=plain(text), valid_from=valid_from
            )
        except ValidationError as wrong:
            raise Refused("policy.unreadable", wrong.errors()[0]["msg"], "text") from None
