"""Reports made of blocks, and the editions they are issued as. An edition never changes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Organisation, Person
from samsyn.surveys.models import Option, Question, Round


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> ReportQuerySet:
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
    # Of the report or any of its parts; `changed_at` is of this row alone.
    edited_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.organisation.path


class StepState(models.TextChoices):
    """How far a step of the thread has come."""

    DONE = "done", _("done")
    HERE = "here", _("under way")
    COMING = "coming", _("coming")


class ReportBlock(BaseModel):
    """One part of a report. Its kind (see blocks.py) says which of the fields it uses."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="blocks")
    # Not unique: moving a part renumbers all of them, with the report locked.
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.DONE)
    # How many options the chart shows, the most chosen first; 0 for no chart.
    chart_rows = models.PositiveSmallIntegerField(default=8)
    with_table = models.BooleanField(default=True)
    # The option that the text speaks of: solid in the chart, bold in the table.
    emphasis = models.ForeignKey(Option, models.SET_NULL, null=True, blank=True, related_name="+")
    # How many answers are quoted under each sub-heading; 0 for all.
    quotes_each = models.PositiveSmallIntegerField(default=3)
    new_page = models.BooleanField(default=False)
    # A part taken away is kept, so that it can be put back.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        """Its heading, or the question that it then stands under."""
        return self.heading or (self.question.text if self.question else "")


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, actor: Actor) -> EditionQuerySet:
        return self.filter(
            within(actor, Can.EDITION_READ, "report__organisation__path")
        ).select_related("report__organisation")

    def latest_of_each(self) -> EditionQuerySet:
        """The last edition of each report, without its content."""
        newer = Edition.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer)).defer("content").order_by("-issued_at")


class Edition(BaseModel):
    """An issued version: numbers, texts and files as they were that day. Nothing of it is changed afterwards."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    # Every text and number, as blocks.py froze them.
    content: Any = models.JSONField()
    # The files are made once, by a job; their digests show that they are the same still.
    pdf = models.FileField(upload_to="editions/", blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    docx = models.FileField(upload_to="editions/", blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    # The job gave up. The page says so instead of waiting for ever.
    files_failed = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def has_files(self) -> bool:
        return bool(self.pdf_sha256 and self.docx_sha256)

    @property
    def right_path(self) -> str:
        return self.report.organisation.path
