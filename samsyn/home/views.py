"""Start pages, trust pages and the demo's own pages."""

from datetime import timedelta
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

import samsyn
from samsyn.assignments.queries.waiting import Mine
from samsyn.core.doors import own, public
from samsyn.core.queries import delivered_mail
from samsyn.core.words import capitalised, in_words
from samsyn.home import queries
from samsyn.home.actions.faults import handle_fault, report_fault
from samsyn.home.forms import FaultForm, SearchForm
from samsyn.home.models import FaultReport
from samsyn.home.queries import search as search_queries
from samsyn.home.queries.start import parts_for, start_for
from samsyn.organisations.access import ActorRequest, Can, needs

TRUST = "Who uses a public service may read how it is run."
# One school can report a few faults a minute; a machine cannot fill the list.
FAULT_RATES = {"report_fault": "5/m/ip,30/d/ip"}


@own("Everybody's own start page.")
def start(request: ActorRequest) -> HttpResponse:
    mine = Mine(request.actor)
    found = start_for(request.actor, mine)
    context = {
        "start": found,
        "number": capitalised(in_words(found.count)),
        "given_name": request.actor.name.partition(" ")[0],
        "today": timezone.localdate(),
        "parts": parts_for(request.actor, mine, timezone.now(), found),
    }
    return render(request, "home/start.html", context)


@own("Finds only what the one who asks may see, each thing by its own rights.")
def search(request: ActorRequest) -> HttpResponse:
    form = SearchForm(request.GET if "q" in request.GET else None)
    groups = search_queries.search(request.actor, form.words) if form.is_valid() else []
    return render(request, "home/search.html", {"form": form, "groups": groups})


def _trust_page(request: HttpRequest, template: str) -> HttpResponse:
    context = {
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT,
        "source": settings.SOURCE,
        "version": samsyn.__version__,
    }
    return render(request, template, context)


@public(TRUST)
def privacy(request: HttpRequest) -> HttpResponse:
    return _trust_page(request, "home/privacy.html")


@public(TRUST)
def about(request: HttpRequest) -> HttpResponse:
    return _trust_page(request, "home/about.html")


@public(TRUST)
def accessibility(request: HttpRequest) -> HttpResponse:
    return _trust_page(request, "home/accessibility.html")


@public("Who cannot use a page may not even get as far as signing in.")
def fault(request: ActorRequest) -> HttpResponse:
    form = FaultForm(request.POST or None, initial={"where": request.GET.get("sida", "")})
    if form.is_valid():
        if ratelimit.consume(request, app="home", action="report_fault", config=FAULT_RATES):
            report_fault(actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Thank you. The fault is reported."))
            return redirect("home:accessibility")
        form.add_error(None, _("Many faults have come from here. Wait a minute and send again."))
    return render(request, "home/fault.html", {"form": form})


@needs(Can.FAULTS_VIEW)
def faults(request: ActorRequest) -> HttpResponse:
    rows = FaultReport.objects.visible_to(request.actor).select_related("handled_by")
    rows = rows.order_by(F("handled_at").asc(nulls_first=True), "-created_at")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "home/faults.html", {"page": page})


@needs(Can.FAULTS_VIEW)
@require_POST
def fault_handle(request: ActorRequest, pk: UUID) -> HttpResponse:
    fault = queries.fault_for(request.actor, pk)
    handle_fault(actor=request.actor, fault=fault)
    messages.success(request, _("The fault is marked as handled."))
    return redirect("home:faults")


@public("The demo's mails go nowhere else; the address does not exist outside the demo.")
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(delivered_mail(), 20).get_page(request.GET.get("page"))
    return render(request, "home/mailbox.html", {"page": page})


@public("Whoever watches over the server asks without an account. Says only that it lives.")
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    queries.database_answers()
    return HttpResponse("ok\n", content_type="text/plain")


@public("Says to search engines that there is nothing to find.")
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@public("Says whom to tell of a weakness.")
def security(request: HttpRequest) -> HttpResponse:
    """As RFC 9116 has it; without a contact of the operator's own, the fault form."""
    contact = f"mailto:{settings.CONTACT}" if "@" in settings.CONTACT else ""
    contact = contact or settings.BASE_URL + reverse("home:fault")
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    text = f"Contact: {contact}\nExpires: {expires.isoformat()}\nPreferred-Languages: sv, en\n"
    return HttpResponse(text, content_type="text/plain")
