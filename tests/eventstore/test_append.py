"""What the append function takes, what it refuses, and that a refusal leaves nothing behind."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, PersistenceError, StoredEvent
from psycopg import errors
from psycopg.sql import SQL, Identifier

from aggregates.claim import Number, NumberClaimed
from aggregates.ids import stream_id
from aggregates.log import Log, LogOpened
from aggregates.policy import PolicyAdopted, PolicyBook
from eventstore.appends import BATCH, Append, Outcome
from eventstore.mapper import By, Signature, TooLarge, Under, Via
from eventstore.store import Change, Conflict, Decision, KeyReused, NoLog, Store

ACCOUNT, OTHER = UUID(int=1), UUID(int=2)
PROPOSAL, CYCLE, UNIT = UUID(int=10), UUID(int=11), UUID(int=12)
AT = datetime(2026, 3, 6, 2, 30, tzinfo=UTC)
Counts = tuple[int, int, bytes]


def command(
    key: str,
    *events: tuple[UUID, int],
    expects: Sequence[tuple[UUID, int]] = (),
    body: bytes = b"body",
    account: UUID = ACCOUNT,
    at: datetime | None = None,
    state: bytes = b'"v":1,"event":{}}',
    topic: str = "proposal.received",
) -> Append:
    rows = [StoredEvent(stream, version, topic, state) for stream, version in events]
    return Append(account, key, body, rows, expects, {"key": key}, at)


def ask(store: Store, *commands: Append) -> list[Outcome]:
    return store.log_recorder.append(commands)


def left(store: Store) -> Counts:
    """Last position, number of rows and the head's hash: equal if nothing was recorded."""
    head = store.log_recorder.head()
    return head["position"], sum(1 for _ in store.log_recorder.links()), head["hash"]


def versions(store: Store, stream: UUID) -> list[int]:
    return [row.originator_version for row in store.log_recorder.select_events(stream)]


def opening(kind: str, at: datetime | None = None) -> Append:
    state = json.dumps({"log": str(UUID(int=99)), "kind": kind}).encode()
    return command(
        "genesis",
        (UUID(int=3), 1),
        at=at,
        state=b'"v":1,"event":' + state + b"}",
        topic="log.opened",
    )


def execute(
    server: str, store: Store, statement: str, values: Sequence[Any] = (), role: str | None = None
) -> list[tuple[Any, ...]]:
    """As the superuser and owner, or in a role."""
    names = {name: Identifier(getattr(store.schemas, name)) for name in ("log", "vault")}
    with psycopg.connect(server) as connection:
        if role:
            connection.execute(SQL("set role {}").format(Identifier(role)))
        found = connection.execute(SQL(statement).format(**names), values)
        return found.fetchall() if found.description else []


# ---- the key


def test_a_command_gets_its_positions_its_time_and_its_answer(store: Store) -> None:
    (outcome,) = ask(store, command("a", (PROPOSAL, 1), (UNIT, 1), at=AT))
    assert outcome == Outcome("recorded", 4, 5, AT, {"key": "a"}, None, None)


def test_a_key_asked_again_gets_the_first_answer_and_records_nothing(store: Store) -> None:
    first = ask(store, command("a", (PROPOSAL, 1)))[0]
    ask(store, command("b", (PROPOSAL, 2)))
    before = left(store)
    again = ask(store, command("a", (PROPOSAL, 1), expects=[(PROPOSAL, 0)]))[0]
    assert again.outcome == "duplicate"
    assert (again.first, again.last, again.at, again.answer) == (4, 4, first.at, {"key": "a"})
    assert left(store) == before


def test_a_key_is_known_before_anything_is_decided(store: Store) -> None:
    first = ask(store, command("a", (PROPOSAL, 1)))[0]
    known = store.known(ACCOUNT, "a", b"body")
    assert known
    assert (known.outcome, known.first, known.at) == ("duplicate", 4, first.at)
    assert store.known(ACCOUNT, "b", b"body") is None
    with pytest.raises(KeyReused):
        store.known(ACCOUNT, "a", b"another body")


def test_a_key_with_another_body_is_refused(store: Store) -> None:
    ask(store, command("a", (PROPOSAL, 1)))
    before = left(store)
    assert ask(store, command("a", (PROPOSAL, 2), body=b"other"))[0].outcome == "key_reused"
    assert left(store) == before


