"""Rows of a round that was answered with names: everything, for whoever the respondents were told would see it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from samsyn.surveys.answer_files.rows import UNSURE_CODE, Rows, Variable, rows_of, variable_name
from samsyn.surveys.answering.written import UNSURE, text_key
from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.models import QuestionKind

Column = tuple[Variable, pl.Series]


@dataclass(frozen=True)
class Named:
    name: str
    email: str
    role: str
    organiser: str
    answers: Mapping[str, Any]


def named_rows(title: str, questionnaire: Questionnaire, people: Sequence[Named]) -> Rows:
    found = [
        (Variable("namn", _("Name")), _texts([one.name for one in people])),
        (Variable("epost", _("E-mail address")), _texts([one.email for one in people])),
        (Variable("roll_i_registret", _("Role")), _texts([one.role for one in people])),
        (Variable("huvudman", _("Organiser")), _texts([one.organiser for one in people])),
    ]
    for question in questionnaire.questions:
        if question.kind in _MAKERS:
            values = [one.answers.get(question.code) for one in people]
            found += _MAKERS[question.kind](question, values)
            found += _own_words(question, people)
    return rows_of(title, found)


def _own_words(question: QuestionDraft, people: Sequence[Named]) -> Iterator[Column]:
    for option in question.choices:
        if option.takes_text:
            key = text_key(question, option.code)
            name = variable_name(question.code, option.code, "text")
            yield (
                Variable(name, f"{question.text} {option.label}"),
                _texts([one.answers.get(key) for one in people]),
            )


def _labels(question: QuestionDraft) -> dict[int, str]:
    return dict(enumerate(question.options, 1))


def _numbers(values: Sequence[int | None]) -> pl.Series:
    return pl.Series("", values, dtype=pl.Int32)


def _texts(values: Sequence[str | None]) -> pl.Series:
    return pl.Series("", values, dtype=pl.String)


def _single(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    variable = Variable(variable_name(question.code), question.text, _labels(question))
    yield variable, _numbers([value[0] + 1 if value else None for value in values])


def _multiple(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    for at, option in enumerate(question.choices):
        name = variable_name(question.code, option.code or str(at + 1))
        label = f"{question.text} {option.label}"
        marks = [None if value is None else int(at in value) for value in values]
        yield Variable(name, label, {0: _("no"), 1: _("yes")}), _numbers(marks)


def _matrix(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    for row in question.rows:
        name = variable_name(question.code, row.code)
        places = [(value or {}).get(row.code) for value in values]
        codes = [None if place is None else place + 1 for place in places]
        yield Variable(name, f"{question.text} {row.label}", _labels(question)), _numbers(codes)


def _scale(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    low, high = ends(question)
    labels = {low: question.low_label, high: question.high_label}
    variable = Variable(
        variable_name(question.code),
        question.text,
        {point: labels.get(point) or str(point) for point in range(low, high + 1)}
        | ({UNSURE_CODE: question.unsure_label} if question.unsure_label else {}),
    )
    points = [UNSURE_CODE if v == UNSURE else None if v is None else int(v) for v in values]
    yield variable, _numbers(points)


def _ranking(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    for at, option in enumerate(question.choices):
        name = variable_name(question.code, option.code)
        ranks = [value.index(at) + 1 if value and at in value else None for value in values]
        yield Variable(name, f"{question.text} {option.label}"), _numbers(ranks)


def _number(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    label = f"{question.text} ({question.unit})" if question.unit else question.text
    numbers = [None if value is None else float(Decimal(value)) for value in values]
    yield Variable(variable_name(question.code), label), pl.Series("", numbers, dtype=pl.Float64)


def _date(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    days = [None if value is None else date.fromisoformat(value) for value in values]
    yield (
        Variable(variable_name(question.code), question.text),
        pl.Series("", days, dtype=pl.Date),
    )


def _text(question: QuestionDraft, values: Sequence[Any]) -> Iterator[Column]:
    yield Variable(variable_name(question.code), question.text), _texts(values)


_MAKERS: Mapping[str, Callable[[QuestionDraft, Sequence[Any]], Iterator[Column]]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.SCALE: _scale,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.SHORT: _text,
    QuestionKind.TEXT: _text,
}
