"""The event store: load an aggregate, append what was decided."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper

from aggregates.base import Aggregate, Event, folded
from aggregates.log import Log, LogOpened
from eventstore.appends import BATCH, Append, Outcome
from eventstore.datastore import Datastore, Schemas
from eventstore.files import Files
from eventstore.mapper import EventMapper, Recorded, Signature
from eventstore.recorder import LogRecorder
from eventstore.vault import Vault, wrapping_key

A = TypeVar("A", bound=Aggregate)
AT_ONCE = 500
"""Streams in one reading."""


class NotFound(Exception):
    """Nothing was ever recorded under this id."""


class NoLog(Exception):
    """There is no log yet: nothing was opened in this schema."""


@dataclass(frozen=True)
class Change:
    """What was decided on one aggregate; no events means it only must not have changed."""

    aggregate: Aggregate
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Decision:
    """One command's changes: appended together or not at all, once for its account and key."""

    signature: Signature
    request_hash: bytes
    changes: Sequence[Change]
    answer: dict[str, Any]
    at: datetime | None = None


class Conflict(Exception):
    """Somebody else recorded first; read again and decide again."""

    def __init__(self, stream: UUID, version: int) -> None:
        super().__init__(f"{stream} stands at version {version}")
        self.stream, self.version = stream, version


class KeyReused(Exception):
    """The same key came with another body."""


def request_hash(*parts: str) -> bytes:
    """The digest by which a repeated request is recognised: who is asked what, word for word."""
    return sha256("\0".join(parts).encode()).digest()


