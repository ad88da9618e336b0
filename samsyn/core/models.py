"""What every row has in common, and the rows of the engine: mail, schedules, workers, progress. No school words here."""

import uuid
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from functools import cached_property
from typing import ClassVar

import uuid_utils.compat
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


def uuid7() -> uuid.UUID:
    """A key that sorts by time. Never for rows whose time or order would betray a person."""
    return uuid_utils.compat.uuid7()


class BaseModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class MailState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENDING = "sending", pgettext_lazy("mail", "Sending")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    # The demo's way: nothing leaves the machine, the mailbox page shows it.
    DELIVERED = "delivered", pgettext_lazy("mail", "Delivered")
    REFUSED = "refused", pgettext_lazy("mail", "Refused")


class OutgoingMail(BaseModel):
    """A mail as it will leave. Its text is erased once sent, for it may hold a sign-in code."""

    sender = models.CharField(max_length=320)
    recipients = models.TextField(help_text="Addresses, one on each line.")
    subject = models.CharField(max_length=1000, blank=True)
    message = models.BinaryField(blank=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    claimed_by = models.CharField(max_length=64, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True, help_text="What the receiving server said, by address.")

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(message=b""), name="sent_mail_keeps_no_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"

    @property
    def addresses(self) -> list[str]:
        return self.recipients.split("\n")

    @cached_property
    def parsed(self) -> ParsedMessage:
        return message_from_bytes(bytes(self.message), policy=policy.default)

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return part.get_content() if part else ""


class Schedule(BaseModel):
    """When a recurring job is next due. Whoever moves `next_at` on is the one who starts it."""

    name = models.CharField(max_length=100, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class WorkerHeartbeat(BaseModel):
    """A living worker counts upwards. Others look whether it still does, so no two clocks are compared."""

    worker = models.CharField(max_length=64, unique=True)
    beats_count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.worker


class Progress(models.Model):
    """How far a long job has come, by the key of the row it works on."""

    matter_id = models.UUIDField(primary_key=True)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.done_count}/{self.total_count}"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done_count // self.total_count) if self.total_count else 0
