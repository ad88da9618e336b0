"""Counts and whole percent of choice questions, for all respondents; hides nothing."""

import polars as pl

from samsyn.analysis.frame import QuestionSpec, check_frame, is_chosen


def percent(count: int, base: int) -> int:
    """`count` of `base` in whole percent, rounded half up: floor(100 · count / base + 1/2).

    Computed in integers, since 0.5 % steps are not exact in floating point and Python's `round`
    goes to the even neighbour (12.5 → 12). The published tables of 2014 round half up. Above 100
    when `count` is above `base`. 0 when `base` is 0: nobody of nobody. Raises ValueError for
    negative numbers.
    """
    if count < 0 or base < 0:
        raise ValueError("A count is never negative.")
    if base == 0:
        return 0
    return (200 * count + base) // (2 * base)


def option_counts(frame: pl.DataFrame, question: QuestionSpec) -> tuple[int, ...]:
    """How many respondents chose each option: `question.options` whole numbers, in order.

    The columns are described in `QuestionSpec`. Every number is given, however small: for
    a researcher's own eyes. What others see comes from `samsyn.analysis.tabulate.table`.
    Raises ValueError if a column is missing or of the wrong type.
    """
    check_frame(frame, [question])
    sums = frame.select(
        option.sum().cast(pl.Int64).alias(str(position))
        for position, option in enumerate(is_chosen(frame, question))
    )
    return tuple(sums.row(0))
