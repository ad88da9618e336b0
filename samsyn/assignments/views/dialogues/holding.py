"""What is written: each one's preparation, the notes of the talk, the next steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.forms.dialogues import ChangeStepForm, NoteForm, PenForm
from samsyn.assignments.models import Dialogue, NextStep, Note, Point
from samsyn.assignments.queries.dialogues import step_of
from samsyn.assignments.views.dialogues import page as pages
from samsyn.assignments.views.dialogues.planning import crumbs_of
from samsyn.assignments.views.dialogues.room import room
from samsyn.core.forms import attempt
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import revision_of
from samsyn.organisations.access import ActorRequest


def is_part(request: ActorRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def back(dialogue: Dialogue, fragment: str = "") -> HttpResponse:
    return redirect(reverse("assignments:dialogue", args=[dialogue.pk]) + fragment)


@room
@require_POST
def dialogue_prepare(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    """All points at once, as they are on the page; only what has changed is written. `finish` says that one is done."""
    page = pages.read(request, dialogue)
    points = pages.preparation_forms(page, request.POST)
    rows = {row.point: row for row in page.own.rows} if page.own else {}
    written = [_write_point(request, dialogue, point, rows) for point in points]
    saved = all(written)
    if saved and "finish" in request.POST:
        actions.finish_preparation(actor=request.actor, dialogue=dialogue)
        return back(dialogue, "#preparation")
    context = {"points": points, "dialogue": dialogue, "page": page, "saved_at": timezone.now()}
    if not is_part(request):
        return (
            back(dialogue, "#preparation")
            if saved
            else pages.show(request, dialogue, points=points)
        )
    if saved:
        return render(request, "assignments/_dialogue_prepared_saved.html", context)
    answer = render(request, "assignments/_dialogue_prepare_form.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#preparation-form", "outerHTML"
    return answer


def _write_point(request: ActorRequest, dialogue: Dialogue, point: Any, rows: Any) -> bool:
    """The row as it now is stands beside the form, for its next revision."""
    form, row = point["form"], rows.get(point["point"])
    if not form.is_valid():
        return False
    text = form.cleaned_data["text"]
    if text == (row.text if row else ""):
        point["revision"] = revision_of(row) if row else "none"
        return True
    written = attempt(
        form,
        actions.write_preparation,
        actor=request.actor,
        dialogue=dialogue,
        point=Point(point["point"]),
        text=text,
        revision=form.cleaned_data["revision"],
    )
    point["revision"] = revision_of(written) if written else ""
    return written is not None


def _point(value: str) -> Point:
    if value not in Point.values:
        raise Http404
    return Point(value)


@room
@require_http_methods(["GET", "POST"])
def dialogue_note(request: ActorRequest, dialogue: Dialogue, point: str) -> HttpResponse:
    """Saves itself while one writes. Where the other wrote too, the point comes back with both texts."""
    found = _point(point)
    if request.method == "GET":
        return _one_point(request, dialogue, found)
    form = NoteForm(request.POST, label=str(found.label), auto_id=f"{found}-%s")
    note = _write_note(request, dialogue, found, form) if form.is_valid() else None
    if note is None:
        return _one_point(request, dialogue, found, form)
    if is_part(request) and "leave" not in request.POST:
        context = {"note": note, "revision": revision_of(note), "saved_at": timezone.now()}
        return render(request, "assignments/_dialogue_note_saved.html", context)
    if "leave" in request.POST:
        actions.leave_pen(actor=request.actor, dialogue=dialogue, point=found)
    return _one_point(request, dialogue, found)


def _write_note(
    request: ActorRequest, dialogue: Dialogue, point: Point, form: NoteForm
) -> Note | None:
    at: dict[str, Any] = {"actor": request.actor, "dialogue": dialogue, "point": point}
    written = form.cleaned_data
    if "over" in request.POST and not attempt(form, actions.take_pen, **at, over=True):
        return None
    text, revision = written["text"], written["revision"]
    return attempt(form, actions.write_note, **at, text=text, revision=revision)


def _one_point(
    request: ActorRequest, dialogue: Dialogue, point: Point, form: NoteForm | None = None
) -> HttpResponse:
    """The point alone where a part of the page was asked for, else the page, at the point."""
    sent = {point: form} if form else {}
    if not is_part(request):
        if sent:
            return pages.show(request, dialogue, note_forms=sent)
        return back(dialogue, f"#point-{point}")
    context = pages.parts_of(pages.read(request, dialogue), note_forms=sent)
    context["one"] = next((one for one in context["notes"] if one["note"].point == point), None)
    if context["one"] is None:
        raise Http404
    answer = render(request, "assignments/_dialogue_point.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#point-{point}", "outerHTML"
    return answer


@room
@require_POST
def dialogue_pen(request: ActorRequest, dialogue: Dialogue, point: str) -> HttpResponse:
    found, form = _point(point), PenForm(request.POST)
    act = form.cleaned_data["act"] if form.is_valid() else "take"
    at: dict[str, Any] = {"actor": request.actor, "dialogue": dialogue, "point": found}
    try:
        if act == "leave":
            actions.leave_pen(**at)
        else:
            actions.take_pen(**at, over=act == "over")
    except RuleBroken as broken:
        if not is_part(request):
            messages.error(request, broken.sentence)
    return _one_point(request, dialogue, found)


@room
@require_POST
def dialogue_step_add(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    form = pages.step_form(pages.read(request, dialogue), request.POST)
    at: dict[str, Any] = {"actor": request.actor, "dialogue": dialogue}
    added = attempt(form, actions.add_step, **at, **form.cleaned_data) if form.is_valid() else None
    if added:
        return back(dialogue, "#steps")
    return pages.show(request, dialogue, step_form=form)


@room
@require_http_methods(["GET", "POST"])
def dialogue_step(request: ActorRequest, dialogue: Dialogue, step: UUID) -> HttpResponse:
    """A step is changed, or taken away."""
    found = step_in(dialogue, step)
    if "remove" in request.POST:
        tried(request, actions.remove_step, step=found)
        return back(dialogue, "#steps")
    people = [p for p in (dialogue.assignment.holder, dialogue.counterpart) if p]
    initial = {"text": found.text, "person": str(found.person_id), "due_on": found.due_on}
    form = ChangeStepForm(request.POST or None, people=people, row=found, initial=initial)
    at: dict[str, Any] = {"actor": request.actor, "step": found}
    changed = (
        attempt(form, actions.change_step, **at, **form.cleaned_data) if form.is_valid() else None
    )
    if changed:
        return back(dialogue, "#steps")
    title = _("Change the step")
    context = {"form": form, "title": title, "step": found, "dialogue": dialogue}
    context["crumbs"] = crumbs_of(dialogue, (title, ""))
    return render(request, "assignments/dialogue_step.html", context)


def step_in(dialogue: Dialogue, pk: UUID) -> NextStep:
    found = step_of(dialogue, pk)
    if found is None:
        raise Http404
    return found


def tried(request: ActorRequest, action: Any, **arguments: Any) -> bool:
    """Does it, or says on the page why not."""
    try:
        action(actor=request.actor, **arguments)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return False
    return True
