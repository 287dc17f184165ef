"""Every limit a place sets is written down by some command: none is declared and never armed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel

from aggregates.account import Role
from aggregates.armed import ARMED
from aggregates.base import Event
from aggregates.deadlines import Due
from aggregates.limits import Limit
from aggregates.policy import Policy
from aggregates.proposal_events import Answer, Assignment, Phase, Present
from commands.ask_extension import AskExtension, ask_extension
from commands.assign import Assign, assign
from commands.begin_draft import BeginDraft, begin_draft
from commands.carry_over import CarryOver, carry_over
from commands.contact import Contact, contact
from commands.decide_extension import DecideExtension, decide_extension
from commands.decide_objection import DecideObjection, decide_objection
from commands.desk import Actor, Desk, Rules
from commands.elect_deputy import ElectDeputy, elect_deputy
from commands.find_complex import FindComplex, find_complex
from commands.give_opinion import GiveOpinion, give_opinion
from commands.hand_over import HandOver, hand_over
from commands.open_cycle import OpenCycle, open_cycle
from commands.order_rehandling import OrderRehandling, order_rehandling
from commands.policy_files import shipped_policies
from commands.raise_objection import RaiseObjection, raise_objection
from commands.rate import Rate, rate
from commands.receive import Receive, receive
from commands.register import Register, register
from commands.register_person import RegisterPerson, register_person
from commands.register_unit import RegisterUnit, register_unit
from commands.reply import Reply, reply
from commands.return_draft import ReturnDraft, return_draft
from commands.return_opinion import ReturnOpinion, return_opinion
from commands.reveal_ratings import RevealRatings, reveal_ratings
from commands.review_reply import ReviewReply, review_reply
from commands.submit_draft import SubmitDraft, submit_draft

AXES = ("attitude", "reply", "result")


class Place:
    """A district under one policy, where whoever is needed acts on the day named."""

    def __init__(self, office: Any, policy: Policy) -> None:
        self.office = office
        rules = office.desk.rules
        self.rules = Rules(policy=policy, calendar=rules.calendar, under=rules.under)
        self.policy = policy
        self.units: list[UUID] = []

    def desk(self, on: date, role: Role = "congress", **acts_for: UUID) -> Desk:
        """Somebody's desk on a day."""
        actor = Actor(account=UUID(int=7), person=UUID(int=8), role=role, **acts_for)
        now = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        desk: Desk = replace(
            self.office.desk, actor=actor, now=now, given=self.rules, key=uuid4().hex
        )
        return desk

    def of_unit(self, n: int, on: date) -> Desk:
        return self.desk(on, "unit_handler", unit=self.units[n])

    def settle(self) -> None:
        """Two units, who signs for them, a deputy and two years."""
        day = date(2026, 1, 12)
        signs = register_person(self.desk(day), RegisterPerson(name="某局长"))
        self.signatory = UUID((signs.answer or {})["id"])
        for code in ("A", "B"):
            told = register_unit(self.desk(day), RegisterUnit(code=code, name=f"{code}局", on=day))
            self.units.append(UUID((told.answer or {})["id"]))
        told = register_person(self.desk(day), RegisterPerson(name="某代表"))
        person = UUID((told.answer or {})["id"])
        elected = ElectDeputy(person=person, term=9, delegation="一团", on=day)
        self.deputy = UUID((elect_deputy(self.desk(day), elected).answer or {})["id"])
        for year in (2026, 2027):
            opening = OpenCycle(
                year=year, term=9, session=year - 2021, session_closed_on=day, on=day
            )
            open_cycle(self.desk(day), opening)

    def handed_over(self, number: str, **changes: Any) -> UUID:
        """A proposal made out of session, and handed over."""
        day = date(2026, 3, 2)
        asked = Register(
            year=2026,
            number=f"闭{number}",
            channel="out_of_session",
            title="关于路灯",
            asks=("增设路灯",),
            signers=(self.deputy,),
            on=day,
        )
        id = UUID((register(self.desk(day), asked).answer or {})["id"])
        hand_over(self.desk(day), id, HandOver(branch="government", on=day, **changes))
        return id

    def assigned(self, number: str) -> UUID:
        """Handed over and assigned to a lead and a co-unit."""
        id, day = self.handed_over(number), date(2026, 3, 3)
        shares = (
            Assignment(unit=self.units[0], role="lead"),
            Assignment(unit=self.units[1], role="co"),
        )
        assign(self.desk(day), id, Assign(assignments=shares, on=day))
        return id

    def due_dates(self) -> Iterator[tuple[type[Event], Due]]:
        """Every date written down so far, with the event that holds it."""
        for recorded in self.office.all(Event):
            for due in _dues(recorded.event):
                yield type(recorded.event), due


