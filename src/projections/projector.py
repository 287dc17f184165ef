"""Keeps the read tables up to date: one leader a version, standbys behind it, until told to stop."""

import time
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import Any

import psycopg
import structlog
from psycopg import Connection

from eventstore.store import Store
from projections.leader import BATCH, Fenced, Leader
from projections.rebuild import switch
from projections.tables import digest
from projections.versions import Version, known

POLL = 0.25
"""Seconds after which the log is read even if nothing was heard."""
BEAT = 1.0
"""Seconds between signs of life."""
STANDBY = 0.1
"""Seconds between a standby's tries to take over; doubled up to `LONGEST` after trouble."""
LONGEST = 5.0
log = structlog.get_logger("projector")


@dataclass
class Projector:
    """Follows the log into the version of the read tables that has this house's shape."""

    store: Store
    batch: int = BATCH
    kind: type[Leader] = Leader

    def run(self, stop: Event) -> None:
        """Follow the log until `stop` is set; trouble with the database is waited out."""
        pause = STANDBY
        while not stop.is_set():
            try:
                self._serve(stop)
                pause = STANDBY
            except Fenced:
                log.info("bookmark moved by somebody else, reading it again")
            except Exception as error:  # noqa: BLE001  what it is decides nothing here
                log.warning("projector interrupted", error=f"{type(error).__name__}: {error}")
                pause = min(pause * 2, LONGEST)
            stop.wait(pause)

    def catch_up(self) -> int:
        """Take the lead once it is free, apply what there is, and give it back; the position."""
        with psycopg.connect(self.store.url, autocommit=True) as connection:
            version = self._target(connection)
        assert version, "prepare() made it"
        with closing(self._leader(version)) as leader:
            while not leader.lead():
                time.sleep(STANDBY)
            while leader.step(self.batch):
                pass
            return leader.position

    def _leader(self, version: Version) -> Leader:
        return self.kind(self.store, version.schema(self.store.schemas))

    def _target(self, connection: Connection[Any]) -> Version | None:
        """The version to keep up: the one looked at, or one of our shape still being filled."""
        ours = [one for one in known(connection, self.store.schemas) if one.digest == digest()]
        by_state = {one.state: one for one in reversed(ours)}
        return by_state.get("live") or by_state.get("building")

    def _serve(self, stop: Event) -> None:
        """Stand by for, then keep up one version, until another one has to be."""
        with psycopg.connect(self.store.url, autocommit=True) as connection:
            version = self._target(connection)
        if version is None:
            log.warning("read tables of another shape are in use, standing by")
            stop.wait(LONGEST)
            return
        with closing(self._leader(version)) as leader:
            while not leader.lead():
                if stop.wait(STANDBY) or self._target(leader.work) != version:
                    return
            log.debug("projector leads", schema=leader.schema, position=leader.position)
            self._follow(leader, version, stop)

    def _follow(self, leader: Leader, version: Version, stop: Event) -> None:
        beaten = 0.0
        while not stop.is_set() and self._target(leader.work) == version:
            if leader.step(self.batch):
                continue
            if version.state == "building":
                switch(self.store, version, leader)
                return
            if time.monotonic() - beaten > BEAT:
                leader.beat()
                beaten = time.monotonic()
            leader.listen(POLL)
