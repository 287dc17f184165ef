"""How far an import has come, told while it is recorded."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""

_TELL_EVERY = 100


class Counted(Sequence[T]):
    """Drafts that tell, as the second half of `rows` twice over, how many were written out.

    The last word is not theirs: it comes after the commit.
    """

    def __init__(self, drafts: Sequence[T], rows: int, progress: Progress) -> None:
        self._drafts, self._rows, self._progress = drafts, rows, progress

    def __len__(self) -> int:
        return len(self._drafts)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._drafts[at]

    def __iter__(self) -> Iterator[T]:
        for n, draft in enumerate(self._drafts):
            if n % _TELL_EVERY == 0:
                done = self._rows + self._rows * n // len(self._drafts)
                self._progress(done, 2 * self._rows)
            yield draft
