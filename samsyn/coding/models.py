"""Codebooks: the headings and sub-headings under which free-text answers are sorted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can, parts_in, within
from samsyn.surveys.models import Question, Response, Round


class CodebookQuerySet(models.QuerySet["Codebook"]):
    def visible_to(self, actor: Actor) -> CodebookQuerySet:
        below = within(actor, Can.CODING_VIEW, "round__survey__organisation__path")
        part = Q(pk__in=parts_in(actor, Can.CODING_VIEW, "coding.codebook"))
        return self.filter(below | part).select_related("round__survey__organisation", "question")


class Codebook(BaseModel):
    """The headings for one free-text question of one round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="codebooks")
    question = models.ForeignKey(Question, models.CASCADE, related_name="codebooks")
    introduction = models.TextField(blank=True)
    # Said on the page when answers were published without their respondents.
    note = models.TextField(blank=True)

    objects = CodebookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "question"], name="codebook_once")]

    def __str__(self) -> str:
        return str(self.question)

    @property
    def right_path(self) -> str:
        return self.round.survey.organisation.path


class Heading(BaseModel):
    codebook = models.ForeignKey(Codebook, models.CASCADE, related_name="headings")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "position"], name="heading_position_once"),
            models.UniqueConstraint(fields=["codebook", "label"], name="heading_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Code(BaseModel):
    """A sub-heading. Every answer stands under exactly one."""

    heading = models.ForeignKey(Heading, models.CASCADE, related_name="codes")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["heading", "position"], name="code_position_once"),
            models.UniqueConstraint(fields=["heading", "label"], name="code_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class CodedAnswer(BaseModel):
    """A free-text answer under its code. Without a response it was published without its respondent: in no base."""

    codebook = models.ForeignKey(Codebook, models.CASCADE, related_name="answers")
    code = models.ForeignKey(Code, models.PROTECT, related_name="answers")
    response = models.ForeignKey(
        Response, models.CASCADE, null=True, blank=True, related_name="coded_answers"
    )
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["codebook", "position"], name="coded_answer_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}"
