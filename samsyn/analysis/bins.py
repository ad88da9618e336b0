"""Classes of numbers: few enough to read, and with at least the threshold of respondents in each."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.analysis.frame import Point

MOST_CLASSES = 10


@dataclass(frozen=True)
class Bins:
    """`edges`: where each class but the first begins, so that there is one class more. `points`: the mean and
    mean square of the numbers in each, None if they are fewer than the threshold."""

    edges: tuple[float, ...]
    points: tuple[Point | None, ...]

    @property
    def count(self) -> int:
        return len(self.points)

    def place(self, number: float) -> int:
        """The class that a number is in: its lower edge belongs to it, its upper one to the next."""
        return bisect_right(self.edges, number)


def make_bins(
    numbers: Sequence[float],
    threshold: int = 5,
    smallest_step: float = 1,
    widths: Sequence[float] | None = None,
) -> Bins:
    """Classes of equal width, some of them merged.

    `numbers`: what was answered, in the unit of the question. `smallest_step`: 1 for whole numbers, 0.1 for one decimal.
    The width is the least of `widths` (by default 1, 2 and 5 times the powers of ten), at least `smallest_step`, such
    that there are at most ten classes; the greatest, if none is enough. Their edges are whole multiples of it. While a class has fewer than `threshold` numbers the smallest joins the smaller
    of its neighbours. The first and the last are open: they have no outer edge, so that neither the smallest nor the
    greatest number is told. A single class if all numbers are the same or fewer than `threshold`.
    """
    ordered = sorted(numbers)
    edges = _edges(ordered, widths or _widths(smallest_step)) if len(ordered) >= threshold else []
    counts = _counts(ordered, edges)
    while edges and min(counts) < threshold:
        place = counts.index(min(counts))
        before = counts[place - 1] if place else math.inf
        after = counts[place + 1] if place + 1 < len(counts) else math.inf
        del edges[place - 1 if before <= after else place]
        counts = _counts(ordered, edges)
    points: list[Point | None] = []
    start = 0
    for count in counts:
        inside = ordered[start : start + count]
        points.append(_point(inside) if count >= threshold else None)
        start += count
    return Bins(tuple(edges), tuple(points))


def _widths(smallest_step: float) -> list[float]:
    found = [width * 10.0**power for power in range(-6, 16) for width in (1, 2, 5)]
    return [width for width in found if width >= smallest_step * (1 - 1e-9)]


def _edges(ordered: Sequence[float], widths: Sequence[float]) -> list[float]:
    low, high = ordered[0], ordered[-1]
    enough = (width for width in widths if _steps(low, high, width) < MOST_CLASSES)
    step = next(enough, widths[-1])
    first = math.floor(low / step + 1e-9) + 1
    return [round(n * step, 6) for n in range(first, first + _steps(low, high, step))]


def _steps(low: float, high: float, step: float) -> int:
    return math.floor(high / step + 1e-9) - math.floor(low / step + 1e-9)


def _counts(ordered: Sequence[float], edges: Sequence[float]) -> list[int]:
    places = [bisect_left(ordered, edge) for edge in edges]
    return [end - start for start, end in zip([0, *places], [*places, len(ordered)], strict=True)]


def _point(inside: Sequence[float]) -> Point:
    return Point(
        math.fsum(inside) / len(inside),
        math.fsum(number * number for number in inside) / len(inside),
    )
