"""The numbers of a closed round, counted once by block, and the tables that may be shown of them.

What is proved here, with t the threshold and one background variable:

1. *Groups.* Every group is a union of blocks (`blocks.py`), so two groups differ by nobody or by at
   least t respondents.
2. *Questions that not all were shown.* A block may have t respondents of whom fewer than t were shown
   the question; hiding that block alone would not help, since all minus the others is that block.
   Therefore the blocks are merged once more for such a question, by the same rule with "shown" in
   place of "answered", into *parts* of at least t shown respondents, or none if fewer than t in all
   were shown it. A group is shown only if it is a union of parts. Parts are disjoint: the difference
   of two shown groups is again nobody or at least t respondents who were shown the question. Every
   number that can be computed from shown groups is a sum of numbers of whole parts.
3. *Rare options.* An option chosen by fewer than t in all is not split by group. Neither is, where
   needed, the next rarest: if the options that are shown do not use up a part's respondents, the rest
   of them chose a hidden option or left the question blank, and the reader can subtract. So options
   are hidden, rarest first, until those hidden and the blanks are at least t in all; what
   subtraction gives is then the split of a merged option that is not rare. Which options are hidden
   depends on the whole question, never on the groups asked for, so no two tables can be combined.
4. *Too few in all.* With fewer than t respondents the tabulation carries no counts whatever.

Not proved: that a count *inside* a block says nothing of a person (if all in a block chose an
option, each of them did); and nothing about two tabulations by different variables, where a
block of one may lie inside a block of the other and be subtracted from it. Whoever shows results by
two variables tabulates their crossing as one variable. The total of an option and the whole table
of the background variable hold numbers below t: they are totals of all respondents, split by nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from samsyn.analysis.blocks import BLANK, Block, make_blocks, union_of_blocks
from samsyn.analysis.cube import Part, QuestionCounts, Tabulation
from samsyn.analysis.frame import QuestionSpec, check_frame, is_chosen, is_shown
from samsyn.analysis.frequencies import percent

__all__ = [
    "Cell",
    "Group",
    "GroupColumn",
    "Part",
    "QuestionCounts",
    "QuestionSpec",
    "QuestionTable",
    "Row",
    "Tabulation",
    "table",
    "tabulate",
]


@dataclass(frozen=True)
class Group:
    """A named group of values of the background variable (`BLANK` for no answer)."""

    label: str
    values: frozenset[int]


@dataclass(frozen=True)
class Cell:
    """A count and its whole percent of the base; both None where they may not be shown."""

    count: int | None
    percent: int | None


@dataclass(frozen=True)
class Row:
    """One option, in all and by group. More than one option only where values are shown merged."""

    options: tuple[int, ...]
    total: Cell
    groups: tuple[Cell, ...]


@dataclass(frozen=True)
class GroupColumn:
    """A group of a table. `base`: its respondents who were shown the question, None if hidden."""

    label: str
    values: frozenset[int]
    base: int | None


@dataclass(frozen=True)
class QuestionTable:
    """A table that may be shown. `base` and `blank` are None if too few were shown the question."""

    code: str
    base: int | None
    blank: int | None
    rows: tuple[Row, ...]
    groups: tuple[GroupColumn, ...]


HIDDEN = Cell(None, None)


def tabulate(
    frame: pl.DataFrame,
    *,
    variable: str | None,
    questions: Sequence[QuestionSpec],
    groups: Sequence[frozenset[int]] = (),
    threshold: int = 5,
) -> Tabulation:
    """Count every question by block of the background variable, in one pass over `frame`.

    `frame`: one row per respondent; columns as `QuestionSpec` says. `variable`: the code of the
    background question, which is also one of `questions` and an integer column (null = left blank,
    which is a value of its own and follows the same rule); None to split by nothing. `groups`: named
    groups of its values, by which small values are merged first. Raises ValueError if a column is
    missing, of the wrong type, or holds a position that is no option.
    """
    check_frame(frame, questions)
    background = _background(frame, variable, questions)
    if len(frame) < threshold:
        empty = tuple(
            QuestionCounts(question.code, question.options, 0, ()) for question in questions
        )
        return Tabulation(len(frame), threshold, variable, (), (), empty)
    by_value = _count(frame, background, questions)
    sizes = _sizes(by_value, background)
    blocks = make_blocks(sizes, groups, threshold)
    return Tabulation(
        respondents=len(frame),
        threshold=threshold,
        variable=variable,
        sizes=tuple(sizes.items()),
        blocks=blocks,
        questions=tuple(
            _question_counts(question, index, by_value, blocks, groups, threshold)
            for index, question in enumerate(questions)
        ),
    )


def table(
    tabulation: Tabulation, code: str, groups: Sequence[Group] = (), *, whole: bool = False
) -> QuestionTable:
    """The table of one question, in all and for `groups`, with all that may not be shown as None.

    Percentages are of those shown the question, blanks included, in whole percent. A group of whose
    respondents fewer than the threshold were shown the question, or which could be subtracted to
    fewer, has base None and empty cells; so has an option that is not split (see the module's proof).
    Totals are always given if at least the threshold were shown the question.

    The background question itself is shown by block, its values merged; with `whole` by value, however
    few: only where the survey has told its respondents so. `whole` says nothing for other questions.

    Raises CutsBlock for a group that is no union of blocks, ValueError for a value in no block,
    KeyError for an unknown code.
    """
    question = tabulation.question(code)
    # Refused even where the question is hidden, so that a link works for all questions or none.
    unions = [
        union_of_blocks(group.values, tabulation.blocks) if tabulation.blocks else ()
        for group in groups
    ]
    parts = [_parts_of(union, question) for union in unions]
    columns = tuple(
        GroupColumn(group.label, group.values, sum(part.shown for part in chosen) or None)
        for group, chosen in zip(groups, parts, strict=True)
    )
    is_background = code == tabulation.variable and bool(tabulation.blocks)
    return QuestionTable(
        code=code,
        base=question.shown or None,
        # By block, those who left the background question blank are in a row like any other value.
        blank=question.blank if question.parts and (whole or not is_background) else None,
        rows=_value_rows(tabulation, columns, whole)
        if is_background
        else _option_rows(tabulation, question, parts),
        groups=columns,
    )


# Numbers by value of the background variable, then by "respondents", "0:shown", "0:blank", "0:3", …:
# the index of the question and the position of the option.
Counts = dict[int, dict[str, int]]


def _background(
    frame: pl.DataFrame, variable: str | None, questions: Sequence[QuestionSpec]
) -> QuestionSpec | None:
    if variable is None:
        return None
    for question in questions:
        if question.code == variable and variable in frame.columns:
            return question
    raise ValueError(f"{variable} must be one of the questions, and an integer column.")


def _count(
    frame: pl.DataFrame, background: QuestionSpec | None, questions: Sequence[QuestionSpec]
) -> Counts:
    value = pl.lit(BLANK)
    if background is not None:
        value = pl.col(background.code).cast(pl.Int64).fill_null(BLANK)
        # Whoever was not shown the background question has no value of it, like whoever left it blank.
        frame = frame.drop(background.shown_column, strict=False)
    sums = [pl.len().alias("respondents")]
    for index, question in enumerate(questions):
        sums += _sums(frame, question, index)
    counted = frame.group_by(value.alias("value")).agg(sums)
    return {row.pop("value"): row for row in counted.to_dicts()}


def _sums(frame: pl.DataFrame, question: QuestionSpec, index: int) -> list[pl.Expr]:
    chosen = is_chosen(frame, question)
    shown = is_shown(frame, question)
    empty = ~pl.any_horizontal(chosen).fill_null(False)
    return [
        (pl.len() if shown is None else shown.sum()).alias(f"{index}:shown"),
        (empty if shown is None else empty & shown).sum().alias(f"{index}:blank"),
        *(option.sum().alias(f"{index}:{position}") for position, option in enumerate(chosen)),
    ]


def _sizes(by_value: Counts, background: QuestionSpec | None) -> dict[int, int]:
    values = list(range(background.options)) if background else []
    if BLANK in by_value:
        values.append(BLANK)
    return {value: by_value[value]["respondents"] if value in by_value else 0 for value in values}


def _question_counts(
    question: QuestionSpec,
    index: int,
    by_value: Counts,
    blocks: Sequence[Block],
    groups: Sequence[frozenset[int]],
    threshold: int,
) -> QuestionCounts:
    def total(chosen: Sequence[Block], name: str) -> int:
        values = [value for block in chosen for value in block.values if value in by_value]
        return sum(by_value[value][f"{index}:{name}"] for value in values)

    shown = {number: total([block], "shown") for number, block in enumerate(blocks)}
    joined = make_blocks(shown, [_blocks_within(group, blocks) for group in groups], threshold)
    parts = []
    for numbers in (tuple(number for number in part.values if shown[number]) for part in joined):
        chosen = [blocks[number] for number in numbers]
        counts = tuple(total(chosen, str(position)) for position in range(question.options))
        parts.append(Part(numbers, total(chosen, "shown"), counts))
    blank = total(blocks, "blank") if parts else 0
    return QuestionCounts(question.code, question.options, blank, tuple(parts))


def _blocks_within(group: frozenset[int], blocks: Sequence[Block]) -> frozenset[int]:
    return frozenset(
        number for number, block in enumerate(blocks) if group.issuperset(block.values)
    )


def _parts_of(union: Sequence[int], question: QuestionCounts) -> tuple[Part, ...]:
    touched = tuple(part for part in question.parts if not set(union).isdisjoint(part.blocks))
    return touched if all(set(union).issuperset(part.blocks) for part in touched) else ()


def unsplit_options(question: QuestionCounts, threshold: int) -> frozenset[int]:
    """The options of a question that are given in all but not by group (3 in the module's proof).

    Those chosen by fewer than `threshold` in all; and then, while somebody chose a hidden option and
    what is shown leaves respondents over in some part, the rarest that remains, until hidden choices
    and blanks are at least `threshold`. Of equally rare options the last in the questionnaire goes first.
    """
    totals = question.totals
    hidden = {option for option, total in enumerate(totals) if total < threshold}
    rarest = sorted(
        set(range(question.options)) - hidden, key=lambda option: (totals[option], -option)
    )
    while rarest and sum(totals[option] for option in hidden) > 0:
        left_over = question.blank + sum(totals[option] for option in hidden)
        if left_over >= threshold or _uses_up_parts(question, rarest):
            break
        hidden.add(rarest.pop(0))
    return frozenset(hidden)


def _uses_up_parts(question: QuestionCounts, options: Sequence[int]) -> bool:
    return all(
        sum(part.counts[option] for option in options) >= part.shown for part in question.parts
    )


def _option_rows(
    tabulation: Tabulation, question: QuestionCounts, parts: Sequence[Sequence[Part]]
) -> tuple[Row, ...]:
    hidden = unsplit_options(question, tabulation.threshold)
    rows = []
    for option in range(question.options):
        split = [() if option in hidden else chosen for chosen in parts]
        rows.append(
            Row(
                options=(option,),
                total=_cell([part.counts[option] for part in question.parts], question.parts),
                groups=tuple(
                    _cell([part.counts[option] for part in chosen], chosen) for chosen in split
                ),
            )
        )
    return tuple(rows)


def _value_rows(
    tabulation: Tabulation, columns: Sequence[GroupColumn], whole: bool
) -> tuple[Row, ...]:
    """The background question's own rows. By group they only repeat which values the group was made of."""
    rows = [(block.values, block.size) for block in tabulation.blocks]
    if whole:
        rows = [((value,), size) for value, size in tabulation.sizes if value != BLANK]
    return tuple(
        Row(
            options=values,
            total=Cell(size, percent(size, tabulation.respondents)),
            groups=tuple(
                _value_cell(values, size, column, tabulation.threshold) for column in columns
            ),
        )
        for values, size in rows
    )


def _value_cell(values: tuple[int, ...], size: int, column: GroupColumn, threshold: int) -> Cell:
    if not column.base or size < threshold:
        return HIDDEN
    count = size if column.values.issuperset(values) else 0
    return Cell(count, percent(count, column.base))


def _cell(counts: Sequence[int], parts: Sequence[Part]) -> Cell:
    base = sum(part.shown for part in parts)
    return Cell(sum(counts), percent(sum(counts), base)) if base else HIDDEN
