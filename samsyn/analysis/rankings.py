"""Rankings: which rank each option was given, with the ranks merged where a rare one could be had by subtraction."""

from collections.abc import Sequence

from samsyn.analysis.cube import QuestionCounts, Tabulation
from samsyn.analysis.frame import Point, QuestionSpec
from samsyn.analysis.frequencies import percent
from samsyn.analysis.tabulate import HIDDEN, Cell, Group, QuestionTable, Row, table


def rank_specs(codes: Sequence[str]) -> tuple[QuestionSpec, ...]:
    """A ranking as questions, one for each option by its code: which rank it was given (0 = first), null = none."""
    points = tuple(Point.at(rank + 1) for rank in range(len(codes)))
    return tuple(QuestionSpec(code, len(codes), points) for code in codes)


def ranking_tables(
    tabulation: Tabulation,
    codes: Sequence[str],
    groups: Sequence[Group] = (),
    *,
    within: frozenset[int] | None = None,
) -> tuple[QuestionTable, ...]:
    """The table of each ranked option, in the order of `codes`: a row for each rank.

    Each rank is used once, so what one option's table hides could be had from the others'. Therefore the ranks
    of all are merged for groups and filters, from the first on, until no option was given a rank, or none, by 1
    … threshold - 1 in all; if one rank for all is still too fine, groups show their base only. Without groups
    and filters every rank is a row of its own. Errors as in `table`.
    """
    questions = [tabulation.question(code) for code in codes]
    tables = [table(tabulation, code, groups, within=within) for code in codes]
    is_split = bool(groups) or within is not None
    ranks = merged_ranks(questions, tabulation.threshold) if is_split else None
    if not is_split:
        return tuple(tables)
    return tuple(
        _merged(tabulation, question, shown, ranks or (), within)
        for question, shown in zip(questions, tables, strict=True)
    )


def merged_ranks(
    questions: Sequence[QuestionCounts], threshold: int
) -> tuple[tuple[int, ...], ...] | None:
    """The ranks that are shown together, in order; None if even all of them together leave a rare cell."""
    merged: list[tuple[int, ...]] = [(rank,) for rank in range(questions[0].options)]
    while True:
        rare = [
            place
            for place, ranks in enumerate(merged)
            if any(0 < _given(question, ranks) < threshold for question in questions)
        ]
        if not rare:
            break
        if len(merged) == 1:
            return None
        # The last with the one before it: the first ranks are what people look at.
        place = max(rare[-1], 1)
        merged[place - 1 : place + 1] = [merged[place - 1] + merged[place]]
    is_rare = any(0 < question.blank < threshold for question in questions)
    return None if is_rare else tuple(merged)


def _given(question: QuestionCounts, ranks: Sequence[int]) -> int:
    return sum(question.totals[rank] for rank in ranks)


def _merged(
    tabulation: Tabulation,
    question: QuestionCounts,
    shown: QuestionTable,
    ranks: Sequence[tuple[int, ...]],
    within: frozenset[int] | None,
) -> QuestionTable:
    hidden = not ranks
    rows = []
    for options in ranks or [tuple(range(question.options))]:
        groups = tuple(
            HIDDEN if hidden else _sum(tabulation, question, options, column.values, column.base)
            for column in shown.groups
        )
        if within is None:
            base = shown.base
            count = _given(question, options)
            total = Cell(count, percent(count, base)) if base else HIDDEN
        else:
            total = HIDDEN if hidden else _sum(tabulation, question, options, within, shown.base)
        rows.append(Row(options, total, groups))
    return QuestionTable(shown.code, shown.base, shown.blank, tuple(rows), shown.groups)


def _sum(
    tabulation: Tabulation,
    question: QuestionCounts,
    options: Sequence[int],
    values: frozenset[int],
    base: int | None,
) -> Cell:
    """Of a group that the table shows: then it is a union of the question's parts."""
    if not base:
        return HIDDEN
    count = sum(
        part.counts[option]
        for part in question.parts
        if values.issuperset(tabulation.blocks[part.blocks[0]].values)
        for option in options
    )
    return Cell(count, percent(count, base))
