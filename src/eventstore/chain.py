"""The hash chain over the log: the same bytes in PostgreSQL, here, and for anyone who checks.

R = u64 position ‖ stream ‖ u64 version ‖ u32 length ‖ topic ‖ u32 length ‖ state;
h₀ = SHA-256("huiyin-log-1" ‖ log); hₙ = SHA-256(hₙ₋₁ ‖ R).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from struct import pack
from uuid import UUID


@dataclass(frozen=True)
class Link:
    """A row of the log as it is chained."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes
    hash: bytes = b""


@dataclass(frozen=True)
class Finding:
    """Where the log is not what was written, and in what way; `position` is the first such row."""

    position: int
    code: str
    sentence: str


def genesis(log: UUID) -> bytes:
    """h₀ of a log."""
    return sha256(b"huiyin-log-1" + log.bytes).digest()


def record(link: Link) -> bytes:
    """R: the row with every length before what it measures, so that no two rows look alike."""
    topic = link.topic.encode()
    return b"".join(
        (
            pack(">Q", link.position),
            link.stream.bytes,
            pack(">Q", link.version),
            pack(">I", len(topic)),
            topic,
            pack(">I", len(link.state)),
            link.state,
        )
    )


def walk(
    log: UUID,
    links: Iterable[Link],
    progress: Callable[[int], None] = lambda _: None,
    head: tuple[int, bytes] | None = None,
) -> tuple[int, bytes, Finding | None]:
    """Follow the chain from the start: last sound position, its hash, and the first thing wrong.

    After a finding nothing later is trusted, so the walk ends there.  Only `head`, a position and
    hash known from elsewhere (the head row, a printed one), tells that the end was cut off.
    """
    position, hash, versions = 0, genesis(log), dict[UUID, int]()
    for link in links:
        if wrong := _wrong(link, position, versions):
            return position, hash, wrong
        following = sha256(hash + record(link)).digest()
        if wrong := _changed(link, following, head):
            return position, hash, wrong
        position, hash = link.position, following
        versions[link.stream] = link.version
        progress(position)
    return position, hash, _cut_off(position, head)


def _changed(link: Link, hash: bytes, head: tuple[int, bytes] | None) -> Finding | None:
    if hash != link.hash:
        sentence = f"第{link.position}号事件的内容与记录的散列不符：内容被改动过"
        return Finding(link.position, "changed", sentence)
    if head and link.position == head[0] and hash != head[1]:
        sentence = f"到第{link.position}号为止的链与登记的链头不符：日志被整体改写过"
        return Finding(link.position, "rewritten", sentence)
    return None


def _cut_off(position: int, head: tuple[int, bytes] | None) -> Finding | None:
    if head is None or position >= head[0]:
        return None
    sentence = f"第{position + 1}号到第{head[0]}号事件不见了：日志的末尾被删去"
    return Finding(position + 1, "missing", sentence)


def _wrong(link: Link, position: int, versions: dict[UUID, int]) -> Finding | None:
    if link.position <= position:
        sentence = f"第{link.position}号事件是多出来的"
        return Finding(link.position, "surplus", sentence)
    if link.position != position + 1:
        sentence = f"第{position + 1}号事件不见了，下一个是第{link.position}号"
        return Finding(position + 1, "missing", sentence)
    expected = versions.get(link.stream, 0) + 1
    if link.version != expected:
        sentence = f"第{link.position}号事件在其序列中应为第{expected}项，却写着第{link.version}项"
        return Finding(link.position, "out_of_order", sentence)
    return None
