"""Responses, for finding out what is new in a file and for counting them once. Never for showing."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from samsyn.analysis import tabulate as analysis
from samsyn.surveys.answering import shown
from samsyn.surveys.answers import Answers
from samsyn.surveys.columns import (
    REGISTER,
    Columns,
    columns_of,
    conditional_codes,
    register_column,
    shown_columns,
)
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import QuestionKind, Response, Round
from samsyn.surveys.queries.drafts import questionnaire_of
from samsyn.surveys.queries.questionnaires import all_groups, group_values


def stored_answers(round: Round) -> dict[str, Answers]:
    """For finding out what a file holds that is new. Never shown."""
    rows = Response.objects.filter(round=round).values_list("respondent", "answers")
    return dict(rows.iterator(chunk_size=5000))


def tabulate_round(round: Round) -> analysis.Tabulation:
    """Counts the stored responses, once, for closing the round."""
    survey = round.survey
    questionnaire = questionnaire_of(survey)
    variables = variables_of(round, questionnaire)
    made_before = all_groups(survey.pk).filter(grouping__makes_blocks=True)
    # Groups are of the background question's values, and merge those of the first variable.
    is_grouped = variables[:1] == [questionnaire.background]
    specs, series = _counted(round, questionnaire, variables)
    return analysis.tabulate(
        pl.DataFrame(series),
        variable=variables,
        questions=specs,
        groups=[group_values(group) for group in made_before] if is_grouped else (),
        threshold=survey.threshold,
        kept=[frozenset(cells) for cells in round.kept_blocks],
    )


def variables_of(round: Round, questionnaire: Questionnaire) -> list[str]:
    """What results are shown by: what the round named before it opened, else the background question."""
    allowed = {q.code for q in questionnaire.questions if q.kind == QuestionKind.SINGLE}
    allowed |= {REGISTER} if round.register_blocks else set()
    codes = [code for code in dict.fromkeys(round.shown_by) if code in allowed]
    background = questionnaire.background
    if not codes:
        return [background] if background in allowed else []
    return sorted(codes, key=lambda code: code != background)


def _counted(
    round: Round, questionnaire: Questionnaire, variables: Sequence[str]
) -> tuple[list[analysis.QuestionSpec], list[pl.Series]]:
    answers, blocks, seen = _read(round, questionnaire)
    conditional = conditional_codes(questionnaire)
    # One column that is always there: a round is counted also where it asks nothing.
    series = [pl.Series("row:", range(len(answers)), dtype=pl.Int64)]
    specs: list[analysis.QuestionSpec] = []
    for question in questionnaire.questions:
        code = question.code
        columns = columns_of(
            question,
            [answer.get(code) for answer in answers],
            threshold=questionnaire.threshold,
            is_variable=code in variables,
        )
        specs += columns.specs
        series += columns.series
        if code in conditional:
            series += shown_columns(columns, code, seen)
    columns = _register(round, blocks) if REGISTER in variables else Columns((), ())
    return [*specs, *columns.specs], [*series, *columns.series]


def _register(round: Round, blocks: Sequence[int | None]) -> Columns:
    return register_column(blocks, len(round.register_blocks))


def _read(
    round: Round, questionnaire: Questionnaire
) -> tuple[list[dict[str, Any]], list[int | None], list[frozenset[str]]]:
    """The answers, those to questions that were not shown left out; register blocks; and what each was shown."""
    answers, blocks, seen = [], [], []
    is_conditional = bool(conditional_codes(questionnaire))
    for answer, block in _rows(round):
        if is_conditional:
            here = shown(questionnaire, answer)
            answer = dict(here.answers)
            seen.append(here.questions)
        answers.append(answer)
        blocks.append(block)
    return answers, blocks, seen


def _rows(round: Round) -> Iterator[tuple[dict[str, Any], int | None]]:
    rows = Response.objects.filter(round=round).values_list("answers", "block")
    yield from rows.iterator(chunk_size=5000)
