"""Reports made of blocks, and the editions they are issued as. An edition never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel
from samsyn.organisations.models import Organisation, Person
from samsyn.surveys.models import Question, Round

if TYPE_CHECKING:
    from samsyn.organisations.access import Actor


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> ReportQuerySet:
        from samsyn.organisations.access import Can, within

        return self.filter(within(actor, Can.REPORT_EDIT, "organisation__path")).select_related(
            "organisation", "round__survey"
        )


class Report(BaseModel):
    """The editable text about one round's results."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    # Raised by every change: who saves an older one is shown both.
    revision = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.organisation.path


class BlockKind(models.TextChoices):
    TEXT = "text", _("text")
    RESPONDENTS = "respondents", _("who answered")
    QUESTION = "question", _("chart and table of a question")
    QUOTES = "quotes", _("headings with answers")


class ReportBlock(BaseModel):
    """One part of a report, in the order of the report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=BlockKind.choices)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"],
                name="report_block_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.heading


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, actor: Actor) -> EditionQuerySet:
        from samsyn.organisations.access import Can, within

        return self.filter(
            within(actor, Can.EDITION_READ, "report__organisation__path")
        ).select_related("report__organisation")


class Edition(BaseModel):
    """An issued version: numbers, texts and files as they were that day."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    content: Any = models.JSONField()
    pdf = models.FileField(upload_to="editions/", blank=True)
    docx = models.FileField(upload_to="editions/", blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"

    @property
    def right_path(self) -> str:
        return self.report.organisation.path
