"""Pages of surveys and of ways to put answers together."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.surveys.actions import make_grouping, remove_grouping
from samsyn.surveys.asked import outline
from samsyn.surveys.forms import GroupingForm
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import (
    background_options,
    groupings_of,
    joined_in_rounds,
    own_organisations_that_ask,
    questionnaire_of,
    surveys_for,
)
from samsyn.surveys.queries.building import is_locked, versions_of, wording_changes


def crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Surveys"), reverse("surveys:surveys")), *rest]


@needs(Can.SURVEY_VIEW)
@require_GET
def surveys(request: ActorRequest) -> HttpResponse:
    context = {
        "surveys": surveys_for(request.actor),
        "organisations": own_organisations_that_ask(request.actor),
    }
    return render(request, "surveys/surveys.html", context)


@needs(Can.SURVEY_VIEW)
@require_GET
def survey(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_VIEW)
    context = {
        "survey": found,
        "parts": outline(questionnaire_of(found), (), dict(found.spent_codes)),
        "versions": versions_of(found),
        "corrections": wording_changes(found)[:50],
        "is_locked": is_locked(found),
        "groupings": groupings_of(found),
        "rounds": found.rounds.defer("tabulation"),
        "may": May(request.actor, found),
        "crumbs": crumbs((found.title, "")),
    }
    return render(request, "surveys/survey.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def grouping_make(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    form = GroupingForm(request.POST or None, options=background_options(found))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            make_grouping,
            actor=request.actor,
            survey=found,
            name=form.cleaned_data["name"],
            groups=form.groups(),
        )
        if made:
            messages.success(request, _("The groups are saved. Choose them above a result."))
            return redirect("surveys:survey", found.pk)
    return render(request, "surveys/grouping.html", _grouping_context(found, form))


def _grouping_context(survey: Survey, form: GroupingForm) -> dict[str, Any]:
    here = reverse("surveys:survey", args=[survey.pk])
    return {
        "survey": survey,
        "form": form,
        "labels": [group.label for g in groupings_of(survey) for group in g.groups.all()],
        "joined": joined_in_rounds(survey),
        "crumbs": crumbs((survey.title, here), (_("New groups"), "")),
    }


@needs(Can.SURVEY_EDIT)
@require_POST
def grouping_remove(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    grouping = groupings_of(found).filter(code=code).first()
    if grouping is None:
        raise Http404
    remove_grouping(actor=request.actor, grouping=grouping)
    messages.success(request, _("“%s” is gone. No answers have changed.") % grouping.name)
    return redirect("surveys:survey", found.pk)
