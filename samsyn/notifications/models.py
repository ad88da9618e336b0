"""Who wants which mail, how far the events have been read, and what each person has been told: each thing once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.core.models import BaseModel
from samsyn.organisations.models import Event, Person


class Topic(models.TextChoices):
    """What mail can be about, each of which a person can have at once, gathered in the morning, or not at all."""

    AGREEMENT = "agreement", _("When an assignment of yours is begun, changed or agreed")
    COMMENTS = "comments", _("When somebody comments on a part of it")
    DIALOGUES = "dialogues", _("When a dialogue is planned, prepared or noted")
    CALENDAR = "calendar", _("Invitations of dialogues for your calendar")
    REMINDERS = "reminders", _("The day before a dialogue, and when a step of yours is due")
    LAPSES = (
        "lapses",
        _("When something needs you: a new principal, a missed dialogue, a post that ends"),
    )


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Gathered in one mail in the morning")
    NEVER = "never", pgettext_lazy("mail", "Not at all")


class Choice(BaseModel):
    """What a person has chosen otherwise than the product proposes (rules.PROPOSED)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    frequency = models.CharField(max_length=20, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="choice_once")]

    def __str__(self) -> str:
        return f"{self.topic} {self.frequency}"


class Reading(BaseModel):
    """How far the events have been read. What was recorded before `begun_at` is told to nobody: it is history."""

    name = models.CharField(max_length=30, unique=True)
    begun_at = models.DateTimeField()
    # All events recorded so long before this moment that they must be committed (rules.OVERLAP) have been told.
    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.read_until:%Y-%m-%d %H:%M}"


class Told(models.Model):
    """An event that has been told to all who are to hear of it, written in the same transaction as their notices."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.event_id}"


class Notice(BaseModel):
    """That one person is told one thing: at once, or waiting for the morning's mail. Its words are made when it is sent.

    `key` names the thing: an event, a lapse, the day before a dialogue. It is what makes a mail impossible to repeat.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    key = models.CharField(max_length=160)
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [
            models.Index(
                fields=["person"], condition=models.Q(sent_at=None), name="notice_waiting"
            ),
            models.Index(fields=["created_at"], name="notice_made"),
        ]

    def __str__(self) -> str:
        return self.key
