"""One run of a survey: whom it asks and how, when it is open, and the numbers that were frozen when it closed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Person
from samsyn.surveys.models.surveys import Survey


class RoundState(models.TextChoices):
    # Its audience, texts and days are being settled; nobody has been asked.
    DRAFT = "draft", _("draft")
    # Settled: it opens by itself at its hour, and can be taken back until then.
    SCHEDULED = "scheduled", _("scheduled")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Mode(models.TextChoices):
    """What ties an answer to a person. Chosen once, and told on the first page."""

    # Read in from a file: nobody is asked by Samsyn.
    IMPORTED = "imported", _("read in from a file")
    ANONYMOUS = "anonymous", _("anonymous")
    NAMED = "named", _("with names")


class AudienceKind(models.TextChoices):
    REGISTER = "register", _("people of the register")
    ADDRESSES = "addresses", _("a list of addresses")
    LINK = "link", _("whoever has the link")


class RegisterBy(models.TextChoices):
    """What of the register follows an answer, merged to blocks of the threshold at least within the audience."""

    NOTHING = "", _("nothing")
    ROLE = "role", _("role")
    ORGANISER = "organiser", _("organiser")
    BOTH = "role+organiser", _("role and organiser")


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> RoundQuerySet:
        return self.filter(
            within(actor, Can.SURVEY_VIEW, "survey__organisation__path")
        ).select_related("survey__organisation", "survey__background")


class Round(BaseModel):
    """One year's run of a survey. Results are shown only once it is closed, from its tabulation."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="rounds")
    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    invited_count = models.PositiveIntegerField(null=True, blank=True)
    invited_is_approximate = models.BooleanField(default=False)
    collected = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # analysis.Tabulation as JSON, frozen at closing: the only source of every number shown.
    tabulation: Any = models.JSONField(null=True, blank=True)

    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IMPORTED)
    # In whose name mail is sent, and who gets what is answered to it.
    sender = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # Counted up each time somebody opens it again, which withdraws what was shown.
    reopened_count = models.PositiveSmallIntegerField(default=0)
    # The blocks of its last closing, [[cells], …]: when it closes again they stay whole, or the two could be subtracted.
    kept_blocks: Any = models.JSONField(default=list, blank=True)

    audience_kind = models.CharField(
        max_length=10, choices=AudienceKind.choices, default=AudienceKind.REGISTER
    )
    # Until it opens: {"on": "2026-11-16", "roles": [...], "organisations": [ids], "without": [ids of persons],
    # "addresses": [{"email": …, "name": …}], "counted": so many when it was settled}. Then the invitations are the audience.
    audience: Any = models.JSONField(default=dict, blank=True)
    register_by = models.CharField(max_length=20, choices=RegisterBy.choices, blank=True)
    # Frozen at opening: [{"label": "Förstelärare", "size": 131, "cells": [["first_teacher", ""], …]}, …].
    register_blocks: Any = models.JSONField(default=list, blank=True)
    # The variables whose crossing results may be shown by: codes of one-choice questions, and "register".
    shown_by: Any = models.JSONField(default=list, blank=True)
    # Of the address that anybody may answer at; empty where each has a link.
    open_token = models.CharField(max_length=40, unique=True, null=True, blank=True)

    # Nobody is told before; the audience reads the result at an address of its own.
    released_at = models.DateTimeField(null=True, blank=True)
    release_token = models.CharField(max_length=40, unique=True, null=True, blank=True)
    # Answers that have come since their order was last broken up, and when that was.
    unshuffled_count = models.PositiveIntegerField(default=0)
    shuffled_on = models.DateField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None)
                | Q(closes_at=None)
                | Q(closes_at__gt=models.F("opens_at")),
                name="round_closes_after_opening",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.survey.organisation.path

    @property
    def is_closed(self) -> bool:
        return self.state == RoundState.CLOSED

    @property
    def is_anonymous(self) -> bool:
        return self.mode == Mode.ANONYMOUS
