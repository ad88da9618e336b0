"""Rows in which nobody stands with more than the tables tell of their group: what is merged in tables is merged here.

Pure. Of the background a row has its block alone. Of each question it has what its tables give by group, so an answer
too few gave is as blank, and a question whose tables cannot be split by every block is left out. So is one that is shown
on a condition which the rows do not tell: to have been asked would be an answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from samsyn.analysis.cube import QuestionCounts, Tabulation
from samsyn.analysis.frame import QuestionSpec
from samsyn.analysis.rankings import merged_ranks
from samsyn.analysis.tabulate import unsplit_options
from samsyn.surveys.answer_files.rows import (
    UNSURE_CODE,
    Rows,
    Variable,
    rows_of,
    shuffled,
    variable_name,
)
from samsyn.surveys.columns import Columns, ends
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, Test
from samsyn.surveys.labels import rank_words
from samsyn.surveys.models import CHOICES, WRITTEN, QuestionKind

GROUP = "grupp"
Found = list[tuple[Variable, pl.Series]]


@dataclass(frozen=True)
class Counted:
    """A round as it was counted: its questions' columns, the words of their options, and each row's block."""

    title: str
    questionnaire: Questionnaire
    tabulation: Tabulation
    columns: Mapping[str, Columns]
    labels: Mapping[str, Sequence[str]]
    # Who was asked a question that not everybody was.
    asked: Mapping[str, pl.Series]
    blocks: Sequence[int]
    block_labels: Sequence[str]


def unnamed_rows(counted: Counted) -> Rows:
    found: Found = [_group(counted)]
    left_out: list[tuple[str, str]] = []
    told: dict[str, frozenset[str]] = {}
    for question, conditions in _asked(counted.questionnaire):
        why = _why_not(question, conditions, counted, told)
        columns = [] if why else list(_columns(question, counted))
        if not why and not columns:
            why = _("too few answered it for it to be shown by group")
        found += [(variable, _if_asked(question, series, counted)) for variable, series in columns]
        if why:
            left_out.append((question.code, why))
        else:
            _note_told(question, counted, told)
    rows = rows_of(counted.title, found, tuple(left_out))
    return Rows(rows.title, rows.variables, shuffled(rows.frame), rows.left_out)


def _group(counted: Counted) -> tuple[Variable, pl.Series]:
    labels = {number: label or _("all") for number, label in enumerate(counted.block_labels, 1)}
    series = pl.Series(GROUP, counted.blocks, dtype=pl.Int32) + 1
    return Variable(GROUP, _("Group, put together so that none is too small"), labels), series


def _asked(
    questionnaire: Questionnaire,
) -> Iterator[tuple[QuestionDraft, tuple[ConditionDraft, ...]]]:
    for section in questionnaire.sections:
        for question in section.questions:
            if question.kind != QuestionKind.BLOCK:
                yield question, (*section.show_if, *question.show_if)


def _why_not(
    question: QuestionDraft,
    conditions: Sequence[ConditionDraft],
    counted: Counted,
    told: Mapping[str, frozenset[str]],
) -> str:
    """Empty where the question may stand in the rows."""
    if counted.tabulation.place_of(question.code) is not None:
        return _("stands in the rows as the group")
    if question.kind in WRITTEN:
        return _("is answered in words, which stand in a file of their own")
    if not all(_is_told(condition, told) for condition in conditions):
        return _("is shown on a condition that would tell more than the group")
    if not all(
        _is_split(spec, counted.tabulation) for spec in counted.columns[question.code].specs
    ):
        return _("too few were asked it in some group")
    return ""


def _is_split(spec: QuestionSpec, tabulation: Tabulation) -> bool:
    """Whether its tables can be given by every block."""
    parts = tabulation.question(spec.code).parts
    return bool(parts) and all(len(part.blocks) == 1 for part in parts)


def _is_told(condition: ConditionDraft, told: Mapping[str, frozenset[str]]) -> bool:
    """Whether the rows say already if it holds: they tell of the question, and of the options it asks about."""
    hidden = told.get(condition.question)
    if hidden is None:
        return False
    if condition.test in {Test.ANY, Test.NONE}:
        return hidden.isdisjoint(condition.options)
    return not hidden


def _note_told(question: QuestionDraft, counted: Counted, told: dict[str, frozenset[str]]) -> None:
    """Options that are hidden, of questions whose answer can be read from the rows as it was given but for them."""
    if question.kind not in {*CHOICES, QuestionKind.MATRIX, QuestionKind.SCALE}:
        return
    columns = counted.columns[question.code]
    hidden = set[int]().union(*(_hidden(spec, counted.tabulation) for spec in columns.specs))
    if question.kind == QuestionKind.MULTIPLE:
        hidden |= _hidden_marks(question, columns, counted.tabulation)
    codes = [option.code for option in question.choices]
    told[question.code] = frozenset(codes[at] if at < len(codes) else str(at) for at in hidden)


def _hidden(spec: QuestionSpec, tabulation: Tabulation) -> frozenset[int]:
    return unsplit_options(tabulation.question(spec.code), tabulation.threshold)


def _if_asked(question: QuestionDraft, series: pl.Series, counted: Counted) -> pl.Series:
    asked = counted.asked.get(question.code)
    return series if asked is None else series.zip_with(asked, _blank(len(series)))


def _columns(question: QuestionDraft, counted: Counted) -> Iterator[tuple[Variable, pl.Series]]:
    make: Callable[[QuestionDraft, Counted], Iterator[tuple[Variable, pl.Series]]] = _positions
    if question.kind == QuestionKind.MULTIPLE:
        make = _marks
    elif question.kind == QuestionKind.RANKING:
        make = _ranks
    yield from make(question, counted)


def _marks(question: QuestionDraft, counted: Counted) -> Iterator[tuple[Variable, pl.Series]]:
    columns = counted.columns[question.code]
    hidden = _hidden_marks(question, columns, counted.tabulation)
    for at, (option, series) in enumerate(zip(question.choices, columns.series, strict=True)):
        if at not in hidden:
            name = variable_name(question.code, option.code or str(at + 1))
            label = f"{question.text} {option.label}"
            yield Variable(name, label, {0: _("no"), 1: _("yes")}), series.cast(pl.Int32)


def _hidden_marks(
    question: QuestionDraft, columns: Columns, tabulation: Tabulation
) -> frozenset[int]:
    """Also the rarest that remain, while a few have chosen nothing of what stands, or fewer than had to be chosen: in
    rows, they are seen to have chosen what is hidden."""
    counts = tabulation.question(columns.specs[0].code)
    hidden = set(unsplit_options(counts, tabulation.threshold))
    rest = sorted(set(range(counts.options)) - hidden, key=lambda at: (counts.totals[at], -at))
    while hidden and rest:
        unmarked, lacking = _seen_to_lack(question, columns, rest)
        unmarked -= tabulation.respondents - counts.shown
        if not any(0 < few < tabulation.threshold for few in (unmarked, lacking)):
            break
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _seen_to_lack(
    question: QuestionDraft, columns: Columns, stands: Sequence[int]
) -> tuple[int, int]:
    """How many have no mark among the options that stand, and how many have some, but fewer than had to be chosen."""
    marks = pl.DataFrame([columns.series[at] for at in stands]).select(
        pl.sum_horizontal(pl.all().cast(pl.Int32))
    )
    alone = [columns.series[at] for at in stands if question.choices[at].is_exclusive]
    lacking = marks.to_series().is_between(1, columns.specs[0].least - 1)
    for series in alone:
        lacking &= ~series
    return int((marks.to_series() == 0).sum()), int(lacking.sum())


def _positions(question: QuestionDraft, counted: Counted) -> Iterator[tuple[Variable, pl.Series]]:
    """One choice, points of a scale, statements, classes of numbers and dates."""
    columns = counted.columns[question.code]
    parts = [(row.code, row.label) for row in question.rows] or [("", "")]
    for spec, series, (code, label) in zip(columns.specs, columns.series, parts, strict=True):
        hidden = _hidden(spec, counted.tabulation)
        codes = _codes(question, len(counted.labels[question.code]))
        words = zip(codes, counted.labels[question.code], strict=True)
        labels = {code: word for at, (code, word) in enumerate(words) if at not in hidden}
        if labels:
            name = variable_name(question.code, code) if code else variable_name(question.code)
            text = f"{question.text} {label}".strip()
            place = {at: code for at, code in enumerate(codes) if at not in hidden}
            numbers = series.replace_strict(place, default=None, return_dtype=pl.Int32)
            yield Variable(name, text, labels), numbers


def _ranks(question: QuestionDraft, counted: Counted) -> Iterator[tuple[Variable, pl.Series]]:
    columns = counted.columns[question.code]
    counts: list[QuestionCounts] = [counted.tabulation.question(s.code) for s in columns.specs]
    merged = merged_ranks(counts, counted.tabulation.threshold)
    if merged is None:
        return
    place = {rank: number for number, ranks in enumerate(merged, 1) for rank in ranks}
    labels = {number: rank_words(ranks) for number, ranks in enumerate(merged, 1)}
    for option, series in zip(question.choices, columns.series, strict=True):
        name = variable_name(question.code, option.code)
        numbers = series.replace_strict(place, default=None, return_dtype=pl.Int32)
        yield Variable(name, f"{question.text} {option.label}", labels), numbers


def _codes(question: QuestionDraft, count: int) -> list[int]:
    """As people count; the points of a scale are themselves."""
    if question.kind != QuestionKind.SCALE:
        return list(range(1, count + 1))
    low, high = ends(question)
    return [*range(low, high + 1), *[UNSURE_CODE] * bool(question.unsure_label)]


def _blank(count: int) -> pl.Series:
    return pl.repeat(None, count, dtype=pl.Int32, eager=True)
