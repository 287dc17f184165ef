"""A list handed over at the meeting: by the rules of the single acts, all of it or nothing."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from pydantic import ValidationError

from aggregates.cycle import Cycle, CycleOpened, HandoverHeld, HandoverSealed
from aggregates.proposal import Proposal
from aggregates.proposal_events import Assigned, Assignment, HandedOver, NumberedAsk, Registered
from aggregates.proposal_events import Number as Printed
from aggregates.unit import Branch, Unit, UnitMerged, UnitRegistered
from commands.assign import Assign, assign
from commands.desk import Desk, carry_out
from commands.hand_over import HandOver, hand_over
from commands.hand_over_list import (
    MOST,
    HandOverList,
    ItemsRefused,
    ListItem,
    hand_over_list,
    raced,
)
from commands.receive import Receive, receive
from eventstore.appends import Outcome
from eventstore.store import Conflict, KeyReused, Store

YEAR, DAY, SPACE = 2026, date(2026, 5, 6), UUID(int=99)
ROADS, WATER, COURT = (uuid5(SPACE, name) for name in ("路", "水", "法院"))


def lead(unit: UUID = ROADS) -> tuple[Assignment, ...]:
    return (Assignment(unit=unit, role="sole"),)


class Hall:
    """A year with units and as many registered proposals as a test asks for."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self.store, self.desk = store, replace(desk, given=desk.rules)
        self.cycle = desk.name(Cycle, str(YEAR))
        self.past("cycle", Cycle(id=self.cycle), self.opened(YEAR, 5))
        units: tuple[tuple[UUID, Branch], ...] = (
            (ROADS, "government"),
            (WATER, "government"),
            (COURT, "court"),
        )
        for unit, branch in units:
            name = f"单位{unit.hex[:4]}"
            event = UnitRegistered(code=unit.hex[:4], name=name, branch=branch, on=DAY)
            self.past(name, Unit(id=unit), event)

    def opened(self, year: int, session: int) -> CycleOpened:
        return CycleOpened(year=year, term=9, session=session, on=date(2026, 1, 10))

    def past(self, key: str, aggregate: Any, *events: Any) -> None:
        self.store.append(self.desk.keyed(key).decided((aggregate, events), answer={}))

    def registered(self, name: str, **changes: Any) -> UUID:
        usual: dict[str, Any] = {
            "cycle": self.cycle,
            "number": Printed(printed=name, term=9, session=5),
            "title": "关于路灯的建议",
            "asks": (NumberedAsk(n=1, text="增设"),),
            "signers": (uuid5(SPACE, "代表"),),
            "on": date(2026, 2, 1),
        }
        id = uuid5(SPACE, name)
        self.past(f"register {name}", Proposal(id=id), Registered(**usual | changes))
        return id

    def assigned(self, name: str) -> UUID:
        id = self.registered(name)
        hand_over(self.desk.keyed(f"h{name}"), id, HandOver(branch="government", on=DAY))
        assign(self.desk.keyed(f"a{name}"), id, Assign(assignments=lead(), on=DAY))
        return id

    def list(self, *items: ListItem, **changes: Any) -> HandOverList:
        usual: dict[str, Any] = {"place": "礼堂", "on": DAY}
        return HandOverList(items=items, **usual | changes)

    def seal(self, *items: ListItem, key: str = "list", **changes: Any) -> Outcome:
        command, desk = self.list(*items, **changes), self.desk.keyed(key)
        return carry_out(
            desk, lambda clerk: hand_over_list(self.store, clerk, YEAR, command, None), 3
        )

    def signs(self, id: UUID) -> Outcome:
        actor = replace(self.desk.actor, role="unit_handler", unit=ROADS)
        desk = replace(self.desk, actor=actor, key=f"sign {id}")
        return carry_out(desk, lambda clerk: receive(clerk, id, Receive(on=DAY)), 3)

    @property
    def position(self) -> int:
        return int(self.store.log_recorder.head()["position"])


@pytest.fixture
def hall(office: Any) -> Hall:
    return Hall(office.store, office.desk)


def item(proposal: UUID, *shares: Assignment, **changes: Any) -> ListItem:
    usual: dict[str, Any] = {"branch": "government", "assignments": shares or lead()}
    return ListItem(proposal=proposal, **usual | changes)


@contextmanager
def refused(hall: Hall, *codes: str) -> Iterator[pytest.ExceptionInfo[ItemsRefused]]:
    """Refused with these codes, item by item, and nothing is recorded."""
    before = hall.position
    with pytest.raises(ItemsRefused) as caught:
        yield caught
    assert caught.value.code == "hand_over_list.refused"
    assert [one.code for one in caught.value.each] == list(codes)
    assert hall.position == before


# ---- what is recorded


