"""Schools and organisers: the tree, one of them, and its agreements."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.organisations.actions.organisations import (
    edit_organisation,
    end_cooperation,
    make_cooperation,
    make_organisation,
)
from samsyn.organisations.forms.organisations import CooperationForm, OrganisationForm
from samsyn.organisations.models import Cooperation, Event, Kind, Organisation
from samsyn.organisations.queries import events, grid
from samsyn.organisations.queries.organisations import (
    branches_for,
    cooperations_of,
    form_labels,
    partners_for,
    people_by_role,
    schools_below,
)

FIELDS = (
    "name",
    "school_unit_code",
    "school_forms",
    "municipality_code",
    "organisation_number",
    "is_independent",
)

EVENTS_PER_PAGE = 50


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Schools"), reverse("organisations:organisations")), *rest]


def _url(organisation: Organisation) -> str:
    return reverse("organisations:organisation", args=[organisation.pk])


@needs(Can.ORGANISATION_VIEW)
@require_GET
def organisation_list(request: ActorRequest) -> HttpResponse:
    context = {"branches": branches_for(request.actor)}
    return render(request, "organisations/organisations.html", context)


@needs(Can.ORGANISATION_VIEW)
@require_GET
def organisation_page(request: ActorRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(Organisation, request.actor, pk, Can.ORGANISATION_VIEW)
    context = {
        "organisation": organisation,
        "may": May(request.actor, organisation),
        "forms": form_labels(organisation.school_forms),
        "schools": schools_below(organisation, request.actor),
        "groups": people_by_role(organisation, request.actor),
        "cooperations": cooperations_of(organisation, request.actor),
        "crumbs": _crumbs((organisation.name, "")),
    }
    return render(request, "organisations/organisation.html", context)


def _form_page(
    request: ActorRequest, organisation: Organisation, form: Any, **texts: str
) -> HttpResponse:
    """One column: the form, its button and the way back."""
    crumbs = _crumbs((organisation.name, _url(organisation)), (texts["title"], ""))
    context = {"form": form, "crumbs": crumbs, "back": _url(organisation), **texts}
    return render(request, "organisations/form.html", context)


@needs(Can.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(Organisation, request.actor, pk, Can.ORGANISATION_EDIT)
    initial = {name: getattr(organisation, name) for name in FIELDS}
    form = OrganisationForm(
        request.POST or None, kind=organisation.kind, row=organisation, initial=initial
    )
    if (
        form.is_valid()
        and attempt(
            form,
            edit_organisation,
            actor=request.actor,
            organisation=organisation,
            **form.cleaned_data,
        )
        is not None
    ):
        return redirect(_url(organisation))
    title = _("Change %(name)s") % {"name": organisation.name}
    return _form_page(request, organisation, form, title=title, submit=_("Save"))


@needs(Can.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A new school unit under an organiser."""
    parent = fetch(Organisation, request.actor, pk, Can.ORGANISATION_EDIT)
    form = OrganisationForm(request.POST or None, kind=Kind.SCHOOL_UNIT)
    if form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        made = attempt(
            form,
            make_organisation,
            actor=request.actor,
            kind=Kind.SCHOOL_UNIT,
            parent=parent,
            **fields,
        )
        if made:
            return redirect(_url(made))
    return _form_page(request, parent, form, title=_("Add a school"), submit=_("Add the school"))


@needs(Can.COOPERATION_EDIT)
@require_http_methods(["GET", "POST"])
def cooperation_make(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Only the organiser's side opens it: an agreement lets the other party in."""
    organiser = fetch(Organisation, request.actor, pk, Can.COOPERATION_EDIT)
    form = CooperationForm(request.POST or None, partners=partners_for(organiser))
    if (
        form.is_valid()
        and attempt(
            form, make_cooperation, actor=request.actor, organiser=organiser, **form.cleaned_data
        )
        is not None
    ):
        return redirect(_url(organiser))
    title, submit = _("Make an agreement"), _("Make the agreement")
    return _form_page(request, organiser, form, title=title, submit=submit)


@needs(Can.COOPERATION_EDIT)
@require_POST
def cooperation_end(request: ActorRequest, pk: UUID) -> HttpResponse:
    cooperation = fetch(Cooperation, request.actor, pk, Can.COOPERATION_EDIT)
    end_cooperation(actor=request.actor, cooperation=cooperation)
    return redirect("organisations:organisations")


@needs(Can.GRID_VIEW)
@require_GET
def rights_grid(request: ActorRequest) -> HttpResponse:
    context = {"roles": grid.roles(), "rows": grid.rows()}
    return render(request, "organisations/grid.html", context)


@needs(Can.LOG_VIEW)
@require_GET
def event_list(request: ActorRequest) -> HttpResponse:
    seen = Event.objects.visible_to(request.actor)
    page = Paginator(seen, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    first = max(0, page.start_index() - 1)
    found = events.events_listed(request.actor, first, first + EVENTS_PER_PAGE)
    context = {"page": page, "rows": events.rows_of(found)}
    return render(request, "organisations/events.html", context)
