"""Commands that arrive while others are being written share the next locked transaction."""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from threading import Lock

from eventsourcing.persistence import InterfaceError, OperationalError

from eventstore.appends import BATCH, Append, Outcome

UNCERTAIN = (InterfaceError, OperationalError)
"""The answer was lost, perhaps after the commit: only the caller, with the key, may ask again."""


class _Asked:
    """One thread's commands, until there are outcomes or an error."""

    def __init__(self, appends: Sequence[Append]) -> None:
        self.appends = appends
        self.outcomes: list[Outcome] | None = None
        self.error: Exception | None = None
        self._called = Lock()
        self._called.acquire()

    @property
    def settled(self) -> bool:
        return self.outcomes is not None or self.error is not None

    def wait(self) -> None:
        """Until it is settled, or its turn to ask for all that wait."""
        self._called.acquire()

    def wake(self) -> None:
        self._called.release()


class SharedCall:
    """One call at a time; the thread whose turn it is asks for all that wait.

    No command waits for another to arrive, and each fails alone.
    """

    def __init__(self, call: Callable[[Sequence[Append]], list[Outcome]]) -> None:
        """`call` takes the commands of several threads and answers them in order."""
        self._call, self._lock, self._busy = call, Lock(), False
        self.waiting: deque[_Asked] = deque()

    def append(self, appends: Sequence[Append]) -> list[Outcome]:
        """As `call` does for these commands, or raises what it raised for them."""
        asked = _Asked(appends)
        with self._lock:
            self.waiting.append(asked)
            first, self._busy = not self._busy, True
        if not first:
            asked.wait()
        if not asked.settled:
            self._lead(asked)
        if asked.error:
            raise asked.error
        return asked.outcomes or []

    def _lead(self, asked: _Asked) -> None:
        with self._lock:
            together = self._next()
        try:
            self._settle(together)
        finally:
            with self._lock:
                following = self.waiting[0] if self.waiting else None
                self._busy = following is not None
            if following:
                following.wake()
            for one in together:
                if one is not asked:
                    one.wake()

    def _next(self) -> list[_Asked]:
        together = [self.waiting.popleft()]
        events = _events(together[0])
        while self.waiting and (events := events + _events(self.waiting[0])) <= BATCH:
            together.append(self.waiting.popleft())
        return together

    def _settle(self, together: list[_Asked]) -> None:
        try:
            outcomes = iter(self._call([append for one in together for append in one.appends]))
            for one in together:
                one.outcomes = list(islice(outcomes, len(one.appends)))
        except UNCERTAIN as error:
            for one in together:
                one.error = error
        except Exception as error:  # noqa: BLE001  whoever caused it is told, and nobody else
            if len(together) == 1:
                together[0].error = error
            else:
                for one in together:
                    self._settle([one])
        finally:
            # Interrupted in its turn, a thread leaves nobody waiting for ever.
            for one in together:
                if not one.settled:
                    one.error = OperationalError("interrupted: ask again with the same key")


def _events(asked: _Asked) -> int:
    return sum(len(append.rows) for append in asked.appends)
