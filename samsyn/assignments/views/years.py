"""The school year is begun for all career teachers of a place at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.assignments.actions.years import begin_year
from samsyn.assignments.forms.years import BeginYearForm
from samsyn.assignments.models import Assignment
from samsyn.assignments.queries.years import (
    may_begin,
    places_to_begin,
    posts_of_place_and_year,
    templates_to_begin_from,
)
from samsyn.assignments.rules.terms import is_school_year
from samsyn.assignments.rules.years import said_year, year_to_begin
from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.organisations.models import Organisation


@needs(Can.ASSIGNMENT_OVERVIEW)
@require_GET
def year_begin_any(request: ActorRequest) -> HttpResponse:
    """The actor's own place, and the year it is time for."""
    place = places_to_begin(request.actor).first()
    if place is None:
        raise Http404
    return redirect("assignments:year-begin", place.pk, year_to_begin(timezone.localdate()))


@needs(Can.ASSIGNMENT_OVERVIEW)
@require_http_methods(["GET", "POST"])
def year_begin(request: ActorRequest, place: UUID, year: int) -> HttpResponse:
    if not is_school_year(year):
        raise Http404
    found = fetch(Organisation, request.actor, place, Can.ASSIGNMENT_OVERVIEW)
    form = BeginYearForm(
        request.POST or None,
        posts=posts_of_place_and_year(request.actor, found, year),
        templates=templates_to_begin_from(request.actor, found),
        year=year,
    )
    if request.method == "POST" and form.is_valid():
        begun = attempt(
            form,
            begin_year,
            actor=request.actor,
            place=found,
            year=year,
            posts=form.ticked(),
            starts=form.starts(),
        )
        if begun is not None:
            _say(request, begun)
            return redirect("assignments:year-begin", found.pk, year)
    return render(request, "assignments/year_begin.html", _context(request, found, year, form))


def _say(request: ActorRequest, begun: list[Assignment]) -> None:
    if not begun:
        messages.info(
            request,
            _("Nothing new was begun: what you ticked is begun already, or nothing was ticked."),
        )
        return
    said = ngettext(
        "One assignment is begun. The career teacher sees it and can write in it.",
        "%(count)s assignments are begun. The career teachers see them and can write in them.",
        len(begun),
    )
    messages.success(request, said % {"count": len(begun)})


def _context(
    request: ActorRequest, place: Organisation, year: int, form: BeginYearForm
) -> dict[str, Any]:
    rows = list(form.rows())
    return {
        "form": form,
        "rows": rows,
        "open_count": sum(row.tick is not None for row in rows),
        "place": place,
        "places": [one for one in places_to_begin(request.actor) if one.pk != place.pk],
        "year": year,
        "years": [one for one in (year - 1, year + 1) if is_school_year(one)],
        "may_begin": may_begin(request.actor, place),
        "crumbs": [(place.name, ""), (_("Begin %(year)s") % {"year": said_year(year)}, "")],
    }
