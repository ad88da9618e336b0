"""Next steps on start pages: one's own until they are done, and of the other's what is new, each read once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from samsyn.assignments.models import DialogueState, NextStep
from samsyn.assignments.queries.dialogues import own_dialogues
from samsyn.assignments.queries.presence import NEW_FOR
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor

# A promise for the spring is no matter of today.
STEPS_WITHIN = timedelta(days=21)


class Turn(StrEnum):
    """What has happened with a step."""

    AGREED = "agreed"
    DUE = "due"
    DONE = "done"


@dataclass(frozen=True)
class News:
    """A step of the other's, the last that has happened with it, and when."""

    step: NextStep
    turn: Turn
    on: date


@dataclass(frozen=True)
class Steps:
    own: tuple[NextStep, ...] = ()
    news: tuple[News, ...] = ()


def steps_of(actor: Actor, today: date) -> Steps:
    until, since = today + STEPS_WITHIN, today - NEW_FOR
    found = _steps(actor, until, since)
    own = [
        one
        for one in found
        if one.person_id == actor.person_id and not one.done_at and one.due_on <= until
    ]
    others = (one for one in found if one.person_id != actor.person_id)
    news = (_news(one, since, today) for one in others)
    return Steps(tuple(own), tuple(one for one in news if one))


@prepared
def _steps(actor: Actor, until: date, since: date) -> QuerySet[NextStep]:
    """Near and not done, done lately, or agreed lately."""
    near = Q(done_at=None, due_on__lte=until)
    is_new = (
        Q(done_at__date__gte=since)
        | Q(dialogue__holder_approved_at__date__gte=since)
        | Q(dialogue__counterpart_approved_at__date__gte=since)
    )
    rows = NextStep.objects.filter(
        near | is_new, dialogue__in=own_dialogues(actor), dialogue__state=DialogueState.APPROVED
    )
    rows = rows.select_related("person", "dialogue__assignment__holder", "dialogue__counterpart")
    return rows.only(
        *("text", "due_on", "done_at", "person__given_name", "dialogue__starts_at"),
        *("dialogue__holder_approved_at", "dialogue__counterpart_approved_at"),
        *("dialogue__assignment__holder__given_name", "dialogue__counterpart__given_name"),
    )


def _news(step: NextStep, since: date, today: date) -> News | None:
    """Nothing is new for long: what is neither agreed, due nor done lately stands with its dialogue."""
    if step.done_at:
        turns = [(Turn.DONE, timezone.localdate(step.done_at))]
    else:
        turns = [(Turn.DUE, step.due_on or date.max), (Turn.AGREED, _agreed_on(step))]
    return next((News(step, turn, on) for turn, on in turns if since <= on <= today), None)


def _agreed_on(step: NextStep) -> date:
    """The day of the later of the two's yes."""
    said: list[datetime | None] = [
        step.dialogue.holder_approved_at,
        step.dialogue.counterpart_approved_at,
    ]
    return max((timezone.localdate(at) for at in said if at), default=date.min)
