"""The page a survey is built on."""

from typing import Any
from uuid import UUID

from csp.constants import SELF
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.building_page import Opened, building_page
from samsyn.surveys.forms.surveys import SectionForm, SurveyForm
from samsyn.surveys.models import Survey

WIDTHS = ("telefon", "dator")


def url_of(survey: Survey, query: str = "", place: str = "") -> str:
    address = reverse("surveys:build", args=[survey.pk])
    return address + (f"?{query}" if query else "") + (f"#{place}" if place else "")


@needs(Can.SURVEY_EDIT)
@require_GET
def build(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    return show(request, found, _opened(request.GET))


def _opened(asked: QueryDict) -> Opened:
    return Opened(asked.get("fraga", "")[:40], _key(asked.get("del", "")), "enkat" in asked)


def _is_new(request: ActorRequest, opened: Opened) -> bool:
    """One who is writing there already goes on where they are."""
    before = request.headers.get("HX-Current-URL", "").partition("?")[2].partition("#")[0]
    return _opened(QueryDict(before)).address != opened.address


def show(request: ActorRequest, survey: Survey, opened: Opened, status: int = 200) -> HttpResponse:
    page = building_page(survey, opened)
    if opened.question and page.form is None:
        return redirect(url_of(survey))
    context = {"page": page, "survey": survey, **_preview(request, page)}
    form = page.texts or page.form
    if (
        isinstance(form, SectionForm | SurveyForm)
        and context["is_new"]
        and not context["at_condition"]
    ):
        form.fields["title"].widget.attrs["autofocus"] = True
    response = render(request, "surveys/building/page.html", context, status=status)
    return allowed(response, "frame-src")


def allowed(response: HttpResponse, directive: str) -> HttpResponse:
    """The preview stands in a frame of our own, so that it has the width of a phone."""
    told: Any = response
    told._csp_replace = {directive: [SELF]}
    return response


def _key(written: str) -> str:
    try:
        return str(UUID(written)) if written else ""
    except ValueError:
        return ""


def _preview(request: ActorRequest, page: Any) -> dict[str, Any]:
    width = request.GET.get("bredd", "")
    role = request.GET.get("som", "")
    query = request.GET.copy()
    return {
        "width": width if width in WIDTHS else WIDTHS[0],
        "role": role if role.isdecimal() else "",
        "query": query.urlencode(),
        "is_new": _is_new(request, page.opened),
        "at_condition": "villkor" in query,
    }
