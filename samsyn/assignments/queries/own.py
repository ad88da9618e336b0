"""One's own assignments, and the dialogues that are planned: for start pages and the page of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from samsyn.assignments.models import Assignment, Dialogue, DialogueState, Preparation
from samsyn.assignments.queries.dialogues import dialogues_for, own_dialogues
from samsyn.assignments.queries.presence import OPEN
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person

HELD = (DialogueState.BEGUN, DialogueState.HELD, DialogueState.APPROVED)


def own_assignments(actor: Actor) -> QuerySet[Assignment]:
    """As a career teacher, the newest year first."""
    if actor.person_id is None:
        return Assignment.objects.none()
    found = Assignment.objects.filter(holder=actor.person_id).order_by("-year", "title", "pk")
    return found.select_related("place", "controller", "holder", "counterpart", "post")


def is_running(assignment: Assignment, today: date) -> bool:
    """Written or in force, and not over."""
    return assignment.state in OPEN and assignment.ends_on >= today


@dataclass(frozen=True)
class Planned:
    """A dialogue to come, with whom, and whether one has prepared oneself; never whether the other has."""

    dialogue: Dialogue
    other: Person | None
    is_prepared: bool


def planned_for(actor: Actor, now: datetime, at_most: int) -> list[Planned]:
    """The next ones; a dialogue stays for the day it was planned for."""
    coming = dialogues_for(actor).filter(
        state__in=[DialogueState.PLANNED, DialogueState.BEGUN],
        starts_at__gte=now - timedelta(hours=12),
    )
    found = list(coming.order_by("starts_at", "pk")[:at_most])
    done = _prepared(actor, found)
    return [
        Planned(
            one,
            one.counterpart
            if one.assignment.holder_id == actor.person_id
            else one.assignment.holder,
            one.pk in done,
        )
        for one in found
    ]


def _prepared(actor: Actor, dialogues: Iterable[Dialogue]) -> set[UUID]:
    own = Preparation.objects.filter(
        dialogue__in=list(dialogues), person=actor.person_id, done_at__isnull=False
    )
    return set(own.values_list("dialogue_id", flat=True))


@dataclass(frozen=True)
class Talks:
    """How many of a school year's dialogues are held and planned, before and after the turn of the year."""

    held: tuple[int, int]
    planned: tuple[int, int]


def talks_of(actor: Actor, year: int) -> Talks:
    halves = (
        Q(starts_at__date__lt=date(year + 1, 1, 1)),
        Q(starts_at__date__gte=date(year + 1, 1, 1)),
    )
    counted = {
        f"{name}_{half}": Count("pk", filter=part & Q(state__in=states))
        for name, states in (("held", HELD), ("planned", [DialogueState.PLANNED]))
        for half, part in enumerate(halves)
    }
    found = own_dialogues(actor).filter(assignment__year=year).order_by().aggregate(**counted)
    return Talks((found["held_0"], found["held_1"]), (found["planned_0"], found["planned_1"]))
