"""Responses, for finding out what is new in a file and for counting them once. Never for showing."""

from collections.abc import Sequence

import polars as pl

from samsyn.analysis import tabulate as analysis
from samsyn.analysis.frame import choice_columns
from samsyn.surveys.answers import Answers
from samsyn.surveys.models import Response, Round
from samsyn.surveys.queries.questionnaires import all_groups, group_values, questions_of


def stored_answers(round: Round) -> dict[str, Answers]:
    """For finding out what a file holds that is new. Never shown."""
    rows = Response.objects.filter(round=round).values_list("respondent", "answers")
    return dict(rows.iterator(chunk_size=5000))


def tabulate_round(round: Round) -> analysis.Tabulation:
    """Counts the stored responses, once, for closing the round."""
    survey = round.survey
    questions = [question for question in questions_of(survey.pk) if question.is_choice]
    specs = [
        analysis.QuestionSpec(question.code, len(question.options.all())) for question in questions
    ]
    background = next((q.code for q in questions if q.pk == survey.background_id), None)
    made_before = all_groups(survey.pk).filter(grouping__makes_blocks=True)
    return analysis.tabulate(
        _frame(round, specs, background),
        variable=background,
        questions=specs,
        groups=[group_values(group) for group in made_before],
        threshold=survey.threshold,
    )


def _frame(
    round: Round, specs: Sequence[analysis.QuestionSpec], background: str | None
) -> pl.DataFrame:
    chosen: dict[str, list[Sequence[int]]] = {spec.code: [] for spec in specs}
    rows = Response.objects.filter(round=round).values_list("answers", flat=True)
    count = 0
    for answers in rows.iterator(chunk_size=5000):
        count += 1
        for code, column in chosen.items():
            column.append(answers.get(code, ()))
    # One column that is always there: a round is counted also where it asks nothing but free text.
    series = [pl.Series("row:", range(count), dtype=pl.Int64)]
    for spec in specs:
        if spec.code == background:
            values = [positions[0] if positions else None for positions in chosen[spec.code]]
            series.append(pl.Series(spec.code, values, dtype=pl.Int32))
        else:
            series += choice_columns(spec, chosen[spec.code])
    return pl.DataFrame(series)
