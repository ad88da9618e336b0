"""Question 1 (19 options) by role group over one million synthetic respondents.

Synthetic: the shares of 2014, each option dealt out independently with a fixed seed.
"""

import polars as pl
from measure import line, peak_megabytes, seconds, timing

from samsyn.analysis.frame import QuestionSpec, choice_columns
from samsyn.analysis.tabulate import Group, QuestionTable, Tabulation, table, tabulate

RESPONDENTS = 1_000_000
ROLES = (93, 2, 48, 0, 5, 7, 9)
CHOSEN_BY = (49, 41, 56, 99, 87, 75, 86, 29, 60, 14, 50, 75, 34, 46, 129, 2, 36, 16, 36)
QUESTIONS = [QuestionSpec("role", 7), QuestionSpec("q1", 19)]
GROUPS = [
    Group("A", frozenset({2, 3, 4})),
    Group("B", frozenset({0, 1})),
    Group("C", frozenset({5, 6})),
]


def dealt(share: float, seed: int) -> pl.Expr:
    """True for exactly `share` of the rows, in random places."""
    return pl.int_range(pl.len()).shuffle(seed=seed) < (pl.len() * share).cast(pl.Int64)


def make_frame(respondents: int) -> pl.DataFrame:
    """Made in polars, so that the peak memory is that of counting and not of Python lists."""
    roles = [role for role, count in enumerate(ROLES) for _ in range(count)]
    role = pl.Series("role", roles, dtype=pl.UInt8)
    return pl.select(
        role=pl.lit(role).gather(pl.int_range(respondents).shuffle(seed=2014) % len(roles))
    ).with_columns(
        dealt(count / 164, seed).alias(name)
        for seed, (name, count) in enumerate(
            zip(QUESTIONS[1].choice_columns, CHOSEN_BY, strict=True)
        )
    )


def count(frame: pl.DataFrame) -> Tabulation:
    groups = [group.values for group in GROUPS]
    return tabulate(frame, variable="role", questions=QUESTIONS, groups=groups)


def count_and_show(frame: pl.DataFrame) -> QuestionTable:
    return table(count(frame), "q1", GROUPS)


def main() -> None:
    frame = make_frame(RESPONDENTS)
    before = peak_megabytes()
    line("frequencies: frame in memory", f"{frame.estimated_size() / 1e6:.1f} MB")
    taken = seconds(lambda: count_and_show(frame))
    timing("frequencies: question 1 by role group, 1 000 000 respondents", taken, RESPONDENTS)
    line(
        "frequencies: peak memory, of which while counting",
        f"{peak_megabytes():.0f} MB, {peak_megabytes() - before:.0f} MB",
    )
    tabulation = count(frame)
    frozen = min(seconds(lambda: table(tabulation, "q1", GROUPS)))
    line("frequencies: the table alone, from the frozen numbers", f"{frozen * 1000:.2f} ms")
    chosen = [[0, 3, 4, 14]] * RESPONDENTS
    timing(
        "frequencies: building the columns from positions",
        seconds(lambda: choice_columns(QUESTIONS[1], chosen), 3),
        RESPONDENTS,
    )


if __name__ == "__main__":
    main()
