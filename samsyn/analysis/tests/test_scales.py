"""Scales, numbers and rankings: their classes, their summaries, and that a group's tells no more than its table."""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, stdev

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.bins import make_bins
from samsyn.analysis.cube import Part, Tabulation
from samsyn.analysis.frame import Point, QuestionSpec
from samsyn.analysis.rankings import merged_ranks, rank_specs, ranking_tables
from samsyn.analysis.summaries import summary
from samsyn.analysis.tabulate import Group, table, tabulate

ROLE = QuestionSpec("role", 2)
GROUPS = [Group("a", frozenset({0})), Group("b", frozenset({1}))]
numbers = st.lists(st.integers(-500, 5000).map(lambda n: n / 10), max_size=80)


@given(numbers, st.integers(1, 6))
def test_every_class_holds_enough_and_all_numbers(values: list[float], threshold: int) -> None:
    bins = make_bins(values, threshold, 0.1)

    counts = [0] * bins.count
    for value in values:
        counts[bins.place(value)] += 1
    assert 1 <= bins.count <= 10
    assert sorted(bins.edges) == list(bins.edges)
    assert sum(counts) == len(values)
    if len(values) < threshold:
        assert (bins.count, bins.points) == (1, (None,))
    else:
        assert min(counts) >= threshold
        means = [point.mean for point in bins.points if point]
        assert sum(c * m for c, m in zip(counts, means, strict=True)) == pytest.approx(
            math.fsum(values), abs=1e-6
        )


def test_classes_have_round_edges_and_no_ends() -> None:
    years = [0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 7, 9, 12, 14, 18, 22, 25, 31]

    bins = make_bins(years, 5)

    assert bins.edges == (5, 10)
    assert [bins.place(year) for year in (4, 5, 9, 31)] == [0, 1, 1, 2]


def make_tabulation(
    question: QuestionSpec, by_role: Sequence[Sequence[int | None]], threshold: int = 5
) -> Tabulation:
    rows = [(role, answer) for role, answers in enumerate(by_role) for answer in answers]
    frame = pl.DataFrame(
        {
            "role": pl.Series([role for role, _ in rows], dtype=pl.Int64),
            question.code: pl.Series([answer for _, answer in rows], dtype=pl.Int64),
        }
    )
    return tabulate(frame, variable="role", questions=[ROLE, question], threshold=threshold)


SCALE = QuestionSpec("q", 6, (*(Point.at(n) for n in range(1, 6)), None))
answers = st.lists(st.none() | st.integers(0, 5), max_size=40)


@given(answers, answers)
def test_the_summary_of_all_is_exact(first: list[int | None], second: list[int | None]) -> None:
    tabulation = make_tabulation(SCALE, [first, second])
    points = [answer + 1 for answer in [*first, *second] if answer is not None and answer < 5]

    found = summary(tabulation.question("q"), table(tabulation, "q"))

    if len(points) < 5:
        assert found is None
    else:
        assert found is not None
        assert (found.count, found.is_estimated) == (len(points), False)
        assert found.mean == pytest.approx(fmean(points))
        assert found.deviation == pytest.approx(stdev(points), abs=1e-6)
        assert found.median in points


@given(answers, answers)
def test_a_groups_summary_is_a_function_of_its_table_and_the_totals(
    first: list[int | None], second: list[int | None]
) -> None:
    tabulation = make_tabulation(SCALE, [first, second])
    if len(tabulation.blocks) < 2:
        return
    question, shown = tabulation.question("q"), table(tabulation, "q", GROUPS)
    # The same totals, and no trace of who is in which group.
    part = Part((0, 1), question.shown, question.totals)
    whole = replace(question, parts=(part,)) if question.parts else question

    assert [summary(whole, shown, group) for group in (0, 1)] == [
        summary(question, shown, group) for group in (0, 1)
    ]


