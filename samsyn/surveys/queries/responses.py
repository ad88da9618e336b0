"""Responses, for finding out what is new in a file and for counting them once. Never for showing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
    answered = read_answers(round, questionnaire)
    conditional = conditional_codes(questionnaire)
    # One column that is always there: a round is counted also where it asks nothing.
    series = [pl.Series("row:", range(len(answered.answers)), dtype=pl.Int64)]
    specs: list[analysis.QuestionSpec] = []
    for question in questionnaire.questions:
        code = question.code
        columns = columns_of(
            question,
            answered.values(code),
            threshold=questionnaire.threshold,
            is_variable=code in variables,
        )
        specs += columns.specs
        series += columns.series
        if code in conditional:
            series += shown_columns(columns, code, answered.shown)
    columns = _register(round, answered.blocks) if REGISTER in variables else Columns((), ())
    return [*specs, *columns.specs], [*series, *columns.series]


def _register(round: Round, blocks: Sequence[int | None]) -> Columns:
    return register_column(blocks, len(round.register_blocks))


@dataclass(frozen=True)
class Answered:
    """What was answered, as it is counted: without answers to questions that were not shown.

    One of each per respondent: the answers, the block of the register, and, where not everybody is asked everything,
    what was shown.
    """

    answers: list[dict[str, Any]] = field(default_factory=list)
    blocks: list[int | None] = field(default_factory=list)
    shown: list[frozenset[str]] = field(default_factory=list)

    def values(self, code: str) -> list[Any]:
        """The answers to one question, None where there is none."""
        return [answer.get(code) for answer in self.answers]


def read_answers(round: Round, questionnaire: Questionnaire) -> Answered:
    answered = Answered()
    is_conditional = bool(conditional_codes(questionnaire))
    rows = Response.objects.filter(round=round).values_list("answers", "block")
    for answer, block in rows.iterator(chunk_size=5000):
        if is_conditional:
            here = shown(questionnaire, answer)
            answer = dict(here.answers)
            answered.shown.append(here.questions)
        answered.answers.append(answer)
        answered.blocks.append(block)
    return answered
