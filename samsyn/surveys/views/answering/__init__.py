"""The pages of those who answer: by a link of their own, or by one that is everybody’s."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from samsyn.core.doors import public
from samsyn.surveys.middleware import light
from samsyn.surveys.queries.answering import visit_by_invitation, visit_by_open_token
from samsyn.surveys.rules.links import invitation_of
from samsyn.surveys.views.answering.visits import answer

# Without a session there is nothing that a form from elsewhere could use: who knows the link may answer by it.


@light
@csrf_exempt
@public("Whoever holds the link of an invitation answers by it, without an account.")
def personal(request: HttpRequest, token: str) -> HttpResponse:
    invitation_id = invitation_of(token)
    visit = visit_by_invitation(invitation_id) if invitation_id else None
    return answer(request, visit)


@light
@csrf_exempt
@public("Whoever has the open link of a round may answer it, without an account.")
def open_link(request: HttpRequest, open_token: str) -> HttpResponse:
    return answer(request, visit_by_open_token(open_token))
