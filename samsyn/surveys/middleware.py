"""The short way in for those who answer: no session, no account, no messages, no cookie, and so no query for them.

Hundreds answer within minutes of a mail; what stands before their pages is half of what such a request costs.
"""

import gzip
from collections.abc import Callable
from typing import Any

from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, get_resolver

# Where config/urls.py has them; looked up alone, without all the addresses before.
PREFIX, URLS = "/svara/", "samsyn.surveys.answering_urls"
# Compressed a little: a page is a fifth as long, and it costs a quarter of a millisecond.
LEVEL, LEAST = 1, 800
HEADS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Frame-Options": "DENY",
    "Vary": "Accept-Encoding",
}

View = Callable[..., Any]


def light(view: View) -> View:
    """Marks a view that needs nothing of what the middlewares below do."""
    view.is_light = True  # type: ignore[attr-defined]  # read here alone
    return view


class AnsweringMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # What may run is the same on all these pages, and is put together once.
        self.heads = {**HEADS, "Content-Security-Policy": build_policy()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _light_view(request.path_info) if request.path_info.startswith(PREFIX) else None
        if found is None:
            return self.get_response(request)
        # Refuses a host that is none of ours, as it is refused elsewhere.
        request.get_host()
        request.resolver_match = found
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        for name, value in self.heads.items():
            response.headers[name] = value
        return _compressed(request, response)


def _light_view(path: str) -> Any:
    try:
        found = get_resolver(URLS).resolve(path[len(PREFIX) - 1 :])
    except Resolver404:
        return None
    return found if getattr(found.func, "is_light", False) else None


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The locked page in it is another each time, so that its length tells nothing of what stands beside."""
    is_taken = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    if is_taken and len(response.content) > LEAST:
        response.content = gzip.compress(response.content, LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    return response
