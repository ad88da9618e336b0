"""Answers as columns to count: every kind of question in the one form that analysis knows (frame.QuestionSpec).

Pure. What is made here at closing says what can be shown afterwards: a row of a matrix and a ranked option are
questions of their own, numbers and dates are put in classes, texts are only counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from samsyn.analysis.bins import Bins, make_bins
from samsyn.analysis.frame import Point, QuestionSpec, choice_columns
from samsyn.analysis.rankings import rank_specs
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.models import Question, QuestionKind

UNSURE = "?"
# The code of the variable that the register gave: which of the round's blocks the respondent is in.
REGISTER = "register"
LOWEST, HIGHEST = 1, 5
# Months in a class of dates: a month, a term or so, and years.
MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


@dataclass(frozen=True)
class Columns:
    """One question's. Single choices are a column of positions where they are a variable."""

    specs: tuple[QuestionSpec, ...]
    series: tuple[pl.Series, ...]


# The answers to one question, one per respondent, None where there is none.
Values = Sequence[Any]


def part_code(question_code: str, part: str) -> str:
    """Of a matrix' row or a ranked option. Codes of questions hold no stroke."""
    return f"{question_code}/{part}"


def ends(question: QuestionDraft | Question) -> tuple[int, int]:
    """Of a scale: its lowest and highest point."""
    low = LOWEST if question.lowest is None else int(question.lowest)
    return low, HIGHEST if question.highest is None else int(question.highest)


def columns_of(
    question: QuestionDraft, values: Values, *, threshold: int, is_variable: bool = False
) -> Columns:
    if is_variable:
        spec = QuestionSpec(question.code, len(question.choices))
        return Columns((spec,), (_positions(spec.code, [v[0] if v else None for v in values]),))
    make = MAKERS.get(question.kind)
    return make(question, values, threshold) if make else Columns((), ())


def register_column(blocks: Sequence[int | None], count: int) -> Columns:
    return Columns((QuestionSpec(REGISTER, count),), (_positions(REGISTER, blocks),))


def shown_columns(
    columns: Columns, code: str, shown: Sequence[frozenset[str]]
) -> tuple[pl.Series, ...]:
    """Who was shown the question, for each of its specs."""
    marks = [code in codes for codes in shown]
    return tuple(pl.Series(spec.shown_column, marks, dtype=pl.Boolean) for spec in columns.specs)


def conditional_codes(questionnaire: Questionnaire) -> frozenset[str]:
    """Of the questions that not everybody is shown."""
    return frozenset(
        question.code
        for section in questionnaire.sections
        for question in section.questions
        if section.show_if or question.show_if
    )


def _positions(name: str, positions: Sequence[int | None]) -> pl.Series:
    return pl.Series(name, positions, dtype=pl.Int32)


def _choice(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    spec = QuestionSpec(
        question.code, len(question.choices), least=question.min or 1, most=question.max
    )
    return Columns((spec,), tuple(choice_columns(spec, [value or () for value in values])))


def _matrix(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    """An option that excludes others (”cannot say”) is no point on the scale of the rest."""
    on_scale = [place for place, option in enumerate(question.choices) if not option.is_exclusive]
    points = tuple(
        Point.at(on_scale.index(place) + 1) if place in on_scale else None
        for place in range(len(question.choices))
    )
    specs = tuple(
        QuestionSpec(part_code(question.code, row.code), len(question.choices), points)
        for row in question.rows
    )
    series = tuple(
        _positions(spec.code, [value.get(row.code) if value else None for value in values])
        for spec, row in zip(specs, question.rows, strict=True)
    )
    return Columns(specs, series)


def _scale(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    low, high = ends(question)
    points: list[Point | None] = [Point.at(point) for point in range(low, high + 1)]
    unsure = len(points) if question.unsure_label else None
    points += [None] * bool(question.unsure_label)
    positions = [
        None if value is None else unsure if value == UNSURE else int(value) - low
        for value in values
    ]
    spec = QuestionSpec(question.code, len(points), tuple(points))
    return Columns((spec,), (_positions(question.code, positions),))


def _ranking(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    specs = rank_specs([part_code(question.code, option.code) for option in question.choices])
    ranks = [{position: rank for rank, position in enumerate(value or ())} for value in values]
    series = tuple(
        _positions(spec.code, [rank.get(place) for rank in ranks])
        for place, spec in enumerate(specs)
    )
    return Columns(specs, series)


def _number(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    numbers = [None if value is None else float(value) for value in values]
    bins = make_bins([n for n in numbers if n is not None], threshold, 10**-question.decimals)
    return _binned(question.code, numbers, bins, bins.points)


def _date(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    """By month, counted from year 0. A mean of days says nothing."""
    months = [None if value is None else float(month_of(value)) for value in values]
    bins = make_bins([n for n in months if n is not None], threshold, widths=MONTHS)
    return _binned(question.code, months, bins, ())


def month_of(day: str) -> int:
    found = date.fromisoformat(day)
    return found.year * 12 + found.month - 1


def _binned(
    code: str, numbers: Sequence[float | None], bins: Bins, points: tuple[Point | None, ...]
) -> Columns:
    spec = QuestionSpec(code, bins.count, points, bins.edges)
    positions = [None if number is None else bins.place(number) for number in numbers]
    return Columns((spec,), (_positions(code, positions),))


def _written(question: QuestionDraft, values: Values, threshold: int) -> Columns:
    spec = QuestionSpec(question.code, 1)
    return Columns((spec,), tuple(choice_columns(spec, [(0,) if v else () for v in values])))


MAKERS: Mapping[str, Callable[[QuestionDraft, Values, int], Columns]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.SCALE: _scale,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.SHORT: _written,
    QuestionKind.TEXT: _written,
}
