import pytest

from samsyn.analysis.compare import Difference, differences
from samsyn.analysis.frequencies import percent
from samsyn.analysis.tabulate import Cell, GroupColumn, QuestionTable, Row


def make_table(
    *counts: tuple[int | None, int | None], bases: tuple[int | None, int | None]
) -> QuestionTable:
    def cell(count: int | None, base: int | None) -> Cell:
        return Cell(None, None) if count is None or not base else Cell(count, percent(count, base))

    rows = tuple(
        Row((position,), Cell(0, 0), (cell(first, bases[0]), cell(second, bases[1])))
        for position, (first, second) in enumerate(counts)
    )
    columns = tuple(GroupColumn("", frozenset({index}), base) for index, base in enumerate(bases))
    return QuestionTable("q1", 100, 0, rows, columns)


def test_differences_greatest_first_whichever_the_sign() -> None:
    result = make_table((10, 12), (20, 10), (5, 20), bases=(20, 20))

    assert differences(result, 0, 1) == (
        Difference((2,), 25, 100, -75),
        Difference((1,), 100, 50, 50),
        Difference((0,), 50, 60, -10),
    )


def test_differences_turn_round_with_the_groups() -> None:
    result = make_table((10, 12), bases=(20, 20))

    assert differences(result, 1, 0) == (Difference((0,), 60, 50, 10),)


def test_equal_points_are_ordered_by_exact_shares_then_as_asked() -> None:
    # 1/3 - 0 is more than 33/100 - 0, and both are 33 points.
    result = make_table((99, 0), (100, 0), (99, 0), bases=(300, 100))

    assert [difference.options for difference in differences(result, 0, 1)] == [(1,), (0,), (2,)]


def test_hidden_rows_and_groups_are_left_out() -> None:
    hidden_row = make_table((None, None), (6, 7), bases=(10, 10))
    hidden_group = make_table((6, 7), bases=(10, None))

    assert [difference.options for difference in differences(hidden_row, 0, 1)] == [(1,)]
    assert differences(hidden_group, 0, 1) == ()


def test_a_group_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(IndexError):
        differences(make_table((1, 2), bases=(10, 10)), 0, 2)
