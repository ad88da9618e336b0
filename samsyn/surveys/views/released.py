"""Results that are shared with those who were asked: the page where that is done, and the page they read."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.core.doors import public
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions import releasing
from samsyn.surveys.models import Round
from samsyn.surveys.queries import (
    basis_of,
    groupings_shown,
    groups_by,
    result_page,
)
from samsyn.surveys.queries.audience import mailings_of
from samsyn.surveys.queries.exports import round_of_token
from samsyn.surveys.queries.mailings import has_invited, results_mail
from samsyn.surveys.views.surveys import crumbs


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def release(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if request.method == "POST":
        return _change(request, round, request.POST.get("act", ""))
    survey = (round.survey.title, reverse("surveys:survey", args=[round.survey_id]))
    here = (round.title, reverse("surveys:round", args=[round.pk]))
    context = {
        "round": round,
        "survey": round.survey,
        "address": _address(round) if round.released_at else "",
        "mailing": results_mail(round),
        "has_invited": has_invited(round),
        "crumbs": crumbs(survey, here, (_("Share the results"), "")),
    }
    return render(request, "surveys/release.html", context)


def _change(request: ActorRequest, round: Round, act: str) -> HttpResponse:
    try:
        if act == "stop":
            releasing.unrelease_round(actor=request.actor, round=round)
            messages.success(request, _("The results are no longer shared."))
        elif act == "write":
            mailing = releasing.write_results_mail(actor=request.actor, round=round)
            number = [one.pk for one in mailings_of(round)].index(mailing.pk)
            return redirect("surveys:letter", round.pk, number)
        else:
            releasing.release_round(actor=request.actor, round=round)
            messages.success(request, _("The results are shared. Now tell those who were asked."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("surveys:release", round.pk)


def _address(round: Round) -> str:
    return settings.BASE_URL + reverse("answering:released", args=[round.release_token])


@public(
    "Those who were asked read the results at an address they were given, once they have been shared."
)
@never_cache
@require_safe
def released(request: HttpRequest, token: str) -> HttpResponse:
    """The same numbers as the page of the results, hidden by the same rule; no texts, and no files."""
    round = round_of_token(token)
    if round is None:
        raise Http404
    if not (round.released_at and round.is_closed):
        return render(request, "surveys/released_not.html", {"round": round}, status=404)
    basis = basis_of(round)
    offered = groupings_shown(round, basis.groups)
    by = request.GET.get("by", "")
    by = by if by in {grouping.code for grouping in offered} else ""
    context = {
        "round": round,
        "survey": round.survey,
        "page": result_page(round, groups_by(round, by), basis=basis),
        "by": by,
        "groupings": offered,
    }
    response = render(request, "surveys/released.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
