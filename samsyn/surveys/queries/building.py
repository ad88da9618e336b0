"""What is asked of a survey while it is built: whether it is locked, which codes are taken, what can be undone."""

import json
from hashlib import sha256

from django.db.models import QuerySet

from samsyn.organisations.access import Actor, Can, within
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import Mode, RoundState, Survey, SurveyEdit, WordingChange
from samsyn.surveys.queries.drafts import questionnaire_of
from samsyn.surveys.queries.questionnaires import has_answers
from samsyn.surveys.rules.building import texts_by_code


def is_locked(survey: Survey) -> bool:
    """What is asked has been promised: a round is open, or there are answers, or there have been."""
    opened = survey.rounds.filter(state=RoundState.OPEN).exclude(mode=Mode.IMPORTED)
    return opened.exists() or has_answers(survey)


def codes_taken(survey: Survey, questionnaire: Questionnaire) -> set[str]:
    """By all versions, and by what was removed from any of them."""
    others = Survey.objects.filter(lineage=survey.lineage)
    taken = set(texts_by_code(questionnaire))
    for other in others:
        taken |= set(dict(other.spent_codes))
    for code, inner in others.values_list("questions__code", "questions__options__code"):
        taken |= {str(code), f"{code}.{inner}"}
    for code, inner in others.values_list("questions__code", "questions__rows__code"):
        taken |= {f"{code}.{inner}"}
    return taken


def last_edit(survey: Survey) -> SurveyEdit | None:
    return survey.edits.select_related("person").first()


def wording_changes(survey: Survey) -> QuerySet[WordingChange]:
    return survey.wording_changes.select_related("person").order_by("-created_at")


def versions_of(survey: Survey) -> QuerySet[Survey]:
    return Survey.objects.filter(lineage=survey.lineage).order_by("version")


def surveys_to_copy(actor: Actor) -> QuerySet[Survey]:
    return Survey.objects.visible_to(actor).order_by("title", "version")


def editable_surveys(actor: Actor) -> QuerySet[Survey]:
    return Survey.objects.filter(within(actor, Can.SURVEY_EDIT, "organisation__path"))


def revision_of_texts(survey: Survey) -> str:
    """Which version of the survey's own texts, languages and groups this is, whatever is written in its questions."""
    own = (survey.title, survey.introduction, survey.thanks, survey.translations)
    groups = (survey.languages, str(survey.background_id), survey.groups_settled)
    return sha256(json.dumps([*own, *groups], sort_keys=True).encode()).hexdigest()[:20]


def mode_of(survey: Survey) -> str:
    """Of the round that is being settled, if it has been chosen there."""
    modes = survey.rounds.filter(state=RoundState.DRAFT).values_list("mode", flat=True)
    return next((mode for mode in modes if mode != Mode.IMPORTED), "")


__all__ = [
    "codes_taken",
    "editable_surveys",
    "is_locked",
    "last_edit",
    "mode_of",
    "questionnaire_of",
    "revision_of_texts",
    "surveys_to_copy",
    "versions_of",
    "wording_changes",
]
