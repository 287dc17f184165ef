"""Waiting for one's own write, and not waiting in vain."""

import threading
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from projections.projector import Projector
from projections.reader import Reader


def test_what_was_just_recorded_is_seen_after_waiting_for_its_position(
    scene: Any, reader: Reader
) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=Projector(scene.store).run, args=(stop,))
    thread.start()
    try:
        for n in range(5):
            position = scene.append(f"件{n}", scene.registered(str(n)))
            assert reader.wait_for(position, 10)
            assert reader.row("select id from proposals where number = %(n)s", {"n": str(n)})
        lag = reader.lag()
        assert (lag["position"], lag["behind"], lag["parked"]) == (position, 0, 0)
        assert lag["version"] == 1
    finally:
        stop.set()
        thread.join()


def test_nobody_waits_for_a_projector_that_is_silent(scene: Any, reader: Reader) -> None:
    position = scene.project()
    bookmark = Identifier(f"{scene.store.schemas.read}_1", "bookmark")
    with psycopg.connect(scene.store.url, autocommit=True) as connection:
        connection.execute(SQL("update {} set at = at - interval '1 hour'").format(bookmark))
    assert reader.wait_for(position, 600)
    assert not reader.wait_for(position + 1, 600)


def test_tables_that_stay_behind_are_said_to_be_late(scene: Any, reader: Reader) -> None:
    position = scene.project()
    assert not reader.wait_for(position + 1, 0.05)
