"""What holds for every answer: a broken rule is said with its sentence, and what is private is kept by no browser."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.core.rules import RuleBroken


class PrivateMiddleware:
    """Who sits down at a shared computer must not get back, with the browser's own button, to what another has read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_signed_in = SESSION_KEY in request.session
        response = self.get_response(request)
        if is_signed_in or SESSION_KEY in request.session:
            response["Cache-Control"] = "private, no-store"
        return response


class RuleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, broken: Exception) -> HttpResponse | None:
        if not isinstance(broken, RuleBroken):
            return None
        if request.headers.get("HX-Request") == "true":
            # A part of a page has no place for the sentence: the page is loaded anew and shows it on top.
            messages.error(request, broken.sentence)
            return HttpResponse(status=409, headers={"HX-Refresh": "true"})
        return render(request, "core/rule_broken.html", {"sentence": broken.sentence}, status=409)
