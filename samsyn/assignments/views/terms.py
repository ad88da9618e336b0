"""What an organiser settles: its school year, and the templates that assignments may begin from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.assignments.actions.posts import set_terms
from samsyn.assignments.actions.templates import archive_template, save_template
from samsyn.assignments.forms.terms import NewTemplateForm, TemplateForm, TermsForm
from samsyn.assignments.models import Template, YearTerms
from samsyn.assignments.queries.grants import organisers_for
from samsyn.assignments.queries.posts import terms_for
from samsyn.assignments.queries.terms import templates_of, terms_before, terms_rows
from samsyn.assignments.rules.terms import is_school_year
from samsyn.assignments.rules.years import said_year, year_of
from samsyn.assignments.views.posts import crumbs
from samsyn.core.forms import attempt
from samsyn.core.menu import stand_below
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.organisations.models import Organisation

FIELDS = ("starts_on", "ends_on", "teaching_weeks", "full_time_hours")
# What a form of a year that nobody has settled stands on: whoever settles it meanwhile is seen.
UNSETTLED = "unsettled"


def _organiser(request: ActorRequest, pk: UUID) -> Organisation:
    """Its templates too stand below the career posts, where one comes from."""
    stand_below(request, reverse("assignments:posts"))
    return fetch(Organisation, request.actor, pk, Can.TERMS_EDIT, parent=None)


def _first_organiser(request: ActorRequest) -> Organisation:
    organiser = organisers_for(request.actor, Can.TERMS_EDIT).first()
    if organiser is None:
        raise Http404
    return organiser


@needs(Can.TERMS_EDIT)
@require_GET
def terms(request: ActorRequest) -> HttpResponse:
    return redirect("assignments:terms-of", _first_organiser(request).pk)


@needs(Can.TERMS_EDIT)
@require_GET
def terms_of(request: ActorRequest, organiser: UUID) -> HttpResponse:
    place, this_year = _organiser(request, organiser), year_of(timezone.localdate())
    context = {
        "organiser": place,
        "organisers": organisers_for(request.actor, Can.TERMS_EDIT),
        "rows": terms_rows(place, this_year),
        "this_year": this_year,
        "crumbs": crumbs((_("The school year"), "")),
    }
    return render(request, "assignments/terms.html", context)


@needs(Can.TERMS_EDIT)
@require_http_methods(["GET", "POST"])
def terms_edit(request: ActorRequest, organiser: UUID, year: int) -> HttpResponse:
    if not is_school_year(year):
        raise Http404
    place = _organiser(request, organiser)
    settled = terms_for(place.pk, year)
    form = TermsForm(request.POST or None, row=settled, initial=_initial(place, year, settled))
    if form.is_valid() and (
        attempt(
            form, set_terms, actor=request.actor, controller=place, year=year, **form.cleaned_data
        )
        is not None
    ):
        messages.success(
            request, _("The school year %(year)s is saved.") % {"year": said_year(year)}
        )
        return redirect("assignments:terms-of", place.pk)
    title = _("The school year %(year)s at %(name)s") % {
        "year": said_year(year),
        "name": place.name,
    }
    back = reverse("assignments:terms-of", args=[place.pk])
    trail = crumbs((_("The school year"), back), (said_year(year), ""))
    return _form_page(request, form, title, _("Save the school year"), back, trail)


def _initial(place: Organisation, year: int, settled: YearTerms | None) -> dict[str, Any]:
    """What is settled; else the weeks and hours of the year before, which seldom change."""
    if settled:
        return {name: getattr(settled, name) for name in FIELDS}
    before = terms_before(place, year)
    if before is None:
        return {"revision": UNSETTLED}
    return {
        "revision": UNSETTLED,
        "teaching_weeks": before.teaching_weeks,
        "full_time_hours": before.full_time_hours,
    }


def _form_page(
    request: ActorRequest, form: Any, title: str, submit: str, back: str, trail: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumbs": trail}
    return render(request, "assignments/post_form.html", context)


@needs(Can.TERMS_EDIT)
@require_GET
def templates(request: ActorRequest) -> HttpResponse:
    return redirect("assignments:templates-of", _first_organiser(request).pk)


@needs(Can.TERMS_EDIT)
@require_GET
def templates_page(request: ActorRequest, organiser: UUID) -> HttpResponse:
    place = _organiser(request, organiser)
    found = templates_of(request.actor, place)
    context = {
        "organiser": place,
        "organisers": organisers_for(request.actor, Can.TERMS_EDIT),
        "rows": [one for one in found if not one.is_archived],
        "archived": [one for one in found if one.is_archived],
        "just_archived": request.GET.get("undan", ""),
        "crumbs": crumbs((_("Templates"), "")),
    }
    return render(request, "assignments/templates.html", context)


@needs(Can.TERMS_EDIT)
@require_http_methods(["GET", "POST"])
def template_add(request: ActorRequest, organiser: UUID) -> HttpResponse:
    place = _organiser(request, organiser)
    form = NewTemplateForm(request.POST or None)
    if form.is_valid():
        saved = attempt(
            form,
            save_template,
            actor=request.actor,
            controller=place,
            name=form.cleaned_data["name"],
            parts=form.parts(),
            key=form.cleaned_data["key"],
        )
        if saved:
            return redirect("assignments:templates-of", place.pk)
    return _template_page(request, form, place, _("Write a template"))


@needs(Can.TERMS_EDIT)
@require_http_methods(["GET", "POST"])
def template_edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Template, request.actor, pk, Can.TERMS_EDIT)
    stand_below(request, reverse("assignments:posts"))
    form = TemplateForm(
        request.POST or None, row=found, initial={"name": found.name, **found.parts}
    )
    if form.is_valid():
        saved = attempt(
            form,
            save_template,
            actor=request.actor,
            controller=found.controller,
            template=found,
            name=form.cleaned_data["name"],
            parts=form.parts(),
            revision=form.cleaned_data["revision"],
        )
        if saved:
            return redirect("assignments:templates-of", found.controller_id)
    return _template_page(request, form, found.controller, _("Change the template"))


def _template_page(
    request: ActorRequest, form: Any, place: Organisation, title: str
) -> HttpResponse:
    back = reverse("assignments:templates-of", args=[place.pk])
    trail = crumbs((_("Templates"), back), (title, ""))
    return _form_page(request, form, title, _("Save the template"), back, trail)


@needs(Can.TERMS_EDIT)
@require_POST
def template_archive(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Put aside at once, with the way back on the page that follows."""
    found = fetch(Template, request.actor, pk, Can.TERMS_EDIT)
    archive_template(actor=request.actor, template=found)
    page = reverse("assignments:templates-of", args=[found.controller_id])
    return redirect(f"{page}?undan={found.pk}")


@needs(Can.TERMS_EDIT)
@require_POST
def template_restore(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Template, request.actor, pk, Can.TERMS_EDIT)
    archive_template(actor=request.actor, template=found, is_archived=False)
    return redirect("assignments:templates-of", found.controller_id)
