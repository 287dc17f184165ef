"""What the class letters of a place mean: the same letter says different things elsewhere."""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from aggregates.base import Refused, Value
from aggregates.texts import READING, Code, Name

Outcome = Literal[
    "solved",
    "partly",
    "in_progress",
    "planned",
    "deferred",
    "not_feasible",
    "referred_up",
    "reference",
]
Need = Literal["steps", "reason", "progress", "passed_up"]

OUTCOME_LABELS: dict[Outcome, str] = {
    "solved": "已经解决",
    "partly": "部分解决",
    "in_progress": "正在解决",
    "planned": "列入计划",
    "deferred": "待条件具备",
    "not_feasible": "不能解决",
    "referred_up": "向上级反映",
    "reference": "留作参考",
}
NEED_LABELS: dict[Need, str] = {
    "steps": "分步措施和时限",
    "reason": "具体理由",
    "progress": "工作进度",
    "passed_up": "向上级反映的情况",
}
_OWED: dict[Outcome, Need] = {"planned": "steps", "deferred": "reason", "not_feasible": "reason"}


class Class(Value):
    """One letter of a scheme: its wording, the outcomes it stands for, what the reply must hold."""

    letter: Code
    name: Name
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    needs: tuple[Need, ...] = ()


def _tells_what_it_owes(one: Class, info: ValidationInfo) -> Class:
    for outcome in one.outcomes:
        need = _OWED.get(outcome)
        if info.context is not READING and need and need not in one.needs:
            raise PydanticCustomError(
                "need_missing",
                '{letter}类含“{outcome}”，必须写 needs = ["{need}"]（{what}）',
                {
                    "letter": one.letter,
                    "outcome": OUTCOME_LABELS[outcome],
                    "need": need,
                    "what": NEED_LABELS[need],
                },
            )
    return one


def _total_both_ways(classes: tuple[Class, ...], info: ValidationInfo) -> tuple[Class, ...]:
    """Each letter once, each outcome under exactly one letter."""
    if info.context is READING:
        return classes
    letters = [one.letter for one in classes]
    for n, letter in enumerate(letters):
        if letter in letters[:n]:
            shown = {"letter": letter, "in_key": (n, "letter")}
            raise PydanticCustomError("letter_twice", "{letter}类写了两次", shown)
    covered = [outcome for one in classes for outcome in one.outcomes]
    for outcome in get_args(Outcome):
        if (times := covered.count(outcome)) != 1:
            raise PydanticCustomError(
                "outcome_twice" if times else "outcome_missing",
                "办理结果 {outcome}（{label}）应归入一类，现归入{times}类",
                {"outcome": outcome, "label": OUTCOME_LABELS[outcome], "times": times},
            )
    return classes


class Scheme(Value):
    """The class letters of a place under one id; a letter never travels without that id."""

    id: Code
    name: Name
    article: Name
    classes: Annotated[
        tuple[Annotated[Class, AfterValidator(_tells_what_it_owes)], ...],
        Field(min_length=1),
        AfterValidator(_total_both_ways),
    ]

    @property
    def plans(self) -> bool:
        """Whether a reply of this place can hold a promise."""
        return any("steps" in one.needs for one in self.classes)

    def class_of(self, letter: str) -> Class:
        """The class of a letter.  Raises Refused, naming the letters this scheme knows."""
        for one in self.classes:
            if one.letter == letter:
                return one
        known = "、".join(one.letter for one in self.classes)
        raise Refused(
            "policy.unknown_letter", f"分类办法{self.id}没有“{letter}”类，只有{known}", "letter"
        )
