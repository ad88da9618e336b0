"""Dialogues are planned, moved and cancelled. Who hears of it, and by which mail, is decided in notifications."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from samsyn.assignments.actions.dialogues.rows import keep_dates, locked, save, tell
from samsyn.assignments.models import Assignment, Dialogue, DialogueState, State
from samsyn.assignments.rules import dialogues as rules
from samsyn.assignments.rules.agreements import check_key
from samsyn.core.models import uuid7
from samsyn.organisations.access import Actor

MINUTES = 40


@transaction.atomic
def plan_dialogue(
    *,
    actor: Actor,
    assignment: Assignment,
    starts_at: datetime,
    minutes: int = MINUTES,
    where: str = "",
    key: UUID | None = None,
) -> Dialogue:
    """One for a time and one for a key: sent twice, or by both at once, it is planned once."""
    assignment = _locked_assignment(actor, assignment)
    dialogue = _plan(actor, assignment, starts_at, minutes, where, key)
    keep_dates(assignment.pk)
    return dialogue


@transaction.atomic
def plan_series(
    *,
    actor: Actor,
    assignment: Assignment,
    first_at: datetime,
    weeks: int,
    count: int,
    minutes: int = MINUTES,
    where: str = "",
) -> list[Dialogue]:
    """All within the assignment's time; those already planned stay as they are."""
    assignment = _locked_assignment(actor, assignment)
    rules.check_series(weeks, count)
    rules.check_time(assignment, first_at, minutes)
    times = rules.series(first_at, weeks, count, assignment.ends_on)
    found = [_plan(actor, assignment, starts_at, minutes, where) for starts_at in times]
    keep_dates(assignment.pk)
    return found


def _locked_assignment(actor: Actor, assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("controller")
    assignment = rows.get(pk=assignment.pk)
    rules.check_can_plan(assignment)
    rules.check_is_one_of(actor.person_id, (assignment.holder_id, assignment.counterpart_id))
    return assignment


def _plan(
    actor: Actor,
    assignment: Assignment,
    starts_at: datetime,
    minutes: int,
    where: str,
    key: UUID | None = None,
) -> Dialogue:
    rules.check_time(assignment, starts_at, minutes)
    if made := Dialogue.objects.filter(pk=key).first() if key else None:
        check_key(is_same=_is_same(made, assignment, actor))
        return made
    if found := assignment.dialogues.filter(_is_at(starts_at)).first():
        return found
    dialogue = Dialogue.objects.create(
        pk=key or uuid7(),
        assignment=assignment,
        counterpart_id=assignment.counterpart_id,
        planned_by_id=actor.person_id,
        starts_at=starts_at,
        minutes=minutes,
        where=where,
        delete_on=rules.delete_on(assignment.ends_on),
    )
    tell("planned", actor, dialogue)
    return dialogue


def _is_same(made: Dialogue, assignment: Assignment, actor: Actor) -> bool:
    return (made.assignment_id, made.planned_by_id) == (assignment.pk, actor.person_id)


def _is_at(starts_at: datetime) -> Q:
    return Q(starts_at=starts_at) & ~Q(state=DialogueState.CANCELLED)


@transaction.atomic
def move_dialogue(
    *,
    actor: Actor,
    dialogue: Dialogue,
    starts_at: datetime,
    minutes: int = MINUTES,
    where: str = "",
) -> Dialogue:
    """The same invitation with a new number: calendars replace what they have. What is prepared goes along."""
    dialogue = locked(actor, dialogue.pk)
    rules.check_is_planned(dialogue)
    rules.check_time(dialogue.assignment, starts_at, minutes)
    others = dialogue.assignment.dialogues.exclude(pk=dialogue.pk)
    rules.check_is_free(is_taken=others.filter(_is_at(starts_at)).exists())
    if (dialogue.starts_at, dialogue.minutes, dialogue.where) == (starts_at, minutes, where):
        return dialogue
    dialogue.starts_at, dialogue.minutes, dialogue.where = starts_at, minutes, where
    dialogue.sequence += 1
    save(dialogue, "starts_at", "minutes", "where", "sequence")
    tell("moved", actor, dialogue, sequence=dialogue.sequence)
    keep_dates(dialogue.assignment_id)
    return dialogue


@transaction.atomic
def cancel_dialogue(*, actor: Actor, dialogue: Dialogue) -> Dialogue:
    """Each keeps what they prepared, for themselves. Cancelled already: nothing more happens."""
    dialogue = locked(actor, dialogue.pk)
    if dialogue.state == DialogueState.CANCELLED:
        return dialogue
    rules.check_is_planned(dialogue)
    _cancel(actor, dialogue)
    return dialogue


def _cancel(actor: Actor, dialogue: Dialogue) -> None:
    dialogue.state = DialogueState.CANCELLED
    dialogue.sequence += 1
    save(dialogue, "state", "sequence")
    tell("cancelled", actor, dialogue)
    keep_dates(dialogue.assignment_id)


@transaction.atomic
def clear_planned(*, actor: Actor, assignment: Assignment, after: date | None = None) -> int:
    """Cancels what can no longer be held: with a former counterpart, or in or `after` the day an assignment is over.

    To be called by whoever changed the one or the other, in the same transaction.
    """
    rows = Dialogue.objects.select_for_update(of=("self",)).select_related("assignment__controller")
    planned = rows.filter(assignment=assignment, state=DialogueState.PLANNED)
    if assignment.state in {State.DRAFT, State.IN_FORCE}:
        is_too_late = Q(starts_at__gte=rules.end_of(after)) if after else Q(pk__in=[])
        planned = planned.filter(~Q(counterpart=assignment.counterpart_id) | is_too_late)
    found = list(planned)
    for dialogue in found:
        _cancel(actor, dialogue)
    keep_dates(assignment.pk)
    return len(found)
