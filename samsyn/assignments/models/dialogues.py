"""Follow-up dialogues between the two. Every text here is sealed, and seen by nobody else."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models.agreements import Assignment
from samsyn.core.models import BaseModel
from samsyn.core.sealed import SealedTextField
from samsyn.organisations.access import Actor, Can, between_two
from samsyn.organisations.models import Person


class DialogueState(models.TextChoices):
    PLANNED = "planned", _("planned")
    BEGUN = "begun", _("begun")
    # Held; the notes wait for both.
    HELD = "held", _("held")
    APPROVED = "approved", _("approved")
    CANCELLED = "cancelled", _("cancelled")
    # One of the two left before both had approved.
    BROKEN_OFF = "broken_off", _("broken off")


class DialogueQuerySet(models.QuerySet["Dialogue"]):
    def visible_to(self, actor: Actor) -> DialogueQuerySet:
        """The two of then, the counterpart as long as the duty holds; a new counterpart when both have released it."""
        two = between_two(
            actor,
            Can.DIALOGUE_HOLD,
            concerns="assignment__holder",
            counterpart="counterpart",
            path="assignment__place",
        )
        next_one = between_two(
            actor,
            Can.DIALOGUE_HOLD,
            concerns="assignment__holder",
            counterpart="assignment__counterpart",
            path="assignment__place",
        )
        released = Q(holder_released_at__isnull=False, counterpart_released_at__isnull=False)
        # A sieve that the database has indexes for, before what asks about the assignment.
        me = actor.person_id
        own = Assignment.objects.filter(Q(holder=me) | Q(counterpart=me)).order_by().values("pk")
        sieve = Q(counterpart=me) | Q(assignment__among=own)
        return self.filter(sieve, two | (next_one & released)).select_related(
            "assignment__place", "assignment__holder", "assignment__controller", "counterpart"
        )


class Dialogue(BaseModel):
    """A talk between the career teacher and the counterpart of that day: planned, prepared, held, noted, approved."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="dialogues")
    counterpart = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    planned_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=40)
    where = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=20, choices=DialogueState.choices, default=DialogueState.PLANNED
    )
    # As iCalendar counts: one more each time the invitation is moved or cancelled.
    sequence = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Counts every change of the notes: a yes is a yes to one revision.
    revision = models.PositiveIntegerField(default=0)
    holder_approved_at = models.DateTimeField(null=True, blank=True)
    counterpart_approved_at = models.DateTimeField(null=True, blank=True)
    holder_released_at = models.DateTimeField(null=True, blank=True)
    counterpart_released_at = models.DateTimeField(null=True, blank=True)
    # The notes are for memory: on this day the whole dialogue goes.
    delete_on = models.DateField(null=True, blank=True)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "starts_at"],
                condition=~Q(state="cancelled"),
                name="dialogue_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.starts_at:%Y-%m-%d}"

    @property
    def right_path(self) -> str:
        return self.assignment.place.path

    @property
    def concerns_id(self) -> UUID:
        return self.assignment.holder_id

    @property
    def counterpart_ids(self) -> tuple[UUID | None, ...]:
        """Who counts as the counterpart: the one it was held with, and the next one when both have released it."""
        if self.holder_released_at and self.counterpart_released_at:
            return self.counterpart_id, self.assignment.counterpart_id
        return (self.counterpart_id,)


class Point(models.TextChoices):
    """The agenda. Next steps, its last point, are rows of their own."""

    HAPPENED = "happened", _("What has happened?")
    GIVES = "gives", _("What does it give?")
    HINDERS = "hinders", _("What hinders?")
    CONDITIONS = "conditions", _("Time and mandate")


class Preparation(BaseModel):
    """What one of the two wrote beforehand: opens to the other when both are done, or the dialogue begins."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="preparations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    point = models.CharField(max_length=20, choices=Point.choices)
    text = SealedTextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "person", "point"], name="preparation_once")
        ]

    def __str__(self) -> str:
        return self.point


class Note(BaseModel):
    """What the two noted at one point. One writes at a time: whoever has the pen, until it is left or taken over."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="notes")
    point = models.CharField(max_length=20, choices=Point.choices)
    text = SealedTextField(blank=True)
    writer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "point"], name="dialogue_note_once")
        ]

    def __str__(self) -> str:
        return self.point


class NextStep(BaseModel):
    """What one of the two is to do, by when: agreed in a dialogue, and a dated line on both start pages."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="steps")
    text = SealedTextField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "created_at", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.due_on}"
