"""Invitations as calendars read them: the same appointment moved and cancelled, in Swedish time, without a word of it."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from samsyn.assignments.actions import dialogues as actions
from samsyn.assignments.calendar import Method, invitation
from samsyn.assignments.models import Assignment, Dialogue, Point
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.assignments.tests.talking import MARKER, plan
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person
from tests.cast import Cast


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 15, 0, tzinfo=ZONE)


def read(dialogue: Dialogue, to: Person, method: Method = "REQUEST") -> tuple[Any, Any]:
    calendar: Any = icalendar.Calendar.from_ical(invitation(dialogue, to=to, method=method))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def attendees(event: Any) -> list[str]:
    found = event["attendee"]
    return [str(one) for one in (found if isinstance(found, list) else [found])]


def test_an_invitation_says_when_where_and_who(cast: Cast, agreed: Assignment, bo: Actor) -> None:
    dialogue = plan(bo, agreed, where="Ruts rum, A2; vid biblioteket", minutes=40)

    calendar, event = read(dialogue, cast.rut)

    assert (calendar["method"], event["status"], event["class"]) == (
        "REQUEST",
        "CONFIRMED",
        "PRIVATE",
    )
    assert str(event["uid"]).startswith(f"{dialogue.pk}@")
    assert (event["summary"], event["location"]) == (
        "Dialog om uppdraget",
        "Ruts rum, A2; vid biblioteket",
    )
    assert attendees(event) == [f"mailto:{cast.bo.email}", f"mailto:{cast.rut.email}"]
    assert event["organizer"] == "mailto:samsyn@localhost"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=40)


@pytest.mark.parametrize(("month", "offset"), [(1, 1), (5, 2)])
def test_the_time_is_the_one_on_the_wall(
    cast: Cast, agreed: Assignment, bo: Actor, month: int, offset: int
) -> None:
    Assignment.objects.update(starts_on="2026-08-10", ends_on="2027-06-15")
    agreed.refresh_from_db()
    dialogue = plan(bo, agreed, starts_at=at(2027, month, 20))

    content = invitation(dialogue, to=cast.bo).decode()
    _calendar, event = read(dialogue, cast.bo)

    assert f"DTSTART;TZID=Europe/Stockholm:2027{month:02}20T150000" in content
    assert "BEGIN:VTIMEZONE" in content
    assert event["dtstart"].dt.utcoffset() == timedelta(hours=offset)


def test_what_is_moved_and_cancelled_is_the_same_appointment_counted_up(
    cast: Cast, agreed: Assignment, bo: Actor
) -> None:
    dialogue = plan(bo, agreed)
    first = read(dialogue, cast.bo)[1]

    later = timezone.now() + timedelta(days=3)
    moved = actions.move_dialogue(actor=bo, dialogue=dialogue, starts_at=later)
    second = read(moved, cast.bo)[1]
    gone = actions.cancel_dialogue(actor=bo, dialogue=moved)
    calendar, third = read(gone, cast.bo, "CANCEL")

    assert first["uid"] == second["uid"] == third["uid"]
    assert [event["sequence"] for event in (first, second, third)] == [0, 1, 2]
    assert (calendar["method"], third["status"]) == ("CANCEL", "CANCELLED")


def test_nothing_of_what_is_written_is_in_it(cast: Cast, agreed: Assignment, bo: Actor) -> None:
    dialogue = plan(bo, agreed)
    actions.write_preparation(actor=bo, dialogue=dialogue, point=Point.GIVES, text=MARKER)

    content = invitation(dialogue, to=cast.rut).decode()

    assert "DESCRIPTION" not in content
    assert MARKER not in content
    assert agreed.title not in content


def test_a_protected_address_is_in_nobody_elses_calendar(
    cast: Cast, agreed: Assignment, bo: Actor
) -> None:
    cast.bo.protected_identity = True
    cast.bo.save()
    agreed.refresh_from_db()
    dialogue = plan(bo, agreed)

    ruts, bos = read(dialogue, cast.rut)[1], read(dialogue, cast.bo)[1]

    assert attendees(ruts) == [f"mailto:{cast.rut.email}"]
    assert attendees(bos) == [f"mailto:{cast.bo.email}", f"mailto:{cast.rut.email}"]
