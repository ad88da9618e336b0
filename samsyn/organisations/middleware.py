"""Gives every request its actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from samsyn.accounts.models import User
from samsyn.core.doors import PUBLIC
from samsyn.organisations.access import NOBODY, Actor
from samsyn.organisations.queries import actor_for_user


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: object
    ) -> None:
        """Where the page is somebody's, the actor itself: each look at one that is read late costs anew."""
        door = getattr(view, "door", None)
        if door is not None and door.kind != PUBLIC:
            request.actor = _actor(request)  # type: ignore[attr-defined]


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_for_user(user, timezone.localdate()) if isinstance(user, User) else NOBODY
