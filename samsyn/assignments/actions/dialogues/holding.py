"""The talk itself: notes at each point, one writes at a time, and the next steps.

Every change of a note or a step counts the dialogue's revision up and clears what was said yes to. Only beginning and
ending record events: the notes save themselves.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.dialogues.rows import is_parted, keep_dates, locked, save, tell
from samsyn.assignments.models import Dialogue, DialogueState, NextStep, Note, Point
from samsyn.assignments.rules import dialogues as rules
from samsyn.assignments.rules.agreements import check_key
from samsyn.core.models import uuid7
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person


@transaction.atomic
def begin_dialogue(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """Opens what both prepared. Whoever presses second is simply there."""
    dialogue = locked(actor, dialogue.pk)
    if dialogue.state == DialogueState.BEGUN:
        return dialogue
    now = timezone.now()
    rules.check_can_begin(dialogue, now, has_left=is_parted(dialogue))
    dialogue.state, dialogue.begun_at = DialogueState.BEGUN, now
    save(dialogue, "state", "begun_at")
    Note.objects.bulk_create(Note(dialogue=dialogue, point=point) for point in Point)
    tell("begun", actor, dialogue)
    keep_dates(dialogue.assignment_id)
    return dialogue


def _to_write(actor: Actor, dialogue: Dialogue) -> Dialogue:
    dialogue = locked(actor, dialogue.pk)
    rules.check_can_write(dialogue)
    rules.check_goes_on(is_parted(dialogue))
    return dialogue


def _count_change(dialogue: Dialogue) -> None:
    """A yes is a yes to one revision; so is letting others read, until both have."""
    dialogue.revision += 1
    dialogue.holder_approved_at = dialogue.counterpart_approved_at = None
    names = ["revision", "holder_approved_at", "counterpart_approved_at"]
    if not (dialogue.holder_released_at and dialogue.counterpart_released_at):
        dialogue.holder_released_at = dialogue.counterpart_released_at = None
        names += ["holder_released_at", "counterpart_released_at"]
    save(dialogue, *names)


@transaction.atomic
def write_note(
    *, actor: Actor, dialogue: Dialogue, point: Point, text: str, revision: str = ""
) -> Note:
    """Takes a pen that lies free. Where the other writes, or has written since, both versions are shown."""
    dialogue = _to_write(actor, dialogue)
    note, now = dialogue.notes.get(point=point), timezone.now()
    rules.check_pen(note, actor.person_id, now)
    if note.text != text:
        check_is_latest(note, revision)
        note.text = text
        _count_change(dialogue)
        note.save(update_fields=["text", "changed_at"])
    _give_pen(note, actor.person_id)
    return note


@transaction.atomic
def take_pen(*, actor: Actor, dialogue: Dialogue, point: Point, over: bool = False) -> Note:
    """`over` takes it out of the other's hand: what they have sent is kept, what they have not is shown to them."""
    dialogue = _to_write(actor, dialogue)
    note = dialogue.notes.get(point=point)
    if not over:
        rules.check_pen(note, actor.person_id, timezone.now())
    _give_pen(note, actor.person_id)
    return note


@transaction.atomic
def leave_pen(*, actor: Actor, dialogue: Dialogue, point: Point) -> Note:
    dialogue = _to_write(actor, dialogue)
    note = dialogue.notes.get(point=point)
    if note.writer_id == actor.person_id:
        _give_pen(note, None)
    return note


def _give_pen(note: Note, person_id: UUID | None) -> None:
    """Without `changed_at`: who writes is no change of what is written."""
    note.writer_id, note.written_at = person_id, timezone.now() if person_id else None
    note.save(update_fields=["writer", "written_at"])


@transaction.atomic
def add_step(
    *,
    actor: Actor,
    dialogue: Dialogue,
    text: str,
    person: Person,
    due_on: date | None = None,
    key: UUID | None = None,
) -> NextStep:
    dialogue = _to_write(actor, dialogue)
    if found := NextStep.objects.filter(pk=key).first() if key else None:
        check_key(is_same=found.dialogue_id == dialogue.pk)
        return found
    rules.check_step(dialogue, text, person.pk, due_on)
    _count_change(dialogue)
    return NextStep.objects.create(
        pk=key or uuid7(), dialogue=dialogue, text=text, person=person, due_on=due_on
    )


@transaction.atomic
def change_step(
    *,
    actor: Actor,
    step: NextStep,
    text: str,
    person: Person,
    due_on: date | None,
    revision: str = "",
) -> NextStep:
    dialogue = _to_write(actor, step.dialogue)
    step = dialogue.steps.get(pk=step.pk)
    rules.check_step(dialogue, text, person.pk, due_on)
    if (step.text, step.person_id, step.due_on) == (text, person.pk, due_on):
        return step
    check_is_latest(step, revision)
    step.text, step.person, step.due_on = text, person, due_on
    step.save(update_fields=["text", "person", "due_on", "changed_at"])
    _count_change(dialogue)
    return step


@transaction.atomic
def remove_step(*, actor: Actor, step: NextStep) -> Dialogue:
    """Removed already: nothing more happens, and nobody's yes is cleared."""
    dialogue = _to_write(actor, step.dialogue)
    removed, _by_model = dialogue.steps.filter(pk=step.pk).delete()
    if removed:
        _count_change(dialogue)
    return dialogue


@transaction.atomic
def end_dialogue(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """The talk is over; the notes wait for both. Nothing is approved by itself."""
    dialogue = locked(actor, dialogue.pk)
    if dialogue.state == DialogueState.HELD:
        return dialogue
    rules.check_can_end(dialogue)
    rules.check_goes_on(is_parted(dialogue))
    dialogue.state, dialogue.ended_at = DialogueState.HELD, timezone.now()
    save(dialogue, "state", "ended_at")
    dialogue.notes.update(writer=None, written_at=None)
    tell("ended", actor, dialogue)
    keep_dates(dialogue.assignment_id)
    return dialogue
