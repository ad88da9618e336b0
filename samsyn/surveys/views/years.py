"""A question through the years. Each number comes from a closed round's result page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.following_years import axis, changes, lines, means_in_words
from samsyn.surveys.forms import GroupForm
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import Followed, closed_rounds, followed, shared_groups
from samsyn.surveys.views.surveys import crumbs


@needs(Can.RESULT_VIEW)
@require_GET
def years(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.RESULT_VIEW)
    rounds = closed_rounds(request.actor, survey)
    form = GroupForm(request.GET.dict(), shared_groups(rounds))
    try:
        found = followed(rounds, code, form.group)
    except KeyError as error:
        raise Http404 from error
    context = {"survey": survey, "followed": found, "form": form, "parts": _parts(found)}
    context |= {"axis": axis([year.label for year in found.years])}
    return render(request, "surveys/years.html", context | _where(survey, found))


def _where(survey: Survey, found: Followed) -> dict[str, Any]:
    return {
        "crumbs": crumbs(
            (survey.title, reverse("surveys:survey", args=[survey.pk])),
            (_("Through the years"), ""),
        )
    }


def _parts(found: Followed) -> list[dict[str, Any]]:
    return [
        {
            "part": part,
            "changes": changes(part),
            "lines": lines(part),
            "means": part.means if any(part.means) else (),
            "mean_sentence": means_in_words(part.means),
        }
        for part in found.parts
    ]
