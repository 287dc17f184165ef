"""The rules of one place as data, adopted by an event that holds their full text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from aggregates import conduct
from aggregates.armed import ARMED
from aggregates.base import Aggregate, Event, Refused, Value, replace
from aggregates.conduct import once
from aggregates.flow import WAITING, dead_ends
from aggregates.limits import LAW, LIMIT_LABELS, Limits
from aggregates.rulebook import never_backwards, plain, read, reread
from aggregates.schemes import Scheme
from aggregates.stages import STAGE_LABELS
from aggregates.texts import READING, Code, Name, Rules

Measure = Literal["in_time", "contacted", "satisfied", "solved"]
Weight = Annotated[Code, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,2})?$")]


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
    once(tuple(one.measure for one in indicators), info)
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
    admission: conduct.AdmissionRule = conduct.AdmissionRule()
    series: conduct.Series = ()
    withdrawal: conduct.WithdrawalRule = conduct.WithdrawalRule()
    wish: conduct.WishRule = conduct.WishRule()
    complexity: conduct.ComplexityRule = conduct.ComplexityRule()
    objection: conduct.ObjectionRule = conduct.ObjectionRule()
    contact: conduct.ContactRule
    opinions: conduct.OpinionRule = conduct.OpinionRule()
    scheme: Scheme
    review: conduct.ReviewRule = conduct.ReviewRule()
    signatory: conduct.SignatoryRule
    addressees: conduct.AddresseeRule = conduct.AddresseeRule()
    copies: tuple[conduct.CopyRule, ...] = ()
    in_person: conduct.InPersonRule = conduct.InPersonRule()
    rating: conduct.RatingRule
    rehandling: conduct.RehandlingRule = conduct.RehandlingRule()
    reports: tuple[conduct.ReportRule, ...] = ()
    score: Score

    @model_validator(mode="after")
    def _hangs_together(self, info: ValidationInfo) -> Self:
        if info.context is not READING:
            _nothing_unused(self)
            _within_the_law(self)
            _ordered_by_somebody(self)
            _no_dead_end(self)
        return self

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


def _has(policy: Policy, key: str) -> bool:
    """Whether the place has anything under a key, or that very word; "none" is nothing."""
    value: Any = policy
    key, _, word = key.partition("=")
    for name in key.split("."):
        value = getattr(value, name, None)
    return value == word if word else bool(value) and value != "none"


def _nothing_unused(policy: Policy) -> None:
    """Refuse a limit that no step of this place ever arms, or a step whose limit is missing."""
    for name, armed in ARMED.items():
        if not armed.needs:
            continue
        written, used = _has(policy, f"limits.{name}"), _has(policy, armed.needs)
        shown = {"label": LIMIT_LABELS[name], "by": armed.needs, "at_key": f"limits.{name}"}
        if written and not used:
            why = "“{label}”的期限没有用处：{by} 不引起它"
            raise PydanticCustomError("unused_limit", why, shown)
        if used and not written and armed.owed:
            why = "缺少“{label}”的期限：{by} 要用它；请写 [limits.{name}]，本地没有的，写 {without}"
            without = _without(policy, armed.needs)
            more = {"name": name, "without": without, "at_key": armed.needs}
            raise PydanticCustomError("missing_limit", why, {**shown, **more})


def _within_the_law(policy: Policy) -> None:
    """Refuse rules by which the deputy is not heard at all."""
    if not set(policy.contact.phases) & {"before", "during"}:
        why = "答复以前至少要有一次联系沟通（{law}）"
        raise PydanticCustomError("no_contact", why, {"law": LAW, "at_key": "contact.phases"})
    if policy.rehandling.trigger != "none" and "dissatisfied" not in policy.rating.values:
        why = "没有“不满意”（dissatisfied）一档，重新办理就无从引起"
        raise PydanticCustomError("no_dissatisfied", why, {"at_key": "rating.values"})


def _without(policy: Policy, key: str) -> str:
    """How a text says that the place does without what stands under a key."""
    section, _, name = key.partition(".")
    value = getattr(getattr(policy, section), name)
    nobody = "[]" if isinstance(value, tuple) else '"none"'
    return f"[{section}] {name} = {nobody}"


def _no_dead_end(policy: Policy) -> None:
    """Refuse a stage that no step leaves: something asked for that nobody may decide."""
    for stage, missing in dead_ends(partial(_has, policy)):
        waiting = WAITING.get(stage)
        state = waiting.since if waiting else STAGE_LABELS[stage]
        why = "“{state}”以后没有下一步：没有谁可以决定"
        raise PydanticCustomError("dead_end", why, {"state": state, "at_key": missing})


def _ordered_by_somebody(policy: Policy) -> None:
    """Refuse a place where the first re-handling comes by itself and nobody orders the second."""
    rule = policy.rehandling
    if rule.trigger == "automatic" and not rule.decided_by:
        why = "“{state}”以后没有下一步：没有谁可以决定"
        state = STAGE_LABELS["dissatisfied_again"]
        shown = {"state": state, "at_key": "rehandling.decided_by"}
        raise PydanticCustomError("dead_end", why, shown)


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
