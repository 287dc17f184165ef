"""A sealed hand-over list (交办清单) in the one form its digest is taken of.

The digest is SHA-256 over UTF-8 lines, each a JSON array without blanks and ended by a line feed.
The first line is ["huiyin-handover-list-1", year, n, meeting, on, number of proposals]; then comes
one line for each proposal in the order of the list: [place from 1, proposal, number as printed,
branch, complexity, reply_by, [[unit, role, [asks]], …]], units in the order of their ids, asks
ascending.  Days are YYYY-MM-DD, ids lower-case UUIDs, characters beyond ASCII stand as they are.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from aggregates.proposal_events import Assignment, Complexity
from aggregates.unit import Branch

FORM = "huiyin-handover-list-1"
_GROUP, _SHOWN = 4, 16


@dataclass(frozen=True)
class Listed:
    """What the list says of one proposal: to whom it goes, and by when it is to be answered."""

    proposal: UUID
    number: str
    branch: Branch
    complexity: Complexity
    reply_by: date
    assignments: tuple[Assignment, ...]


def digest_of(year: int, n: int, meeting: UUID, on: date, listed: list[Listed]) -> str:
    """The digest printed on the list, 64 hexadecimal digits."""
    heading = [FORM, year, n, str(meeting), str(on), len(listed)]
    found = sha256()
    for line in (heading, *_lines(listed)):
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        found.update(f"{text}\n".encode())
    return found.hexdigest()


def _lines(listed: Iterable[Listed]) -> Iterator[list[object]]:
    for place, one in enumerate(listed, 1):
        shares = sorted(
            [str(share.unit), share.role, sorted(share.asks)] for share in one.assignments
        )
        named = [str(one.proposal), one.number, one.branch, one.complexity, str(one.reply_by)]
        yield [place, *named, shares]


def code_of(position: int, hash: str) -> str:
    """A head of the log as it is printed: 20417 · 3F2A-91BC-07DE-4412, 64 bits of its hash."""
    shown = hash[:_SHOWN].upper()
    groups = (shown[start : start + _GROUP] for start in range(0, _SHOWN, _GROUP))
    return f"{position} · {'-'.join(groups)}"
