"""Vem gör vad: whom to ask about what, at a school or at the whole organiser."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from samsyn.assignments.forms.who import WhoForm
from samsyn.assignments.queries.who import (
    FOR_ALL_SHOWN,
    Helper,
    There,
    asked_at,
    asked_for,
    choices_of,
    helpers,
    own_place,
    people_in,
    place_for,
    places_near,
    subjects_in,
    tasks_of,
    with_open_activities,
)
from samsyn.core.words import capitalised, in_words
from samsyn.organisations.access import ActorRequest, Can, needs
from samsyn.organisations.models import Organisation

PER_PAGE = 25


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def who(request: ActorRequest) -> HttpResponse:
    """One's own school, or the place chosen in the sentence. Who works at neither chooses first."""
    near = places_near(request.actor)
    chosen = next((one for one in near if str(one.pk) == request.GET.get("place")), None)
    if chosen is None and (asked := _key(request.GET.get("place", ""))):
        chosen = place_for(request.actor, asked)
    place = chosen or own_place(request.actor, near)
    return _page(request, place, near) if place else _choose(request, near)


def _choose(request: ActorRequest, near: list[Organisation]) -> HttpResponse:
    choices = choices_of(request.actor, near, timezone.localdate())
    context = {"choices": [(one.place, _asked(one.people)) for one in choices]}
    return render(request, "assignments/who_choose.html", context)


def _asked(count: int) -> str:
    """How many can be asked, as it stands after a name."""
    return _people(count) if count else _("nothing is open to you yet")


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def who_at(request: ActorRequest, pk: UUID) -> HttpResponse:
    return _page(request, place_for(request.actor, pk), places_near(request.actor))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(request: ActorRequest, place: Organisation, near: list[Organisation]) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    there = There(place.root_id, place.path)
    everybody = asked_at(actor, there, today)
    form = WhoForm(request.GET, place=place, near=near, subjects=subjects_in(everybody.here))
    asked = form.asked()
    open_ones = with_open_activities(actor, there, today) if asked["activities"] else ()
    found = asked_for(everybody, open_ones, **asked)
    page = Paginator(people_in(found.here), PER_PAGE).get_page(request.GET.get("page"))
    shown = set(page.object_list)
    here = [one for one in found.here if one.holder in shown]
    for_all = found.for_all[:FOR_ALL_SHOWN]
    tasks = tasks_of(actor, [*here, *for_all])
    rows = helpers(here, tasks)
    context = {
        "place": place,
        "form": form,
        "page": page,
        "rows": rows,
        "for_all": helpers(for_all, tasks),
        "lead": _lead(len(people_in(everybody.here))),
        "count": _count(page.paginator.count),
        "today": today,
        "leader": _leader(rows),
        "crumbs": [(_("Who does what"), reverse("assignments:who")), (place.name, "")],
    }
    return render(request, "assignments/who.html", context)


def _lead(count: int) -> str:
    words = ngettext(
        "One career teacher leads colleagues’ learning this year. To answer questions and receive visits is part of "
        "the assignment.",
        "%(number)s career teachers lead colleagues’ learning this year. To answer questions and receive visits is "
        "part of their assignments.",
        count,
    )
    return capitalised(words % {"number": in_words(count)}) if count else ""


def _count(count: int) -> str:
    return capitalised(_people(count))


def _people(count: int) -> str:
    return ngettext("one person", "%(number)s people", count) % {"number": in_words(count)}


def _leader(rows: list[Helper]) -> Any:
    """The one whom all on the page have agreed with, if it is one person with an address."""
    found = {task.assignment.counterpart for row in rows for task in row.tasks}
    one = found.pop() if len(found) == 1 else None
    return one if one and one.email and not one.protected_identity else None
