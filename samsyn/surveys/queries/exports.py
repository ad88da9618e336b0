"""What files of answers are made from. A round’s rows are read here and nowhere else for anybody to take away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl
from django.db.models import Q

from samsyn.analysis.crossing import values_of
from samsyn.analysis.cube import Tabulation
from samsyn.organisations.access import GRID, Actor, Can, may
from samsyn.surveys import rules
from samsyn.surveys.answer_files.named import Named, named_rows
from samsyn.surveys.answer_files.rows import Rows
from samsyn.surveys.answer_files.texts import text_rows
from samsyn.surveys.answer_files.unnamed import Counted, unnamed_rows
from samsyn.surveys.columns import (
    REGISTER,
    Columns,
    columns_of,
    conditional_codes,
    register_column,
)
from samsyn.surveys.labels import labels_of
from samsyn.surveys.models import (
    WRITTEN,
    AnswerFile,
    FileContent,
    Mode,
    Question,
    QuestionKind,
    Response,
    Round,
)
from samsyn.surveys.queries.drafts import questionnaire_of
from samsyn.surveys.queries.groups import ShownBy, cell_names, shown_by
from samsyn.surveys.queries.questionnaires import questions_of
from samsyn.surveys.queries.responses import read_answers
from samsyn.surveys.rules.exports import check_may_hold_rows, check_same_answers


def rows_for(round: Round, content: str) -> Rows:
    """Raises RuleBroken while the round is open, and where too few have answered for anything to be shown."""
    rules.check_may_show_results(is_closed=round.is_closed and round.tabulation is not None)
    tabulation = Tabulation.from_json(round.tabulation)
    check_may_hold_rows(respondents=tabulation.respondents, threshold=tabulation.threshold)
    if content == FileContent.NAMED:
        return _named(round)
    if content == FileContent.TEXTS:
        return _texts(round, tabulation)
    return unnamed_rows(counted_round(round, tabulation))


def counted_round(round: Round, tabulation: Tabulation) -> Counted:
    """The stored answers once more in the columns they were counted by."""
    questionnaire = questionnaire_of(round.survey)
    answered = read_answers(round, questionnaire)
    count = len(answered.answers)
    check_same_answers(stored=count, counted=tabulation.respondents)
    questions = questions_of(round.survey_id)
    columns = {
        question.code: columns_of(
            question,
            answered.values(question.code),
            threshold=tabulation.threshold,
            is_variable=question.kind == QuestionKind.SINGLE,
        )
        for question in questionnaire.questions
    }
    if round.register_blocks:
        columns[REGISTER] = register_column(answered.blocks, len(round.register_blocks))
    counts = {one.code: one for one in tabulation.questions}
    return Counted(
        title=round.title,
        questionnaire=questionnaire,
        tabulation=tabulation,
        columns=columns,
        labels={q.code: labels_of(q, counts.get(q.code)) for q in questions},
        asked={
            code: pl.Series(code, [code in codes for codes in answered.shown], dtype=pl.Boolean)
            for code in conditional_codes(questionnaire)
        },
        blocks=_block_of_each(tabulation, columns, count),
        block_labels=_block_labels(tabulation, shown_by(round, tabulation, questions)),
    )


def _block_of_each(
    tabulation: Tabulation, columns: Mapping[str, Columns], count: int
) -> Sequence[int]:
    """The place of each respondent’s block among the tabulation’s."""
    variables = tabulation.variables
    if not variables:
        return [0] * count
    places = {
        values_of(cell, variables): place
        for place, block in enumerate(tabulation.blocks)
        for cell in block.values
    }
    values = [columns[one.code].series[0].fill_null(-1).to_list() for one in variables]
    found = [places.get(one) for one in zip(*values, strict=True)]
    known = [place for place in found if place is not None]
    check_same_answers(stored=len(known), counted=count)
    return known


def _block_labels(tabulation: Tabulation, variables: Sequence[ShownBy]) -> list[str]:
    if len(variables) == 1:
        labels = variables[0].labels
        return [rules.option_names(block.values, labels) for block in tabulation.blocks]
    names = cell_names(tabulation, variables)
    return [" / ".join(names[cell] for cell in block.values) for block in tabulation.blocks]


def _named(round: Round) -> Rows:
    found = (
        Response.objects.filter(round=round)
        .select_related("invitation__organiser")
        .order_by("invitation__name", "pk")
    )
    people = [
        Named(
            name=one.invitation.name if one.invitation else "",
            email=one.invitation.email if one.invitation else "",
            role=one.invitation.get_role_display() if one.invitation else "",
            organiser=str(one.invitation.organiser or "") if one.invitation else "",
            answers=one.answers,
        )
        for one in found.iterator(chunk_size=5000)
    ]
    return named_rows(round.title, questionnaire_of(round.survey), people)


def _texts(round: Round, tabulation: Tabulation) -> Rows:
    questionnaire = questionnaire_of(round.survey)
    answers = read_answers(round, questionnaire).answers
    return text_rows(round.title, questionnaire, tabulation, answers)


def state_of(round: Round, content: str) -> datetime | None:
    """What a file is of: the round’s closing, or the questionnaire since its last change. None while there is neither."""
    return round.survey.changed_at if content == FileContent.CODEBOOK else round.closed_at


def is_current(file: AnswerFile) -> bool:
    return file.closed_at == state_of(file.round, file.content)


def current_files(round: Round) -> list[AnswerFile]:
    """What was made before the round was opened again, or the questionnaire changed, is nobody’s any more."""
    files = AnswerFile.objects.filter(round=round)
    return [file for file in files if file.closed_at == state_of(round, file.content)]


def file_of(round: Round, content: str, format: str) -> AnswerFile | None:
    found = (one for one in current_files(round) if (one.content, one.format) == (content, format))
    return next(found, None)


def contents_for(actor: Actor, round: Round) -> tuple[FileContent, ...]:
    """What somebody may take away, in the order of the page."""
    allowed = []
    if may(actor, Can.SURVEY_EDIT, round):
        allowed.append(FileContent.UNNAMED)
    if may(actor, Can.CODING_VIEW, round) and _asks_for_words(round):
        allowed.append(FileContent.TEXTS)
    if round.mode == Mode.NAMED and asks_there(actor, round):
        allowed.append(FileContent.NAMED)
    return (*allowed, FileContent.CODEBOOK)


def asks_there(actor: Actor, round: Round) -> bool:
    """By a duty of their own where the survey is made; an agreement to cooperate does not do."""
    paths = (duty.path for duty in actor.duties if Can.SURVEY_EDIT in GRID[duty.role])
    return any(round.right_path.startswith(path) for path in paths)


def _asks_for_words(round: Round) -> bool:
    questions = Question.objects.filter(survey=round.survey_id)
    return questions.filter(Q(kind__in=WRITTEN) | Q(options__takes_text=True)).exists()


def round_of_token(token: str) -> Round | None:
    """By the address of shared results, whether they are shared now or not."""
    if not token.isascii() or not token.isprintable():
        return None
    found = Round.objects.filter(release_token=token)
    return found.select_related("survey__organisation", "survey__background").first()
