"""What career teachers of the demo logged, and how last year turned out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from samsyn.assignments.actions.following import (
    add_evidence,
    close_outcome,
    enter_log,
    write_outcome,
)
from samsyn.assignments.models import Assignment, EvidenceKind, LogEntry, Outcome
from samsyn.assignments.queries.following.time import time_used
from samsyn.core.models import uuid7
from samsyn.home.demo.agreements import Told
from samsyn.home.demo.clock import at

# Of last year's log, what the outcome rests on.
LAST_YEARS_DAYS = ("11-18", "04-22")
SHARES = (0.82, 0.71, 0.94, 0.78, 1.04, 0.88)
USUAL_MINUTES = 60
# An entry is a meeting with its preparation, most often.
MINUTES_OF_AN_ENTRY = 240
LINES_MOST = 16


def keep_log(told: Told, since: datetime) -> None:
    """From the day it was agreed until yesterday, as much as the story's share of the time given."""
    last = min(told.moment(told.story.get("log_until", "-1")).date(), told.assignment.ends_on)
    lines = list(_lines(told, last))
    for (activity, whom, minutes, note), day in zip(
        lines, _days(since, last, len(lines)), strict=False
    ):
        _enter(told, day, activity, whom, minutes, note)


def _lines(told: Told, last: date) -> Iterator[list[Any]]:
    """The newest first; what is told stands there once, and then again without its note until the time is used."""
    lines, assignment = told.words.log(), Assignment.objects.get(pk=told.assignment.pk)
    share = told.story.get("log_share", SHARES[told.words.number % len(SHARES)])
    wanted = int(time_used(assignment, last).allowed * share)
    if not assignment.hours:
        yield from (
            [activity, whom, minutes or USUAL_MINUTES, note]
            for activity, whom, minutes, note in lines
        )
        return
    count = min(LINES_MOST, max(len(lines), wanted // MINUTES_OF_AN_ENTRY)) if wanted else 0
    for number in range(count):
        activity, whom, _minutes, note = lines[number % len(lines)]
        minutes = max(15, round(wanted / count / 15) * 15)
        yield [activity, whom, minutes, note if number < len(lines) else ""]


def _days(since: datetime, last: date, count: int) -> Iterator[date]:
    """Spread backwards over the weeks, on schooldays."""
    first = since.date()
    for number in range(count):
        day = last - (last - first) * number // max(1, count)
        yield day - timedelta(days=max(0, day.weekday() - 4))


def _enter(
    told: Told, day: date, activity: str, whom: str, minutes: int, note: str
) -> LogEntry | None:
    if day < told.assignment.starts_on:
        return None
    moment = told.afternoon(day)
    with at(moment):
        return enter_log(
            actor=told.actor("holder", moment),
            assignment=told.assignment,
            key=uuid7(),
            done_on=day,
            activity=activity,
            with_whom=whom,
            minutes=minutes,
            note=note,
        )


def evaluate(told: Told) -> None:
    """Written by the career teacher, resting on a line of the log, and closed by both in June."""
    said, assignment = told.story_of_year["outcome"], told.assignment
    entry = None
    for (activity, whom, _minutes, note), day in zip(
        told.words.log(), LAST_YEARS_DAYS, strict=False
    ):
        entry = _enter(told, told.moment(day).date(), activity, whom, USUAL_MINUTES, note)
    moment = told.moment("06-03 14:00")
    with at(moment):
        actor = told.actor("holder", moment)
        write_outcome(actor=actor, assignment=assignment, **said)
        if entry:
            add_evidence(actor=actor, assignment=assignment, kind=EvidenceKind.LOG, log_entry=entry)
    outcome = Outcome.objects.get(assignment=assignment)
    for side, day_said in (("holder", "06-05 09:00"), ("counterpart", "06-08 15:30")):
        moment = told.moment(day_said)
        with at(moment):
            actor = told.actor(side, moment)
            close_outcome(actor=actor, assignment=assignment, revision=outcome.revision)
