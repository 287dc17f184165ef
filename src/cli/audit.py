"""Walk the whole chain of a log and say in one sentence whether it is what was written."""

from collections.abc import Callable
from dataclasses import dataclass

from eventstore.chain import Finding, walk
from eventstore.store import Store


@dataclass(frozen=True)
class Walked:
    """How far the walk came and what it found."""

    position: int
    hash: str
    finding: Finding | None


def verify(store: Store, progress: Callable[[int], None] = lambda _: None) -> Walked:
    """Check every row against the chain, and the end of the chain against the head."""
    head = store.log_recorder.head()
    log = store.opened().log
    assert log, "the first event names it"
    position, end, finding = walk(log, store.log_recorder.links(), progress)
    if finding is None and position < head["position"]:
        sentence = f"日志头记着{head['position']}号事件，实际只到{position}号：末尾被删"
        finding = Finding(position + 1, "cut", sentence)
    if finding is None and position == head["position"] and end != bytes(head["hash"]):
        finding = Finding(position, "head", "日志头的散列与末尾事件不符：日志头被改动过")
    return Walked(position, end.hex(), finding)
