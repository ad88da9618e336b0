"""What the benchmarks share: timing, peak memory, one printed line per figure."""

import resource
import sys
import time
from collections.abc import Callable
from statistics import median


def seconds(work: Callable[[], object], repeats: int = 5) -> list[float]:
    """Wall-clock seconds of each of `repeats` runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def peak_megabytes() -> float:
    """The most memory this process has held so far, in megabytes (Linux counts in kibibytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def line(name: str, figure: str) -> None:
    """One figure of the report that `make bench` prints."""
    sys.stdout.write(f"{name:<60} {figure}\n")
    sys.stdout.flush()


def timing(name: str, taken: list[float], rows: int) -> None:
    """Best and median time, and rows per second of the median."""
    middle = median(taken)
    line(name, f"best {min(taken):.3f} s, median {middle:.3f} s, {rows / middle:,.0f} rows/s")
