"""The page of a codebook: answers under their headings."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.coding.models import Codebook
from samsyn.coding.queries import CodebookPage, codebook_page, note_of
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs


@needs(Can.CODING_VIEW)
@require_GET
def codebook(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Codebook, request.actor, pk, Can.CODING_VIEW)
    page = codebook_page(found)
    name = _("Answers under headings")
    context = {
        "codebook": found,
        "page": page,
        "name": name,
        "title": _title(page) or name,
        "note": note_of(found, has_responses=page.has_responses),
        "may": May(request.actor, found),
        "crumbs": [
            (_("Surveys"), reverse("surveys:surveys")),
            (found.round.title, reverse("surveys:round", args=[found.round_id])),
            (name, ""),
        ],
    }
    return render(request, "coding/codebook.html", context)


def _title(page: CodebookPage) -> str:
    """The finding: where most answers stand."""
    if not page.count:
        return ""
    most = max(page.headings, key=lambda heading: heading.count)
    return _("Most answers, %(count)d of %(total)d, stand under “%(heading)s”") % {
        "count": most.count,
        "total": page.count,
        "heading": most.label,
    }
