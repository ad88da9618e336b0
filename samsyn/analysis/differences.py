"""Whether two groups differ by more than chance, and how much, from counts alone.

The groups are taken as independent samples of something larger: no correction is made for having asked nearly
everybody there is (a finite population), which would make every interval shorter. Rounds of different
years are treated in the same way, also where the same people answered both: the answers cannot be paired.

The distributions are those of `scipy.special`; what is counted from them is given with its source, and held against
`scipy.stats` by the tests.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import chdtrc, gammaln, ndtr, ndtri


class Method(StrEnum):
    CHI_SQUARE = "chi-square"
    FISHER = "fisher"
    MANN_WHITNEY = "mann-whitney"


class Size(StrEnum):
    """How large an effect is called (Cohen 1988, Statistical Power Analysis, 2nd ed., pp. 79, 180, 224)."""

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


def of_choices(a: Sequence[int], b: Sequence[int]) -> Difference | None:
    """How two groups spread over the same options, of which each respondent is in one.

    Chi-square over the options, the rarest of them merged until every expected count is 5 or more; with two left that
    still are below, Fisher's exact test. Effect: Cramér's V, from 0 to 1. None if a group is empty, or all chose alike.
    """
    counts = sorted(
        ((x, y) for x, y in zip(a, b, strict=True) if x + y), key=lambda pair: -(pair[0] + pair[1])
    )
    if not sum(a) or not sum(b) or len(counts) < 2:
        return None
    while len(counts) > 2 and _least_expected(list(zip(*counts, strict=True))) < LEAST_EXPECTED:
        (x1, y1), (x2, y2) = counts[-2:]
        counts[-2:] = [(x1 + x2, y1 + y2)]
        counts.sort(key=lambda pair: -(pair[0] + pair[1]))
    first, second = (tuple(column) for column in zip(*counts, strict=True))
    if len(counts) == 2 and _least_expected((first, second)) < LEAST_EXPECTED:
        p, method = fisher_exact(first[0], sum(first), second[0], sum(second)), Method.FISHER
    else:
        p, method = chi_square(first, second)[1], Method.CHI_SQUARE
    effect = cramers_v(first, second)
    return Difference(method, p, effect, _size(effect, CORRELATIONS))


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


def chi_square(a: Sequence[int], b: Sequence[int]) -> tuple[float, float]:
    """Pearson's chi-square of a table of two rows, without continuity correction, and its p.

    χ² = Σ (observed - expected)² / expected, with columns - 1 degrees of freedom (Pearson 1900,
    doi:10.1080/14786440009463897). Columns must not be empty in both rows.
    """
    total = sum(a) + sum(b)
    statistic = 0.0
    for row in (a, b):
        for place, observed in enumerate(row):
            expected = sum(row) * (a[place] + b[place]) / total
            statistic += (observed - expected) ** 2 / expected if expected else 0.0
    return statistic, float(chdtrc(len(a) - 1, statistic))


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
    return u, min(1.0, 2 * float(ndtr(-away / math.sqrt(variance))))


def cohens_h(a: float, b: float) -> float:
    """2 asin √a - 2 asin √b, of two shares from 0 to 1 (Cohen 1988, eq. 6.2.1)."""
    return 2 * math.asin(math.sqrt(a)) - 2 * math.asin(math.sqrt(b))


def cramers_v(a: Sequence[int], b: Sequence[int]) -> float:
    """√(χ² / N) of a table of two rows (Cramér 1946, Mathematical Methods of Statistics, p. 282)."""
    return math.sqrt(chi_square(a, b)[0] / (sum(a) + sum(b)))


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
    z = float(ndtri(0.5 + level / 2))
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
    return float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _size(effect: float, limits: Sequence[float]) -> Size:
    passed = sum(abs(effect) >= limit for limit in limits)
    return list(Size)[passed]
