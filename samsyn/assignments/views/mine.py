"""Mitt uppdrag: a career teacher's own assignments with thread, next dialogue, steps and log in one place."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.assignments.models import Assignment, NextStep
from samsyn.assignments.places import said_where
from samsyn.assignments.queries.beginning import has_post
from samsyn.assignments.queries.dialogues import is_shut_for, own_steps
from samsyn.assignments.queries.following import TimeUsed, times_used
from samsyn.assignments.queries.own import is_running, own_assignments, planned_for
from samsyn.assignments.rules.years import said_year
from samsyn.assignments.thread import steps_of
from samsyn.core.doors import own
from samsyn.core.thread import DrawnStep
from samsyn.core.words import capitalised
from samsyn.organisations.access import Actor, ActorRequest

DIALOGUES_SHOWN, STEPS_SHOWN = 6, 20


@dataclass(frozen=True)
class Own:
    """One running assignment as its holder sees it."""

    assignment: Assignment
    steps: list[DrawnStep]
    time: TimeUsed

    @property
    def place(self) -> str:
        """Where, with whom and when."""
        one = self.assignment
        words = {
            "place": capitalised(said_where(one.place)),
            "name": one.counterpart.said_name if one.counterpart else "",
            "year": said_year(one.year),
        }
        if one.counterpart is None:
            return _("%(place)s, %(year)s.") % words
        return _("%(place)s with %(name)s, %(year)s.") % words


@own("Everybody's own assignments; others' are pages of their own.")
@require_GET
def mine(request: ActorRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    today = timezone.localdate()
    everything = own_assignments(actor)
    current = [one for one in everything if is_running(one, today)]
    # What goes on now stands before what begins next year.
    current.sort(key=lambda one: one.starts_on)
    shown = _running(current, now)
    context = {
        "title": _title(shown),
        "lead": shown[0].place if len(shown) == 1 else "",
        "running": shown,
        # Asked only where it says what to do: an assignment is begun in a post.
        "has_post": bool(shown) or has_post(actor),
        "earlier": [one for one in everything if one not in current],
        "planned": planned_for(actor, now, DIALOGUES_SHOWN) if everything else [],
        "steps": _own_steps(actor) if everything else [],
        "today": today,
    }
    return render(request, "assignments/mine.html", context)


def _title(shown: list[Own]) -> str:
    if len(shown) == 1:
        return shown[0].assignment.title
    return _("My assignments") if shown else _("My assignment")


def _running(assignments: list[Assignment], now: datetime) -> list[Own]:
    times = times_used(assignments, timezone.localdate(now))
    return [Own(one, steps_of(one, now), times[one.pk]) for one in assignments]


def _own_steps(actor: Actor) -> list[NextStep]:
    """What a dialogue holds is not shown while a new address shuts the confidential rooms."""
    if is_shut_for(actor):
        return []
    return own_steps(actor, STEPS_SHOWN)
