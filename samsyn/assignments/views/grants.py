"""The organiser's list for the state grant, as a page and as files."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from samsyn.assignments import exports
from samsyn.assignments.queries.grants import GrantList, grant_list, organisers_for
from samsyn.assignments.rules.terms import is_school_year
from samsyn.assignments.rules.years import said_year, year_of
from samsyn.assignments.views.posts import crumbs
from samsyn.core.words import capitalised, in_words
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.organisations.models import Organisation

FILES = {
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exports.as_xlsx,
    ),
}


@needs(Can.TERMS_EDIT)
@require_GET
def grant(request: ActorRequest) -> HttpResponse:
    """This school year's, of the first organiser in reach."""
    organiser = organisers_for(request.actor, Can.TERMS_EDIT).first()
    if organiser is None:
        raise Http404
    return redirect("assignments:grant-year", organiser.pk, year_of(timezone.localdate()))


def _found(request: ActorRequest, organiser: UUID, year: int) -> GrantList:
    if not is_school_year(year):
        raise Http404
    place = fetch(Organisation, request.actor, organiser, Can.TERMS_EDIT, parent=None)
    return grant_list(request.actor, place, year)


@needs(Can.TERMS_EDIT)
@require_GET
def grant_year(request: ActorRequest, organiser: UUID, year: int) -> HttpResponse:
    found = _found(request, organiser, year)
    context = {
        "found": found,
        "said": _said(found),
        "organisers": organisers_for(request.actor, Can.TERMS_EDIT),
        "years": [one for one in (year - 1, year + 1) if is_school_year(one)],
        "crumbs": crumbs((_("State grant %(year)s") % {"year": said_year(year)}, "")),
    }
    return render(request, "assignments/grant.html", context)


def _said(found: GrantList) -> str:
    """How many ask for a grant, and whether anything is against the rules."""
    count, faulty = len(found.rows), found.faulty_count
    if not count:
        return _("No career post at %(name)s asks for a grant.") % {"name": found.organiser.name}
    asking = ngettext(
        "One career post at %(name)s asks for a grant.",
        "%(count)s career posts at %(name)s ask for a grant.",
        count,
    ) % {"count": capitalised(in_words(count)), "name": found.organiser.name}
    if not faulty:
        # By itself: texts are not found inside an f-string.
        none_against = _("None is against the rules.")
        return f"{asking} {none_against}"
    against = ngettext("One is against the rules.", "%(count)s are against the rules.", faulty)
    return f"{asking} {against % {'count': capitalised(in_words(faulty))}}"


@needs(Can.TERMS_EDIT)
@require_GET
def grant_file(request: ActorRequest, organiser: UUID, year: int, format: str) -> HttpResponse:
    if format not in FILES:
        raise Http404
    kind, written = FILES[format]
    content = written(_found(request, organiser, year))
    name = f"statsbidrag-{year}-{(year + 1) % 100:02d}.{format}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
