"""The log: what the career teacher has done, entered from a phone between two lessons. Nobody else sees it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.assignments.actions import following as actions
from samsyn.assignments.forms.log import EntryForm, LogForm
from samsyn.assignments.models import Assignment, LogEntry, State
from samsyn.assignments.queries import following as queries
from samsyn.core.files import download
from samsyn.core.forms import attempt
from samsyn.core.menu import stand_below
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs


@needs(Can.ASSIGNMENT_EDIT)
@require_GET
def log(request: ActorRequest) -> HttpResponse:
    """The log of the assignment that runs; with several one chooses, with none one is told why."""
    found = queries.logs_to_choose(request.actor, timezone.localdate())
    if len(found) == 1:
        return _log_page(request, found[0], None)
    stand_below(request, reverse("assignments:mine"))
    context = {"assignments": found, "crumbs": _crumbs((_("Log"), ""))}
    return render(request, "assignments/log_choose.html", context)


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("My assignment"), reverse("assignments:mine")), *rest]


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def log_of(request: ActorRequest, pk: UUID) -> HttpResponse:
    assignment = _own(request, pk)
    if request.method == "GET":
        return _log_page(request, assignment, None)
    form = _form(assignment, request.POST, request.FILES)
    entry = _entered(request, assignment, form)
    is_asked_by_script = request.headers.get("Accept") == "application/json"
    if entry is None and is_asked_by_script:
        return JsonResponse({"errors": _sentences(form)}, status=422)
    if entry is None:
        return _log_page(request, assignment, form)
    address = f"{reverse('assignments:log-of', args=[assignment.pk])}?rad={entry.pk}"
    return JsonResponse({"url": address}) if is_asked_by_script else redirect(address)


def _entered(request: ActorRequest, assignment: Assignment, form: LogForm) -> LogEntry | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data
    return attempt(form, actions.enter_log, actor=request.actor, assignment=assignment, **given)


def _own(request: ActorRequest, pk: UUID) -> Assignment:
    """404 for everybody but the career teacher, the counterpart too."""
    person = request.actor.person_id
    return fetch(Assignment, request.actor, pk, Can.ASSIGNMENT_EDIT, holder=person)


def _form(assignment: Assignment, *sent: Any) -> LogForm:
    habits, today = queries.habits_of(assignment), timezone.localdate()
    return LogForm(*sent, habits=habits, today=today)


def _sentences(form: LogForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _log_page(request: ActorRequest, assignment: Assignment, form: LogForm | None) -> HttpResponse:
    today = timezone.localdate()
    stand_below(request, reverse("assignments:mine"))
    form = form or _form(assignment)
    months = queries.months_of(assignment)
    asked = request.GET.get("manad", "")
    month = next((m for m in months if m.code == asked), months[0] if months else None)
    is_open = assignment.state == State.IN_FORCE
    context = {
        "assignment": assignment,
        "form": form,
        "is_open": is_open,
        "suggestions": queries.suggestions_for(assignment, form.habits, today) if is_open else [],
        "time": queries.time_used(assignment, today),
        "months": months,
        "month": month,
        "entries": queries.entries_in(assignment, month) if month else [],
        "latest": _asked_entry(request, assignment),
        "today": today,
        "crumbs": _crumbs((_("Log"), "")),
    }
    return render(request, "assignments/log.html", context)


def _asked_entry(request: ActorRequest, assignment: Assignment) -> LogEntry | None:
    """The line just added or taken away, with the way to undo it."""
    try:
        key = UUID(request.GET.get("rad", ""))
    except ValueError:
        return None
    return LogEntry.objects.visible_to(request.actor).filter(pk=key, assignment=assignment).first()


def _to_log(entry: LogEntry) -> HttpResponse:
    address = reverse("assignments:log-of", args=[entry.assignment_id])
    return redirect(f"{address}?manad={entry.done_on:%Y-%m}&rad={entry.pk}")


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def log_entry(request: ActorRequest, pk: UUID) -> HttpResponse:
    entry = _kept_entry(request, pk)
    form = EntryForm(request.POST or None, request.FILES or None, entry=entry)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = attempt(form, actions.change_log, actor=request.actor, entry=entry, **given)
        if changed:
            return _to_log(changed)
    log = reverse("assignments:log-of", args=[entry.assignment_id])
    context = {"entry": entry, "form": form, "crumbs": _crumbs((_("Log"), log), (_("Change"), ""))}
    return render(request, "assignments/log_entry.html", context)


def _kept_entry(request: ActorRequest, pk: UUID) -> LogEntry:
    return fetch(LogEntry, request.actor, pk, Can.ASSIGNMENT_EDIT, removed_at=None)


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def log_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    entry = fetch(LogEntry, request.actor, pk, Can.ASSIGNMENT_EDIT)
    return _moved(request, entry, actions.remove_log)


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def log_restore(request: ActorRequest, pk: UUID) -> HttpResponse:
    entry = fetch(LogEntry, request.actor, pk, Can.ASSIGNMENT_EDIT)
    return _moved(request, entry, actions.restore_log)


def _moved(request: ActorRequest, entry: LogEntry, action: Any) -> HttpResponse:
    try:
        return _to_log(action(actor=request.actor, entry=entry))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return _to_log(entry)


@needs(Can.ASSIGNMENT_EDIT)
@require_GET
def log_file(request: ActorRequest, pk: UUID) -> HttpResponse | FileResponse:
    entry = _kept_entry(request, pk)
    if not entry.file:
        raise Http404
    return download(entry.file.open(), entry.filename)
