"""From a visit to its page: which round in which language, and whether it can be answered now."""

import time
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.surveys import actions
from samsyn.surveys.actions.answering import Moved
from samsyn.surveys.answering_pages import Asked
from samsyn.surveys.queries.answering import Told, Visit, told_of, visit_by_invitation
from samsyn.surveys.views.answering import standing
from samsyn.surveys.views.answering.steps import sent

# What is told of a round may hang on other rows as well, such as the name of who asks: read anew so often.
KEPT_SECONDS = 300


def answer(request: HttpRequest, visit: Visit | None) -> HttpResponse:
    if visit is None:
        return _leads_nowhere()
    asked = asked_for(visit, request.POST.get("language") or request.GET.get("lang") or "")
    with translation.override(asked.language):
        if request.method == "POST":
            return _sent(request, visit, asked)
        if request.method in {"GET", "HEAD"}:
            return _opened(visit, asked)
    return HttpResponseNotAllowed(["GET", "HEAD", "POST"])


def _sent(request: HttpRequest, visit: Visit, asked: Asked) -> HttpResponse:
    try:
        return sent(request, visit, asked)
    except Moved:
        # A named answer’s, by its own link: what came in the meantime is looked at, and the page taken once more.
        found = visit_by_invitation(visit.invitation_id) if visit.invitation_id else None
        return answer(request, found)


def asked_for(visit: Visit, language: str) -> Asked:
    told = _told(visit.round_id, visit.round_changed_at, visit.survey_changed_at, _period())
    languages = told.questionnaire.languages
    chosen = language if language in languages else languages[0]
    return _asked(
        visit.round_id, visit.round_changed_at, visit.survey_changed_at, _period(), chosen
    )


def _period() -> int:
    return int(time.time() // KEPT_SECONDS)


@lru_cache(maxsize=64)
def _told(round_id: UUID, _round_at: datetime, _survey_at: datetime, _period: int) -> Told:
    return told_of(round_id)


@lru_cache(maxsize=128)
def _asked(
    round_id: UUID, round_at: datetime, survey_at: datetime, period: int, language: str
) -> Asked:
    return Asked(_told(round_id, round_at, survey_at, period), language)


def _opened(visit: Visit, asked: Asked) -> HttpResponse:
    if visit.invitation_id and visit.opened_on is None and visit.is_open:
        actions.mark_opened(visit.invitation_id)
    page = standing.instead_of_first(visit, asked)
    return HttpResponse(page or asked.first(sealed="", has_begun=visit.draft is not None))


def _leads_nowhere() -> HttpResponse:
    """Also for whoever tries links: nothing is said of which ones there are."""
    context = {
        "language": translation.get_language(),
        "heading": _("This link leads nowhere"),
        "lead": _("Perhaps a piece of it was lost on the way. Open the link in the mail again."),
    }
    return HttpResponse(render_to_string("surveys/answering/sentence.html", context), status=404)
