"""After the talk: approved by both, released by both, steps done, broken off, and deleted on the set day."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.dialogues.rows import (
    is_parted,
    keep_dates,
    locked,
    save,
    side_of,
    tell,
)
from samsyn.assignments.models import Dialogue, DialogueState, NextStep
from samsyn.assignments.rules import dialogues as rules
from samsyn.organisations.access import SYSTEM, Actor
from samsyn.organisations.events import record


@transaction.atomic
def approve_dialogue(*, actor: Actor, dialogue: Dialogue, revision: int) -> Dialogue:
    """A yes to the notes as they were read. Said twice it is said once; when both have, the notes stand."""
    dialogue = locked(actor, dialogue.pk)
    mine = f"{side_of(actor, dialogue)}_approved_at"
    if getattr(dialogue, mine) and dialogue.revision == revision:
        return dialogue
    rules.check_goes_on(is_parted(dialogue))
    rules.check_can_approve(dialogue, revision, dialogue.steps.all())
    setattr(dialogue, mine, timezone.now())
    is_approved = bool(dialogue.holder_approved_at and dialogue.counterpart_approved_at)
    if is_approved:
        dialogue.state = DialogueState.APPROVED
    save(dialogue, mine, "state")
    tell("approved" if is_approved else "approved_by_one", actor, dialogue)
    return dialogue


@transaction.atomic
def release_dialogue(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """One of two keys: only when both have turned theirs may the next principal read."""
    dialogue = locked(actor, dialogue.pk)
    rules.check_can_release(dialogue)
    mine = f"{side_of(actor, dialogue)}_released_at"
    if getattr(dialogue, mine):
        return dialogue
    setattr(dialogue, mine, timezone.now())
    save(dialogue, mine)
    is_released = bool(dialogue.holder_released_at and dialogue.counterpart_released_at)
    tell("released" if is_released else "released_by_one", actor, dialogue)
    return dialogue


@transaction.atomic
def take_back_release(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    dialogue = locked(actor, dialogue.pk)
    rules.check_can_take_back(dialogue)
    mine = f"{side_of(actor, dialogue)}_released_at"
    if getattr(dialogue, mine):
        setattr(dialogue, mine, None)
        save(dialogue, mine)
        tell("release_taken_back", actor, dialogue)
    return dialogue


@transaction.atomic
def set_deletion_day(*, actor: Actor, dialogue: Dialogue, delete_on: date) -> Dialogue:
    """Either of the two, and only an earlier one. The other is told, in time to take the text out."""
    dialogue = locked(actor, dialogue.pk)
    rules.check_can_set_deletion(dialogue)
    if dialogue.delete_on == delete_on:
        return dialogue
    rules.check_deletion_day(dialogue, delete_on, timezone.localdate())
    dialogue.delete_on = delete_on
    save(dialogue, "delete_on")
    tell("deletion_set", actor, dialogue, delete_on=delete_on.isoformat())
    return dialogue


@transaction.atomic
def break_off(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """One of the two has left: what was written stays as it was, approved by nobody."""
    dialogue = locked(actor, dialogue.pk)
    if dialogue.state == DialogueState.BROKEN_OFF:
        return dialogue
    rules.check_can_break_off(dialogue, has_left=is_parted(dialogue))
    dialogue.state = DialogueState.BROKEN_OFF
    dialogue.ended_at = dialogue.ended_at or timezone.now()
    save(dialogue, "state", "ended_at")
    tell("broken_off", actor, dialogue)
    keep_dates(dialogue.assignment_id)
    return dialogue


@transaction.atomic
def complete_step(*, actor: Actor, step: NextStep) -> NextStep:
    """Either of the two may say that it is done, and either that it is not."""
    return _mark_step(actor, step, is_done=True)


@transaction.atomic
def reopen_step(*, actor: Actor, step: NextStep) -> NextStep:
    return _mark_step(actor, step, is_done=False)


def _mark_step(actor: Actor, step: NextStep, *, is_done: bool) -> NextStep:
    dialogue = locked(actor, step.dialogue_id)
    rules.check_can_complete(dialogue)
    step = dialogue.steps.get(pk=step.pk)
    if bool(step.done_at) == is_done:
        return step
    step.done_at = timezone.now() if is_done else None
    # Without `changed_at`: that it is done changes nothing of what was agreed.
    step.save(update_fields=["done_at"])
    matter = dialogue.assignment
    kind = "step.done" if is_done else "step.reopened"
    record(kind, actor=actor, matter=matter, controller=matter.controller, step=str(step.pk))
    return step


def delete_due_dialogues(today: date | None = None) -> int:
    """Those whose day has come, each in its own transaction, so that one cannot stop the others."""
    day = today or timezone.localdate()
    due = Dialogue.objects.filter(delete_on__lte=day).values_list("pk", flat=True)
    return sum(_delete_due(pk, day) for pk in list(due))


@transaction.atomic
def _delete_due(pk: UUID, day: date) -> bool:
    """The row goes, and everything written in it; what remains is that a dialogue was, in the log of events."""
    rows = Dialogue.objects.select_for_update(of=("self",)).select_related("assignment__controller")
    dialogue = rows.filter(pk=pk, delete_on__lte=day).first()
    if dialogue is None:
        return False
    tell("deleted", SYSTEM, dialogue)
    dialogue.delete()
    return True
