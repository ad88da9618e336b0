"""What a survey asks: sections, questions, their rows and options; and ways to put the answers together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.core.models import BaseModel
from samsyn.surveys.models.surveys import Survey


class Section(BaseModel):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    # As a question's.
    show_if: Any = models.JSONField(default=list, blank=True)
    translations: Any = models.JSONField(default=dict, blank=True)

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
    # Several statements (rows), each with one of the same options.
    MATRIX = "matrix", _("statements on a scale")
    # Whole numbers from `lowest` to `highest`, with words at the ends.
    SCALE = "scale", _("scale")
    RANKING = "ranking", _("ranking")
    NUMBER = "number", _("number")
    DATE = "date", _("date")
    SHORT = "short", _("short text")
    TEXT = "text", _("free text")
    # Asks nothing.
    BLOCK = "block", _("text to read")


CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
WITH_OPTIONS = CHOICES | {QuestionKind.MATRIX, QuestionKind.RANKING}
WRITTEN = frozenset({QuestionKind.SHORT, QuestionKind.TEXT})
# Whose results stand in one table, and in a table for each of their parts.
IN_ONE_TABLE = CHOICES | {QuestionKind.SCALE, QuestionKind.NUMBER, QuestionKind.DATE}
IN_PARTS = frozenset({QuestionKind.MATRIX, QuestionKind.RANKING})


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
    # One choice shown as a list to unfold.
    as_list = models.BooleanField(default=False)
    # Of a number or a scale.
    lowest = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    highest = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=40, blank=True)
    # The words at the ends of a scale, and those of who can’t say; the latter is no point on it.
    low_label = models.CharField(max_length=100, blank=True)
    high_label = models.CharField(max_length=100, blank=True)
    unsure_label = models.CharField(max_length=100, blank=True)
    # Of texts; none is the limit of all texts.
    max_length = models.PositiveIntegerField(null=True, blank=True)
    # All of these have to hold for the question to be shown (questionnaire.ConditionDraft as JSON).
    show_if: Any = models.JSONField(default=list, blank=True)
    # {"en": {"text": …, "help": …, "unit": …, "low_label": …}}
    translations: Any = models.JSONField(default=dict, blank=True)

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
        """Whose answer is one or several of its options."""
        return self.kind in CHOICES

    @property
    def is_asked(self) -> bool:
        return self.kind != QuestionKind.BLOCK


class Row(BaseModel):
    """A statement of a matrix."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=20)
    label = models.CharField(max_length=300)
    translations: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="row_position_once"),
            models.UniqueConstraint(fields=["question", "code"], name="row_code_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Option(BaseModel):
    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    # The same through all versions of the survey: "a1".
    code = models.SlugField(max_length=20, blank=True)
    label = models.CharField(max_length=300)
    # Can’t be chosen together with others: "none of these".
    is_exclusive = models.BooleanField(default=False)
    # "Other", with a line to write on.
    takes_text = models.BooleanField(default=False)
    translations: Any = models.JSONField(default=dict, blank=True)

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
