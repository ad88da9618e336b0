"""Start pages, trust pages and the demo's own pages."""

from django.http import HttpResponse
from django.shortcuts import render

from samsyn.core.doors import own
from samsyn.organisations.access import ActorRequest


@own("Everybody's own start page.")
def start(request: ActorRequest) -> HttpResponse:
    return render(request, "home/start.html")
