"""Dialogues are listed, planned and moved, and taken into one's own calendar."""

from datetime import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.calendar import FILENAME, Method, invitation
from samsyn.assignments.forms.dialogues import DeletionForm, PlanForm, TimeForm
from samsyn.assignments.models import Assignment, Dialogue, DialogueState
from samsyn.assignments.queries import dialogues as queries
from samsyn.assignments.rules.dialogues import ZONE, suggestion
from samsyn.assignments.views.dialogues.room import room, shut
from samsyn.core.doors import own
from samsyn.core.files import download
from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, fetch, needs

WEEKS = 8
USUAL_TIME = time(15, 0)
PER_PAGE = 25


def crumbs_of(dialogue: Dialogue | None = None, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    found = [(_("Dialogues"), reverse("assignments:dialogues"))]
    if dialogue is not None:
        found.append((said_day(dialogue), reverse("assignments:dialogue", args=[dialogue.pk])))
    return [*found, *rest]


def said_day(dialogue: Dialogue) -> str:
    """What a dialogue is called where its page is not: by its day, never by what it is about."""
    day = date_format(dialogue.starts_at.astimezone(ZONE), "j F")
    return _("Dialogue %(day)s") % {"day": day}


@own("The dialogues of the one signed in, and nobody else's.")
@require_GET
def dialogues(request: ActorRequest) -> HttpResponse:
    if queries.is_shut_for(request.actor):
        return shut(request)
    found = queries.under_way(request.actor)
    waiting = found.waiting_for(request.actor, timezone.localdate())
    coming = [one for one in found.dialogues if one.state != DialogueState.HELD]
    held = Paginator(queries.held_by(request.actor), PER_PAGE)
    page = held.get_page(request.GET.get("page"))
    context = {
        "waiting": waiting,
        "planned": [one for one in coming if one not in waiting.to_prepare],
        "page": page,
        "held": queries.dialogues_with(request.actor, list(page.object_list)),
        "released": queries.released_to(request.actor),
        "without": queries.without_a_dialogue(request.actor),
    }
    return render(request, "assignments/dialogues.html", context)


@needs(Can.DIALOGUE_HOLD)
@require_http_methods(["GET", "POST"])
def dialogue_plan(request: ActorRequest, pk: UUID) -> HttpResponse:
    assignment = fetch(Assignment, request.actor, pk, Can.DIALOGUE_HOLD)
    if queries.is_shut_for(request.actor):
        return shut(request)
    form = PlanForm(request.POST or None, initial=_proposed(assignment))
    if form.is_valid() and (planned := _plan(request, assignment, form)):
        said = ngettext(
            "The dialogue is planned. The invitation is on its way to both of you.",
            "%(count)d dialogues are planned. The invitations are on their way to both of you.",
            len(planned),
        )
        messages.success(request, said % {"count": len(planned)})
        return redirect("assignments:dialogue", planned[0].pk)
    texts = {"title": _("Plan a dialogue"), "submit": _("Plan")}
    lead = _(
        "The day proposed comes at the interval you have agreed. Both of you get an invitation."
    )
    context = _form_context(form, crumbs_of(), lead=lead, back="assignments:dialogues", **texts)
    return render(request, "assignments/dialogue_plan.html", context)


def _plan(request: ActorRequest, assignment: Assignment, form: PlanForm) -> list[Dialogue]:
    """One with the key of the form; several are told apart by their times."""
    given: dict[str, Any] = {"actor": request.actor, "assignment": assignment, **form.place}
    written = form.cleaned_data
    if written["count"] > 1:
        series = {"first_at": form.starts_at, "weeks": written["weeks"], "count": written["count"]}
        return attempt(form, actions.plan_series, **given, **series) or []
    key = written["key"]
    one = attempt(form, actions.plan_dialogue, **given, starts_at=form.starts_at, key=key)
    return [one] if one else []


def _proposed(assignment: Assignment) -> dict[str, Any]:
    weeks = assignment.dialogue_weeks or WEEKS
    latest, today = queries.latest_on(assignment), timezone.localdate()
    day = suggestion(assignment.starts_on, weeks, latest, today)
    return {"day": day, "time": USUAL_TIME, "weeks": weeks}


def _form_context(form: Any, crumbs: list[tuple[str, str]], **texts: Any) -> dict[str, Any]:
    return {"form": form, "crumbs": [*crumbs, (texts["title"], "")], **texts}


@room
@require_http_methods(["GET", "POST"])
def dialogue_move(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    local = dialogue.starts_at.astimezone(ZONE)
    initial = {"day": local.date(), "time": local.time(), "minutes": dialogue.minutes}
    form = TimeForm(request.POST or None, initial={**initial, "where": dialogue.where})
    if form.is_valid() and _move(request, dialogue, form):
        messages.success(request, _("The dialogue is moved. Both of you get a new invitation."))
        return redirect("assignments:dialogue", dialogue.pk)
    texts = {"title": _("Move the dialogue"), "submit": _("Move")}
    back = reverse("assignments:dialogue", args=[dialogue.pk])
    context = _form_context(form, crumbs_of(dialogue), back=back, **texts)
    return render(request, "assignments/dialogue_form.html", context)


def _move(request: ActorRequest, dialogue: Dialogue, form: TimeForm) -> Dialogue | None:
    given: dict[str, Any] = {"actor": request.actor, "dialogue": dialogue, **form.place}
    return attempt(form, actions.move_dialogue, **given, starts_at=form.starts_at)


@room
@require_http_methods(["GET", "POST"])
def dialogue_deletion(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    """Sooner than the standard says."""
    form = DeletionForm(request.POST or None, initial={"delete_on": dialogue.delete_on})
    if form.is_valid() and _set_deletion(request, dialogue, form):
        messages.success(request, _("The day is set. The other one of you is told."))
        return redirect("assignments:dialogue", dialogue.pk)
    lead = _(
        "Everything written here goes then, for both of you. Take it out before, if you want to keep it."
    )
    texts = {"title": _("Delete the dialogue sooner"), "submit": _("Set the day")}
    back = reverse("assignments:dialogue", args=[dialogue.pk])
    context = _form_context(form, crumbs_of(dialogue), lead=lead, back=back, **texts)
    return render(request, "assignments/dialogue_form.html", context)


def _set_deletion(request: ActorRequest, dialogue: Dialogue, form: DeletionForm) -> Dialogue | None:
    given: dict[str, Any] = {"actor": request.actor, "dialogue": dialogue, **form.cleaned_data}
    return attempt(form, actions.set_deletion_day, **given)


@room
@require_GET
def dialogue_invitation(request: ActorRequest, dialogue: Dialogue) -> HttpResponseBase:
    """For the calendar that got no mail. A cancelled dialogue takes itself out of it."""
    method: Method = "CANCEL" if dialogue.state == DialogueState.CANCELLED else "REQUEST"
    is_counterpart = dialogue.counterpart_id == request.actor.person_id
    to = dialogue.counterpart if is_counterpart else dialogue.assignment.holder
    content = invitation(dialogue, to=to or dialogue.assignment.holder, method=method)
    return download(content, FILENAME, content_type=f"text/calendar; method={method}")
