"""Many commands in few calls: handlers see their own writes before the log has them.

For one writer that plays through a long story, as the demo does.  Nobody else may write to the
same streams meanwhile: the log would notice and refuse the batch.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar, cast
from uuid import UUID

from aggregates.base import Aggregate, Event, replace
from aggregates.proposal_events import EntryVoided
from eventstore.appends import Append, Outcome
from eventstore.files import Files
from eventstore.mapper import Recorded
from eventstore.store import Conflict, Decision, KeyReused, Store

A = TypeVar("A", bound=Aggregate)
GENESIS = 3
"""Events with which a log is opened."""
Keyed = dict[tuple[UUID, str], tuple[bytes, Outcome]]


class BatchRefused(Exception):
    """The log refused one command of a batch; those before it in the batch may be recorded."""


class BatchLedger:
    """A ledger that remembers what it loaded and decided, and writes a batch at a time.

    The answer of a command that still waits tells no positions.  While one batch is on its way the
    next is being decided.  Use it in a `with` block: what waits at its end is written, unless the
    block failed.
    """

    def __init__(self, store: Store, size: int = 1_000) -> None:
        """`size` is the number of events after which a batch is written."""
        self._store, self._size = store, size
        self._seen = _streams_so_far(store)
        self._present: dict[UUID, Aggregate] = {}
        self._waiting: list[Append] = []
        self._keys: Keyed = {}
        self._events = 0
        self._touched: set[UUID] = set()
        self._sending: set[UUID] = set()
        self._leaving: set[UUID] = set()
        self._left: set[UUID] = set()
        self._writer = ThreadPoolExecutor(1, "batch")
        self._sent: Future[None] | None = None
        self.decided = 0
        """Events decided so far, written or not."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._writer.shutdown()

    # ---- what handlers ask

    @property
    def files(self) -> Files:
        """The files handed in."""
        return self._store.files

    def history(self, id: UUID) -> list[Recorded]:
        """Everything about one aggregate, oldest first; writes what waits, so all has a position.

        Where nothing of it waits, nothing is written.
        """
        if id in self._touched:
            self.flush()
        elif id in self._sending:
            self._arrived()
        return self._store.history(id)

    def load(self, kind: type[A], id: UUID) -> A:
        """The aggregate as it stands, with what still waits."""
        found = self._present.get(id)
        if found is None:
            new = self._seen is not None and id not in self._seen
            found = self._present[id] = kind(id=id) if new else self._store.load(kind, id)
        assert isinstance(found, kind)
        return found

    def known(self, account: UUID, key: str, digest: bytes) -> Outcome | None:
        """The first answer to a command asked before.  Raises KeyReused on another body."""
        found = self._keys.get((account, key))
        if found is None:
            self._arrived()
            return self._store.known(account, key, digest)
        if found[0] != digest:
            raise KeyReused(key)
        return found[1]

    def append(self, decision: Decision) -> Outcome:
        """Take a command in.  Raises Conflict when it was decided on something older, or TooLarge."""
        for change in decision.changes:
            given = change.aggregate
            present = self._present.get(given.id, given)
            if present.version != given.version:
                raise Conflict(given.id, present.version)
        self._waiting.append(self._store.written(decision))
        voids = False
        for change in decision.changes:
            voids |= self._fold(change.aggregate, change.events)
        outcome = Outcome("recorded", at=decision.at, answer=decision.answer)
        signature = decision.signature
        self._keys[signature.by.account, signature.key] = (decision.request_hash, outcome)
        if voids:
            self.flush()
            for change in decision.changes:
                self._present.pop(change.aggregate.id, None)
        elif self._events >= self._size:
            self._send()
        return outcome

    def written_beside(
        self,
        write: Callable[[Store], Outcome],
        changed: Mapping[type[Aggregate], Sequence[UUID]],
    ) -> Outcome:
        """Let an act write to the log itself, in its turn; what it `changed` is read anew."""
        self.flush()
        before = self._store.log_recorder.head()["position"]
        outcome = write(self._store)
        self.decided += self._store.log_recorder.head()["position"] - before
        for kind, ids in changed.items():
            self._present.update((one.id, one) for one in self._store.loaded(kind, ids))
        return outcome

    def _fold(self, aggregate: Aggregate, events: Sequence[Event]) -> bool:
        """Fold what was decided; whether it voids an entry, whose fold needs the whole past."""
        id, later = aggregate.id, aggregate
        for event in events:
            later = later.after(event)
        self._present[id] = replace(later, version=aggregate.version + len(events))
        if self._seen is not None:
            self._seen.add(id)
        self._touched.add(id)
        self._leaving.discard(id)
        self._left.discard(id)
        self._events += len(events)
        self.decided += len(events)
        return any(isinstance(event, EntryVoided) for event in events)

    # ---- writing

    def forget(self, *ids: UUID) -> None:
        """Keep these aggregates in memory no longer than until they are written."""
        self._leaving.update(ids)

    def flush(self) -> None:
        """Write what waits, now.  Raises BatchRefused."""
        self._send()
        self._arrived()

    def _send(self) -> None:
        self._arrived()
        if self._waiting:
            self._sent = self._writer.submit(self._write, self._waiting)
        self._waiting, self._keys, self._events = [], {}, 0
        self._sending, self._touched = self._touched, set()
        self._left, self._leaving = self._leaving, set()

    def _write(self, appends: list[Append]) -> None:
        for outcome in self._store.log_recorder.append(appends):
            if outcome.outcome != "recorded":
                raise BatchRefused(f"{outcome.outcome}: {outcome.stream} {outcome.version}")

    def _arrived(self) -> None:
        if self._sent:
            sent, self._sent = self._sent, None
            sent.result()
            self._sending = set()
        for id in self._left:
            self._present.pop(id, None)
        self._left = set()


def _streams_so_far(store: Store) -> set[UUID] | None:
    """The streams of a log that has only its first words; of a longer one nobody asks for all."""
    first = store.log_recorder.rows_after(0, GENESIS + 1)
    return {cast(UUID, row.originator_id) for row in first} if len(first) <= GENESIS else None
