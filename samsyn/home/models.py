"""What the product's own trust pages keep: faults that people have told of."""

from __future__ import annotations

from django.db import models

from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can
from samsyn.organisations.models import Person


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
