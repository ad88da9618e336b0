"""Notes when a session was last used, at most every fifth minute: a page that is only read must not write each time."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from samsyn.accounts import actions

NOTED_EVERY = 300


class LastSeenMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen_at = request.session.get(actions.SEEN_AT)
        if seen_at is not None and time.time() - seen_at > NOTED_EVERY:
            actions.note_seen(request)
        return self.get_response(request)
