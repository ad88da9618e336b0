"""The only way into a dialogue: the two, and nobody else; whoever tries leaves a line that the two can read."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from samsyn.assignments.actions.dialogues import record_visit
from samsyn.assignments.models import Dialogue
from samsyn.assignments.queries.dialogues import dialogue_there, is_shut_for
from samsyn.core.doors import own
from samsyn.organisations.access import ActorRequest, Can, fetch

OWN = (
    "Seen by the two alone. Others, whatever their role, are told that nothing is there, and the two see that somebody "
    "asked; so the page itself turns away, not the role."
)
View = Callable[..., HttpResponseBase]


def room(view: View) -> View:
    """Gives the view its dialogue. Texts that are sent in are kept out of every report of a fault."""

    @own(OWN)
    @sensitive_post_parameters()
    @functools.wraps(view)
    def inner(request: ActorRequest, pk: UUID, **more: Any) -> HttpResponseBase:
        try:
            dialogue = fetch(Dialogue, request.actor, pk, Can.DIALOGUE_HOLD)
        except (Http404, PermissionDenied) as stranger:
            _refuse(request, dialogue_there(pk))
            raise Http404 from stranger
        if is_shut_for(request.actor):
            _refuse(request, dialogue)
            return shut(request)
        return view(request, dialogue, **more)

    return inner


def _refuse(request: ActorRequest, dialogue: Dialogue | None) -> None:
    if dialogue is not None:
        record_visit(actor=request.actor, dialogue=dialogue, is_let_in=False)


def shut(request: ActorRequest) -> HttpResponse:
    return render(request, "assignments/dialogues_shut.html", status=403)