def _dues(value: object) -> Iterator[Due]:
    if isinstance(value, Due):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _dues(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _dues(one)


def heard_and_put_off(place: Place, id: UUID) -> None:
    """Signed for, entered late; an empty opinion returned; more time asked and granted."""
    signed, day, limits = date(2026, 3, 4), date(2026, 3, 20), place.policy.limits
    for n in (0, 1):
        receive(place.of_unit(n, day), id, Receive(on=signed))
    opinion = GiveOpinion(stance="agree", text="同意", on=day)
    give_opinion(place.of_unit(1, day), id, opinion)
    if limits.opinion_redo:
        back = ReturnOpinion(unit=place.units[1], reason="没有实质内容", on=day)
        return_opinion(place.of_unit(0, day), id, back)
        give_opinion(place.of_unit(1, day), id, opinion)
    if limits.extension:
        asked = AskExtension(amount=10, measured_in="day", reason="需要会商", on=day)
        ask_extension(place.of_unit(0, day), id, asked)
        granted = DecideExtension(unit=place.units[0], granted=True, reason="同意", on=day)
        decide_extension(place.desk(day, limits.extension.approver[0]), id, granted)


def answered(place: Place, id: UUID) -> None:
    """Contact, review and a reply that any of the places lets pass."""
    day, policy = date(2026, 3, 23), place.policy
    phases: tuple[Phase, ...] = ("before", "during")
    for phase in phases:
        said = Contact(
            phase=phase,
            mode=policy.contact.modes[0],
            deputies=(place.deputy,),
            present=(Present(rank="head"),),
            summary="当面听取意见",
            on=day,
        )
        contact(place.of_unit(0, day), id, said)
    review = ReviewReply(passed=True, collective=True, note="已研究", on=day)
    review_reply(place.of_unit(0, day), id, review)
    chosen = next(one for one in policy.scheme.classes if "solved" in one.outcomes)
    letter = Reply(
        document_number="函1",
        signatory=place.signatory,
        signatory_post=policy.signatory.posts[0],
        scheme=policy.scheme.id,
        letter=chosen.letter,
        outcome="solved",
        answers=(Answer(ask=1, text="已办理", outcome="solved"),),
        progress="已完工",
        opinions="会办单位同意",
        consented=place.deputy,
        on=day,
    )
    reply(place.of_unit(0, day), id, letter)


def handled_again(place: Place, id: UUID) -> None:
    """The deputy is dissatisfied, and it is handled once more where the place knows that."""
    day, axes = date(2026, 3, 24), place.policy.rating.axes
    marks: dict[str, Any] = {axis: "dissatisfied" if axis in axes else None for axis in AXES}
    said = Rate(
        unit=place.units[0],
        **marks,
        reason="没有解决",
        on=day,
    )
    rate(place.desk(day, "deputy", deputy=place.deputy), id, said)
    if place.policy.rehandling.trigger == "automatic":
        return
    reveal_ratings(place.desk(day), id, RevealRatings(on=day))
    if place.policy.limits.rehandle:
        decider = place.policy.rehandling.decided_by[0]
        order_rehandling(place.desk(day, decider), id, OrderRehandling(reason="不满意", on=day))


def passed_on(place: Place, id: UUID) -> None:
    """The lead's objection is upheld; nobody is named, and it goes into the next year."""
    day, decider = date(2026, 3, 5), place.policy.objection.decided_by[0]
    raise_objection(place.of_unit(0, day), id, RaiseObjection(reason="不属于", on=day))
    upheld = DecideObjection(unit=place.units[0], upheld=True, reason="成立", on=day)
    decide_objection(place.desk(day, decider), id, upheld)
    carry_over(place.desk(day), id, CarryOver(year=2027, reason="继续办理", on=day))


def sent_back(place: Place) -> None:
    """A draft that is to be mended."""
    day = date(2026, 3, 2)
    author = place.desk(day, "deputy", deputy=place.deputy)
    draft = BeginDraft(year=2026, channel="out_of_session", title="关于路灯", asks=("增设路灯",))
    id = UUID((begin_draft(author, draft).answer or {})["id"])
    submit_draft(place.desk(day, "deputy", deputy=place.deputy), id, SubmitDraft())
    return_draft(place.desk(day), id, ReturnDraft(note="请写明地点"))


@pytest.mark.parametrize("name", shipped_policies())
def test_every_limit_of_a_place_is_written_down_by_the_events_that_are_said_to(
    office: Any, name: str
) -> None:
    place = Place(office, Policy.read(shipped_policies()[name]))
    place.settle()
    sent_back(place)
    first = place.assigned("1")
    heard_and_put_off(place, first)
    answered(place, first)
    handled_again(place, first)
    passed_on(place, place.assigned("2"))
    place.handed_over("3", complexity="complex", complexity_reason="涉及面广")
    late = place.handed_over("4")
    decider, day = place.policy.complexity.decided_by[0], date(2026, 3, 3)
    find_complex(place.desk(day, decider), late, FindComplex(reason="涉及面广", on=day))

    written = list(place.due_dates())
    for key, armed in ARMED.items():
        limit: Limit | None = getattr(place.policy.limits, key)
        if limit and key not in ("entry", "promise_feedback"):
            by = {event for event, due in written if _is(due, limit, same=key != "extension")}
            assert set(armed.by) <= by, key
    counted_later = {type(one.event) for one in office.all(Event) if _counts_later(one.event)}
    assert counted_later
    assert counted_later <= set(ARMED["entry"].by)


def _is(due: Due, limit: Limit, *, same: bool) -> bool:
    """The date rests on this limit: its article, and, unless one asks for less, its time."""
    counted = (due.amount, due.unit, due.fixed) == (limit.amount, limit.unit, limit.fixed)
    return due.article == limit.article and (counted or not same)


def _counts_later(event: Event) -> bool:
    return getattr(event, "counts_on", None) is not None
