"""The projector under bad luck: poison, death, rivals, a broken connection, a rebuild."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from aggregates import proposal_events as e
from eventstore.appends import Append
from eventstore.mapper import Row
from eventstore.registry import FORMS
from eventstore.store import Store
from projections.leader import Fenced, Leader
from projections.parking import unpark
from projections.projector import Projector
from projections.reader import Reader
from projections.rebuild import rebuild
from projections.tables import TABLES
from projections.versions import known, make

STRANGE = "proposal.of_tomorrow"

DIES = """
import os, signal, sys
from pathlib import Path
from eventstore.datastore import Schemas
from eventstore.store import Store
from projections.leader import Leader
from projections.projector import Projector

class Doomed(Leader):
    def _park(self, bad):
        super()._park(bad)
        if self.position >= int(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)

Projector(Store(sys.argv[1], Schemas(sys.argv[2]), Path(sys.argv[3])), 5, Doomed).catch_up()
"""

LEADS = """
import sys, threading
from pathlib import Path
from eventstore.datastore import Schemas
from eventstore.store import Store
from projections.projector import Projector
Projector(Store(sys.argv[1], Schemas(sys.argv[2]), Path(sys.argv[3]))).run(threading.Event())
"""


def program(scene: Any, code: str, *more: str) -> list[str]:
    folder = str(scene.folder)
    return [sys.executable, "-c", code, scene.store.url, scene.store.schemas.log, folder, *more]


def everything(scene: Any, schema: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of a version (by default the first)."""
    schema = schema or f"{scene.store.schemas.read}_1"
    return {table.name: scene.rows(table.name, schema) for table in TABLES}


def built_anew(scene: Any, batch: int) -> dict[str, list[dict[str, Any]]]:
    """The rows that a build from nothing gives, in batches of a size."""
    with psycopg.connect(scene.store.url, autocommit=True) as connection:
        names = [table.name for table in TABLES] + ["parked"]
        schema = f"{scene.store.schemas.read}_1"
        tables = SQL(", ").join(Identifier(schema, name) for name in names)
        connection.execute(SQL("truncate {}").format(tables))
        bookmark = Identifier(schema, "bookmark")
        connection.execute(SQL("update {} set position = 0").format(bookmark))
    scene.project(batch)
    return everything(scene)


def mixed_lives(scene: Any) -> None:
    """Four proposals whose lives run through each other, with every kind of turn."""
    lives = [scene.life(str(n)) for n in range(4)]
    lives[1][8:] = [
        scene.rated(result="dissatisfied", reason="没有解决"),
        e.RatingsRevealed(round=1, on=scene.day(80)),
        e.RehandlingOrdered(
            round=2,
            units=(scene.id("甲局"),),
            reason="重新办理",
            reply_by=scene.due(110),
            on=scene.day(81),
        ),
        scene.replied(round=2, n=100),
    ]
    lives[2][9:] = [scene.carried_over(), scene.contacted(round=2)]
    lives[3].insert(5, e.Objected(unit=scene.id("乙局"), round=1, reason="不归口", on=scene.day(3)))
    asked, granted = scene.extension(110)
    late = scene.replied("甲局", n=60, counts_on=scene.day(93), feedback_by=scene.due(75))
    lives.append([*scene.life("4")[:7], asked, granted, scene.withdrawn(granted), late])
    lives[4] += [scene.returned(), scene.replied(), scene.read("代表一")]
    lives[4] += [scene.corrected_class("B")]
    for step in range(17):
        for n, life in enumerate(lives):
            if step < len(life):
                position = scene.append(f"件{n}", life[step])
                if n == 0 and step == 5:
                    scene.append("件0", e.EntryVoided(position=position, reason="写错"))


@pytest.mark.parametrize("batch", [1, 2, 7])
def test_any_split_into_batches_gives_the_same_rows(scene: Any, batch: int) -> None:
    mixed_lives(scene)
    assert built_anew(scene, batch) == built_anew(scene, 1_000)


