"""What each of the two writes beforehand. Writing records no event: it is a draft that saves itself."""

from django.db import transaction
from django.utils import timezone

from samsyn.assignments.actions.dialogues.rows import locked, me, tell
from samsyn.assignments.models import Dialogue, Point, Preparation
from samsyn.assignments.queries.dialogues import done_by
from samsyn.assignments.rules import dialogues as rules
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor


@transaction.atomic
def write_preparation(
    *, actor: Actor, dialogue: Dialogue, point: Point, text: str, revision: str = ""
) -> Preparation:
    """The revision guards against oneself: the same person in two windows."""
    dialogue = locked(actor, dialogue.pk)
    rules.check_can_prepare(dialogue, is_done=actor.person_id in done_by(dialogue))
    row, _is_new = dialogue.preparations.get_or_create(person=me(actor, dialogue), point=point)
    if row.text == text:
        return row
    if row.text:
        check_is_latest(row, revision)
    row.text = text
    row.save(update_fields=["text", "changed_at"])
    return row


@transaction.atomic
def finish_preparation(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """The actor is done. When both are, each sees what the other wrote."""
    dialogue = locked(actor, dialogue.pk)
    rules.check_is_planned(dialogue)
    if actor.person_id in done_by(dialogue):
        return dialogue
    for point in Point:
        dialogue.preparations.get_or_create(person=me(actor, dialogue), point=point)
    # Without `changed_at`: being done is no change of the text.
    dialogue.preparations.filter(person=actor.person_id).update(done_at=timezone.now())
    tell("prepared", actor, dialogue)
    return dialogue


@transaction.atomic
def write_on_preparation(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """Takes back that one is done, as long as the other has not been shown the text."""
    dialogue = locked(actor, dialogue.pk)
    rules.check_can_write_on(dialogue, done_by(dialogue))
    dialogue.preparations.filter(person=actor.person_id).update(done_at=None)
    return dialogue
