"""What people wrote, for those who sort it: each text with its question and nothing else of its writer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from samsyn.analysis.cube import Tabulation
from samsyn.surveys.answer_files.rows import Rows, Variable, rows_of, shuffled
from samsyn.surveys.answering.written import text_key
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import WRITTEN

COLUMNS = ("fraga", "text", "svar")


def text_rows(
    title: str,
    questionnaire: Questionnaire,
    tabulation: Tabulation,
    answers: Sequence[Mapping[str, Any]],
) -> Rows:
    """Of questions that too few were asked nothing is given: whoever wrote there would be one of few."""
    asked_enough = {one.code for one in tabulation.questions if one.parts}
    found = [
        (key, text, answer[key])
        for key, code, text in _places(questionnaire)
        if code in asked_enough
        for answer in answers
        if answer.get(key)
    ]
    columns = list(zip(*found, strict=True)) if found else [(), (), ()]
    labels = (_("Question"), _("What was asked"), _("What somebody wrote"))
    rows = rows_of(
        title,
        [
            (Variable(name, label), pl.Series(name, values, dtype=pl.String))
            for name, label, values in zip(COLUMNS, labels, columns, strict=True)
        ],
    )
    return Rows(rows.title, rows.variables, shuffled(rows.frame).sort("fraga", maintain_order=True))


def _places(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Where texts stand in the answers, with the question and its words."""
    for question in questionnaire.questions:
        if question.kind in WRITTEN:
            yield question.code, question.code, question.text
        for option in question.choices:
            if option.takes_text:
                label = f"{question.text} {option.label}"
                yield text_key(question, option.code), question.code, label
