"""Questions taken from an earlier survey or a template into the one that is built."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions.building import change_questionnaire
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.queries.building import codes_taken, surveys_to_copy
from samsyn.surveys.rules.building import brought_over
from samsyn.surveys.shipped import FILES, shipped, shipped_titles
from samsyn.surveys.views.building.page import url_of
from samsyn.surveys.views.surveys import crumbs


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def fetch_questions(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    start = request.GET.get("fran", "")
    source = _source(request, start)
    if request.method == "POST" and source is not None:
        _bring(request, survey, source)
        return redirect(url_of(survey))
    context = {
        "survey": survey,
        "source": source,
        "start": start,
        "sections": questionnaire_of(survey).sections,
        "choices": [*shipped_titles(), *_earlier(request, survey)],
        "crumbs": crumbs(
            (survey.title, reverse("surveys:build", args=[survey.pk])),
            (_("Take from an earlier survey"), ""),
        ),
    }
    return render(request, "surveys/building/fetch.html", context)


def _earlier(request: ActorRequest, survey: Survey) -> list[tuple[str, str]]:
    others = surveys_to_copy(request.actor).exclude(pk=survey.pk)
    return [(str(one.pk), one.title) for one in others]


def _source(request: ActorRequest, start: str) -> Questionnaire | None:
    name = start.removeprefix("template:")
    if start.startswith("template:"):
        return shipped(name) if name in FILES else None
    try:
        return questionnaire_of(fetch(Survey, request.actor, UUID(start), Can.SURVEY_VIEW))
    except ValueError:
        return None


def _bring(request: ActorRequest, survey: Survey, source: Questionnaire) -> None:
    wanted: Any = request.POST.getlist("question")
    chosen = [question for question in source.questions if question.code in wanted]
    before = questionnaire_of(survey)
    taken = codes_taken(survey, before)
    number = request.POST.get("section", "")
    place = int(number) if number.isdecimal() and len(number) < 4 else len(before.sections) - 1
    if place >= len(before.sections):
        raise Http404
    change_questionnaire(
        actor=request.actor,
        survey=survey,
        done=_("Took questions from “%s”") % source.title[:100],
        change=lambda now: brought_over(now, chosen, place, taken),
    )
