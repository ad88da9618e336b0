"""Differences between two groups of one table, as the dumbbell picture orders them."""

from dataclasses import dataclass
from fractions import Fraction

from samsyn.analysis.tabulate import QuestionTable


@dataclass(frozen=True)
class Difference:
    """One option (or merged options) in two groups: whole percent in each, and percentage points."""

    options: tuple[int, ...]
    a: int
    b: int
    points: int


def differences(table: QuestionTable, a: int, b: int) -> tuple[Difference, ...]:
    """Percentage points between the groups at the indexes `a` and `b` of `table.groups`.

    `points` is a minus b, of the whole percent that the table shows, so that a reader who subtracts
    gets the same. The greatest difference comes first, whichever its sign; equal ones are ordered by
    the exact difference of the shares, then as in the questionnaire. Rows that are hidden in either
    group are left out; () if a group is hidden altogether. Raises IndexError for a group that is not
    in the table.
    """
    bases = table.groups[a].base, table.groups[b].base
    found: list[tuple[int, Fraction, Difference]] = []
    for row in table.rows:
        first, second = row.groups[a], row.groups[b]
        if first.count is None or second.count is None or not bases[0] or not bases[1]:
            continue
        exact = abs(Fraction(first.count, bases[0]) - Fraction(second.count, bases[1]))
        points = (first.percent or 0) - (second.percent or 0)
        difference = Difference(row.options, first.percent or 0, second.percent or 0, points)
        found.append((-abs(points), -exact, difference))
    return tuple(difference for *_, difference in sorted(found, key=lambda entry: entry[:2]))