class Store(Application[UUID]):
    """Events in order.  Of two clerks writing at once, the second is turned away."""

    name = "log"

    def __init__(self, url: str, schemas: Schemas, folder: Path, *, pool: int = 10) -> None:
        """`url` is a libpq URL, `folder` the data folder that holds key file and files."""
        self.url, self.schemas = url, schemas
        self.datastore = Datastore(url, schemas.log, pool=pool)
        wrapping = wrapping_key(self.datastore, schemas.vault, folder, schemas.log)
        self.vault = Vault(self.datastore, schemas.vault, wrapping)
        self.files = Files(folder / "files" / schemas.log, self.datastore, schemas.desk)
        super().__init__({"PERSISTENCE_MODULE": "eventsourcing.popo"})

    def construct_mapper(self) -> Mapper[UUID]:
        """Plain JSON in an envelope; see `EventMapper`."""
        return EventMapper(self.vault)

    def construct_recorder(self) -> LogRecorder:
        """Our append function behind the library's recorder."""
        return LogRecorder(self.datastore)

    @property
    def log_recorder(self) -> LogRecorder:
        """The recorder by its own type."""
        return cast(LogRecorder, self.recorder)

    def close(self) -> None:
        """Give the connections back."""
        super().close()
        self.datastore.close()

    # ---- reading

    def history(self, id: UUID) -> list[Recorded]:
        """Everything recorded about one aggregate, oldest first."""
        return [cast(Recorded, recorded) for recorded in self.events.get(id)]

    def after(self, position: int, limit: int) -> list[Recorded]:
        """Events of the whole log behind a position, in order."""
        rows = self.log_recorder.rows_after(position, limit)
        return [cast(Recorded, self.mapper.to_domain_event(row)) for row in rows]

    def load(self, kind: type[A], id: UUID) -> A:
        """Fold the past into the aggregate as it stands; version 0 when there is none.

        The id of another kind of thing is simply not known.
        """
        past = self.history(id)
        if past and not past[0].event.TOPIC.startswith(f"{kind.KIND}."):
            past = []
        return folded(kind(id=id), ((one.position, one.event) for one in past))

    def loaded(self, kind: type[A], ids: Sequence[UUID]) -> Iterator[A]:
        """Several aggregates, many at a reading; what is not recorded, or another kind, is left out.

        A whole year may be asked for: no more is in memory than one reading.
        """
        told = cast(EventMapper, self.mapper).told
        for start in range(0, len(ids), AT_ONCE):
            found = self.log_recorder.rows_of(ids[start : start + AT_ONCE])
            for id, rows in groupby(found, key=attrgetter("originator_id")):
                own = list(rows)
                if own[0].topic.startswith(f"{kind.KIND}."):
                    yield folded(kind(id=id), map(told, own))

    def opened(self) -> Log:
        """The log's own first words.  Raises NoLog."""
        first = self.after(0, 1)
        if not first:
            raise NoLog(self.schemas.log)
        return Log(id=first[0].originator_id).after(cast(LogOpened, first[0].event))

    # ---- writing

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time of those who ask for it, such as imports; nobody else waits for them."""
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute(
                "select pg_advisory_xact_lock(hashtextextended(%s, 43))", (self.schemas.log,)
            )
            yield

    def known(self, account: UUID, key: str, digest: bytes) -> Outcome | None:
        """The first answer to a command asked before.  Raises KeyReused on another body."""
        found = self.log_recorder.known(account, key)
        if found is None:
            return None
        if found[0] != digest:
            raise KeyReused(key)
        return found[1]

    def append(self, decision: Decision) -> Outcome:
        """Record one command.  Raises Conflict or KeyReused; nothing is recorded then."""
        return _granted(self.log_recorder.append([self.written(decision)])[0])

    def append_long(self, decision: Decision) -> Outcome:
        """Record one command of more events than a call takes: all of them or none.

        Its last call carries its key and its answer; the keys of those before are of a kind that
        nobody can ask with.  Raises Conflict or KeyReused.
        """
        whole = self.written(decision)
        *before, last = [whole.rows[at : at + BATCH] for at in range(0, len(whole.rows), BATCH)]
        parts = [
            replace(whole, key=f"{whole.key}·{n}", rows=rows, answer={})
            for n, rows in enumerate(before, 1)
        ]
        parts.append(replace(whole, rows=last))
        later = [replace(one, expects=()) for one in parts[1:]]
        outcomes = self.log_recorder.append_whole([[one] for one in (parts[0], *later)])
        return [_granted(one) for one in outcomes][-1]

    def append_each(self, decisions: Sequence[Decision]) -> list[Outcome]:
        """Record several commands in one call, each failing alone, as its outcome says."""
        return self.log_recorder.append([self.written(one) for one in decisions])

    def append_whole(self, decisions: Sequence[Decision]) -> list[Outcome]:
        """Record several commands in one transaction: all of them or none.

        Raises Conflict or KeyReused; nothing is recorded then.
        """
        parts: list[list[Append]] = [[]]
        size = 0
        for append in map(self.written, decisions):
            if parts[-1] and size + len(append.rows) > BATCH:
                parts.append([])
                size = 0
            parts[-1].append(append)
            size += len(append.rows)
        return [_granted(one) for one in self.log_recorder.append_whole(parts)]

    def written(self, decision: Decision) -> Append:
        """The command as the log takes it, written out but not recorded.  Raises TooLarge."""
        rows = [
            self.mapper.to_stored_event(
                Recorded(change.aggregate.id, version, event, decision.signature)
            )
            for change in decision.changes
            for version, event in enumerate(change.events, change.aggregate.version + 1)
        ]
        return Append(
            account=decision.signature.by.account,
            key=decision.signature.key,
            request_hash=decision.request_hash,
            rows=rows,
            expects=[(one.aggregate.id, one.aggregate.version) for one in decision.changes],
            answer=decision.answer,
            at=decision.at,
        )


def _granted(outcome: Outcome) -> Outcome:
    if outcome.outcome == "conflict":
        assert outcome.stream is not None
        assert outcome.version is not None
        raise Conflict(outcome.stream, outcome.version)
    if outcome.outcome == "key_reused":
        raise KeyReused
    return outcome
