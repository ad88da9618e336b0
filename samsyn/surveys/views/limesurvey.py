"""A survey as a file for LimeSurvey: first what differs there, then the file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.limesurvey import write_lss
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.views.surveys import crumbs


@needs(Can.SURVEY_EDIT)
@require_safe
def to_limesurvey(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    here = (found.title, reverse("surveys:survey", args=[found.pk]))
    context = {
        "survey": found,
        "notes": write_lss(questionnaire_of(found))[1],
        "crumbs": crumbs(here, (_("To LimeSurvey"), "")),
    }
    return render(request, "surveys/limesurvey.html", context)


@needs(Can.SURVEY_EDIT)
@require_safe
def lss(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    content, _notes = write_lss(questionnaire_of(found))
    headers = {"Content-Disposition": f'attachment; filename="{found.code}.lss"'}
    return HttpResponse(content, content_type="text/xml; charset=utf-8", headers=headers)
