"""A past folded into a state; a voided entry stays and no longer counts."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from uuid import UUID

import pytest
from pydantic import ValidationError

from aggregates.base import Aggregate, Event, Refused, folded
from aggregates.log import Log, LogOpened


class Dropped(Event):
    TOPIC, LABEL = "jar.dropped", "投入"
    n: int


class Taken(Event):
    TOPIC, LABEL = "jar.taken", "作废"
    voids: int


@dataclass(frozen=True, kw_only=True)
class Jar(Aggregate):
    KIND: ClassVar[str] = "jar"
    held: tuple[int, ...] = ()

    def after(self, event: Any) -> Self:
        return replace(self, held=(*self.held, event.n)) if isinstance(event, Dropped) else self


JAR = Jar(id=UUID(int=1))
PAST = [(7, Dropped(n=1)), (9, Dropped(n=2)), (12, Dropped(n=3))]


def test_the_past_is_folded_from_the_oldest_on() -> None:
    jar = folded(JAR, iter(PAST))
    assert (jar.held, jar.version) == ((1, 2, 3), 3)


def test_a_voided_entry_no_longer_counts_but_is_still_a_version() -> None:
    jar = folded(JAR, [*PAST, (15, Taken(voids=9))])
    assert (jar.held, jar.version) == ((1, 3), 4)


def test_a_voiding_of_an_entry_elsewhere_touches_nothing_here() -> None:
    assert folded(JAR, [*PAST, (15, Taken(voids=8))]).held == (1, 2, 3)


def test_an_aggregate_without_a_past_stands_as_it_was() -> None:
    assert folded(JAR, []) == JAR


def test_folding_goes_on_from_where_it_stood() -> None:
    assert folded(folded(JAR, PAST[:1]), PAST[1:]) == folded(JAR, PAST)


def test_an_aggregate_that_forgot_to_fold_says_so() -> None:
    with pytest.raises(TypeError, match="after"):
        Aggregate(id=UUID(int=1))  # type: ignore[abstract]


def test_an_event_never_changes_and_knows_no_other_field() -> None:
    event = Dropped(n=1)
    with pytest.raises(ValidationError, match="frozen"):
        event.n = 2
    with pytest.raises(ValidationError, match="Extra inputs"):
        Dropped.model_validate({"n": 1, "m": 2})
    assert event.sealed_under is None


def test_a_refusal_carries_its_code_its_sentence_and_its_field() -> None:
    refusal = Refused("jar.full", "罐子已满", "n")
    assert (refusal.code, refusal.sentence, refusal.field) == ("jar.full", "罐子已满", "n")
    assert str(refusal) == "罐子已满"


def test_the_log_says_for_which_district_it_is_and_whether_its_time_is_real() -> None:
    opened = LogOpened(log=UUID(int=2), district="110101", name="演示区", kind="demo")
    log = folded(Log(id=UUID(int=1)), [(1, opened)])
    assert (log.log, log.district, log.kind) == (UUID(int=2), "110101", "demo")
    assert (opened.alg, opened.zone) == ("sha256", "Asia/Shanghai")
