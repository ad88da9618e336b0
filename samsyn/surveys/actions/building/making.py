"""A survey begins: empty, from a template, as a copy, or as the next version of one that has been answered."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Organisation
from samsyn.surveys import queries
from samsyn.surveys.actions.building.editing import locked
from samsyn.surveys.actions.building.writing import write_questionnaire
from samsyn.surveys.drafts import Questionnaire, SectionDraft
from samsyn.surveys.models import Survey
from samsyn.surveys.queries.building import codes_taken, is_locked, versions_of
from samsyn.surveys.rules.building import texts_by_code


@transaction.atomic
def make_survey(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    questionnaire: Questionnaire | None = None,
    key: UUID | None = None,
) -> Survey:
    """With the questions of the questionnaire, or one empty part. The same key again is the same survey."""
    made = Survey.objects.filter(pk=key, organisation=organisation).first() if key else None
    if made is not None:
        return made
    draft = questionnaire or Questionnaire("", title, sections=(SectionDraft(_("Part one")),))
    survey = Survey(pk=key or uuid7(), organisation=organisation, code=free_code(title))
    write_questionnaire(survey, _fresh(replace(draft, title=title)))
    record("survey.made", actor=actor, matter=survey, controller=organisation)
    return survey


def _fresh(questionnaire: Questionnaire) -> Questionnaire:
    """The rows are new ones, even where another survey's were read."""
    sections = tuple(replace(section, key="") for section in questionnaire.sections)
    return replace(questionnaire, sections=sections, round=None)


def free_code(title: str) -> str:
    start = slugify(title)[:50] or "enkat"
    taken = set(Survey.objects.filter(code__startswith=start).values_list("code", flat=True))
    candidates = (start, *(f"{start}-{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in candidates if code not in taken)


@transaction.atomic
def make_version(*, actor: Actor, survey: Survey) -> Survey:
    """The same questions under the same codes, to be changed; answers to both can be compared by them."""
    survey = locked(survey)
    latest = versions_of(survey).select_for_update(of=("self",)).last()
    if latest is None or not is_locked(latest):
        raise RuleBroken(_("The latest version has not been answered yet. Change that one."))
    new = Survey(
        organisation=survey.organisation,
        code=free_code(f"{survey.code[:50]}-v{latest.version + 1}"),
        lineage=survey.lineage,
        version=latest.version + 1,
        previous=survey,
    )
    before = queries.questionnaire_of(survey)
    new.spent_codes = _spent(survey, before)
    write_questionnaire(new, _fresh(before))
    record(
        "survey.version_made",
        actor=actor,
        matter=new,
        controller=survey.organisation,
        version=new.version,
    )
    return new


def _spent(survey: Survey, before: Questionnaire) -> dict[str, str]:
    """Also what stands in another version alone: there it means something already."""
    known = dict(survey.spent_codes)
    there = texts_by_code(before)
    taken = codes_taken(survey, before)
    return known | {code: known.get(code, "") for code in taken if code not in there}
