"""The numbers of a closed round, counted once by block, and the tables that may be shown of them.

What is proved here, with t the threshold. There may be several background variables: then "value" is a cell of their
crossing (`crossing.py`), and nothing else changes.

1. *Groups.* Every group is a union of blocks (`blocks.py`), so two groups differ by nobody or by at
   least t respondents. A filter is such a group too, and a group within a filter is the intersection of two unions, which
   is a union.
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
   depends on the whole question, never on the groups asked for, so no two tables can be combined. Where the survey says
   how many options one chooses, a group's choices can be subtracted as well: blanks hide nothing then if more than one is
   to be chosen (they count several times), and the choices that may be hidden or not made have to be at least t in all.
4. *Too few in all.* With fewer than t respondents the tabulation carries no counts whatever.
5. *Whom a question was shown to.* Its base by group tells how many of the group it was shown to, and by subtraction from
   the group's size, or from the base of another question, how many met the condition and how many did
   not. If it was shown to all but 1 … t - 1, or to respondents who differ by so few from those shown an
   earlier question or from those who chose an option of another one, that difference is a rare answer: the question is then
   one part, and given in all only.
6. *Means, spread, quartiles.* Those of a group (`summaries.py`) are functions of the table of the group and of numbers of
   all respondents; of options that are hidden by group, the composition in all stands in. So nothing
   can be had from them that the table does not tell. Classes of numbers (`bins.py`) have t respondents or more, in all.
7. *Rankings* (`rankings.py`) use each rank once, so that the tables of the ranked options are bound together; their ranks
   are merged until no cell is rare, and then there is nothing to subtract.
8. *The table of a background variable* has a row for values that no block holds together with others, hence for a union
   of blocks. It is given whole only where there is one variable: by a crossing, all of a value minus those of a
   group is a part of it.
9. *Counted again.* Where the same respondents, and some more, are counted anew, the blocks are unions of what the blocks
   were: two ways of merging the same respondents could be subtracted from each other like two views.

Not proved: that a count *inside* a block says nothing of a person (if all in a block chose an
option, each of them did); that two options of different questions were not chosen by nearly the same people (who
knows that knows more than the tables); and nothing about two tabulations by different variables, where a
block of one may lie inside a block of the other and be subtracted from it. Whoever shows results by
two variables tabulates their crossing. The total of an option and the whole table
of the background variable hold numbers below t: they are totals of all respondents, split by nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from samsyn.analysis.blocks import BLANK, keep_whole, union_of_blocks
from samsyn.analysis.counting import (
    count_cells,
    question_counts,
    sizes_of,
    unsplittable,
    variables_of,
)
from samsyn.analysis.crossing import cross_blocks, joined_values, values_of
from samsyn.analysis.cube import Part, QuestionCounts, Tabulation
from samsyn.analysis.frame import QuestionSpec, check_frame
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
    variable: str | Sequence[str] | None,
    questions: Sequence[QuestionSpec],
    groups: Sequence[frozenset[int]] = (),
    threshold: int = 5,
    kept: Sequence[frozenset[int]] = (),
) -> Tabulation:
    """Count every question by block of the background variables, in one pass over `frame`.

    `frame`: one row per respondent; columns as `QuestionSpec` says. `variable`: the code of the
    background question, which is also one of `questions` and an integer column (null = left blank,
    which is a value of its own and follows the same rule); several codes to tabulate their crossing, the one that
    matters most first; None to split by nothing. `groups`: named groups of the first variable's values, by which small
    values are merged first. `kept`: blocks of earlier counts of the same respondents, which stay whole (9 in the module's
    proof). Raises ValueError if a column is missing, of the wrong type, or holds a position that is
    no option.
    """
    check_frame(frame, questions)
    codes = [variable] if isinstance(variable, str) else list(variable or ())
    variables = variables_of(frame, codes, questions)
    if len(frame) < threshold:
        empty = tuple(
            QuestionCounts(question.code, question.options, 0, ()) for question in questions
        )
        return Tabulation(len(frame), threshold, variables, (), (), empty)
    counts = count_cells(frame, variables, questions)
    sizes = sizes_of(counts, variables)
    blocks = keep_whole(cross_blocks(sizes, variables, groups, threshold), kept)
    # Of a crossing no group is named: the parts are merged by size alone.
    named = groups if len(variables) == 1 else ()
    whole = unsplittable(frame, questions, threshold)
    return Tabulation(
        respondents=len(frame),
        threshold=threshold,
        variables=variables,
        sizes=tuple(sizes.items()),
        blocks=blocks,
        questions=tuple(
            question_counts(
                question,
                index,
                counts,
                blocks,
                named,
                threshold,
                may_split=question.code not in whole,
            )
            for index, question in enumerate(questions)
        ),
    )


def table(
    tabulation: Tabulation,
    code: str,
    groups: Sequence[Group] = (),
    *,
    whole: bool = False,
    within: frozenset[int] | None = None,
) -> QuestionTable:
    """The table of one question, in all and for `groups`, with all that may not be shown as None.

    Percentages are of those shown the question, blanks included, in whole percent. A group of whose
    respondents fewer than the threshold were shown the question, or which could be subtracted to
    fewer, has base None and empty cells; so has an option that is not split (see the module's proof).
    Totals are always given if at least the threshold were shown the question.

    `within`: a filter. The totals are then those of its respondents, hidden as a group's are, and the groups are what of
    them is within it.

    The background question itself is shown by block, its values merged; with `whole` by value, however
    few: only where the survey has told its respondents so, and where there is one variable. `whole` says nothing for
    other questions.

    Raises CutsBlock for a group or filter that is no union of blocks, ValueError for a value in no block,
    KeyError for an unknown code.
    """
    question = tabulation.question(code)
    if within is not None:
        groups = [Group(group.label, group.values & within) for group in groups]
    # Refused even where the question is hidden, so that a link works for all questions or none.
    parts = [_parts(tabulation, question, group.values) for group in groups]
    everybody = question.parts if within is None else _parts(tabulation, question, within)
    columns = tuple(
        GroupColumn(group.label, group.values, sum(part.shown for part in chosen) or None)
        for group, chosen in zip(groups, parts, strict=True)
    )
    place = tabulation.place_of(code) if tabulation.blocks else None
    whole = whole and len(tabulation.variables) == 1 and within is None
    return QuestionTable(
        code=code,
        base=sum(part.shown for part in everybody) or None,
        # By block, those who left the background question blank are in a row like any other value.
        blank=question.blank
        if question.parts and within is None and (whole or place is None)
        else None,
        rows=_option_rows(tabulation, question, everybody, parts, is_split=within is not None)
        if place is None
        else _value_rows(tabulation, place, columns, whole, within),
        groups=columns,
    )


def _parts(
    tabulation: Tabulation, question: QuestionCounts, values: frozenset[int]
) -> tuple[Part, ...]:
    union = union_of_blocks(values, tabulation.blocks) if tabulation.blocks else ()
    return _parts_of(union, question)


def _parts_of(union: Sequence[int], question: QuestionCounts) -> tuple[Part, ...]:
    touched = tuple(part for part in question.parts if not set(union).isdisjoint(part.blocks))
    return touched if all(set(union).issuperset(part.blocks) for part in touched) else ()


def unsplit_options(question: QuestionCounts, threshold: int) -> frozenset[int]:
    """The options of a question that are given in all but not by group (3 in the module's proof).

    Those chosen by fewer than `threshold` in all; and then, while somebody chose a hidden option and
    what is shown leaves respondents over in some part, the rarest that remains, until hidden choices
    and blanks are at least `threshold`. Of equally rare options the last in the questionnaire goes first. The same for
    choices, where `least` or `most` of them are made.
    """
    totals = question.totals
    hidden = {option for option, total in enumerate(totals) if total < threshold}
    rarest = sorted(
        set(range(question.options)) - hidden, key=lambda option: (totals[option], -option)
    )
    while rarest and sum(totals[option] for option in hidden) > 0:
        left_over = sum(totals[option] for option in hidden)
        left_over += question.blank if question.least == 1 else 0
        is_merged = left_over >= threshold or _uses_up_parts(question, rarest)
        if is_merged and _leaves_choices(question, rarest, threshold):
            break
        hidden.add(rarest.pop(0))
    return frozenset(hidden)


def _uses_up_parts(question: QuestionCounts, options: Sequence[int]) -> bool:
    return all(
        sum(part.counts[option] for option in options) >= question.least * part.shown
        for part in question.parts
    )


def _leaves_choices(question: QuestionCounts, options: Sequence[int], threshold: int) -> bool:
    """Whether enough choices are hidden or not made for it to stay open in which part the hidden ones are."""
    if question.most is None:
        return True
    made = sum(question.totals[option] for option in options)
    return question.most * question.shown - made >= threshold


def _option_rows(
    tabulation: Tabulation,
    question: QuestionCounts,
    everybody: Sequence[Part],
    parts: Sequence[Sequence[Part]],
    *,
    is_split: bool,
) -> tuple[Row, ...]:
    hidden = unsplit_options(question, tabulation.threshold)
    rows = []
    for option in range(question.options):
        split = [() if option in hidden else chosen for chosen in parts]
        total = () if is_split and option in hidden else everybody
        rows.append(
            Row(
                options=(option,),
                total=_cell([part.counts[option] for part in total], total),
                groups=tuple(
                    _cell([part.counts[option] for part in chosen], chosen) for chosen in split
                ),
            )
        )
    return tuple(rows)


def _value_rows(
    tabulation: Tabulation,
    place: int,
    columns: Sequence[GroupColumn],
    whole: bool,
    within: frozenset[int] | None,
) -> tuple[Row, ...]:
    """A background question's own rows. By group they tell no more than which values the group was made of."""
    variables, sizes = tabulation.variables, dict(tabulation.sizes)
    values = joined_values(tabulation.blocks, variables, place)
    if whole:
        values = tuple((value,) for value in sizes if value != BLANK)
    everybody = GroupColumn("", frozenset(sizes) if within is None else within, None)
    rows = []
    for together in values:
        cells = [cell for cell in sizes if values_of(cell, variables)[place] in together]
        size = sum(sizes[cell] for cell in cells)
        base = sum(sizes[cell] for cell in everybody.values)
        count = sum(sizes[cell] for cell in cells if cell in everybody.values)
        rows.append(
            Row(
                options=together,
                total=Cell(count, percent(count, base)) if base else HIDDEN,
                groups=tuple(
                    _value_cell(cells, size, sizes, column, tabulation.threshold)
                    for column in columns
                ),
            )
        )
    return tuple(rows)


def _value_cell(
    cells: Sequence[int],
    size: int,
    sizes: Mapping[int, int],
    column: GroupColumn,
    threshold: int,
) -> Cell:
    if not column.base or size < threshold:
        return HIDDEN
    count = sum(sizes[cell] for cell in cells if cell in column.values)
    return Cell(count, percent(count, column.base))


def _cell(counts: Sequence[int], parts: Sequence[Part]) -> Cell:
    base = sum(part.shown for part in parts)
    return Cell(sum(counts), percent(sum(counts), base)) if base else HIDDEN
