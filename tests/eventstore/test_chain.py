"""The chain is what log-format.md says, in Python and in PostgreSQL, and tells what was changed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Identifier

from eventstore.appends import Append
from eventstore.chain import Finding, Link, genesis, record, walk
from eventstore.store import Store

LOG = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")
STREAM = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
AT = datetime(2026, 5, 6, 1, 2, 3, 4, tzinfo=UTC)
FIRST = (
    b'"v":1,"event":{"log":"0f8fad5b-d9cb-469f-a165-70867728950e","kind":"test"}}',
    '"v":1,"event":{"unit":"甲"}}'.encode(),
)
STATES = [b'{"at":"2026-05-06T01:02:03.000004Z",' + rest for rest in FIRST]
TOPICS = ("log.opened", "proposal.received")
H0 = "9bdd1e8803bb3cd39042a81149cc17b53ede7ec897df07b1dcee384090447411"
HASHES = (
    "44f714cf3e1b27506dd38af7a56b9831ef6a87e5f5db9da9f2cd5fd67837ad86",
    "527c9975b9be9d47baaafbf827506e707ece7d66e9347d5bb9fb0f83c8305532",
)
R2 = (
    "0000000000000002"
    "7c9e6679742540de944be07fc1f90ae7"
    "0000000000000002"
    "00000011"
    "70726f706f73616c2e7265636569766564"
    "00000041"
    "7b226174223a22323032362d30352d30365430313a30323a30332e3030303030345a222c"
    "2276223a312c226576656e74223a7b22756e6974223a22e794b2227d7d"
)


def by_the_book(log: UUID, rows: Sequence[tuple[int, UUID, int, str, bytes]]) -> list[bytes]:
    """The chain, computed from the text of the format and nothing else."""
    hash = sha256(b"huiyin-log-1" + log.bytes).digest()
    hashes = []
    for position, stream, version, topic, state in rows:
        name = topic.encode()
        words = position.to_bytes(8, "big") + stream.bytes + version.to_bytes(8, "big")
        words += len(name).to_bytes(4, "big") + name + len(state).to_bytes(4, "big") + state
        hash = sha256(hash + words).digest()
        hashes.append(hash)
    return hashes


def links() -> list[Link]:
    return [
        Link(n, STREAM, n, topic, state, bytes.fromhex(hash))
        for n, (topic, state, hash) in enumerate(zip(TOPICS, STATES, HASHES, strict=True), 1)
    ]


def fill(store: Store) -> Store:
    """Positions 4 to 9: three streams of two events."""
    for n in (1, 2, 3):
        stream = UUID(int=n)
        states = [b'"v":1,"event":{"round":%d}}' % version for version in (1, 2)]
        rows = [StoredEvent(stream, v, "proposal.received", s) for v, s in enumerate(states, 1)]
        store.log_recorder.append([Append(LOG, str(n), b"", rows, [(stream, 0)])])
    return store


def checked(store: Store) -> tuple[int, bytes, Finding | None]:
    head = store.log_recorder.head()
    return walk(head["log"], store.log_recorder.links(4), head=(head["position"], head["hash"]))


def found(store: Store) -> tuple[int, str] | None:
    _, _, finding = checked(store)
    return (finding.position, finding.code) if finding else None


def tamper(server: str, store: Store, *statements: str) -> None:
    """As a superuser would who first takes the guard away."""
    events = Identifier(store.schemas.log, "events")
    with psycopg.connect(server) as connection:
        connection.execute(SQL("alter table {} disable trigger all").format(events))
        for statement in statements:
            connection.execute(SQL(statement).format(events=events))
        connection.execute(SQL("alter table {} enable trigger all").format(events))


def inserted_at(position: int) -> str:
    return (
        f"insert into {{events}} select gen_random_uuid(), 1, topic, state, {position}, hash"
        " from {events} where notification_id = 5"
    )


def test_the_chain_begins_with_the_log() -> None:
    assert genesis(LOG).hex() == H0


def test_a_row_is_chained_with_every_length_before_what_it_measures() -> None:
    assert record(links()[1]).hex() == R2


def test_the_hashes_are_the_ones_of_the_format_for_ever() -> None:
    rows = [(one.position, one.stream, one.version, one.topic, one.state) for one in links()]
    assert [hash.hex() for hash in by_the_book(LOG, rows)] == list(HASHES)
    assert walk(LOG, links()) == (2, bytes.fromhex(HASHES[1]), None)


def test_postgresql_computes_the_same_hashes(empty: Store) -> None:
    rows = [
        StoredEvent(STREAM, version, topic, rest)
        for version, (topic, rest) in enumerate(zip(TOPICS, FIRST, strict=True), 1)
    ]
    empty.log_recorder.append([Append(LOG, "genesis", b"", rows, [(STREAM, 0)], at=AT)])
    assert list(empty.log_recorder.links()) == links()
    head = empty.log_recorder.head()
    assert (head["log"], head["position"], head["hash"].hex()) == (LOG, 2, HASHES[1])


def test_a_log_of_real_events_follows_the_book(store: Store) -> None:
    rows = [
        (one.position, one.stream, one.version, one.topic, one.state)
        for one in fill(store).log_recorder.links()
    ]
    hashes = by_the_book(store.log_recorder.head()["log"], rows)
    assert hashes == [one.hash for one in store.log_recorder.links()]
    assert checked(store) == (9, hashes[-1], None)


def test_the_walk_tells_how_far_it_is(store: Store) -> None:
    told: list[int] = []
    fill(store)
    walk(store.log_recorder.head()["log"], store.log_recorder.links(), told.append)
    assert told == list(range(1, 10))


def test_an_empty_log_is_sound(empty: Store) -> None:
    assert walk(LOG, empty.log_recorder.links()) == (0, genesis(LOG), None)


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (
            ["update {events} set state = set_byte(state, 50, 33) where notification_id = 5"],
            (5, "changed"),
        ),
        (
            ["update {events} set topic = 'proposal.rated' where notification_id = 6"],
            (6, "changed"),
        ),
        (
            ["update {events} set hash = sha256(hash) where notification_id = 6"],
            (6, "changed"),
        ),
        (["delete from {events} where notification_id = 4"], (4, "missing")),
        (["delete from {events} where notification_id >= 8"], (8, "missing")),
        (["delete from {events}"], (1, "missing")),
        (
            [
                "update {events} set notification_id = 99 where notification_id = 5",
                "update {events} set notification_id = 5 where notification_id = 6",
                "update {events} set notification_id = 6 where notification_id = 99",
            ],
            (5, "changed"),
        ),
        (
            [
                "update {events} set originator_version = 3 where notification_id = 4",
                "update {events} set originator_version = 1 where notification_id = 5",
                "update {events} set originator_version = 2 where notification_id = 4",
            ],
            (4, "out_of_order"),
        ),
        (
            [
                "update {events} set notification_id = notification_id + 9 where notification_id > 5",
                "update {events} set notification_id = notification_id - 8 where notification_id > 5",
                inserted_at(6),
            ],
            (6, "changed"),
        ),
        (
            [
                "alter table {events} drop constraint events_notification_id_check",
                inserted_at(0),
            ],
            (0, "surplus"),
        ),
    ],
    ids=[
        "a changed byte",
        "another topic",
        "another hash",
        "a missing row",
        "a missing end",
        "nothing left",
        "two rows swapped",
        "two versions swapped",
        "an inserted row",
        "a row before the first",
    ],
)
def test_the_walk_finds(
    server: str, store: Store, statements: list[str], finding: tuple[int, str]
) -> None:
    tamper(server, fill(store), *statements)
    assert found(store) == finding


def test_what_comes_before_the_finding_is_told_as_sound(server: str, store: Store) -> None:
    hash = next(one.hash for one in fill(store).log_recorder.links() if one.position == 4)
    tamper(server, store, "delete from {events} where notification_id = 5")
    position, head, finding = checked(store)
    assert (position, head) == (4, hash)
    assert finding == Finding(5, "missing", "第5号事件不见了，下一个是第6号")


def test_a_log_rewritten_as_a_whole_is_noticed_by_a_head_that_was_printed() -> None:
    printed = (2, bytes.fromhex(HASHES[1]))
    rows = [(one.position, one.stream, one.version, one.topic, b"{}") for one in links()]
    forged = [Link(*row, hash) for row, hash in zip(rows, by_the_book(LOG, rows), strict=True)]
    assert walk(LOG, forged)[2] is None
    position, _, finding = walk(LOG, forged, head=printed)
    assert (position, finding and finding.code) == (1, "rewritten")


def test_another_logs_events_do_not_fit() -> None:
    _, _, finding = walk(UUID(int=1), links())
    assert finding
    assert (finding.position, finding.code) == (1, "changed")
