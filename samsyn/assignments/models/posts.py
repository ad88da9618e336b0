"""Career posts, and what an organiser has settled for them: the year's terms and the templates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.roles import Role


class CareerRole(models.TextChoices):
    FIRST_TEACHER = Role.FIRST_TEACHER.value, _("first teacher")
    SENIOR_LECTURER = Role.SENIOR_LECTURER.value, _("senior lecturer")


class YearTermsQuerySet(models.QuerySet["YearTerms"]):
    def visible_to(self, actor: Actor) -> YearTermsQuerySet:
        return self.filter(within(actor, Can.POST_VIEW, "controller__path"))


class YearTerms(BaseModel):
    """An organiser's school year: when it begins and ends, the weeks taught, and a full-time teacher's hours a week."""

    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # The calendar year in which the school year begins: 2026 is 2026/27.
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    teaching_weeks = models.PositiveSmallIntegerField()
    full_time_hours = models.DecimalField(max_digits=4, decimal_places=1)

    objects = YearTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "year"], name="year_terms_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="year_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(teaching_weeks__gte=1, teaching_weeks__lte=52), name="year_weeks"
            ),
            models.CheckConstraint(condition=Q(full_time_hours__gt=0), name="year_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.controller_id} {self.year}"

    @property
    def right_path(self) -> str:
        return self.controller.path


class CareerPostQuerySet(models.QuerySet["CareerPost"]):
    def visible_to(self, actor: Actor) -> CareerPostQuerySet:
        """Posts in reach; a holder with protected identity only for themselves, their principal and the roster's keeper."""
        in_reach = within(actor, Can.POST_VIEW, "place__path")
        roster = within(actor, Can.PROTECTED_PERSON_VIEW, "place__path")
        return self.filter(
            Q(holder=actor.person_id) | (in_reach & Q(holder__protected_identity=False)) | roster
        ).select_related("place", "controller", "holder")


class CareerPost(BaseModel):
    """A post as first teacher or senior lecturer, for a term or until further notice, at a school or for the organiser."""

    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.CASCADE, related_name="career_posts")
    role = models.CharField(max_length=30, choices=CareerRole.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    teaching_percent = models.PositiveSmallIntegerField()
    # A code of grant_rules.yaml; empty where no grant is asked for.
    grant_category = models.CharField(max_length=40, blank=True)
    # The post that this one goes on from, so that those who come after can read its years.
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CareerPostQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "place", "role", "starts_on"], name="post_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(teaching_percent__lte=100), name="post_teaching_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.starts_on}"

    @property
    def right_path(self) -> str:
        return self.place.path

    @property
    def concerns_id(self) -> UUID:
        return self.holder_id


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Actor) -> TemplateQuerySet:
        """Whoever writes assignments at the organiser may begin from its templates."""
        roots = {duty.path.split("/")[1] for duty in actor.duties}
        return self.filter(controller__in=[UUID(hex=root) for root in roots])


class Template(BaseModel):
    """An organiser's text to begin an assignment from: `parts` maps a part to its text."""

    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    parts: Any = models.JSONField(default=dict, blank=True)
    is_archived = models.BooleanField(default=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "name"], name="template_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def right_path(self) -> str:
        return self.controller.path
