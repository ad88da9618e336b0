"""Overviews: the assignments that a leader has in reach."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from samsyn.assignments.forms.overviews import OverviewForm, YearForm
from samsyn.assignments.queries.overviews import (
    activities_of,
    agreed_with,
    chosen,
    facts_of,
    overview_places,
    rows_of,
    spread_of,
    sums_of,
    with_keys,
    years_of,
)
from samsyn.assignments.rules.years import said_year, year_of
from samsyn.assignments.standing import lines_of
from samsyn.assignments.sums import rope_of, said_count, sentence, title_of
from samsyn.core.thread.rope import ROPE_MOST_STRANDS
from samsyn.organisations.access import ActorRequest, Can, needs

PER_PAGE = 25


@needs(Can.ASSIGNMENT_OVERVIEW)
@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    years = YearForm(request.GET, years=years_of(actor), now=year_of(timezone.localdate()))
    facts = facts_of(actor, years.chosen_year)
    activities = activities_of(actor, years.chosen_year)
    sums, spread = sums_of(facts, now), spread_of(facts, activities)
    form = OverviewForm(request.GET, sums, spread)
    found = chosen(facts, activities, now, form.choice())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(with_keys(list(page.object_list)), now)
    context = {
        "title": title_of(overview_places(actor)),
        "lead": sentence(sums) if sums.total else "",
        "rope": rope_of(facts[: ROPE_MOST_STRANDS + 1], sums, years.chosen_year, now),
        "sums": sums,
        "spread": spread,
        "form": form,
        "years": years,
        "year": said_year(years.chosen_year),
        "page": page,
        "count": said_count(page.paginator.count),
        "rows": lines_of(rows, now),
        "to_ask": agreed_with(actor, rows),
    }
    return render(request, "assignments/overview.html", context)
