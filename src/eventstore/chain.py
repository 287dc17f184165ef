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
    log: UUID, links: Iterable[Link], progress: Callable[[int], None] = lambda _: None
) -> tuple[int, bytes, Finding | None]:
    """Follow the chain from the start: last position, its hash, and the first thing wrong.

    After a finding nothing later is trusted, so the walk ends there.
    """
    position, head, versions = 0, genesis(log), dict[UUID, int]()
    for link in links:
        if wrong := _wrong(link, position, versions):
            return position, head, wrong
        position, head = link.position, sha256(head + record(link)).digest()
        versions[link.stream] = link.version
        if head != link.hash:
            sentence = f"第{position}号事件的内容或它之前的链与记录的散列不符：内容被改动过"
            return position, head, Finding(position, "changed", sentence)
        progress(position)
    return position, head, None


def _wrong(link: Link, position: int, versions: dict[UUID, int]) -> Finding | None:
    if link.position != position + 1:
        sentence = f"第{position + 1}号事件不见了，下一个是第{link.position}号"
        return Finding(position + 1, "missing", sentence)
    expected = versions.get(link.stream, 0) + 1
    if link.version != expected:
        sentence = f"第{link.position}号事件在其序列中应为第{expected}项，却写着第{link.version}项"
        return Finding(link.position, "out_of_order", sentence)
    return None
