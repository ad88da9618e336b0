from fractions import Fraction
from math import floor

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.frame import QuestionSpec, check_frame, choice_columns
from samsyn.analysis.frequencies import option_counts, percent


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_percent_is_the_exact_share_rounded_half_up(count: int, base: int) -> None:
    assert percent(count, base) == floor(Fraction(100 * count, base) + Fraction(1, 2))


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (0, 0, 0),
        (0, 7, 0),
        (7, 7, 100),
        (1, 8, 13),
        (1, 200, 1),
        (1, 201, 0),
        (5, 40, 13),
        (93, 164, 57),
    ],
)
def test_percent(count: int, base: int, expected: int) -> None:
    assert percent(count, base) == expected


@pytest.mark.parametrize(("count", "base"), [(-1, 5), (0, -1)])
def test_percent_refuses_negative_numbers(count: int, base: int) -> None:
    with pytest.raises(ValueError, match="never negative"):
        percent(count, base)


@given(st.lists(st.sets(st.integers(0, 3)), max_size=30))
def test_option_counts_are_the_marks_of_all(chosen: list[set[int]]) -> None:
    question = QuestionSpec("q1", 4)
    frame = pl.DataFrame(choice_columns(question, chosen))

    counts = option_counts(frame, question)

    assert counts == tuple(sum(option in marks for marks in chosen) for option in range(4))


def test_option_counts_of_a_single_choice_leave_blanks_out() -> None:
    frame = pl.DataFrame({"role": [0, 2, None, 2]})

    assert option_counts(frame, QuestionSpec("role", 3)) == (1, 0, 2)


def test_option_counts_leave_out_marks_by_those_not_shown_the_question() -> None:
    frame = pl.DataFrame(
        {
            "q1:0": [True, True, None, False],
            "q1:1": [None, None, None, None],
            "q1:shown": [True, False, True, None],
        }
    )

    assert option_counts(frame, QuestionSpec("q1", 2)) == (1, 0)


def test_choice_columns_refuse_a_position_that_is_no_option() -> None:
    with pytest.raises(ValueError, match="respondent 1 chose 2, which is no option"):
        choice_columns(QuestionSpec("q1", 2), [[0], [1, 2]])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"q1:0": [True]}, "The column q1:1 is missing."),
        ({"q1:0": [True], "q1:1": [1]}, "q1:1: must be boolean, not Int64."),
        ({"q1": ["0"]}, "q1: positions must be whole numbers, not String."),
        ({"q1": [2]}, "q1: a position is no option \\(0 to 1\\)."),
        ({"q1": [-1]}, "q1: a position is no option \\(0 to 1\\)."),
        ({"q1": [1], "q1:shown": ["yes"]}, "q1:shown: must be boolean, not String."),
    ],
)
def test_check_frame_says_which_column_is_wrong(
    columns: dict[str, list[object]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        check_frame(pl.DataFrame(columns), [QuestionSpec("q1", 2)])


def test_check_frame_refuses_two_questions_with_one_code() -> None:
    with pytest.raises(ValueError, match="same code"):
        check_frame(pl.DataFrame({"q1": [0]}), [QuestionSpec("q1", 2), QuestionSpec("q1", 3)])


def test_check_frame_refuses_a_question_without_options() -> None:
    with pytest.raises(ValueError, match="has an option at least"):
        check_frame(pl.DataFrame({"q1": [0]}), [QuestionSpec("q1", 0)])
