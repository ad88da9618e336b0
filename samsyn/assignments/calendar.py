"""Invitations to dialogues as iCalendar (RFC 5545, 5546): when and where, never what about. Who is mailed them is

decided in notifications. The same `UID` with a higher `SEQUENCE` moves or cancels what a calendar already has.
"""

from datetime import timedelta
from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from samsyn.assignments.models import Dialogue
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.core.words import one_line
from samsyn.organisations.models import Person

Method = Literal["REQUEST", "CANCEL"]
FILENAME = "dialog.ics"


def invitation(dialogue: Dialogue, *, to: Person, method: Method = "REQUEST") -> bytes:
    """For one of the two. In shared calendars it stands as private."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samsyn//samsyn//SV")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(dialogue, to, method))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(dialogue: Dialogue, to: Person, method: Method) -> Event:
    event = Event()
    event.add("uid", f"{dialogue.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", dialogue.sequence)
    event.add("dtstamp", dialogue.changed_at)
    starts_at = dialogue.starts_at.astimezone(ZONE)
    event.add("dtstart", starts_at)
    # By the clock: an hour that summer time takes or gives is no part of the talk.
    event.add("dtend", (dialogue.starts_at + timedelta(minutes=dialogue.minutes)).astimezone(ZONE))
    event.add("summary", _("Dialogue about the assignment"))
    if dialogue.where:
        event.add("location", one_line(dialogue.where))
    event.add("url", settings.BASE_URL + reverse("assignments:dialogue", args=[dialogue.pk]))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _organizer(), encode=False)
    for person in _invited(dialogue, to):
        event.add("attendee", _attendee(dialogue, person), encode=False)
    return event


def _organizer() -> vCalAddress:
    """Samsyn itself sends to both: a calendar takes no invitation from its own owner."""
    name, address = parseaddr(settings.MAIL_FROM)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or "Samsyn")
    return organizer


def _invited(dialogue: Dialogue, to: Person) -> list[Person]:
    """Both; but a protected person's address stands in nobody else's calendar."""
    two = [dialogue.assignment.holder, dialogue.counterpart]
    return [p for p in two if p and p.email and (p.pk == to.pk or not p.protected_identity)]


def _attendee(dialogue: Dialogue, person: Person) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.email}")
    # A parameter has no way to write a quotation mark.
    attendee.params["CN"] = vText(one_line(person.name).replace('"', "'"))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    is_planner = person.pk == dialogue.planned_by_id
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if is_planner else "NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee
