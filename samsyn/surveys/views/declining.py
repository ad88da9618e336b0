"""The way out of a round's mails, by the link in them and without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samsyn.core.doors import public
from samsyn.surveys.actions import mailings
from samsyn.surveys.queries.mailings import invited
from samsyn.surveys.rules.links import invitation_of


@public("Who was asked by mail says no thanks by the mail. The link can only turn reminders off.")
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here by themselves when somebody presses their button (RFC 8058)."""
    invitation_id = invitation_of(token)
    invitation = invited(invitation_id) if invitation_id else None
    if invitation is None:
        raise Http404
    if request.method == "POST":
        mailings.decline(invitation_id=invitation.pk)
    context = {
        "round": invitation.round,
        "token": token,
        "is_done": request.method == "POST" or invitation.declined_on is not None,
    }
    return render(request, "surveys/decline.html", context)
