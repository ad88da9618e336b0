"""One's own assignments, and the dialogues that are planned: for start pages and the page of one's own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from samsyn.assignments.models import Assignment, Dialogue, DialogueState
from samsyn.assignments.queries.dialogues import UnderWay, own_dialogues, under_way
from samsyn.assignments.queries.presence import OPEN
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person

COMING = (DialogueState.PLANNED, DialogueState.BEGUN)
HELD = (DialogueState.BEGUN, DialogueState.HELD, DialogueState.APPROVED)


def own_assignments(actor: Actor) -> list[Assignment]:
    """As a career teacher, the newest year first."""
    return _held_by(actor.person_id) if actor.person_id else []


@prepared
def _held_by(person: UUID) -> QuerySet[Any, Any]:
    found = Assignment.objects.filter(holder=person).order_by("-year", "title", "pk")
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
    return planned_among(actor, under_way(actor), now)[:at_most]


def planned_among(actor: Actor, found: UnderWay, now: datetime) -> list[Planned]:
    """The next ones; a dialogue stays for the day it was planned for."""
    return [
        Planned(
            one,
            one.counterpart
            if one.assignment.holder_id == actor.person_id
            else one.assignment.holder,
            one.pk in found.prepared,
        )
        for one in found.dialogues
        if one.state in COMING and one.starts_at >= now - timedelta(hours=12)
    ]


@dataclass(frozen=True)
class Talks:
    """How many of a school year's dialogues are held and planned, before and after the turn of the year."""

    held: tuple[int, int]
    planned: tuple[int, int]


def talks_of(actor: Actor, year: int) -> Talks:
    turn = date(year + 1, 1, 1)
    found = Counter(
        (state in HELD, timezone.localdate(starts_at) >= turn)
        for state, starts_at in _times_in(actor, year)
        if state in HELD or state == DialogueState.PLANNED
    )
    return Talks((found[True, False], found[True, True]), (found[False, False], found[False, True]))


@prepared
def _times_in(actor: Actor, year: int) -> QuerySet[Any, Any]:
    rows = own_dialogues(actor).filter(assignment__year=year).order_by()
    return rows.values_list("state", "starts_at")