def test_killed_inside_a_batch_and_started_again_it_has_the_same_rows(scene: Any) -> None:
    mixed_lives(scene)
    for reached in ("10", "30"):
        killed = subprocess.run(program(scene, DIES, reached), capture_output=True, check=False)
        assert killed.returncode == -9, killed.stderr
    scene.project()
    survived = everything(scene)
    assert survived == built_anew(scene, 1_000)


# ---- poison


def strange_event(scene: Any, stream: UUID) -> int:
    """An event of a topic nobody knows yet, as a newer house would write it."""
    version = scene.versions[stream] + 1
    known_row = scene.store.mapper.to_stored_event(
        scene.recorded(stream, version, scene.contacted())
    )
    row = Row(stream, version, STRANGE, known_row.state)
    account = scene.id("账号")
    append = Append(account, f"strange/{version}", b"", [row], [(stream, version - 1)])
    (outcome,) = scene.store.log_recorder.append([append])
    scene.versions[stream] = version
    assert outcome.last
    return int(outcome.last)


def test_an_event_nobody_can_read_parks_its_stream_and_no_other(scene: Any) -> None:
    scene.append("p", *scene.life()[:5])
    strange = strange_event(scene, scene.id("p"))
    behind = scene.append("p", scene.opinion())
    scene.append("q", *scene.life("2"))
    last = scene.project()
    parked = {row["position"]: row["error"] for row in scene.rows("parked")}
    assert set(parked) == {strange, behind}
    assert STRANGE in parked[strange]
    states = {row["id"]: row["state"] for row in scene.now("proposals")}
    assert states == {scene.id("p"): "handling", scene.id("q"): "closed"}
    assert scene.rows("bookmark")[0]["position"] == last


def test_an_event_that_cannot_be_folded_leaves_no_half_done_rows(scene: Any) -> None:
    scene.append("p", scene.registered(), scene.handed_over())
    bad = scene.append("p", scene.received("丙局"))
    scene.project()
    (parked,) = scene.rows("parked")
    assert (parked["position"], parked["topic"]) == (bad, "proposal.received")
    assert bad not in [line["position"] for line in scene.rows("history")]
    (row,) = scene.now("proposals")
    assert row["version"] == 2


def test_an_event_that_postgresql_does_not_take_is_found_in_its_batch_and_parked(
    scene: Any,
) -> None:
    scene.append("p", *scene.life())
    bad = scene.append(
        "q", scene.registered("2", signers_stated=99_999_999_999), scene.handed_over()
    )
    scene.append("r", *scene.life("3"))
    scene.project()
    assert [row["position"] for row in scene.rows("parked")] == [bad - 1, bad]
    assert {row["id"] for row in scene.now("proposals")} == {scene.id("p"), scene.id("r")}


