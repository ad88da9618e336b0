"""A survey in one of its versions, what was done to it while it was built, and what was corrected since."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from samsyn.core.models import BaseModel, uuid7
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Organisation, Person


def swedish() -> list[str]:
    return ["sv"]


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, actor: Actor) -> SurveyQuerySet:
        return self.filter(within(actor, Can.SURVEY_VIEW, "organisation__path")).select_related(
            "organisation"
        )


class Survey(BaseModel):
    """A questionnaire that an organisation asks, this year or every year."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="surveys")
    # The same for all versions of a survey: their questions with the same code are the same question.
    lineage = models.UUIDField(default=uuid7, editable=False, db_index=True)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="versions_after"
    )
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
    # What stands on the page after the last, once the answers are in.
    thanks = models.TextField(blank=True)
    # The first is the one all texts are written in; the others fall back on it.
    languages: Any = models.JSONField(default=swedish)
    # {"en": {"title": …, "introduction": …, "thanks": …}}
    translations: Any = models.JSONField(default=dict, blank=True)

    # Codes that no later question, row or option may have, with what they stood for: {"q3": …, "q2.a4": …}.
    spent_codes: Any = models.JSONField(default=dict, blank=True)
    groups_settled = models.BooleanField(default=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=5), name="survey_threshold_floor"),
            models.UniqueConstraint(fields=["lineage", "version"], name="survey_version_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.organisation.path


class SurveyEdit(BaseModel):
    """What the questionnaire was before a step of building it, so that the step can be undone."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    # What was done, in the words of the button.
    done = models.CharField(max_length=200)
    before: Any = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_edit_once")
        ]

    def __str__(self) -> str:
        return self.done


class WordingChange(BaseModel):
    """A correction of a text after answers had come in. What the question asks is the same as before."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="wording_changes")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    # The question's code, and which of its texts: "text", "help", "option a3", "row r1".
    code = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.code} {self.place}".strip()