def test_a_list_is_handed_over_assigned_and_sealed_in_one_piece(hall: Hall) -> None:
    one, two = hall.registered("1"), hall.registered("2")
    shares = (Assignment(unit=ROADS, role="lead"), Assignment(unit=WATER, role="co"))
    before = hall.store.log_recorder.head()

    told = hall.seal(item(one), item(two, *shares))

    events = [row.event for row in hall.store.after(before["position"], 100)]
    kinds = [type(event) for event in events]
    assert kinds == [HandoverHeld, HandoverSealed, HandedOver, Assigned, HandedOver, Assigned]
    held, sealed, handed = events[0], events[1], events[2]
    assert isinstance(held, HandoverHeld)
    assert isinstance(sealed, HandoverSealed)
    assert isinstance(handed, HandedOver)
    assert (sealed.n, sealed.proposals, sealed.units, sealed.events) == (1, 2, 2, 4)
    assert (sealed.head.position, sealed.head.hash) == (before["position"], before["hash"].hex())
    assert sealed.meeting == held.meeting == handed.meeting
    assert told.last == hall.position
    assert (told.answer or {})["digest"] == sealed.digest


def test_the_list_decides_as_the_single_acts_do(hall: Hall) -> None:
    single, listed = hall.assigned("1"), hall.registered("2")

    hall.seal(item(listed))

    def what(id: UUID) -> list[dict[str, Any]]:
        told = [one.event.model_dump() for one in hall.store.history(id)[1:]]
        return [{**event, "meeting": None} for event in told]

    assert what(listed) == what(single)


def test_a_list_may_belong_to_a_meeting_recorded_before_and_lists_are_counted(hall: Hall) -> None:
    first = hall.seal(item(hall.registered("1")))
    meeting = UUID((first.answer or {})["meeting"])

    second = hall.seal(item(hall.registered("2")), key="second", meeting=meeting)

    assert ((second.answer or {})["n"], (second.answer or {})["meeting"]) == (2, str(meeting))
    with pytest.raises(Exception, match="交办会"):
        hall.seal(item(hall.registered("3")), key="third", meeting=uuid4())


def test_what_names_no_unit_goes_to_its_branch_only(hall: Hall) -> None:
    id = hall.registered("1")

    hall.seal(item(id, branch="court", assignments=()))

    proposal = hall.store.load(Proposal, id)
    assert (proposal.branch, proposal.parts) == ("court", {})


def test_the_congress_names_the_units_of_the_courts(hall: Hall) -> None:
    id = hall.registered("1")
    desk = replace(hall.desk, actor=replace(hall.desk.actor, role="office"))

    with refused(hall, "assign.not_government") as wrong:
        hand_over_list(
            hall.store, desk, YEAR, hall.list(item(id, *lead(COURT), branch="court")), None
        )
    hall.seal(item(id, *lead(COURT), branch="court"))

    assert wrong.value.field == "items.0.assignments.0.unit"
    assert COURT in hall.store.load(Proposal, id).parts


def test_a_wish_is_answered_item_by_item(hall: Hall) -> None:
    wishing = hall.registered("1", wish="希望由路灯所办理")

    with refused(hall, "assign.wish_unanswered"):
        hall.seal(item(wishing))
    hall.seal(item(wishing, wish="not_followed", wish_reason="属道路局职责"))

    assert hall.store.history(wishing)[-1].event.model_dump()["wish"] == "not_followed"


# ---- what is refused


def test_each_refusal_names_its_item_and_nothing_is_recorded(hall: Hall) -> None:
    good, handed = hall.registered("1"), hall.assigned("2")
    other = hall.desk.name(Cycle, "2025")
    hall.past("2025", Cycle(id=other), hall.opened(2025, 4))
    elsewhere, unnumbered = hall.registered("4", cycle=other), hall.registered("5", number=None)
    sixth, seventh = hall.registered("6"), hall.registered("7")

    with refused(
        hall,
        "proposal.already_handed_over",
        "hand_over_list.unknown",
        "hand_over_list.unknown",
        "hand_over_list.other_year",
        "proposal.number_needed",
        "unit.unknown",
        "assign.shares",
    ) as wrong:
        hall.seal(
            item(good),
            item(handed),
            item(uuid4()),
            item(ROADS),
            item(elsewhere),
            item(unnumbered),
            item(sixth, *lead(uuid4())),
            item(seventh, Assignment(unit=ROADS, role="co")),
        )

    assert "清单有7件不能交办，整份清单都没有登记：第2件（2号）：已于" in wrong.value.sentence
    fields = [one.field for one in wrong.value.each]
    assert (fields[0], fields[1]) == ("items.1", "items.2.proposal")
    assert fields[5:] == ["items.6.assignments.0.unit", "items.7.assignments"]


def test_a_proposal_stands_on_the_list_once(hall: Hall) -> None:
    id = hall.registered("1")

    with refused(hall, "hand_over_list.twice", "hand_over_list.twice"):
        hall.seal(item(id), item(id))


