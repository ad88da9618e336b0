"""Tests of differences against scipy.stats and published examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from samsyn.analysis.differences import (
    Method,
    Size,
    chi_square,
    cohens_h,
    cramers_v,
    fisher_exact,
    holm,
    kruskal_wallis,
    mann_whitney,
    newcombe,
    of_choices,
    of_many_scales,
    of_scales,
    of_shares,
)

counts = st.integers(0, 60)


@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=6))
def test_chi_square_is_that_of_scipy(columns: list[tuple[int, int]]) -> None:
    columns = [(a, b) for a, b in columns if a + b]
    first, second = [a for a, _ in columns], [b for _, b in columns]
    if len(columns) < 2 or not sum(first) or not sum(second):
        return

    found = chi_square(first, second)

    wanted = stats.chi2_contingency([first, second], correction=False)
    assert found == pytest.approx((wanted.statistic, wanted.pvalue), abs=1e-9)


@given(counts, counts, counts, counts)
def test_fisher_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    found = fisher_exact(a, a + b, c, c + d)

    assert found == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-7)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=7))
def test_mann_whitney_from_counts_is_that_of_scipy_from_rows(
    columns: list[tuple[int, int]],
) -> None:
    first = [point for point, (a, _) in enumerate(columns) for _ in range(a)]
    second = [point for point, (_, b) in enumerate(columns) for _ in range(b)]

    found = mann_whitney([a for a, _ in columns], [b for _, b in columns])

    if not first or not second or len(set(first + second)) == 1:
        assert found is None
    else:
        wanted = stats.mannwhitneyu(first, second, method="asymptotic")
        assert found == pytest.approx((wanted.statistic, wanted.pvalue), abs=1e-9)


@given(st.lists(st.tuples(counts, counts, counts), min_size=2, max_size=6))
def test_chi_square_of_three_groups_is_that_of_scipy(columns: list[tuple[int, int, int]]) -> None:
    columns = [column for column in columns if any(column)]
    rows = [list(row) for row in zip(*columns, strict=True)]
    if len(columns) < 2 or not all(map(sum, rows)):
        return

    found = chi_square(*rows)

    wanted = stats.chi2_contingency(rows, correction=False)
    assert found == pytest.approx((wanted.statistic, wanted.pvalue), abs=1e-9)
    assert cramers_v(*rows) == pytest.approx(
        stats.contingency.association(rows, method="cramer", correction=False), abs=1e-9
    )


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=2, max_size=7))
def test_kruskal_wallis_from_counts_is_that_of_scipy_from_rows(
    columns: list[tuple[int, int, int]],
) -> None:
    groups = [
        [point for point, column in enumerate(columns) for _ in range(column[place])]
        for place in range(3)
    ]

    found = kruskal_wallis(*([column[place] for column in columns] for place in range(3)))

    if not all(groups) or len({point for group in groups for point in group}) == 1:
        assert found is None
    else:
        wanted = stats.kruskal(*groups)
        # Of groups that are alike scipy's H may come out a hair below zero, which has no p.
        p = wanted.pvalue if wanted.statistic >= 0 else 1.0
        assert found == pytest.approx((wanted.statistic, p), abs=1e-9)


def test_two_groups_by_ranks_are_the_same_in_both_tests() -> None:
    # With two groups H is z² of the rank sum, without its correction for continuity.
    first, second = [3, 8, 9, 2], [9, 7, 3, 1]
    rows = [[p for p, n in enumerate(group) for _ in range(n)] for group in (first, second)]

    tested = kruskal_wallis(first, second)

    wanted = stats.mannwhitneyu(*rows, method="asymptotic", use_continuity=False)
    assert tested is not None
    assert tested[1] == pytest.approx(wanted.pvalue)


def test_the_lady_tasting_tea() -> None:
    # Fisher 1935: three of four cups right; one-sided 0.243, two-sided twice that.
    assert fisher_exact(3, 4, 1, 4) == pytest.approx(0.4857, abs=1e-4)


@pytest.mark.parametrize(
    ("shares", "interval"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((10, 10, 0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombes_own_examples(
    shares: tuple[int, int, int, int], interval: tuple[float, float]
) -> None:
    # Newcombe 1998, table II, method 10.
    assert newcombe(*shares) == pytest.approx(interval, abs=6e-5)


def test_holms_adjustment_by_hand() -> None:
    # Holm: 4 · 0.005; 3 · 0.01; 2 · 0.03; then no smaller than the one before.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.6, 0.7]) == (1.0, 1.0)
    assert holm([]) == ()


def test_cohens_h_of_his_table() -> None:
    # Cohen 1988, table 6.2.2: φ(0.50) = 1.571, φ(0.40) = 1.369.
    assert cohens_h(0.5, 0.4) == pytest.approx(1.571 - 1.369, abs=1e-3)
    assert cohens_h(0.4, 0.5) == -cohens_h(0.5, 0.4)


def test_small_tables_are_tested_exactly_and_large_ones_by_chi_square() -> None:
    assert of_shares(3, 4, 1, 4).method == Method.FISHER
    large = of_shares(70, 100, 55, 100)
    assert (large.method, large.size) == (Method.CHI_SQUARE, Size.SMALL)
    assert large.p == pytest.approx(0.0285, abs=1e-4)


def test_rare_options_are_merged_before_they_are_tested() -> None:
    found = of_choices([40, 30, 1, 2], [20, 50, 2, 1])

    # The six of the rarest two become one column of 3 and 3, still too few, and join the next rarest.
    assert found is not None
    assert found.method == Method.CHI_SQUARE
    assert found.effect == pytest.approx(cramers_v([43, 30], [23, 50]))
    assert of_choices([5, 0], [7, 0]) is None
    assert of_choices([0, 0], [7, 1]) is None


def test_three_groups_with_too_few_are_not_tested_together() -> None:
    assert of_choices([3, 1], [1, 3], [2, 2]) is None
    found = of_choices([30, 10], [10, 30], [20, 20])
    assert found is not None
    assert (found.method, found.size) == (Method.CHI_SQUARE, Size.MEDIUM)


def test_a_scale_of_three_groups_says_how_much_lies_between_them() -> None:
    found = of_many_scales([10, 0, 0], [0, 10, 0], [0, 0, 10])

    assert found is not None
    assert (found.method, found.size) == (Method.KRUSKAL_WALLIS, Size.LARGE)
    assert found.effect == pytest.approx(1.0)
    assert of_many_scales([4, 0], [5, 0], [6, 0]) is None
    assert of_many_scales([4, 1], [5, 1], [0, 0]) is None


def test_a_scale_says_which_group_lies_higher() -> None:
    found = of_scales([0, 0, 10], [10, 0, 0])

    assert found is not None
    assert (found.effect, found.size) == (1.0, Size.LARGE)
    assert of_scales([5, 0], [9, 0]) is None


def test_a_share_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="not empty"):
        of_shares(0, 0, 1, 2)
    with pytest.raises(ValueError, match="not empty"):
        newcombe(3, 2, 1, 2)
