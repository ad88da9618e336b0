"""What was done and what it gave: the log, the outcome and its evidence."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models.agreements import Activity, Assignment, Audience
from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person
from samsyn.surveys.models import Round


def stored_under_no_name(row: BaseModel, filename: str) -> str:
    """The file's own name stays in the row: it is the uploader's, and may say too much for a disk."""
    return f"assignments/{row.pk.hex}"


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def visible_to(self, actor: Actor) -> LogEntryQuerySet:
        """The log is the career teacher's own; the counterpart sees sums, and what is shown as evidence."""
        if actor.person_id is None:
            return self.none()
        return self.filter(assignment__holder=actor.person_id).select_related(
            "assignment__place", "assignment__controller", "assignment__counterpart"
        )

    def kept(self) -> LogEntryQuerySet:
        return self.filter(removed_at=None)


class LogEntry(BaseModel):
    """Something done within the assignment. The key comes with the form, so that sending twice makes it once."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="log")
    done_on = models.DateField()
    activity = models.CharField(max_length=30, choices=Activity.choices)
    with_whom = models.CharField(max_length=160, blank=True)
    minutes = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    file = models.FileField(upload_to=stored_under_no_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    # Taken away, and kept for some days so that it can be put back.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=1440), name="log_entry_minutes"
            )
        ]
        indexes = [models.Index(fields=["assignment", "done_on"])]

    def __str__(self) -> str:
        return f"{self.done_on} {self.minutes}"

    @property
    def right_path(self) -> str:
        return self.assignment.place.path

    @property
    def concerns_id(self) -> UUID:
        return self.assignment.holder_id

    @property
    def counterpart_id(self) -> None:
        return None


class Outcome(BaseModel):
    """How it turned out: the expected effect against what is seen. Closed when both have said so of one revision."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="outcome")
    seen = models.TextField(blank=True)
    carries_on = models.TextField(blank=True)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.STAFF)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    holder_closed_at = models.DateTimeField(null=True, blank=True)
    holder_closed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    counterpart_closed_at = models.DateTimeField(null=True, blank=True)
    counterpart_closed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.assignment_id}"

    @property
    def is_closed(self) -> bool:
        return bool(self.holder_closed_at and self.counterpart_closed_at)


class EvidenceKind(models.TextChoices):
    LOG = "log", _("From the log")
    FILE = "file", _("A file")
    RESULT = "result", _("A survey’s result")


class Evidence(BaseModel):
    """What the outcome rests on: an entry of the log, a file, or a question of a closed round."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    says = models.CharField(max_length=300, blank=True)
    log_entry = models.ForeignKey(LogEntry, models.CASCADE, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to=stored_under_no_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    question_code = models.SlugField(max_length=50, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # Taken away, and kept for some days so that it can be put back, by the one of the two who took it away.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "log_entry"], name="evidence_log_once"),
            models.UniqueConstraint(
                fields=["outcome", "round", "question_code"], name="evidence_result_once"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
