"""Events of any kind, drawn at random, whether they make sense or not."""

from typing import Any, get_args

from given import DAY_1, FILE, HOUSING, LI, PARKS, ROADS, STRANGER, TODAY, WANG, WATER, due
from hypothesis import strategies as st

from aggregates import proposal_events as e
from aggregates.base import Event
from aggregates.conduct import Ground
from aggregates.cycle import LastYear, LogHead
from aggregates.deadlines import Due
from aggregates.draft_events import DraftSaid

UNITS = st.sampled_from((ROADS, WATER, HOUSING, PARKS))
DEPUTIES = st.sampled_from((LI, WANG, STRANGER))
DAYS = st.dates(DAY_1, TODAY)
SHARES = st.sampled_from(get_args(e.Share))
OUTCOMES = st.sampled_from(("solved", "planned", "deferred", "reference"))
ASK_NUMBERS = st.integers(1, 3)


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3).map(tuple)


NAMED: dict[str, st.SearchStrategy[Any]] = {
    "on": DAYS,
    "contact_on": DAYS,
    "happened_on": DAYS,
    "counts_on": st.none() | DAYS,
    "unit": UNITS,
    "units": several(UNITS),
    "deputy": DEPUTIES,
    "deputies": several(DEPUTIES),
    "signers": several(DEPUTIES),
    "addressees": several(DEPUTIES),
    "raters": several(DEPUTIES),
    "without": several(UNITS),
    "dissent": several(UNITS),
    "asks": several(st.builds(e.NumberedAsk, n=ASK_NUMBERS, text=st.just("某事"))),
    "assignments": several(
        st.builds(e.Assignment, unit=UNITS, role=SHARES, asks=several(ASK_NUMBERS))
    ),
    "answers": several(
        st.builds(e.Answer, ask=ASK_NUMBERS, text=st.just("某事"), outcome=OUTCOMES)
    ),
    "outcome": OUTCOMES,
    "number": st.none() | st.just(e.Number(printed="072")),
    "contact": st.none(),
    "round": st.integers(1, 4),
    "position": st.integers(1, 20),
}
"""What is drawn for a field of this name; for others whatever their type allows."""

TYPED: dict[type[Any], st.SearchStrategy[Any]] = {
    Due: DAYS.map(due),
    e.File: st.just(FILE),
    e.Present: st.just(e.Present(rank="staff")),
    e.Step: st.builds(e.Step, n=st.integers(1, 2), text=st.just("某事"), by=DAYS),
    e.Moved: st.builds(
        e.Moved,
        clock=st.sampled_from(get_args(e.Clock)),
        unit=st.none() | UNITS,
        old=DAYS.map(due),
        new=DAYS.map(due),
    ),
    DraftSaid: st.just(DraftSaid(title="关于加宽老桥的建议", asks=("加宽桥面",))),
    Ground: st.just(Ground(code="empty", name="没有实际内容", article="某条")),
    LogHead: st.builds(LogHead, position=st.integers(1, 20), hash=st.just("0" * 64)),
    LastYear: st.builds(LastYear, figures=st.just(()), day=DAYS),
    e.Meeting: st.builds(e.Meeting, deputies=several(DEPUTIES), on=DAYS),
}
"""What is drawn for values of these types."""

for kind, drawn in TYPED.items():
    st.register_type_strategy(kind, drawn)


def any_of(union: Any) -> st.SearchStrategy[Any]:
    """Any event of these forms, its texts unchecked as they are when read back."""
    return st.one_of(*(_drawn(form) for form in get_args(union) or (union,)))


def _drawn(form: type[Event]) -> st.SearchStrategy[Any]:
    fields = {name: _field(name, info.annotation) for name, info in form.model_fields.items()}
    return st.builds(form.model_construct, st.none(), **fields)


def _field(name: str, kind: Any) -> st.SearchStrategy[Any]:
    return NAMED[name] if name in NAMED else st.from_type(kind)
