"""Questionnaires and responses that come as files."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Organisation
from samsyn.surveys import queries, rules
from samsyn.surveys.actions.building.writing import write_questionnaire
from samsyn.surveys.actions.rounds import close_round, locked
from samsyn.surveys.answers import Answers
from samsyn.surveys.drafts import Questionnaire, RoundDraft
from samsyn.surveys.models import Mode, Response, Round, Survey
from samsyn.surveys.queries.building import is_locked

BATCH = 2_000
_shuffle = random.SystemRandom().shuffle


@transaction.atomic
def import_questionnaire(
    *, actor: Actor, organisation: Organisation, questionnaire: Questionnaire
) -> Survey:
    """Makes the survey, or brings its texts up to date, and adds the round if it is new. Twice is as once."""
    survey = Survey.objects.select_for_update().filter(code=questionnaire.code).first()
    if survey is None:
        survey = Survey(organisation=organisation, code=questionnaire.code)
    before = queries.questionnaire_of(survey) if not survey._state.adding else None
    rules.check_same_owner(is_same=survey.organisation_id == organisation.pk)
    changed = before is None or not rules.is_same_questionnaire(before, questionnaire)
    if changed:
        _write_survey(survey, questionnaire, before)
    added = _add_round(survey, questionnaire.round)
    if changed or added:
        record(
            "survey.questionnaire_imported",
            actor=actor,
            matter=survey,
            controller=organisation,
            questions=len(questionnaire.questions),
        )
    return survey


def _write_survey(
    survey: Survey, questionnaire: Questionnaire, before: Questionnaire | None
) -> None:
    has_responses = before is not None and is_locked(survey)
    is_same = before is not None and rules.has_same_structure(before, questionnaire)
    rules.check_same_structure(is_same=is_same, has_responses=has_responses)
    if is_same and before is not None:
        questionnaire = replace(questionnaire, groupings=before.groupings)
    write_questionnaire(survey, questionnaire)


def _add_round(survey: Survey, draft: RoundDraft | None) -> bool:
    if draft is None:
        return False
    existing = Round.objects.filter(code=draft.code).first()
    if existing is not None:
        rules.check_round_is_free(is_own=existing.survey_id == survey.pk)
        return False
    Round.objects.create(
        survey=survey,
        code=draft.code,
        title=draft.title,
        invited_count=draft.invited_count,
        invited_is_approximate=draft.invited_is_approximate,
        collected=draft.collected,
        shown_by=list(draft.shown_by),
    )
    return True


@transaction.atomic
def import_responses(*, actor: Actor, round: Round, answers: Sequence[tuple[str, Answers]]) -> int:
    """Stores the answers with random keys in random order, and closes the round: the file is the whole of it."""
    round = locked(round)
    rules.check_is_read_from_files(is_read=round.mode == Mode.IMPORTED)
    if answers:
        rules.check_may_add_responses(is_closed=round.is_closed)
        _store(round, answers)
        record(
            "round.responses_imported",
            actor=actor,
            matter=round,
            controller=round.survey.organisation,
            count=len(answers),
        )
    if not round.is_closed:
        close_round(actor=actor, round=round)
    return len(answers)


def _store(round: Round, answers: Sequence[tuple[str, Answers]]) -> None:
    """The order of rows in the database tells as little as their keys: neither is that of the file."""
    order = list(range(len(answers)))
    _shuffle(order)
    for start in range(0, len(order), BATCH):
        Response.objects.bulk_create(
            Response(
                id=uuid.uuid4(), round_id=round.pk, respondent=answers[n][0], answers=answers[n][1]
            )
            for n in order[start : start + BATCH]
        )