def test_another_account_has_keys_of_its_own(store: Store) -> None:
    ask(store, command("a", (PROPOSAL, 1)))
    assert ask(store, command("a", (PROPOSAL, 2), account=OTHER))[0].outcome == "recorded"


def test_a_refused_key_is_free_to_be_asked_again(store: Store) -> None:
    assert ask(store, command("a", expects=[(PROPOSAL, 5)]))[0].outcome == "conflict"
    assert ask(store, command("a", (PROPOSAL, 1), body=b"other"))[0].outcome == "recorded"


def test_a_command_that_finds_everything_done_is_remembered_without_events(store: Store) -> None:
    before = left(store)
    (outcome,) = ask(store, command("a", expects=[(PROPOSAL, 0)]))
    assert (outcome.outcome, outcome.first, outcome.last) == ("recorded", None, None)
    assert outcome.at
    assert ask(store, command("a"))[0].outcome == "duplicate"
    assert left(store) == before


def test_keys_are_forgotten_after_ninety_days_of_real_time(server: str, store: Store) -> None:
    ask(store, command("today", (PROPOSAL, 1), at=AT))
    for key, days in (("old", 91), ("young", 89)):
        ask(store, command(key, (UUID(int=days), 1)))
        execute(
            server,
            store,
            "update {log}.command_keys set asked_at = clock_timestamp() - make_interval(days => %s)"
            " where key = %s",
            (days, key),
        )
    assert store.log_recorder.forget_old_keys() == 1
    kept = execute(server, store, "select key from {log}.command_keys order by key")
    assert kept == [("genesis",), ("today",), ("young",)]


# ---- versions


def test_a_stream_that_moved_on_is_named_with_its_version(store: Store) -> None:
    ask(store, command("a", (PROPOSAL, 1), (PROPOSAL, 2)))
    before = left(store)
    (outcome,) = ask(store, command("b", (PROPOSAL, 2), expects=[(UNIT, 0), (PROPOSAL, 1)]))
    assert (outcome.outcome, outcome.stream, outcome.version) == ("conflict", PROPOSAL, 2)
    assert left(store) == before


def test_a_stream_without_events_of_the_command_must_stand_still_too(store: Store) -> None:
    ask(store, command("open", (CYCLE, 1)))
    assert ask(store, command("a", (PROPOSAL, 1), expects=[(CYCLE, 1)]))[0].outcome == "recorded"
    ask(store, command("close", (CYCLE, 2)))
    (outcome,) = ask(store, command("b", (PROPOSAL, 2), expects=[(PROPOSAL, 1), (CYCLE, 1)]))
    assert (outcome.outcome, outcome.stream, outcome.version) == ("conflict", CYCLE, 2)
    assert versions(store, PROPOSAL) == [1]


def test_a_stream_that_is_not_there_stands_at_version_nought(store: Store) -> None:
    (outcome,) = ask(store, command("a", (PROPOSAL, 1), expects=[(CYCLE, 1)]))
    assert (outcome.outcome, outcome.stream, outcome.version) == ("conflict", CYCLE, 0)


@pytest.mark.parametrize("events", [[(PROPOSAL, 2)], [(PROPOSAL, 1), (PROPOSAL, 3)]])
def test_no_version_is_left_out(store: Store, events: list[tuple[UUID, int]]) -> None:
    before = left(store)
    with pytest.raises(PersistenceError, match="no version"):
        ask(store, command("a", *events))
    assert left(store) == before


def test_no_version_is_written_twice_even_if_nothing_was_expected(store: Store) -> None:
    ask(store, command("a", (PROPOSAL, 1)))
    before = left(store)
    with pytest.raises(IntegrityError):
        ask(store, command("b", (PROPOSAL, 1)))
    assert left(store) == before


# ---- several at once


def test_of_several_commands_each_fails_alone(store: Store) -> None:
    ask(store, command("known", (UNIT, 1)))
    outcomes = ask(
        store,
        command("a", (PROPOSAL, 1), expects=[(PROPOSAL, 0)]),
        command("b", (PROPOSAL, 1), (CYCLE, 1), expects=[(PROPOSAL, 0), (CYCLE, 0)]),
        command("known", (UNIT, 2), expects=[(UNIT, 1)]),
        command("known", (UNIT, 2), expects=[(UNIT, 1)], body=b"other"),
        command("c", (PROPOSAL, 2), (PROPOSAL, 3), expects=[(PROPOSAL, 1)]),
        command("a", (PROPOSAL, 1), expects=[(PROPOSAL, 0)]),
    )
    assert [(one.outcome, one.first, one.last) for one in outcomes] == [
        ("recorded", 5, 5),
        ("conflict", None, None),
        ("duplicate", 4, 4),
        ("key_reused", None, None),
        ("recorded", 6, 7),
        ("duplicate", 5, 5),
    ]
    assert (versions(store, PROPOSAL), versions(store, CYCLE)) == ([1, 2, 3], [])


