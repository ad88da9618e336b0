"""The page of a dialogue, what is new on it since it was opened, and the text taken out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from samsyn.assignments.actions.dialogues import record_taken_out, record_visit
from samsyn.assignments.dialogue_document import FILENAME, dialogue_word
from samsyn.assignments.forms.dialogues import NewStepForm, NoteForm, TextForm
from samsyn.assignments.models import Dialogue, DialogueState, Point, Preparation
from samsyn.assignments.queries.dialogue_page import (
    DialoguePage,
    dialogue_page,
    planned_after,
    visits_of,
)
from samsyn.assignments.queries.dialogues import has_been_here
from samsyn.assignments.views.dialogues.planning import crumbs_of, said_day
from samsyn.assignments.views.dialogues.room import room
from samsyn.core import thread
from samsyn.core.doors import own
from samsyn.core.files import download
from samsyn.organisations.access import ActorRequest

# A page left open asks for news without being a visit anew; one that lay open over the day is.
VISIT_LASTS = timedelta(hours=4)

HELPS = {
    Point.HAPPENED: gettext_lazy("Since the last dialogue, or since the assignment began."),
    Point.GIVES: gettext_lazy("For the pupils and for colleagues, and how you can see it."),
    Point.HINDERS: gettext_lazy("In the work around you, not in persons."),
    Point.CONDITIONS: gettext_lazy("Are the hours enough, and may you decide what you need to?"),
}


@room
@require_GET
def dialogue(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    record_visit(actor=request.actor, dialogue=dialogue, is_let_in=True)
    return show(request, dialogue)


def read(request: ActorRequest, dialogue: Dialogue) -> DialoguePage:
    return dialogue_page(request.actor, dialogue, timezone.now(), timezone.localdate())


def show(request: ActorRequest, dialogue: Dialogue, **forms: Any) -> HttpResponse:
    """`forms` are those that were sent in and could not be taken: they stand in the page with what was written."""
    page = read(request, dialogue)
    context = {
        **parts_of(page, **forms),
        "title": said_day(dialogue),
        "crumbs": crumbs_of(None, (said_day(dialogue), "")),
        "visits": visits_of(dialogue) if page.is_of_two else [],
        "following": planned_after(dialogue),
        "step_form": forms.get("step_form") or step_form(page),
        "points": forms.get("points") or preparation_forms(page),
    }
    return render(request, "assignments/dialogue.html", context)


def parts_of(page: DialoguePage, **forms: Any) -> dict[str, Any]:
    """What the page and the news of it have in common."""
    return {
        "page": page,
        "thread": thread_of(page),
        "dialogue": page.dialogue,
        "state": DialogueState(page.dialogue.state),
        "notes": note_forms(page, forms.get("note_forms") or {}),
    }


PLACES = ("before", "preparation", "talk", "steps", "next")
HERE = {DialogueState.PLANNED: 1, DialogueState.BEGUN: 2, DialogueState.HELD: 3}


def thread_of(page: DialoguePage) -> dict[str, thread.Piece]:
    """From the steps of last time to the dialogue that comes; what was broken off is a hole in it."""
    here = HERE.get(DialogueState(page.dialogue.state), 4)
    marks = ["done" if at < here else "here" if at == here < 4 else "coming" for at in range(5)]
    if page.dialogue.state == DialogueState.BROKEN_OFF:
        marks[3] = "missing"
    first = 0 if page.previous else 1
    return dict(zip(PLACES[first:], thread.pieces(marks[first:]), strict=True))


def note_forms(page: DialoguePage, sent: Mapping[str, NoteForm]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "view": view,
            "note": view.note,
            "label": Point(view.note.point).label,
            "form": sent.get(view.note.point)
            or NoteForm(
                row=view.note,
                label=str(Point(view.note.point).label),
                initial={"text": view.note.text},
                auto_id=f"{view.note.point}-%s",
            ),
            # What was sent and could not be saved stays in its field, whatever has happened meanwhile.
            "is_open": (view.is_mine and page.may_write) or view.note.point in sent,
        }
        for number, view in enumerate(page.notes, 1)
    ]


def preparation_forms(page: DialoguePage, sent: Any = None) -> list[dict[str, Any]]:
    """The agenda as fields, each with the revision of its own text."""
    rows = {row.point: row for row in page.own.rows} if page.own else {}
    return [
        {
            "point": point,
            "label": label,
            "help": HELPS[Point(point)],
            "form": preparation_form(point, rows.get(point), sent),
        }
        for point, label in Point.choices
    ]


def preparation_form(point: str, row: Preparation | None, sent: Any) -> TextForm:
    form = TextForm(sent, prefix=point, row=row, initial={"text": row.text if row else ""})
    form.fields["text"].label = Point(point).label
    if row is None:
        # Nothing was there when the page was shown: if something is now, it is not written over.
        form.initial["revision"] = "none"
    return form


def step_form(page: DialoguePage, sent: Any = None) -> NewStepForm:
    people = [prepared.person for prepared in page.prepared]
    return NewStepForm(sent, people=people, auto_id="step-%s")


@room
@require_GET
def dialogue_news(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    """Asked every few seconds. The points where the reader is writing stay as they are in the reader's hands."""
    page = read(request, dialogue)
    seen = request.GET.get("seen", "")
    if seen == page.seen:
        return HttpResponse(status=204)
    if not has_been_here(request.actor, dialogue, timezone.now() - VISIT_LASTS):
        record_visit(actor=request.actor, dialogue=dialogue, is_let_in=True)
    context = {
        **parts_of(page),
        "writes": request.GET.getlist("writes"),
        "is_changed": seen.partition("-")[0] != page.phase,
        "address": reverse("assignments:dialogue", args=[dialogue.pk]),
    }
    return render(request, "assignments/_dialogue_news.html", context)


@room
@require_GET
def dialogue_taken_out(request: ActorRequest, dialogue: Dialogue) -> HttpResponseBase:
    """What the reader sees, as a Word file of their own; from then on it is in their hands, and both see that."""
    record_taken_out(actor=request.actor, dialogue=dialogue)
    return download(dialogue_word(read(request, dialogue)), FILENAME)


@own("Says to everybody how the texts of dialogues are protected.")
@require_GET
def dialogue_protection(request: ActorRequest) -> HttpResponse:
    context = {"crumbs": crumbs_of(None, (_("How the texts are protected"), ""))}
    return render(request, "assignments/dialogue_protection.html", context)
