"""Below which item of the menu a page stands, where its address does not say it."""

from django.http import HttpRequest


def stand_below(request: HttpRequest, address: str) -> None:
    request.stands_below = address  # type: ignore[attr-defined]  # kept with the request for the menu


def stands_below(request: HttpRequest) -> str:
    return getattr(request, "stands_below", request.path)