def test_positions_stay_gapless_whatever_failed(store: Store) -> None:
    for n in range(1, 6):
        ask(store, command(f"right {n}", (PROPOSAL, n), expects=[(PROPOSAL, n - 1)]))
        ask(store, command(f"late {n}", (PROPOSAL, n), expects=[(PROPOSAL, n - 1)]))
        with pytest.raises(PersistenceError):
            ask(store, command(f"wrong {n}", (UNIT, 7)))
    assert [one.position for one in store.log_recorder.links()] == list(range(1, 9))


def test_parts_appended_as_a_whole_are_recorded_together(store: Store) -> None:
    parts = [[command("a", (PROPOSAL, 1))], [command("b", (PROPOSAL, 2), expects=[(PROPOSAL, 1)])]]
    outcomes = store.log_recorder.append_whole(parts)
    assert [(one.outcome, one.first) for one in outcomes] == [("recorded", 4), ("recorded", 5)]


def test_parts_appended_as_a_whole_are_undone_by_one_conflict(store: Store) -> None:
    before = left(store)
    parts = [[command("a", (PROPOSAL, 1))], [command("b", (PROPOSAL, 1), expects=[(PROPOSAL, 0)])]]
    outcomes = store.log_recorder.append_whole(parts)
    assert [one.outcome for one in outcomes] == ["recorded", "conflict"]
    assert left(store) == before
    assert store.known(ACCOUNT, "a", b"body") is None


def test_at_most_twenty_thousand_events_are_taken_at_once(store: Store) -> None:
    events = [(PROPOSAL, n) for n in range(1, BATCH + 2)]
    with pytest.raises(PersistenceError, match="at most 20000"):
        ask(store, command("a", *events))
    assert ask(store, command("a", *events[:BATCH]))[0].last == BATCH + 3


# ---- the first event, and the time


def test_the_first_event_opens_the_log(empty: Store) -> None:
    with pytest.raises(PersistenceError, match=r"log\.opened"):
        ask(empty, command("a", (PROPOSAL, 1)))
    with pytest.raises(NoLog):
        empty.opened()
    assert ask(empty, opening("live"))[0].first == 1


def test_no_later_event_opens_the_log(store: Store) -> None:
    with pytest.raises(PersistenceError, match=r"log\.opened"):
        ask(store, command("a", (PROPOSAL, 1), topic="log.opened"))


def test_a_live_log_takes_nobodys_time_but_the_databases(server: str, empty: Store) -> None:
    with pytest.raises(PersistenceError, match="time from the database only"):
        ask(empty, opening("live", at=AT))
    ask(empty, opening("live"))
    with pytest.raises(PersistenceError, match="time from the database only"):
        ask(empty, command("a", (PROPOSAL, 1), at=AT))
    ((before,),) = execute(server, empty, "select clock_timestamp()")
    (outcome,) = ask(empty, command("a", (PROPOSAL, 1)))
    ((after,),) = execute(server, empty, "select clock_timestamp()")
    assert outcome.at
    assert before <= outcome.at <= after


@pytest.mark.parametrize("kind", ["demo", "test"])
def test_in_a_demo_or_test_the_caller_tells_the_time(empty: Store, kind: str) -> None:
    ask(empty, opening(kind, at=AT))
    (outcome,) = ask(empty, command("a", (PROPOSAL, 1), at=AT + timedelta(days=1)))
    assert outcome.at == AT + timedelta(days=1)


def test_time_never_runs_backwards(store: Store) -> None:
    ask(store, command("a", (PROPOSAL, 1), at=AT + timedelta(microseconds=1)))
    (earlier,) = ask(store, command("b", (PROPOSAL, 2), at=AT))
    assert earlier.at == AT + timedelta(microseconds=1)
    ahead = datetime(2999, 1, 1, tzinfo=UTC)
    ask(store, command("c", (PROPOSAL, 3), at=ahead))
    assert ask(store, command("d", (PROPOSAL, 4)))[0].at == ahead