def test_a_merged_unit_takes_nothing(hall: Hall) -> None:
    water = hall.store.load(Unit, WATER)
    hall.past("merge", water, UnitMerged(into=ROADS, on=DAY))
    id = hall.registered("1")

    with refused(hall, "unit.merged"):
        hall.seal(item(id, *lead(WATER)))


def test_of_many_refusals_twenty_are_told_and_the_rest_counted(hall: Hall) -> None:
    with pytest.raises(ItemsRefused) as wrong:
        hall.seal(*(item(uuid4()) for _ in range(23)))

    assert len(wrong.value.each) == 20
    assert "清单有23件不能交办" in wrong.value.sentence
    assert wrong.value.sentence.endswith("另有3件")


def test_a_list_has_a_first_and_a_last_item(hall: Hall) -> None:
    with pytest.raises(ValidationError):
        hall.list()
    with pytest.raises(ValidationError):
        hall.list(*[item(uuid4())] * (MOST + 1))


# ---- asked twice, and at the same time


def test_asked_again_it_answers_as_before(hall: Hall) -> None:
    items = [item(hall.registered(str(n))) for n in range(3)]

    first, second = hall.seal(*items), hall.seal(*items)

    assert (first.outcome, second.outcome) == ("recorded", "duplicate")
    assert (first.last, first.at, first.answer) == (second.last, second.at, second.answer)
    other = replace(hall.desk.keyed("list"), request=b"other")
    with pytest.raises(KeyReused):
        carry_out(other, lambda _: second)


@contextmanager
def log_held(hall: Hall, server: str) -> Iterator[Callable[[int, Future[Outcome]], None]]:
    """Nobody writes until the block is left; what it is given waits until so many stand in line."""
    waiting = (
        "select count(*) from pg_locks join pg_database on pg_database.oid = database"
        " where locktype = 'advisory' and not granted and datname = current_database()"
    )
    with psycopg.connect(server, autocommit=True) as connection:

        def stand_in_line(most: int, last: Future[Outcome]) -> None:
            while connection.execute(waiting).fetchone() != (most,):
                assert not last.done()

        lock = "select pg_advisory_lock(hashtextextended(%s, 42))"
        connection.execute(lock, (f"{hall.store.schemas.log}.events",))
        yield stand_in_line


def test_a_race_is_decided_anew_and_the_item_is_named(hall: Hall, server: str) -> None:
    good, contested = hall.registered("1"), hall.registered("2")
    single = HandOver(branch="government", on=DAY)

    with ThreadPoolExecutor(2) as pool:
        with log_held(hall, server) as stand_in_line:
            first = pool.submit(hand_over, hall.desk.keyed("first"), contested, single)
            stand_in_line(1, first)
            sealing = pool.submit(hall.seal, item(good), item(contested))
            stand_in_line(2, sealing)
        with pytest.raises(ItemsRefused) as wrong:
            sealing.result()

    assert first.result().outcome == "recorded"
    assert [one.code for one in wrong.value.each] == ["proposal.already_handed_over"]
    assert "第2件（2号）" in wrong.value.sentence
    assert hall.store.load(Proposal, good).handed_over_on is None


def test_a_race_that_does_not_end_names_the_item_too(hall: Hall) -> None:
    command, contested = hall.list(item(uuid4()), item(uuid5(SPACE, "2"))), uuid5(SPACE, "2")

    told = raced(command, Conflict(contested, 3))

    assert isinstance(told, ItemsRefused)
    assert (told.each[0].code, told.field) == ("hand_over_list.raced", "items.1")
    assert isinstance(raced(command, Conflict(ROADS, 3)), Conflict)


def test_units_sign_for_other_proposals_while_a_list_is_handed_over(hall: Hall) -> None:
    listed = [item(hall.registered(f"清{n}")) for n in range(300)]
    others = [hall.assigned(f"旧{n}") for n in range(60)]

    def signed(part: Sequence[UUID]) -> list[str]:
        return [hall.signs(id).outcome for id in part]

    with ThreadPoolExecutor(5) as pool:
        signing = [pool.submit(signed, others[n::4]) for n in range(4)]
        sealing = pool.submit(hall.seal, *listed)
        outcomes = [one for part in signing for one in part.result()]
        told = sealing.result()

    assert outcomes == ["recorded"] * 60
    assert (told.answer or {})["proposals"] == 300
    _together(hall, told)


def _together(hall: Hall, told: Outcome) -> None:
    """The list's events stand in one piece, however many others were recorded meanwhile."""
    last = told.last or 0
    events = [one.event for one in hall.store.after(last - 600, 600)]
    assert {type(event) for event in events} == {HandedOver, Assigned}
    before = hall.store.after(last - 601, 1)[0].event
    assert isinstance(before, HandoverSealed)
    assert before.events == 600
