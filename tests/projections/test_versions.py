"""Versions of the read tables: made once, noticed when their shape changes, seen through views."""

import multiprocessing
import threading
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction
from psycopg.sql import SQL, Identifier

from aggregates import proposal_events as e
from eventstore.datastore import Schemas
from eventstore.migrations import migrate
from projections import projector, versions
from projections.projector import Projector
from projections.reader import Reader
from projections.tables import TABLES
from projections.versions import known, prepare


def test_eight_processes_that_start_at_once_make_one_version(server: str, schema: str) -> None:
    schemas = Schemas(schema)
    migrate(server, schemas)
    with multiprocessing.get_context("spawn").Pool(8) as pool:
        made = pool.starmap(prepare, [(server, schemas)] * 8)
    assert {(one.n, one.state) for one in made} == {(1, "live")}


def test_tables_of_another_shape_are_filled_first_and_shown_then(
    scene: Any, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.append("p", *scene.life())
    scene.project()
    for module in (versions, projector):
        monkeypatch.setattr(module, "digest", lambda: "another shape")
    store = scene.store
    assert prepare(store.url, store.schemas).state == "building"
    assert prepare(store.url, store.schemas).n == 2
    assert reader.lag()["rebuilding"] is True
    stop = threading.Event()
    thread = threading.Thread(target=Projector(store).run, args=(stop,))
    thread.start()
    try:
        last = scene.append("q", *scene.life("2"))
        while reader.lag()["version"] != 2:
            assert thread.is_alive()
        assert reader.wait_for(last, 10)
        assert {row["state"] for row in scene.now("proposals")} == {"closed"}
    finally:
        stop.set()
        thread.join()
    with psycopg.connect(store.url) as connection:
        assert [(one.n, one.state) for one in known(connection, store.schemas)] == [
            (2, "live"),
            (1, "old"),
        ]


def test_marks_are_invisible_until_revealed_whoever_looks(scene: Any, reader: Reader) -> None:
    scene.append("p", *scene.life()[:8])
    scene.append("p", scene.rated(result="dissatisfied", reason="没有解决", gap="还差验收"))
    scene.project()
    (rating,) = reader.rows("select * from ratings")
    sealed = ("attitude", "reply", "result", "gap", "reason", "form")
    assert [rating[column] for column in sealed] == [None] * 6
    assert rating["deputy"] == scene.id("代表一")
    for table in (*TABLES, None):
        name = table.name if table else "bookmark"
        seen = str(reader.rows(f"select * from {name}"))
        for secret in (": 'dissatisfied'", "没有解决", "还差验收"):
            assert secret not in seen, name
    scene.append("p", e.RatingsRevealed(round=1, on=scene.day(80)))
    scene.project()
    (rating,) = reader.rows("select * from ratings")
    assert (rating["result"], rating["gap"], rating["reason"]) == (
        "dissatisfied",
        "还差验收",
        "没有解决",
    )


def test_who_reads_sees_views_only_and_changes_nothing(scene: Any, reader: Reader) -> None:
    with pytest.raises(InsufficientPrivilege):
        reader.rows(f"select * from {scene.store.schemas.read}_1.ratings")
    with pytest.raises((ReadOnlySqlTransaction, InsufficientPrivilege)):
        reader.rows("delete from proposals")


def test_the_application_cannot_touch_the_shape_of_the_tables(scene: Any) -> None:
    with psycopg.connect(scene.store.url) as connection:
        connection.execute("set role huiyin_app")
        table = Identifier(f"{scene.store.schemas.read}_1", "proposals")
        with pytest.raises(InsufficientPrivilege):
            connection.execute(SQL("drop table {}").format(table))
