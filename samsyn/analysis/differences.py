"""Whether groups differ by more than chance, and how much, from counts alone.

The groups are taken as independent samples of something larger: no correction is made for having asked nearly
everybody there is (a finite population), which would make every interval shorter. Rounds of different
years are treated in the same way, also where the same people answered both: the answers cannot be paired.

The distributions are those of `scipy.special`, which takes most of a second to load and is therefore loaded at the first
comparison; what is counted from them is given with its source, and held against `scipy.stats` by the tests.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any


class Method(StrEnum):
    CHI_SQUARE = "chi-square"
    FISHER = "fisher"
    MANN_WHITNEY = "mann-whitney"
    KRUSKAL_WALLIS = "kruskal-wallis"


class Size(StrEnum):
    """How large an effect is called (Cohen 1988, Statistical Power Analysis, 2nd ed., pp. 79, 180, 224, 285)."""

    NONE = "none"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class Difference:
    """What a test says. `p`: two-sided probability of a difference as large or larger if there were none. `effect`: 0
    for no difference; which measure it is, the function says."""

    method: Method
    p: float
    effect: float
    size: Size


SHARES = (0.2, 0.5, 0.8)
CORRELATIONS = (0.1, 0.3, 0.5)
EXPLAINED = (0.01, 0.06, 0.14)
# Below this an expected count is too small for the chi-square distribution (Cochran 1954, Biometrics 10, p. 420).
LEAST_EXPECTED = 5


def of_shares(a: int, base_a: int, b: int, base_b: int) -> Difference:
    """Two shares, a of base_a and b of base_b: chi-square, or Fisher's exact test where an expected count is below 5.

    Effect: Cohen's h, the difference of the shares' arcsines in radians, from -π to π, positive where the first is
    greater. Raises ValueError for an empty base or a count above its base.
    """
    _check_shares(a, base_a, b, base_b)
    effect = cohens_h(a / base_a, b / base_b)
    counts = ((a, base_a - a), (b, base_b - b))
    if _least_expected(counts) < LEAST_EXPECTED:
        p, method = fisher_exact(a, base_a, b, base_b), Method.FISHER
    else:
        p, method = chi_square(*counts)[1], Method.CHI_SQUARE
    return Difference(method, p, effect, _size(effect, SHARES))


def of_choices(*groups: Sequence[int]) -> Difference | None:
    """How two groups or more spread over the same options, of which each respondent is in one.

    Chi-square over the options, the rarest of them merged until every expected count is 5 or more; with two left that
    still are below, Fisher's exact test of two groups. Effect: Cramér's V, from 0 to 1. None if a group is empty, if all
    chose alike, or if more than two groups are still below.
    """
    options = [counts for counts in zip(*groups, strict=True) if any(counts)]
    options.sort(key=sum, reverse=True)
    if not all(map(sum, groups)) or len(options) < 2:
        return None
    while len(options) > 2 and _least_expected(options) < LEAST_EXPECTED:
        options[-2:] = [tuple(map(sum, zip(*options[-2:], strict=True)))]
        options.sort(key=sum, reverse=True)
    rows = list(zip(*options, strict=True))
    effect = cramers_v(*rows)
    if _least_expected(rows) >= LEAST_EXPECTED:
        return Difference(
            Method.CHI_SQUARE, chi_square(*rows)[1], effect, _size(effect, CORRELATIONS)
        )
    if len(rows) > 2:
        return None
    p = fisher_exact(rows[0][0], sum(rows[0]), rows[1][0], sum(rows[1]))
    return Difference(Method.FISHER, p, effect, _size(effect, CORRELATIONS))


def of_scales(a: Sequence[float], b: Sequence[float]) -> Difference | None:
    """How two groups lie on the same scale, lowest point first: the Mann-Whitney test, corrected for ties.

    Effect: the rank-biserial correlation, from -1 to 1, positive where the first group lies higher. None if a group is
    empty or all answered alike. The counts may be estimates and need not be whole.
    """
    tested = mann_whitney(a, b)
    if tested is None:
        return None
    u, p = tested
    effect = 2 * u / (sum(a) * sum(b)) - 1
    return Difference(Method.MANN_WHITNEY, p, effect, _size(effect, CORRELATIONS))


def of_many_scales(*groups: Sequence[float]) -> Difference | None:
    """How groups lie on the same scale, lowest point first: the Kruskal-Wallis test, corrected for ties.

    Effect: ε² = H / (N - 1), the share of the ranks' variance that lies between the groups, from 0 to 1 (Tomczak and
    Tomczak 2014, Trends in Sport Sciences 21, p. 24). None if a group is empty or all answered alike. The counts may be
    estimates and need not be whole.
    """
    tested = kruskal_wallis(*groups)
    if tested is None:
        return None
    h, p = tested
    effect = min(1.0, h / (sum(map(sum, groups)) - 1))
    return Difference(Method.KRUSKAL_WALLIS, p, effect, _size(effect, EXPLAINED))


def chi_square(*rows: Sequence[int]) -> tuple[float, float]:
    """Pearson's chi-square of a table of two rows or more, without continuity correction, and its p.

    χ² = Σ (observed - expected)² / expected, with (rows - 1) (columns - 1) degrees of freedom (Pearson 1900,
    doi:10.1080/14786440009463897; Fisher 1922, Journal of the Royal Statistical Society 85, p. 87, for the degrees).
    No column must be empty in all rows.
    """
    columns = [sum(column) for column in zip(*rows, strict=True)]
    total = sum(columns)
    statistic = 0.0
    for row in rows:
        for place, observed in enumerate(row):
            expected = sum(row) * columns[place] / total
            statistic += (observed - expected) ** 2 / expected if expected else 0.0
    return statistic, float(_scipy().chdtrc((len(rows) - 1) * (len(columns) - 1), statistic))


def fisher_exact(a: int, base_a: int, b: int, base_b: int) -> float:
    """Fisher's exact test of two shares, two-sided: the probability of all tables, with the same margins, that are no
    likelier than the one observed (Fisher 1935, Journal of the Royal Statistical Society 98, p. 39)."""
    chosen, total = a + b, base_a + base_b
    low, high = max(0, chosen - base_b), min(chosen, base_a)

    def log_probability(x: int) -> float:
        return _log_choose(base_a, x) + _log_choose(base_b, chosen - x) - _log_choose(total, chosen)

    observed = log_probability(a)
    # Tables equally likely as the one observed differ in the last digits of their logarithms.
    probabilities = (log_probability(x) for x in range(low, high + 1))
    return min(1.0, sum(math.exp(p) for p in probabilities if p <= observed + 1e-7))


def mann_whitney(a: Sequence[float], b: Sequence[float]) -> tuple[float, float] | None:
    """U of the first group and its two-sided p, from counts per point of a scale, lowest first.

    U = Σ a_i (Σ_{j<i} b_j + b_i / 2); normal approximation with correction for ties and for continuity:
    σ² = nm/12 · (N + 1 - Σ (t³ - t) / (N (N - 1))) (Mann and Whitney 1947, doi:10.1214/aoms/1177730491;
    Hollander, Wolfe and Chicken 2014, Nonparametric Statistical Methods, 3rd ed., eq. 4.13).
    """
    n, m = sum(a), sum(b)
    total = n + m
    ties = [x + y for x, y in zip(a, b, strict=True)]
    if not n or not m or total < 2:
        return None
    below, u = 0.0, 0.0
    for x, y in zip(a, b, strict=True):
        u += x * (below + y / 2)
        below += y
    tied = sum(t**3 - t for t in ties)
    variance = n * m / 12 * (total + 1 - tied / (total * (total - 1)))
    if variance <= 1e-9:
        return None
    away = max(0.0, abs(u - n * m / 2) - 0.5)
    return u, min(1.0, 2 * float(_scipy().ndtr(-away / math.sqrt(variance))))


def kruskal_wallis(*groups: Sequence[float]) -> tuple[float, float] | None:
    """H and its p, from counts per point of a scale, lowest first.

    H = (12 / (N (N + 1)) · Σ R_j² / n_j - 3 (N + 1)) / (1 - Σ (t³ - t) / (N³ - N)), with R_j the sum of the ranks of a
    group, ties given their mean rank, and k - 1 degrees of freedom of χ² (Kruskal and Wallis 1952,
    doi:10.1080/01621459.1952.10483441). None if a group is empty or all are on one point.
    """
    sizes = [sum(group) for group in groups]
    total = sum(sizes)
    ties = [sum(point) for point in zip(*groups, strict=True)]
    if not all(sizes) or sum(t > 0 for t in ties) < 2:
        return None
    sums, below = [0.0] * len(groups), 0.0
    for place, tied in enumerate(ties):
        for index, group in enumerate(groups):
            sums[index] += group[place] * (below + (tied + 1) / 2)
        below += tied
    squares = sum(ranks**2 / size for ranks, size in zip(sums, sizes, strict=True))
    spread = 12 / (total * (total + 1)) * squares - 3 * (total + 1)
    h = max(0.0, spread / (1 - sum(t**3 - t for t in ties) / (total**3 - total)))
    return h, float(_scipy().chdtrc(len(groups) - 1, h))


def cohens_h(a: float, b: float) -> float:
    """2 asin √a - 2 asin √b, of two shares from 0 to 1 (Cohen 1988, eq. 6.2.1)."""
    return 2 * math.asin(math.sqrt(a)) - 2 * math.asin(math.sqrt(b))


def cramers_v(*rows: Sequence[int]) -> float:
    """√(χ² / (N · (m - 1))), m being the lesser of rows and columns (Cramér 1946, Mathematical Methods of Statistics,
    p. 282)."""
    least = min(len(rows), len(rows[0])) - 1
    return math.sqrt(chi_square(*rows)[0] / (sum(map(sum, rows)) * least))


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """The p values of several tests, adjusted so that the chance of calling any of them a difference where there is
    none stays below the limit (Holm 1979, Scandinavian Journal of Statistics 6, p. 65). In the order given."""
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return tuple(adjusted)


def newcombe(a: int, base_a: int, b: int, base_b: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of the difference of two independent shares, a/base_a - b/base_b, from -1 to 1.

    The hybrid score method without continuity correction: from Wilson's intervals of each share (Newcombe 1998,
    Statistics in Medicine 17, p. 873, method 10; Wilson 1927, doi:10.1080/01621459.1927.10502953).
    """
    _check_shares(a, base_a, b, base_b)
    z = float(_scipy().ndtri(0.5 + level / 2))
    low_a, high_a = wilson(a, base_a, z)
    low_b, high_b = wilson(b, base_b, z)
    share_a, share_b = a / base_a, b / base_b
    difference = share_a - share_b
    return (
        difference - math.hypot(share_a - low_a, high_b - share_b),
        difference + math.hypot(high_a - share_a, share_b - low_b),
    )


def wilson(count: int, base: int, z: float) -> tuple[float, float]:
    """Wilson's score interval of a share, without continuity correction; `z`: 1.96 for 95 percent."""
    share = count / base
    middle = share + z * z / (2 * base)
    half = z * math.sqrt(share * (1 - share) / base + z * z / (4 * base * base))
    scale = 1 + z * z / base
    return (middle - half) / scale, (middle + half) / scale


def _check_shares(a: int, base_a: int, b: int, base_b: int) -> None:
    if not (0 <= a <= base_a and 0 <= b <= base_b and base_a and base_b):
        raise ValueError("A share is a count of a base that is not empty.")


def _least_expected(rows: Sequence[Sequence[int]]) -> float:
    total = sum(map(sum, rows))
    columns = [sum(column) for column in zip(*rows, strict=True)]
    return float(min(map(sum, rows)) * min(columns) / total)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _size(effect: float, limits: Sequence[float]) -> Size:
    passed = sum(abs(effect) >= limit for limit in limits)
    return list(Size)[passed]


def _scipy() -> Any:
    return import_module("scipy.special")
