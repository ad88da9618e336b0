"""What the product's own pages keep: faults that people have told of, and the words that search looks in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models import Audience
from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can
from samsyn.organisations.models import Organisation, Person


class FaultReportQuerySet(models.QuerySet["FaultReport"]):
    def visible_to(self, actor: Actor) -> FaultReportQuerySet:
        # A fault belongs to the product and to no organisation: an administrator anywhere may mend it.
        return self if Can.FAULTS_VIEW in actor.rights else self.none()


class FaultReport(BaseModel):
    """Somebody could not use a page. Neither account nor address is asked for."""

    what = models.TextField(max_length=4000)
    where = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FaultReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.where or str(self.pk)


class SearchKind(models.TextChoices):
    ORGANISATION = "organisation", _("Schools and organisations")
    PERSON = "person", _("People")
    ASSIGNMENT = "assignment", _("Assignments")


class SearchEntry(BaseModel):
    """The words by which one thing can be found, for one audience. Made anew from the thing itself, never written in.

    Each also holds the words of the wider audiences. That an entry matches shows nobody anything: what is found is
    read through its own `visible_to` and, of an assignment, part by part.
    """

    kind = models.CharField(max_length=20, choices=SearchKind.choices)
    matter_id = models.UUIDField()
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    # The root whose people may look here: a person with duties at two organisers has an entry at each.
    controller = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    name = models.TextField()
    words = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(
                fields=["matter_id", "kind", "audience", "controller"], name="search_entry_once"
            )
        ]
        indexes = [models.Index(fields=["controller", "kind"], name="search_entry_where")]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter_id}"


class SearchReading(BaseModel):
    """How far the events have been read for search. Reading one again changes nothing."""

    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.read_until:%Y-%m-%d %H:%M}"
