"""Whom a round asks, the mails that ask them, and how many have answered each day.

Of an anonymous round an invitation knows that an answer came, and on which day; nothing leads on from there. The link
is no secret of the database: it is made from the invitation's key and the settings' (rules.links).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel, OutgoingMail
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.roles import Role
from samsyn.surveys.models.rounds import Round


class Invitation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    # As the register had it when the round opened; the duty that counts where there are several.
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    organiser = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Which of the round's register blocks.
    block = models.PositiveSmallIntegerField(null=True, blank=True)
    is_late = models.BooleanField(default=False)

    opened_on = models.DateField(null=True, blank=True)
    # Of named rounds, whose drafts are kept.
    begun_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    # Does not want to be reminded.
    declined_on = models.DateField(null=True, blank=True)
    # What the receiving server said when it would not take the mail.
    refusal = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="invitation_person_once"),
            models.UniqueConstraint(
                fields=["round", "email"],
                condition=~models.Q(email=""),
                name="invitation_email_once",
            ),
        ]
        indexes = [models.Index(fields=["round", "answered_on"])]

    def __str__(self) -> str:
        return self.name or self.email


class MailingKind(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    # Once, when the results have been shared.
    RESULTS = "results", _("mail about the results")


class Mailing(BaseModel):
    """A mail to all whom it concerns when its hour comes."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=10, choices=MailingKind.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    due_at = models.DateTimeField()
    # Its first batch is asked for; the batches follow each other by themselves.
    begun_at = models.DateTimeField(null=True, blank=True)
    # All its mails stand in the outbox.
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_at"]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_results(self) -> bool:
        return self.kind == MailingKind.RESULTS

    @property
    def is_begun(self) -> bool:
        """Somebody may have it; the invitation begins once more for those who come late."""
        return self.begun_at is not None or self.posted_count > 0


class Posting(models.Model):
    """That a mailing's mail to one person stands in the outbox: written in one transaction with it, so never twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="postings")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="postings")
    # Until the outbox forgets it: what the receiving server says of it is kept with the invitation.
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "invitation"], name="posting_once")
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.invitation_id}"
