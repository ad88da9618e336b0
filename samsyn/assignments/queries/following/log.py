"""What the log's page reads: which log it is, what is already known of today, habits, and a month's entries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Dialogue,
    DialogueState,
    LogEntry,
    State,
)
from samsyn.assignments.rules.log import is_running
from samsyn.core.models import uuid7
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor

# Of so many entries, the latest, habits are read.
REMEMBERED = 100
# What was done the same way so many times is offered as one tap.
USUAL_FROM = 2
PEOPLE_SHOWN = 20
KINDS_SHOWN = 4
HELD = (DialogueState.BEGUN, DialogueState.HELD, DialogueState.APPROVED)


@prepared
def _in_force(actor: Actor) -> QuerySet[Any, Any]:
    """Those the actor is the career teacher of, the latest first; drafts have no log."""
    own = Assignment.objects.visible_to(actor).filter(holder=actor.person_id, state=State.IN_FORCE)
    return own.order_by("-ends_on", "title", "id")


def logs_to_choose(actor: Actor, today: date) -> list[Assignment]:
    """Those that run today; else those in force, for who logs after the last day."""
    in_force: list[Assignment] = _in_force(actor)
    return [row for row in in_force if is_running(row, today)] or in_force


@dataclass(frozen=True)
class Suggestion:
    """What can be entered with one tap. The key makes it once, from whichever tab."""

    key: UUID
    activity: str
    with_whom: str
    minutes: int
    done_on: date
    note: str = ""
    dialogue: Dialogue | None = None


@dataclass(frozen=True)
class Habits:
    """What the latest entries say of how somebody logs."""

    usual: tuple[str, str, int] | None
    activities: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def activity(self) -> str:
        return self.activities[0]


def habits_of(assignment: Assignment) -> Habits:
    latest = _latest(assignment.pk)
    ways = Counter(latest).most_common(1)
    used = [code for code, _count in Counter(row[0] for row in latest).most_common()]
    people = dict.fromkeys(row[1] for row in latest if row[1])
    return Habits(
        usual=ways[0][0] if ways and ways[0][1] >= USUAL_FROM else None,
        activities=_activities(used, assignment),
        people=tuple(people)[:PEOPLE_SHOWN],
    )


@prepared
def _latest(assignment: UUID) -> QuerySet[Any, Any]:
    rows = LogEntry.objects.filter(assignment=assignment).kept().order_by("-done_on", "-id")
    return rows.values_list("activity", "with_whom", "minutes")[:REMEMBERED]


def _activities(used: Sequence[str], assignment: Assignment) -> tuple[str, ...]:
    """Most used first, then those agreed, then those that most career teachers have."""
    agreed = [activity.value for activity in assignment.activities]
    common = [Activity.SUPERVISES, Activity.LEADS_LEARNING, Activity.TALKS, Activity.VISITS]
    everything = dict.fromkeys([*used, *agreed, *(activity.value for activity in common)])
    return tuple(everything)[:KINDS_SHOWN]


def suggestions_for(assignment: Assignment, habits: Habits, today: date) -> list[Suggestion]:
    """Dialogues held today that are not logged; else what is usually done."""
    held = _held_today(assignment, today)
    if held:
        return held
    if habits.usual is None:
        return []
    activity, with_whom, minutes = habits.usual
    return [Suggestion(uuid7(), activity, with_whom, minutes, today)]


def _held_today(assignment: Assignment, today: date) -> list[Suggestion]:
    start = timezone.make_aware(datetime.combine(today, time.min))
    held = _held_between(assignment.pk, start, start + timedelta(days=1))
    keys = {uuid5(dialogue.pk, "log"): dialogue for dialogue in held}
    entered = LogEntry.objects.filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
    return [
        Suggestion(
            key=key,
            activity=Activity.OTHER,
            with_whom=dialogue.counterpart.said_name if dialogue.counterpart else "",
            minutes=dialogue.minutes,
            done_on=today,
            dialogue=dialogue,
        )
        for key, dialogue in keys.items()
        if key not in set(entered)
    ]


@prepared
def _held_between(assignment: UUID, start: datetime, end: datetime) -> QuerySet[Any, Any]:
    held = Dialogue.objects.filter(assignment=assignment, state__in=HELD)
    return held.filter(starts_at__gte=start, starts_at__lt=end).select_related("counterpart")


@dataclass(frozen=True)
class Month:
    first: date
    minutes: int
    entries_count: int

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"


def months_of(assignment: Assignment) -> list[Month]:
    """The months that have entries, the latest first."""
    return [Month(*row) for row in _months_of(assignment.pk)]


@prepared
def _months_of(assignment: UUID) -> QuerySet[Any, Any]:
    kept = LogEntry.objects.filter(assignment=assignment).kept().order_by()
    by_month = kept.annotate(month=TruncMonth("done_on")).values("month")
    sums = by_month.annotate(minutes=Sum("minutes"), entries=Count("pk")).order_by("-month")
    return sums.values_list("month", "minutes", "entries")


def entries_in(assignment: Assignment, month: Month) -> list[LogEntry]:
    after = (month.first + timedelta(days=32)).replace(day=1)
    return _entries_between(assignment.pk, month.first, after)


@prepared
def _entries_between(assignment: UUID, first: date, after: date) -> QuerySet[Any, Any]:
    kept = LogEntry.objects.filter(assignment=assignment).kept()
    return kept.filter(done_on__gte=first, done_on__lt=after)