def test_the_row_begins_with_the_time_in_utc_to_the_microsecond(store: Store) -> None:
    beijing = datetime.fromisoformat("2026-05-06T09:02:03.000004+08:00")
    ask(store, command("a", (PROPOSAL, 1), at=beijing))
    (row,) = store.log_recorder.select_events(PROPOSAL)
    assert row.state == b'{"at":"2026-05-06T01:02:03.000004Z","v":1,"event":{}}'
    ask(store, command("b", (PROPOSAL, 2)))
    (_, row) = store.log_recorder.select_events(PROPOSAL)
    assert re.match(rb'\{"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z","v":1,', row.state)


def test_the_commit_is_announced_with_its_position(server: str, store: Store) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("listen {}").format(Identifier(store.schemas.log)))
        ask(store, command("a", (PROPOSAL, 1), (PROPOSAL, 2)))
        (told,) = connection.notifies(stop_after=1)
    assert told.payload == "5"


# ---- who may do what


@pytest.mark.parametrize(
    "statement", ["update {log}.events set topic = ''", "truncate {log}.events"]
)
def test_the_owner_cannot_change_what_was_written(
    server: str, store: Store, statement: str
) -> None:
    with pytest.raises(errors.RestrictViolation, match="kept for ever"):
        execute(server, store, statement)
    with pytest.raises(errors.RestrictViolation, match="DELETE refused"):
        execute(server, store, "delete from {log}.events where false")


