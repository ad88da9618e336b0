"""A survey begins: empty, from a template, as a copy of an earlier one, or as its next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.core.forms import attempt
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions.building import make_survey, make_version
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.forms.surveys import MakeForm
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import own_organisations_that_ask, questionnaire_of
from samsyn.surveys.queries.building import surveys_to_copy
from samsyn.surveys.shipped import shipped, shipped_titles
from samsyn.surveys.views.building.page import url_of
from samsyn.surveys.views.surveys import crumbs


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def make(request: ActorRequest) -> HttpResponse:
    organisations = list(own_organisations_that_ask(request.actor))
    form = MakeForm(
        request.POST or None,
        organisations=organisations,
        templates=shipped_titles(),
        surveys=list(surveys_to_copy(request.actor)),
        initial={"start": request.GET.get("fran", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form,
            make_survey,
            actor=request.actor,
            organisation=form.organisations[given["organisation"]],
            title=given["title"],
            questionnaire=_start(form, given["start"]),
            key=given["key"],
        )
        if made:
            return redirect(url_of(made))
    return render(request, "surveys/building/make.html", _context(form, organisations))


def _start(form: MakeForm, start: str) -> Questionnaire | None:
    if start.startswith("template:"):
        return shipped(start.removeprefix("template:"))
    return questionnaire_of(form.surveys[start]) if start else None


def _context(form: MakeForm, organisations: list[Any]) -> dict[str, Any]:
    return {
        "form": form,
        "organisations": organisations,
        "cancel": reverse("surveys:surveys"),
        "crumbs": crumbs((_("New survey"), "")),
    }


@needs(Can.SURVEY_EDIT)
@require_POST
def version(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    try:
        made = make_version(actor=request.actor, survey=found)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("surveys:survey", found.pk)
    messages.success(
        request, _("Here is version %s. The earlier one stays as it was.") % made.version
    )
    return redirect(url_of(made))
