"""Mean, spread and quartiles of a scale, a rank or a number, from what its table shows and from nothing else.

Of a group, options that are not split are missing from the table. What is left of the group when those shown are
subtracted is spread over the missing ones and the blanks as they are spread among all: so the summary of a group
is a function of its row in the table and of the totals, and tells nothing that those do not (6 in the proof of
`tabulate.py`). The groups' means, weighted, still make up the mean of all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.analysis.cube import QuestionCounts
from samsyn.analysis.frame import Point
from samsyn.analysis.tabulate import Cell, QuestionTable

# How many respondents answered within each point of the scale; no whole numbers where some are estimated.
Weighted = list[tuple[float, Point]]


@dataclass(frozen=True)
class Summary:
    """In the unit of the question (a rank, a point on the scale).

    `count`: answers on the scale, without blanks and "unsure". `deviation`: the standard deviation with n - 1. `median`,
    `lower`, `upper`: the quartiles. `is_estimated`: some options are not shown by group, and stand as in all.
    """

    count: int
    mean: float
    deviation: float
    median: float
    lower: float
    upper: float
    is_estimated: bool = False


def summary(
    question: QuestionCounts, shown: QuestionTable, group: int | None = None, threshold: int = 5
) -> Summary | None:
    """Of the group at an index of `shown.groups`, or of the table's totals.

    None where the options have no order, where the table hides the group, or if fewer than `threshold` answered on the
    scale.
    """
    base = shown.base if group is None else shown.groups[group].base
    if not question.points or not base:
        return None
    cells = [row.total if group is None else row.groups[group] for row in shown.rows]
    weighted, is_estimated = _weighted(question, shown, cells, base)
    count = sum(weight for weight, _ in weighted)
    if round(count) < threshold:
        return None
    mean = sum(weight * point.mean for weight, point in weighted) / count
    square = sum(weight * point.square for weight, point in weighted) / count
    spread = max(0.0, square - mean * mean) * count / (count - 1) if count > 1 else 0.0
    quartiles = [_quantile(weighted, question.edges, share) for share in (0.25, 0.5, 0.75)]
    return Summary(
        count=round(count),
        mean=mean,
        deviation=math.sqrt(spread),
        lower=quartiles[0],
        median=quartiles[1],
        upper=quartiles[2],
        is_estimated=is_estimated,
    )


def row_point(question: QuestionCounts, options: Sequence[int]) -> Point | None:
    """Where a row lies: the mean of its options, each as often as all chose it. None for a row that lies nowhere."""
    points = [(question.totals[option], question.points[option]) for option in options]
    on_scale = [(weight, point) for weight, point in points if point is not None]
    if not on_scale:
        return None
    total = sum(weight for weight, _ in on_scale)
    if not total:
        on_scale, total = [(1, point) for _, point in on_scale], len(on_scale)
    return Point(
        sum(weight * point.mean for weight, point in on_scale) / total,
        sum(weight * point.square for weight, point in on_scale) / total,
    )


def _weighted(
    question: QuestionCounts, shown: QuestionTable, cells: Sequence[Cell], base: int
) -> tuple[Weighted, bool]:
    points = [row_point(question, row.options) for row in shown.rows]
    weighted = [
        (float(cell.count), point)
        for cell, point in zip(cells, points, strict=True)
        if cell.count is not None and point is not None
    ]
    hidden = [
        (sum(question.totals[option] for option in row.options), point)
        for row, cell, point in zip(shown.rows, cells, points, strict=True)
        if cell.count is None
    ]
    among = sum(total for total, _ in hidden) + question.blank
    left_over = base - sum(cell.count or 0 for cell in cells)
    if hidden and left_over > 0 and among:
        weighted += [
            (left_over * total / among, point)
            for total, point in hidden
            if point is not None and total
        ]
    return sorted(weighted, key=lambda entry: entry[1].mean), bool(hidden and among)


def _quantile(weighted: Weighted, edges: Sequence[float], share: float) -> float:
    """The point that so many have at most; of classes by interpolation within the class.

    Grouped-data quantile: L + (share · n - F) / f · w, with L the lower edge of the class, F those below it, f those in
    it and w its width (any textbook; Blom 2005, Sannolikhetsteori och statistikteori, ch. 10). An open class
    is taken to reach as far beyond its mean as its inner edge lies on this side of it.
    """
    wanted = share * sum(weight for weight, _ in weighted)
    below = 0.0
    for place, (weight, point) in enumerate(weighted):
        if weight and below + weight >= wanted - 1e-9:
            if not edges:
                return point.mean
            low, high = _ends(weighted, edges, place)
            return low + (wanted - below) / weight * (high - low)
        below += weight
    return weighted[-1][1].mean


def _ends(weighted: Weighted, edges: Sequence[float], place: int) -> tuple[float, float]:
    mean = weighted[place][1].mean
    above = [edge for edge in edges if edge > mean]
    below = [edge for edge in edges if edge <= mean]
    high = above[0] if above else 2 * mean - below[-1]
    return (below[-1] if below else 2 * mean - high), high
