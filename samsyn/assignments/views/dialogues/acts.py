"""The buttons of a dialogue: begun, ended, approved, released, broken off; and a step done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.forms.dialogues import ActForm, DoneForm
from samsyn.assignments.models import Dialogue, DialogueState
from samsyn.assignments.views.dialogues.holding import back, step_in, tried
from samsyn.assignments.views.dialogues.room import room
from samsyn.organisations.access import ActorRequest

# What a button does, and what is said afterwards where the page does not say it by itself.
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "write-on": (actions.write_on_preparation, ""),
    "begin": (actions.begin_dialogue, ""),
    "end": (actions.end_dialogue, ""),
    "cancel": (
        actions.cancel_dialogue,
        gettext_lazy("The dialogue is cancelled. Both calendars are told."),
    ),
    "break-off": (actions.break_off, gettext_lazy("The dialogue is broken off.")),
    "release": (actions.release_dialogue, ""),
    "take-back": (actions.take_back_release, gettext_lazy("Your release is taken back.")),
}


@room
@require_POST
def dialogue_act(request: ActorRequest, dialogue: Dialogue) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        return back(dialogue)
    act, revision = form.cleaned_data["act"], form.cleaned_data["revision"]
    if act == "approve":
        _approve(request, dialogue, revision or 0)
        return back(dialogue, "#approve")
    action, said = ACTS[act]
    if tried(request, action, dialogue=dialogue) and said:
        messages.success(request, said)
    return back(dialogue)


def _approve(request: ActorRequest, dialogue: Dialogue, revision: int) -> None:
    if not tried(request, actions.approve_dialogue, dialogue=dialogue, revision=revision):
        return
    dialogue.refresh_from_db(fields=["state"])
    if dialogue.state == DialogueState.APPROVED:
        messages.success(
            request, _("Both of you have approved. The steps stand on your start pages.")
        )


@room
@require_POST
def dialogue_step_done(request: ActorRequest, dialogue: Dialogue, step: UUID) -> HttpResponse:
    """Done, or not done after all; from the start page one comes back to it."""
    form = DoneForm(request.POST)
    is_done = not form.is_valid() or form.cleaned_data["act"] == "done"
    action = actions.complete_step if is_done else actions.reopen_step
    tried(request, action, step=step_in(dialogue, step))
    from_start = form.is_valid() and form.cleaned_data["next"] == "start"
    return redirect("home:start") if from_start else back(dialogue, "#steps")