@pytest.mark.parametrize("role", ["huiyin_app", "huiyin_reader"])
@pytest.mark.parametrize(
    "statement",
    [
        "insert into {log}.events select * from {log}.events",
        "update {log}.events set topic = ''",
        "delete from {log}.events",
        "truncate {log}.events",
        "update {log}.head set position = 0",
        "update {log}.command_keys set answer = null",
        "delete from {log}.command_keys",
        "update {vault}.keys set wrapped = null",
        "delete from {vault}.keys",
        "alter table {log}.events disable trigger all",
        "drop function {log}.append",
    ],
)
def test_the_application_and_the_reader_cannot_write_past_the_function(
    server: str, store: Store, role: str, statement: str
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        execute(server, store, statement, role=role)


def test_the_application_reads_and_appends(store: Store) -> None:
    assert store.datastore.role == "huiyin_app"
    assert left(store)[:2] == (3, 3)
    assert ask(store, command("a", (PROPOSAL, 1)))[0].outcome == "recorded"


def test_the_reader_reads_events_and_nothing_else(server: str, store: Store) -> None:
    reader = "huiyin_reader"
    assert execute(server, store, "select count(*) from {log}.events", role=reader) == [(3,)]
    for statement in (
        "select * from {log}.command_keys",
        "select * from {vault}.keys",
        "select {log}.forget_old_keys()",
        f"select {{log}}.append({', '.join(['null'] * 13)})",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            execute(server, store, statement, role=reader)


def test_the_librarys_own_way_in_is_closed(store: Store) -> None:
    with pytest.raises(TypeError, match="only way to write"):
        store.recorder.insert_events([StoredEvent(PROPOSAL, 1, "proposal.received", b"{}")])


# ---- the store


def decision(key: str, *changes: Change) -> Decision:
    by = By(kind="system", account=ACCOUNT, person=ACCOUNT, role="system")
    signature = Signature(by, Via(channel="cli"), Under(policy=2, calendar=3), key)
    return Decision(signature, b"body", changes, {"key": key})


def number(printed: str) -> Number:
    return Number(id=stream_id("110101", "number", printed))


def claim(printed: str) -> Change:
    return Change(number(printed), (NumberClaimed(proposal=PROPOSAL, printed=printed),))


def test_the_store_writes_and_reads_back_what_was_decided(store: Store) -> None:
    outcome = store.append(decision("a", claim("8")))
    (recorded,) = store.history(number("8").id)
    assert recorded.event == NumberClaimed(proposal=PROPOSAL, printed="8")
    assert (recorded.position, recorded.at) == (outcome.first, outcome.at)
    assert store.load(Number, number("8").id).holder == PROPOSAL
    assert [one.event for one in store.after(3, 10)] == [recorded.event]


def test_a_number_claimed_by_two_goes_to_the_first(store: Store) -> None:
    store.append(decision("a", claim("8")))
    with pytest.raises(Conflict) as refusal:
        store.append(decision("b", claim("8")))
    assert (refusal.value.stream, refusal.value.version) == (number("8").id, 1)


def test_the_store_tells_a_reused_key(store: Store) -> None:
    store.append(decision("a", claim("8")))
    assert store.append(decision("a", claim("8"))).outcome == "duplicate"
    with pytest.raises(KeyReused):
        store.append(replace(decision("a", claim("8")), request_hash=b"other"))


def test_the_store_records_a_whole_import_or_none_of_it(store: Store) -> None:
    before = left(store)
    with pytest.raises(Conflict):
        store.append_whole([decision("a", claim("8")), decision("b", claim("8"))])
    assert left(store) == before
    whole = [decision(str(n), claim(str(n))) for n in range(3)]
    assert [one.first for one in store.append_whole(whole)] == [4, 5, 6]


def test_an_import_larger_than_one_call_is_still_one_transaction(store: Store) -> None:
    held = number("8")
    events = [NumberClaimed(proposal=PROPOSAL, printed="8")] * (BATCH // 2 + 1)
    first = decision("a", Change(held, tuple(events)))
    second = decision("b", Change(number("9"), tuple(events)))
    outcomes = store.append_whole([first, second])
    assert [one.last for one in outcomes] == [BATCH // 2 + 4, BATCH + 5]


def test_a_command_of_more_events_than_one_call_takes_is_one_act(store: Store) -> None:
    events = (NumberClaimed(proposal=PROPOSAL, printed="8"),) * (BATCH + 1)
    long = decision("a", Change(number("8"), events))

    first, again = store.append_long(long), store.append_long(long)

    assert (first.outcome, first.last) == ("recorded", BATCH + 4)
    assert (again.outcome, again.last, again.at) == ("duplicate", first.last, first.at)
    assert {one.signature.key for one in store.after(3, BATCH + 1)} == {"a"}
    assert store.known(long.signature.by.account, "a", long.request_hash) == again
    assert store.append(decision("a/1", claim("9"))).outcome == "recorded"


def test_a_long_command_that_meets_a_conflict_leaves_nothing(store: Store) -> None:
    store.append(decision("first", claim("9")))
    before = left(store)
    events = (NumberClaimed(proposal=PROPOSAL, printed="8"),) * (BATCH + 1)

    with pytest.raises(Conflict):
        store.append_long(decision("a", Change(number("8"), events), claim("9")))

    assert left(store) == before


def test_what_was_never_recorded_stands_at_version_0(store: Store) -> None:
    assert store.load(Number, PROPOSAL).version == 0


def test_the_log_knows_its_own_first_words(store: Store) -> None:
    opened = store.opened()
    assert isinstance(opened, Log)
    assert (opened.district, opened.kind) == ("110101", "test")
    assert opened.log == store.log_recorder.head()["log"]
    words = [one.event for one in store.after(0, 1)]
    assert isinstance(words[0], LogOpened)
    assert (words[0].alg, words[0].zone) == ("sha256", "Asia/Shanghai")


def policy(characters: int) -> Change:
    text = "x" * characters
    event = PolicyAdopted.model_construct(id="p", name="p", text=text, valid_from=AT.date())
    return Change(PolicyBook(id=UUID(int=50)), (event,))


def test_a_row_has_at_most_256_kib(store: Store) -> None:
    store.append(decision("a", policy(1)))
    (short,) = store.log_recorder.select_events(UUID(int=50))
    most = 256 * 1024 - len(short.state) + 1
    over = policy(most + 1)
    with pytest.raises(TooLarge):
        store.append(decision("b", Change(PolicyBook(id=UUID(int=50), version=1), over.events)))
    fits = policy(most)
    store.append(decision("b", Change(PolicyBook(id=UUID(int=50), version=1), fits.events)))
    (_, longest) = store.log_recorder.select_events(UUID(int=50))
    assert len(longest.state) == 256 * 1024


def test_the_database_refuses_a_larger_row_by_itself(store: Store) -> None:
    with pytest.raises(IntegrityError):
        ask(store, command("a", (PROPOSAL, 1), state=b'"v":' + b" " * 256 * 1024 + b"1}"))


def test_streams_are_read_from_and_to_a_version(store: Store) -> None:
    ask(store, command("a", *[(PROPOSAL, n) for n in range(1, 6)]))

    def read(**how: Any) -> list[int]:
        return [row.originator_version for row in store.log_recorder.select_events(PROPOSAL, **how)]

    assert read(gt=2) == [3, 4, 5]
    assert read(gt=1, lte=3) == [2, 3]
    assert read(desc=True, limit=2) == [5, 4]
