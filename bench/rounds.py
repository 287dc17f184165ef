"""Fair comparison on an unquiet machine: short rounds in turn, and the median of each way."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from statistics import median

ROUNDS = 5
SECONDS = 1.5

Once = Callable[[], object]
"""Does the measured thing one time."""


@dataclass(frozen=True)
class Table:
    """What one measurement found, ready to be printed."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


def medians(
    ways: Mapping[str, Callable[[], float]], rounds: int = ROUNDS
) -> dict[str, tuple[float, float, float]]:
    """Median, least and most of each way, measured in turn and every second round backwards."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: -1 if number % 2 else 1]:
            found[name].append(ways[name]())
    return {name: (median(values), min(values), max(values)) for name, values in found.items()}


def per_second(threads: int, make: Callable[[], Once], seconds: float = SECONDS) -> float:
    """How often a second that many threads get it done; `make` prepares one thread's way."""
    ready, stop = threading.Barrier(threads + 1), threading.Event()
    done, faults = [0] * threads, list[Exception]()

    def work(thread: int, once: Once) -> None:
        ready.wait()
        try:
            for done[thread] in takewhile(lambda _: not stop.is_set(), count(1)):
                once()
        except Exception as fault:
            faults.append(fault)

    workers = [threading.Thread(target=work, args=(n, make())) for n in range(threads)]
    for worker in workers:
        worker.start()
    ready.wait()
    began = time.perf_counter()
    stop.wait(seconds)
    stop.set()
    for worker in workers:
        worker.join()
    if faults:
        raise faults[0]
    return sum(done) / (time.perf_counter() - began)
