"""What people answered. An anonymous response holds nothing that leads back: no key, day or order (docs/anonymity.md)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from samsyn.surveys.models.invitations import Invitation
from samsyn.surveys.models.rounds import Round


class Response(models.Model):
    """One respondent's answers. The key is random: neither it nor a time stamp tells who or when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="responses")
    # What tells respondents apart: an imported file's number; else random, and new whenever the order is broken up.
    respondent = models.CharField(max_length=60)
    # {"q1": [0, 4], "q1:other": "text", "q2": {"r1": 3}, "q3": "text"}; docs/answers.md has every kind.
    answers: Any = models.JSONField(default=dict)
    # Of named rounds alone.
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="response"
    )
    # Which of the round's register blocks the respondent is in; none where nothing of the register follows.
    block = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "respondent"], name="response_once")
        ]

    def __str__(self) -> str:
        return self.respondent


class Draft(models.Model):
    """What somebody has written so far in a named round. Anonymous answers have none: theirs travels with the page."""

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, primary_key=True, related_name="draft"
    )
    answers: Any = models.JSONField(default=dict)
    # The section that is next.
    section = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.invitation_id)


class SpentPage(models.Model):
    """A page of an open link that has been sent in: sent again, it counts once. Says nothing of which response it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    # A digest of the random number the page carried.
    page = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "page"], name="page_spent_once")]

    def __str__(self) -> str:
        return self.page


class DayCount(models.Model):
    """Answers by open link on one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="day_counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["round", "day"], name="day_count_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
