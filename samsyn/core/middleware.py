"""A broken rule that no form took up is answered with its sentence, not as a fault of the program."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.core.rules import RuleBroken


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
