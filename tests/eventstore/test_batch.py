"""Many commands at once leave the same log as one by one."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from aggregates.proposal import Proposal
from aggregates.proposal_events import Assignment, Present
from commands.assign import Assign, assign
from commands.contact import Contact, contact
from commands.desk import Actor, Desk, Ledger, Rules, rules_in_force
from commands.elect_deputy import ElectDeputy, elect_deputy
from commands.hand_over import HandOver, hand_over
from commands.open_cycle import OpenCycle, open_cycle
from commands.receive import Receive, receive
from commands.register import Register, register
from commands.register_person import RegisterPerson, register_person
from commands.register_unit import RegisterUnit, register_unit
from commands.void_entry import VoidEntry, void_entry
from eventstore.appends import Outcome
from eventstore.batch import BatchLedger, BatchRefused
from eventstore.datastore import Schemas
from eventstore.mapper import By, Signature, Via
from eventstore.migrations import migrate
from eventstore.store import Change, Conflict, Decision, KeyReused, Store

DAY = date(2026, 3, 6)
MORNING = datetime(2026, 3, 6, 2, tzinfo=UTC)


@dataclass
class Clerk:
    """One who does everything, a minute after the other, in whatever ledger."""

    ledger: Ledger
    rules: Rules
    unit: UUID | None = None
    proposal: UUID | None = None
    turns: int = 0
    keys: list[str] = field(default_factory=list)

    def do(self, act: Callable[[Desk], Outcome], key: str | None = None) -> UUID | None:
        self.turns += 1
        desk = Desk(
            ledger=self.ledger,
            district="110101",
            actor=Actor(UUID(int=1), UUID(int=2), "congress", self.unit),
            via=Via(channel="demo"),
            now=MORNING + timedelta(minutes=self.turns),
            key=key or f"turn {self.turns}",
            clock=True,
            given=self.rules,
        )
        answer = act(desk).answer or {}
        return UUID(answer["id"]) if "id" in answer else None

    def a_proposal(self) -> UUID:
        """Handed over, assigned to one unit and signed for."""
        person = self.do(lambda desk: register_person(desk, RegisterPerson(name="赵示例")))
        assert person
        elected = ElectDeputy(person=person, term=6, delegation="第一代表团", on=DAY)
        deputy = self.do(lambda desk: elect_deputy(desk, elected))
        unit = RegisterUnit(code="JY", name="区教育局", on=DAY)
        self.unit = self.do(lambda desk: register_unit(desk, unit))
        cycle = OpenCycle(year=2026, term=6, session=1, on=DAY)
        self.do(lambda desk: open_cycle(desk, cycle))
        assert deputy
        assert self.unit
        entry = Register(
            year=2026, number="1", title="示例", asks=("示例",), signers=(deputy,), on=DAY
        )
        id = self.do(lambda desk: register(desk, entry))
        assert id
        handed = HandOver(branch="government", on=DAY)
        self.do(lambda desk: hand_over(desk, id, handed))
        assigned = Assign(assignments=(Assignment(unit=self.unit, role="sole"),), on=DAY)
        self.do(lambda desk: assign(desk, id, assigned))
        self.do(lambda desk: receive(desk, id, Receive(on=DAY)))
        self.proposal = id
        return id

    def a_contact(self) -> None:
        assert self.proposal
        id = self.proposal
        signers = self.ledger.load(Proposal, id).signers
        said = Contact(
            phase="before",
            mode="visit",
            deputies=signers,
            present=(Present(rank="head"),),
            summary="示例",
            on=DAY,
        )
        self.do(lambda desk: contact(desk, id, said))

    def void_the_last(self) -> None:
        assert self.proposal
        id = self.proposal

        def act(desk: Desk) -> Outcome:
            position = desk.ledger.history(id)[-1].position
            return void_entry(desk, id, VoidEntry(position=position, reason="登记有误"))

        self.do(act)


@pytest.fixture
def other(
    server: str, schema: str, tmp_path: Path, begin: Callable[[Store], Store]
) -> Iterator[Store]:
    """A second log, opened at the same instant as the first and so under the same name."""
    schemas = Schemas(f"{schema}_b")
    migrate(server, schemas)
    with closing(Store(server, schemas, tmp_path)) as store:
        yield begin(store)


def clerk(store: Store, ledger: Ledger) -> Clerk:
    return Clerk(ledger, rules_in_force(store, "110101", DAY))


def tell(clerk: Clerk) -> None:
    clerk.a_proposal()
    clerk.a_contact()
    clerk.void_the_last()
    clerk.a_contact()


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_a_batch_leaves_the_same_rows_and_hashes_as_one_command_after_the_other(
    store: Store, other: Store, size: int
) -> None:
    tell(clerk(store, store))
    with BatchLedger(other, size) as ledger:
        tell(clerk(other, ledger))
    rows, others = (log.log_recorder.rows_after(0, 100) for log in (store, other))
    assert [row.hash for row in others] == [row.hash for row in rows]
    assert ledger.decided == len(rows) - 3


def test_a_handler_sees_what_was_decided_before_it_is_written(store: Store) -> None:
    with BatchLedger(store) as ledger:
        id = clerk(store, ledger).a_proposal()
        assert ledger.load(Proposal, id).version == 4
        assert not store.load(Proposal, id).version
    assert store.load(Proposal, id).version == 4


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_asking_for_the_history_writes_what_waits(store: Store, size: int) -> None:
    with BatchLedger(store, size) as ledger:
        id = clerk(store, ledger).a_proposal()
        assert [one.event.TOPIC for one in ledger.history(id)][-1] == "proposal.received"
        assert all(one.position for one in ledger.history(id))


def test_asking_for_the_history_of_what_does_not_wait_writes_nothing(store: Store) -> None:
    author = clerk(store, store)
    id = author.a_proposal()
    before = store.log_recorder.head()["position"]
    with BatchLedger(store) as ledger:
        author.ledger = ledger
        author.do(lambda desk: register_person(desk, RegisterPerson(name="赵示例")))
        assert len(ledger.history(id)) == 4
        assert store.log_recorder.head()["position"] == before


def test_a_voided_entry_no_longer_counts(store: Store) -> None:
    with BatchLedger(store) as ledger:
        author = clerk(store, ledger)
        id = author.a_proposal()
        author.a_contact()
        (part,) = ledger.load(Proposal, id).parts.values()
        assert part.contacted
        author.void_the_last()
        (part,) = ledger.load(Proposal, id).parts.values()
        assert not part.contacted
        assert ledger.load(Proposal, id) == store.load(Proposal, id)


def test_what_is_forgotten_is_loaded_again_as_it_stands(store: Store) -> None:
    with BatchLedger(store, size=2) as ledger:
        author = clerk(store, ledger)
        id = author.a_proposal()
        ledger.forget(id)
        author.a_contact()
        ledger.forget(id)
        ledger.flush()
        ledger.flush()
        assert ledger.load(Proposal, id) == store.load(Proposal, id)
        author.a_contact()
    assert store.load(Proposal, id).version == 6


def test_an_act_that_writes_by_itself_comes_in_its_turn_and_is_seen_at_once(store: Store) -> None:
    with BatchLedger(store) as ledger:
        author = clerk(store, ledger)
        id, before = author.a_proposal(), ledger.decided

        def write(direct: Store) -> Outcome:
            beside = replace(author, ledger=direct)
            beside.a_contact()
            author.turns = beside.turns
            return Outcome("recorded")

        ledger.written_beside(write, {Proposal: [id]})
        assert ledger.decided == before + 1
        assert ledger.load(Proposal, id) == store.load(Proposal, id)
        author.a_contact()
    assert store.load(Proposal, id).version == 6


def test_a_log_that_has_more_than_its_first_words_is_asked_for_what_it_holds(store: Store) -> None:
    author = clerk(store, store)
    author.a_proposal()
    with BatchLedger(store) as ledger:
        author.ledger = ledger
        author.a_contact()
    assert author.proposal
    assert store.load(Proposal, author.proposal).version == 5


def test_deciding_on_something_older_is_a_conflict(store: Store) -> None:
    with BatchLedger(store) as ledger:
        author = clerk(store, ledger)
        old = ledger.load(Proposal, author.a_proposal())
        author.a_contact()
        signature = Signature(
            by=By(kind="person", account=UUID(int=1), person=UUID(int=2), role="congress"),
            via=Via(channel="demo"),
            under=author.rules.under,
            key="on something older",
        )
        with pytest.raises(Conflict):
            ledger.append(Decision(signature, b"", [Change(old)], {}))


def test_a_batch_into_which_somebody_else_wrote_is_refused(store: Store) -> None:
    author = clerk(store, store)
    author.a_proposal()
    late = clerk(store, BatchLedger(store))
    late.unit, late.proposal, late.turns = author.unit, author.proposal, 50
    late.a_contact()
    author.a_contact()
    assert isinstance(late.ledger, BatchLedger)
    with pytest.raises(BatchRefused):
        late.ledger.flush()


def test_what_waits_when_a_block_fails_is_not_written(store: Store) -> None:
    before = store.log_recorder.head()["position"]

    def fail() -> None:
        with BatchLedger(store) as ledger:
            clerk(store, ledger).a_proposal()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert store.log_recorder.head()["position"] == before


def test_a_key_is_known_before_and_after_it_is_written(store: Store) -> None:
    with BatchLedger(store) as ledger:
        author = clerk(store, ledger)
        author.do(lambda desk: register_person(desk, RegisterPerson(name="赵示例")), key="again")
        for _ in range(2):
            known = ledger.known(UUID(int=1), "again", b"")
            assert known
            assert known.answer
            with pytest.raises(KeyReused):
                ledger.known(UUID(int=1), "again", b"other")
            ledger.flush()
        assert ledger.known(uuid4(), "again", b"") is None