def test_a_rare_point_counts_in_a_group_as_it_does_in_all() -> None:
    # Three chose the lowest point, which is hidden with the next rarest (2, by five): eight lie at 1.625 in the mean.
    tabulation = make_tabulation(SCALE, [[0] * 3 + [1] * 2 + [3] * 10, [1] * 3 + [3] * 5 + [4] * 9])
    shown = table(tabulation, "q", GROUPS)
    question = tabulation.question("q")

    groups = [summary(question, shown, group) for group in (0, 1)]
    total = summary(question, shown)

    assert [row.groups[0].count for row in shown.rows] == [None, None, None, 10, 0, None]
    assert total is not None
    assert groups[0] is not None
    assert groups[1] is not None
    assert groups[0].is_estimated
    assert groups[0].mean == pytest.approx((5 * 13 / 8 + 10 * 4) / 15)
    assert (groups[0].mean * 15 + groups[1].mean * 17) / 32 == pytest.approx(total.mean)


def test_quartiles_of_a_number_lie_within_their_classes() -> None:
    values = [float(n) for n in range(100)]
    bins = make_bins(values)
    spec = QuestionSpec("q", bins.count, bins.points, bins.edges)
    tabulation = make_tabulation(spec, [[bins.place(value) for value in values]])

    found = summary(tabulation.question("q"), table(tabulation, "q"))

    assert found is not None
    assert bins.edges == tuple(range(10, 100, 10))
    assert found.mean == pytest.approx(49.5)
    assert (found.lower, found.median, found.upper) == pytest.approx((25, 50, 75), abs=1)


def test_fewer_than_the_threshold_on_the_scale_have_no_summary() -> None:
    tabulation = make_tabulation(SCALE, [[0, 1, 2, 3], [None] * 9])

    assert summary(tabulation.question("q"), table(tabulation, "q")) is None


Ranked = list[list[int]]
rankings = st.lists(
    st.tuples(st.integers(0, 1), st.permutations([0, 1, 2]), st.integers(0, 3)), max_size=60
)


def ranked(rows: Sequence[tuple[int, Sequence[int], int]]) -> Tabulation:
    columns = {"role": [role for role, *_ in rows]}
    for option in range(3):
        columns[f"r/{option}"] = [
            order[:length].index(option) if option in order[:length] else None  # type: ignore[misc]  # blank
            for _, order, length in rows
        ]
    frame = pl.DataFrame(
        {name: pl.Series(column, dtype=pl.Int64) for name, column in columns.items()}
    )
    specs = rank_specs(["r/0", "r/1", "r/2"])
    return tabulate(frame, variable="role", questions=[ROLE, *specs])


@given(rankings)
def test_by_group_no_rank_of_any_option_is_rare(
    rows: list[tuple[int, list[int], int]],
) -> None:
    tabulation = ranked(rows)
    if len(tabulation.blocks) < 2:
        return

    tables = ranking_tables(tabulation, ["r/0", "r/1", "r/2"], GROUPS)

    shown = [row for one in tables for row in one.rows if row.groups[0].count is not None]
    for row in shown:
        assert row.total.count == 0 or (row.total.count or 0) >= 5
        assert row.total.count == sum(cell.count or 0 for cell in row.groups)
    if shown:
        assert all((one.blank or 0) == 0 or (one.blank or 0) >= 5 for one in tables)


def test_the_last_ranks_are_merged_first() -> None:
    rows = [(role, [0, 1, 2], 3) for role in (0, 1) for _ in range(10)]
    rows += [(0, [0, 2, 1], 3)] * 2

    tabulation = ranked(rows)

    questions = [tabulation.question(f"r/{option}") for option in range(3)]
    assert merged_ranks(questions, 5) == ((0,), (1, 2))
    tables = ranking_tables(tabulation, ["r/0", "r/1", "r/2"], GROUPS)
    assert [[cell.count for cell in row.groups] for row in tables[1].rows] == [[0, 0], [12, 10]]
    found = summary(questions[1], tables[1], 0)
    assert found is not None
    assert found.mean == pytest.approx(2 + 2 / 22)
