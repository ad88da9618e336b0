"""Surveys as they are asked: their questions and their groupings."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from samsyn.organisations.access import GRID, Actor, Can
from samsyn.organisations.models import Organisation
from samsyn.surveys.answers import Sheet
from samsyn.surveys.models import (
    Group,
    Grouping,
    Option,
    Question,
    Response,
    Round,
    RoundState,
    Section,
    Survey,
)


def questions_of(survey_id: UUID) -> list[Question]:
    return list(Question.objects.filter(survey=survey_id).prefetch_related("options"))


def sheets_of(survey_id: UUID) -> list[Sheet]:
    """What the cells of a file of answers may hold."""
    return [
        Sheet(
            code=question.code,
            kind=question.kind,
            options=tuple(option.label for option in question.options.all()),
            required=question.required,
            min=question.min_choices,
            max=question.max_choices,
        )
        for question in questions_of(survey_id)
    ]


def has_answers(survey: Survey) -> bool:
    """Whether its questions can no longer change: there are answers, or there have been."""
    rounds = Round.objects.filter(survey=survey)
    return (
        rounds.filter(state=RoundState.CLOSED).exists()
        or Response.objects.filter(round__in=rounds).exists()
    )


def surveys_for(actor: Actor) -> QuerySet[Survey]:
    """With their rounds, but not the rounds' numbers. Versions have one title: the newest comes first."""
    rounds = Round.objects.defer("tabulation")
    found = Survey.objects.visible_to(actor).order_by("title", "-version", "pk")
    return found.prefetch_related(Prefetch("rounds", rounds))


def sections_of(survey: Survey) -> QuerySet[Section]:
    return survey.sections.prefetch_related("questions__options", "questions__rows")


def background_options(survey: Survey) -> list[Option]:
    """The answers that groups are made of."""
    return list(Option.objects.filter(question=survey.background_id))


def groupings_of(survey: Survey) -> QuerySet[Grouping]:
    return survey.groupings.prefetch_related("groups__options")


def group_values(group: Group) -> frozenset[int]:
    return frozenset(option.position for option in group.options.all())


def all_groups(survey_id: UUID) -> QuerySet[Group]:
    return (
        Group.objects.filter(grouping__survey=survey_id)
        .select_related("grouping")
        .prefetch_related("options")
        .order_by("grouping__created_at", "position")
    )


def own_organisations_that_ask(actor: Actor) -> QuerySet[Organisation]:
    """Where the actor has a duty that may make surveys: those a new questionnaire is offered for."""
    paths = [duty.path for duty in actor.duties if Can.SURVEY_EDIT in GRID[duty.role]]
    return Organisation.objects.visible_to(actor).filter(path__in=paths)