def test_a_parked_stream_comes_back_whole_after_the_fix(
    scene: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.append("p", *scene.life()[:5])
    strange_event(scene, scene.id("p"))
    scene.append("p", *scene.life()[6:])
    scene.project()
    with pytest.raises(Exception, match=STRANGE):
        unpark(scene.store, scene.id("p"))
    assert len(scene.rows("parked")) == 7
    monkeypatch.setitem(FORMS, STRANGE, FORMS["proposal.contacted"])
    assert unpark(scene.store, scene.id("p")) == 12
    assert scene.rows("parked") == []
    assert everything(scene) == built_anew(scene, 1_000)


def test_unparking_makes_a_projector_at_work_read_again(
    scene: Any, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with following(scene):
        scene.append("p", *scene.life()[:5])
        strange = strange_event(scene, scene.id("p"))
        assert reader.wait_for(strange, 10)
        monkeypatch.setitem(FORMS, STRANGE, FORMS["proposal.contacted"])
        unpark(scene.store, scene.id("p"))
        last = scene.append("p", *scene.life()[6:])
        assert reader.wait_for(last, 10)
        assert scene.rows("parked") == []
        assert scene.now("proposals")[0]["state"] == "closed"


# ---- rivals


@contextmanager
def following(scene: Any) -> Iterator[threading.Event]:
    """A projector at work in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=Projector(scene.store).run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


def test_one_leads_and_when_it_is_killed_the_other_goes_on(scene: Any, reader: Reader) -> None:
    last = scene.append("p", *scene.life()[:3])
    with subprocess.Popen(program(scene, LEADS), stdout=subprocess.DEVNULL) as first:
        assert reader.wait_for(last, 20)
        assert scene.rows("bookmark")[0]["pid"] == first.pid
        with following(scene):
            first.kill()
            last = scene.append("p", *scene.life()[3:])
            assert reader.wait_for(last, 20)
    assert scene.rows("bookmark")[0]["pid"] != first.pid
    assert everything(scene) == built_anew(scene, 1_000)


def test_whoever_finds_the_bookmark_moved_writes_nothing(scene: Any) -> None:
    schema = f"{scene.store.schemas.read}_1"
    late, quick = Leader(scene.store, schema), Leader(scene.store, schema)
    assert late.lead()
    assert not quick.lead()
    quick.reread()
    while quick.step():
        pass
    before = everything(scene)
    with pytest.raises(Fenced):
        late.step()
    assert everything(scene) == before
    late.close()
    quick.close()


def test_a_lost_connection_parks_nothing_and_is_made_again(scene: Any, reader: Reader) -> None:
    with following(scene):
        assert reader.wait_for(scene.append("p", *scene.life()[:3]), 10)
        with psycopg.connect(scene.store.url, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(l.pid) from pg_locks l where locktype = 'advisory'"
                " and pid <> pg_backend_pid() and database ="
                " (select oid from pg_database where datname = current_database())"
            )
        assert reader.wait_for(scene.append("p", *scene.life()[3:]), 10)
    assert scene.rows("parked") == []


# ---- rebuild


@contextmanager
def writing(scene: Any) -> Iterator[Callable[[], int]]:
    """Somebody who records proposals all the while; call it for how many."""
    stop, done = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            done[0] += 1
            scene.append(f"新件{done[0]}", *scene.life(f"9{done[0]}"))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: done[0]
    finally:
        stop.set()
        thread.join()


def test_rebuilt_under_writes_and_switched_the_rows_are_the_same(
    scene: Any, reader: Reader
) -> None:
    mixed_lives(scene)
    told: list[tuple[int, int]] = []
    with following(scene):
        with writing(scene):
            store = scene.store
            shown = rebuild(
                store.url, store.schemas, store, lambda *done: told.append(done), keep_old=True
            )
        last = scene.append("q", *scene.life("777"))
        assert reader.wait_for(last, 20)
    assert (shown.n, shown.state) == (2, "live")
    assert told[-1][0] <= told[-1][1]
    anew = everything(scene, f"{scene.store.schemas.read}_2")
    assert {row["id"] for row in scene.now("proposals")} >= {scene.id("q"), scene.id("件0")}
    assert built_anew_in_first(scene) == anew


def built_anew_in_first(scene: Any) -> dict[str, list[dict[str, Any]]]:
    """What a build from nothing gives in the version that is no longer shown."""
    built = f"{scene.store.schemas.read}_1"
    leader = Leader(scene.store, built)
    assert leader.lead()
    while leader.step():
        pass
    leader.close()
    return everything(scene, built)


def test_a_rebuild_drops_what_it_replaced_and_what_a_dead_one_left(scene: Any) -> None:
    scene.append("p", *scene.life())
    store: Store = scene.store
    with psycopg.connect(store.url, autocommit=True) as connection:
        make(connection, store.schemas)
        rebuild(store.url, store.schemas, store)
        assert [(one.n, one.state) for one in known(connection, store.schemas)] == [(2, "live")]
    scene.project()
    assert scene.now("proposals")[0]["state"] == "closed"
