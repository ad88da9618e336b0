"""Answers that were collected by another program become a closed round, in which nobody can be found by a key."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from samsyn.organisations.access import Actor
from samsyn.surveys.actions.building.editing import locked
from samsyn.surveys.actions.importing import import_responses
from samsyn.surveys.actions.settling import free_round_code
from samsyn.surveys.answering import Answers
from samsyn.surveys.models import Round, Survey
from samsyn.surveys.queries.archives import round_with


@transaction.atomic
def import_archive(
    *, actor: Actor, survey: Survey, title: str, collected: str, answers: Sequence[Answers]
) -> Round:
    """Twice is as once."""
    survey = locked(survey)
    same = round_with(survey, answers)
    if same is not None:
        return same
    round = Round.objects.create(
        survey=survey, code=free_round_code(title), title=title[:200], collected=collected[:200]
    )
    # The program's own numbers would lead back to whom it asked.
    import_responses(actor=actor, round=round, answers=[(uuid.uuid4().hex, one) for one in answers])
    round.refresh_from_db()
    return round
