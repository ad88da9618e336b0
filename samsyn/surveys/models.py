"""Surveys, their rounds and responses. What is shown of a closed round is its tabulation, never the responses."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Organisation


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, actor: Actor) -> SurveyQuerySet:
        return self.filter(within(actor, Can.SURVEY_VIEW, "organisation__path")).select_related(
            "organisation"
        )


class Survey(BaseModel):
    """A questionnaire that an organisation asks, this year or every year."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="surveys")
    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    # The question by whose answers results may be shown in groups.
    background = models.ForeignKey(
        "Question", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Whether the table of who answered is shown whole, small values included.
    background_whole = models.BooleanField(default=False)
    threshold = models.PositiveSmallIntegerField(default=5)
    # Said beside every number by group, for instance that the split is a reconstruction.
    groups_note = models.TextField(blank=True)
    method = models.TextField(blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=5), name="survey_threshold_floor")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.organisation.path


class Section(BaseModel):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="section_position_once")
        ]

    def __str__(self) -> str:
        return self.title


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one choice")
    MULTIPLE = "multiple", _("several choices")
    TEXT = "text", _("free text")


class Question(BaseModel):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    text = models.CharField(max_length=1000)
    help = models.CharField(max_length=1000, blank=True)
    required = models.BooleanField(default=False)
    min_choices = models.PositiveSmallIntegerField(null=True, blank=True)
    max_choices = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="question_code_once"),
            models.UniqueConstraint(fields=["survey", "position"], name="question_position_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_choice(self) -> bool:
        return self.kind != QuestionKind.TEXT


class Option(BaseModel):
    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="option_position_once"),
            models.UniqueConstraint(fields=["question", "label"], name="option_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Grouping(BaseModel):
    """A way to put the background question's options together, such as groups of roles."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="groupings")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    # A group named before the round closed also says how small values are merged into blocks.
    makes_blocks = models.BooleanField(default=False)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="grouping_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Group(BaseModel):
    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    options = models.ManyToManyField(Option, related_name="groups")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["grouping", "position"], name="group_position_once"),
            models.UniqueConstraint(fields=["grouping", "label"], name="group_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class RoundState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


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

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.survey.organisation.path

    @property
    def is_closed(self) -> bool:
        return self.state == RoundState.CLOSED


class Response(models.Model):
    """One respondent's answers. The key is random: neither it nor a time stamp tells who or when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="responses")
    # The number the imported file gives the respondent; only there so that nobody is counted twice.
    respondent = models.CharField(max_length=60)
    # {"q1": [0, 4], "q3": "text"}: positions of the chosen options, or what was written.
    answers: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "respondent"], name="response_once")
        ]

    def __str__(self) -> str:
        return self.respondent
