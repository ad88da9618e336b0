"""Where people choose their mail, signed in or by the link in a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from samsyn.core.doors import own, public
from samsyn.notifications import actions, queries
from samsyn.notifications.forms import ChoicesForm
from samsyn.organisations.access import ActorRequest


@own("Everybody chooses their own mail.")
def choices(request: ActorRequest) -> HttpResponse:
    person = queries.person_of(request.actor)
    if person is None:
        return render(request, "notifications/choices.html")
    form = ChoicesForm(request.POST or None, wants=queries.wants_of(person.pk))
    if form.is_valid():
        actions.choose_mail(actor=request.actor, person=person, wants=form.wants)
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form, "email": person.email})


@public(
    "The link in a mail works without signing in, or nobody would use it. It can only turn mail off."
)
@csrf_exempt
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here by themselves when somebody presses their button (RFC 8058)."""
    found = queries.person_and_topics_of(token)
    if found is None:
        raise Http404
    person, topics = found
    if request.method == "POST":
        actions.stop_mail(person=person, topics=topics)
    context = {"topics": topics, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
