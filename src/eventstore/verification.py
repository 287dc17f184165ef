"""Walk the whole chain of a log and say whether it is what was written."""

from collections.abc import Callable
from dataclasses import dataclass

from eventstore.chain import Finding, walk
from eventstore.store import Store


@dataclass(frozen=True)
class Walked:
    """How far the log is sound, the hash there (hex), and the first thing wrong after it."""

    position: int
    hash: str
    finding: Finding | None


def verify(store: Store, progress: Callable[[int], None] = lambda _: None) -> Walked:
    """Check every row against the chain, and the end of the chain against the head row.

    Raises NoLog when nothing was opened.
    """
    log, head = store.opened().log, store.log_recorder.head()
    assert log, "the first event names it"
    until = (head["position"], bytes(head["hash"]))
    position, end, finding = walk(log, store.log_recorder.links(), progress, until)
    return Walked(position, end.hex(), finding)
