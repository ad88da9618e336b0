"""What the actions of dialogues share: the locked row, whose side the actor is on, and the dates lists read."""

from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, Q
from django.utils import timezone

from samsyn.assignments.models import Assignment, Dialogue, DialogueState
from samsyn.assignments.queries.dialogues import has_left
from samsyn.assignments.rules import dialogues as rules
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Person


def locked(actor: Actor, pk: UUID) -> Dialogue:
    """One at a time writes in a dialogue, and only its two: whoever both have let in to read does not."""
    rows = Dialogue.objects.select_for_update(of=("self",))
    found = rows.select_related(
        "assignment__place", "assignment__holder", "assignment__controller", "counterpart"
    ).get(pk=pk)
    rules.check_is_one_of(actor.person_id, (found.concerns_id, found.counterpart_id))
    return found


def side_of(actor: Actor, dialogue: Dialogue) -> str:
    return "holder" if actor.person_id == dialogue.concerns_id else "counterpart"


def me(actor: Actor, dialogue: Dialogue) -> Person:
    """The actor as one of the two, which `locked` has made sure of."""
    two = (dialogue.assignment.holder, dialogue.counterpart)
    return next(person for person in two if person and person.pk == actor.person_id)


def is_parted(dialogue: Dialogue) -> bool:
    return has_left(dialogue, timezone.localdate())


def save(dialogue: Dialogue, *names: str) -> None:
    dialogue.save(update_fields=[*names, "changed_at"])


def tell(kind: str, actor: Actor, dialogue: Dialogue, **facts: Any) -> None:
    controller = dialogue.assignment.controller
    record(f"dialogue.{kind}", actor=actor, matter=dialogue, controller=controller, **facts)


def keep_dates(assignment_id: UUID) -> None:
    """What lists read: the next one planned with the counterpart of now, and the last one held.

    The assignment's own `changed_at` stays: nobody who is writing in it has anything to compare.
    """
    held = Q(state__in=[DialogueState.HELD, DialogueState.APPROVED])
    with_the_one_of_now = Q(counterpart=F("assignment__counterpart"))
    found = Dialogue.objects.filter(assignment=assignment_id).aggregate(
        next=Min("starts_at", filter=Q(state=DialogueState.PLANNED) & with_the_one_of_now),
        last=Max("starts_at", filter=held),
    )
    Assignment.objects.filter(pk=assignment_id).update(
        next_dialogue_at=found["next"], last_dialogue_at=found["last"]
    )
