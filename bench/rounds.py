"""Fair comparison on an unquiet machine: short rounds in turn, and the median of each way."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

ROUNDS = 9
SECONDS = 0.8

Once = Callable[[], object]
"""Does the measured thing one time."""


@dataclass(frozen=True)
class Table:
    """What one measurement found, ready to be printed."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    """What one way did in each round."""

    each: tuple[float, ...]

    def __str__(self) -> str:
        """The median."""
        return f"{median(self.each):,.0f}"

    def range(self) -> str:
        """The least and the most."""
        return f"{min(self.each):,.0f}..{max(self.each):,.0f}"

    def times(self, other: "Found") -> str:
        """How many times the other's, by the median of rounds that ran side by side."""
        return f"{median(a / b for a, b in zip(self.each, other.each, strict=True)):.2f}"


def in_turn(ways: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, Found]:
    """Measure each way in each round, every second round backwards."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: -1 if number % 2 else 1]:
            found[name].append(ways[name]())
    return {name: Found(tuple(each)) for name, each in found.items()}


def per_second(threads: int, make: Callable[[], Once], seconds: float = SECONDS) -> float:
    """How often a second that many threads get it done; `make` prepares one thread's way."""
    ready, stop = threading.Barrier(threads + 1), threading.Event()

    def work(once: Once) -> int:
        done = 0
        once()  # connects and prepares
        ready.wait()
        while not stop.is_set():
            once()
            done += 1
        return done

    ways = [make() for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        workers = [pool.submit(work, once) for once in ways]
        ready.wait()
        began = time.perf_counter()
        stop.wait(seconds)
        stop.set()
        done = sum(worker.result() for worker in workers)
        return done / (time.perf_counter() - began)
