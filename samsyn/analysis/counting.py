"""Counts a frame of responses once, by cell of the background variables: what a tabulation is made of."""

from collections.abc import Iterator, Sequence

import polars as pl

from samsyn.analysis.blocks import BLANK, Block, make_blocks
from samsyn.analysis.crossing import Variable
from samsyn.analysis.cube import Part, QuestionCounts
from samsyn.analysis.frame import QuestionSpec, is_chosen, is_shown

# Numbers by cell, then by "respondents", "0:shown", "0:blank", "0:3", …: the index of the question and the position of
# the option.
Counts = dict[int, dict[str, int]]
# Sums asked for at once: polars plans each of them anew.
AT_ONCE = 500


def variables_of(
    frame: pl.DataFrame, codes: Sequence[str], questions: Sequence[QuestionSpec]
) -> tuple[Variable, ...]:
    """The variables by their questions. Raises ValueError for one that is no question, or has no integer column."""
    found = []
    options = {question.code: question.options for question in questions}
    for code in codes:
        if code not in options or code not in frame.columns:
            raise ValueError(f"{code} must be one of the questions, and an integer column.")
        found.append(Variable(code, options[code]))
    return tuple(found)


def count_cells(
    frame: pl.DataFrame, variables: Sequence[Variable], questions: Sequence[QuestionSpec]
) -> Counts:
    """Every number by cell, in one pass. Cells that nobody is in are left out."""
    # Whoever was not shown a background question has no value of it, like whoever left it blank.
    hidden = [f"{variable.code}:shown" for variable in variables]
    frame = frame.drop(hidden, strict=False).with_columns(_cell(variables).alias("cell:"))
    sums = [pl.len().alias("respondents")]
    for index, question in enumerate(questions):
        sums += _sums(frame, question, index)
    counted = frame.group_by("cell:").agg(sums)
    return {row.pop("cell:"): row for row in counted.to_dicts()}


def _cell(variables: Sequence[Variable]) -> pl.Expr:
    if not variables:
        return pl.lit(BLANK)
    if len(variables) == 1:
        return pl.col(variables[0].code).cast(pl.Int64).fill_null(BLANK)
    cell = pl.lit(0, dtype=pl.Int64)
    for variable in variables:
        value = pl.col(variable.code).cast(pl.Int64).fill_null(variable.values)
        cell = cell * (variable.values + 1) + value
    return cell


def _sums(frame: pl.DataFrame, question: QuestionSpec, index: int) -> list[pl.Expr]:
    chosen = is_chosen(frame, question)
    shown = is_shown(frame, question)
    empty = ~pl.any_horizontal(chosen).fill_null(False)
    return [
        (pl.len() if shown is None else shown.sum()).alias(f"{index}:shown"),
        (empty if shown is None else empty & shown).sum().alias(f"{index}:blank"),
        *(option.sum().alias(f"{index}:{position}") for position, option in enumerate(chosen)),
    ]


def sizes_of(counts: Counts, variables: Sequence[Variable]) -> dict[int, int]:
    """Respondents per cell. Of one variable every value, also those that nobody has; else cells that somebody is in."""
    if len(variables) == 1:
        values = [*range(variables[0].values), *[BLANK] * (BLANK in counts)]
        return {value: counts[value]["respondents"] if value in counts else 0 for value in values}
    return {cell: counts[cell]["respondents"] for cell in sorted(counts)}


def question_counts(
    question: QuestionSpec,
    index: int,
    counts: Counts,
    blocks: Sequence[Block],
    groups: Sequence[frozenset[int]],
    threshold: int,
    *,
    may_split: bool,
) -> QuestionCounts:
    """The numbers of one question by its parts: all blocks in one part where it may not be split at all."""

    def total(chosen: Sequence[Block], name: str) -> int:
        cells = [cell for block in chosen for cell in block.values if cell in counts]
        return sum(counts[cell][f"{index}:{name}"] for cell in cells)

    shown = {number: total([block], "shown") for number, block in enumerate(blocks)}
    groups = (
        [_blocks_within(group, blocks) for group in groups] if may_split else [frozenset(shown)]
    )
    joined = make_blocks(shown, groups, threshold)
    if not may_split and joined:
        joined = (Block(tuple(shown), sum(shown.values())),)
    parts = []
    for numbers in (tuple(number for number in part.values if shown[number]) for part in joined):
        chosen = [blocks[number] for number in numbers]
        by_option = tuple(total(chosen, str(position)) for position in range(question.options))
        parts.append(Part(numbers, total(chosen, "shown"), by_option))
    blank = total(blocks, "blank") if parts else 0
    return QuestionCounts(
        question.code,
        question.options,
        blank,
        tuple(parts),
        question.points,
        question.edges,
        question.least,
        question.most,
    )


def _blocks_within(group: frozenset[int], blocks: Sequence[Block]) -> frozenset[int]:
    return frozenset(
        number for number, block in enumerate(blocks) if group.issuperset(block.values)
    )


def unsplittable(
    frame: pl.DataFrame, questions: Sequence[QuestionSpec], threshold: int
) -> frozenset[str]:
    """The codes of questions whose base alone would tell of too few (5 in the proof of `tabulate.py`).

    Those shown to all but 1 … threshold - 1 respondents, or to nearly the same respondents as a question before it
    that is split, or as those who chose an option of a question before it. What differs by so few is given in all only.
    """
    marks = [_mark(frame, question) for question in questions]
    everybody = _mark(frame, None)
    split: dict[bytes, pl.Expr] = {everybody: pl.lit(True)}
    refused: set[bytes] = set()
    for place, question in enumerate(questions):
        mark, shown = marks[place], is_shown(frame, question)
        if shown is None or mark in split or mark in refused:
            continue
        chosen = [
            option
            for before in range(place)
            if marks[before] != mark
            for option in is_chosen(frame, questions[before])
        ]
        apart = _apart(frame, shown, [*split.values(), *chosen])
        if any(0 < count < threshold for count in apart):
            refused.add(mark)
        else:
            split[mark] = shown
    return frozenset(
        question.code for question, mark in zip(questions, marks, strict=True) if mark in refused
    )


def _mark(frame: pl.DataFrame, question: QuestionSpec | None) -> bytes:
    """The same for questions that were shown to the same respondents."""
    shown = is_shown(frame, question) if question else None
    if shown is None:
        return b"\1" * len(frame)
    return frame.select(shown.cast(pl.UInt8)).to_series().to_numpy().tobytes()


def _apart(frame: pl.DataFrame, shown: pl.Expr, others: Sequence[pl.Expr]) -> Iterator[int]:
    """How many are in one of two sets of respondents and not in the other."""
    for start in range(0, len(others), AT_ONCE):
        sums = [
            (shown ^ other.fill_null(False)).sum().alias(str(place))
            for place, other in enumerate(others[start : start + AT_ONCE])
        ]
        yield from frame.select(sums).row(0)
