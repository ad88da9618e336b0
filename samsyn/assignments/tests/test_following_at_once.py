"""A line sent from two tabs, and an outcome closed by both, at the same moment. Needs PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.assignments.actions.following import (
    add_evidence,
    close_outcome,
    enter_log,
    remove_log,
    write_outcome,
)
from samsyn.assignments.models import Assignment, Evidence, LogEntry, Outcome, State
from samsyn.core.models import uuid7
from samsyn.organisations.models import Event
from samsyn.organisations.tests.test_two_at_once import at_once
from tests.cast import Cast, actor, make_agreed, make_cast, make_post

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory"),
]


def agreed(cast: Cast) -> Assignment:
    today = timezone.localdate()
    return make_agreed(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=200),
    )


def log(cast: Cast, assignment: Assignment, minutes: int = 30, **over: object) -> LogEntry:
    key = over.get("key") or uuid7()
    return enter_log(
        actor=actor(cast.bo),
        assignment=assignment,
        key=key,  # type: ignore[arg-type]
        done_on=timezone.localdate(),
        activity="visits",
        minutes=minutes,
    )


def minutes_of(assignment: Assignment) -> int:
    return Assignment.objects.get(pk=assignment.pk).logged_minutes


def test_one_line_from_four_tabs_is_one_line() -> None:
    cast = make_cast()
    assignment, key = agreed(cast), uuid7()

    broken = at_once(*[lambda: log(cast, assignment, key=key)] * 4)

    assert (broken, LogEntry.objects.count(), minutes_of(assignment)) == ([], 1, 30)
    assert Event.objects.filter(kind="log.entered").count() == 1


def test_many_lines_at_once_lose_no_minute() -> None:
    cast = make_cast()
    assignment = agreed(cast)
    gone = log(cast, assignment, 100)

    broken = at_once(
        *[lambda: log(cast, assignment, 45)] * 4,
        lambda: remove_log(actor=actor(cast.bo), entry=gone),
    )

    assert (broken, minutes_of(assignment)) == ([], 180)


def test_both_close_at_once_and_it_is_evaluated_once() -> None:
    cast = make_cast()
    assignment = agreed(cast)
    revision = write_outcome(actor=actor(cast.bo), assignment=assignment, seen="Fler").revision

    broken = at_once(
        *[
            lambda who=who: close_outcome(
                actor=actor(who), assignment=assignment, revision=revision
            )
            for who in (cast.bo, cast.rut) * 2
        ]
    )

    assignment.refresh_from_db()
    assert (broken, assignment.state) == ([], State.EVALUATED)
    assert Event.objects.filter(kind="outcome.closed").count() == 1


def test_closing_and_changing_at_once_never_closes_what_was_not_read() -> None:
    cast = make_cast()
    assignment = agreed(cast)
    revision = write_outcome(actor=actor(cast.bo), assignment=assignment, seen="Fler").revision
    close_outcome(actor=actor(cast.bo), assignment=assignment, revision=revision)

    broken = at_once(
        lambda: close_outcome(actor=actor(cast.rut), assignment=assignment, revision=revision),
        lambda: write_outcome(actor=actor(cast.rut), assignment=assignment, seen="Färre"),
    )

    outcome = Outcome.objects.get()
    assert (broken, outcome.seen, outcome.is_closed) in [([], "Fler", True), ([], "Färre", False)]


def test_the_first_writing_by_both_at_once_shows_one_of_them_the_others() -> None:
    cast = make_cast()
    assignment = agreed(cast)

    broken = at_once(
        *[
            lambda who=who, seen=seen: write_outcome(
                actor=actor(who), assignment=assignment, seen=seen, revision=""
            )
            for who, seen in ((cast.bo, "Fler"), (cast.rut, "Färre"))
        ]
    )

    assert (broken, Outcome.objects.get().revision) == ([], 1)


def test_the_same_evidence_added_by_two_tabs_stands_once() -> None:
    cast = make_cast()
    assignment = agreed(cast)
    entry = log(cast, assignment)

    broken = at_once(
        *[
            lambda: add_evidence(
                actor=actor(cast.bo), assignment=assignment, kind="log", log_entry=entry
            )
        ]
        * 3
    )

    assert (broken, Evidence.objects.count()) == ([], 1)
