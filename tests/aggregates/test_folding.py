"""Folding never refuses: any event is accepted in any state, and no rule ever breaks down."""

from inspect import isabstract
from typing import Any
from uuid import UUID

import pytest
from events import any_of
from given import PROPOSAL
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from walks import STEPS, Walk

from aggregates.account import Account, AccountEvent
from aggregates.base import Aggregate, folded
from aggregates.calendar import CalendarAdopted, CalendarBook
from aggregates.claim import (
    Document,
    DocumentIssued,
    Login,
    LoginClaimed,
    Number,
    NumberClaimed,
    NumberReleased,
)
from aggregates.cycle import Cycle, CycleEvent
from aggregates.deputy import Deputy, DeputyEvent
from aggregates.draft import Draft
from aggregates.draft_events import DraftEvent
from aggregates.log import Log, LogOpened
from aggregates.person import ContactChanged, Person, PersonRegistered
from aggregates.policy import PolicyAdopted, PolicyBook
from aggregates.proposal import Proposal
from aggregates.proposal_events import ProposalEvent
from aggregates.unit import Unit, UnitEvent

STREAMS: dict[type[Aggregate], Any] = {
    Account: AccountEvent,
    CalendarBook: CalendarAdopted,
    Cycle: CycleEvent,
    Deputy: DeputyEvent,
    Document: DocumentIssued,
    Draft: DraftEvent,
    Log: LogOpened,
    Login: LoginClaimed,
    Number: NumberClaimed | NumberReleased,
    Person: PersonRegistered | ContactChanged,
    PolicyBook: PolicyAdopted,
    Proposal: ProposalEvent,
    Unit: UnitEvent,
}
EVENTS = {kind: st.lists(any_of(events), max_size=25) for kind, events in STREAMS.items()}


def leaves(kind: type[Aggregate]) -> set[type[Aggregate]]:
    below = kind.__subclasses__()
    return set().union(*map(leaves, below)) if below else {kind}


def test_every_aggregate_is_tried() -> None:
    ours = {kind for kind in leaves(Aggregate) if kind.__module__.startswith("aggregates.")}  # type: ignore[type-abstract]
    assert ours == STREAMS.keys()
    assert not any(map(isabstract, ours))


@pytest.mark.parametrize("kind", STREAMS)
@settings(max_examples=60, deadline=None)
@for_any(data=st.data())
def test_any_event_is_accepted_in_any_state(kind: type[Aggregate], data: st.DataObject) -> None:
    past = data.draw(EVENTS[kind])
    assert folded(kind(id=UUID(int=1)), enumerate(past, 1)).version == len(past)


@settings(max_examples=100, deadline=None)
@for_any(past=EVENTS[Proposal], seed=st.integers(0, 2**32))
def test_whatever_happened_each_rule_allows_or_refuses(past: list[Any], seed: int) -> None:
    proposal = folded(Proposal(id=PROPOSAL), enumerate(past, 1))
    for step in STEPS:
        Walk(proposal, seed).take(step)
