"""Mail goes out once for each thing and person: a notice and its mail are rows of one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.calendar import FILENAME, invitation
from samsyn.assignments.queries.lapses import Lapse
from samsyn.core.mail import CalendarPart, post
from samsyn.core.words import one_line
from samsyn.notifications import queries, wording
from samsyn.notifications.models import Choice, Frequency, Notice, Reading, Told, Topic
from samsyn.notifications.queries import Hearer, Matter, Reminder
from samsyn.notifications.rules import (
    AT_A_TIME,
    CALENDAR_METHODS,
    KEPT,
    OVERLAP,
    TOPICS,
    token_for,
)
from samsyn.notifications.wording import Line
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Event, Person

EVENTS = "events"


# What each person wants


@transaction.atomic
def choose_mail(*, actor: Actor, person: Person, wants: Mapping[Topic, Frequency]) -> None:
    """What is said twice is said once."""
    before = queries.wants_of(person.pk)
    changed = {topic: how for topic, how in wants.items() if before[topic] != how}
    for topic, frequency in changed.items():
        Choice.objects.update_or_create(
            person=person, topic=topic, defaults={"frequency": frequency}
        )
    if changed:
        record(
            "mail.chosen",
            actor=actor,
            matter=person,
            controller=person.controller,
            **{str(topic): str(how) for topic, how in changed.items()},
        )


def stop_mail(*, person: Person, topics: Iterable[Topic]) -> None:
    """By the link in a mail, without signing in: whoever has the mail is taken for its reader."""
    actor = Actor(person_id=person.pk, name=person.name)
    choose_mail(actor=actor, person=person, wants=dict.fromkeys(topics, Frequency.NEVER))


# Events, as they come


@transaction.atomic
def begin_reading(at: datetime | None = None) -> Reading:
    """From this moment on events are told of; for a history that was made up, such as the demo's."""
    at = at or timezone.now()
    reading, _made = Reading.objects.update_or_create(
        name=EVENTS, defaults={"begun_at": at, "read_until": at}
    )
    return reading


def tell_of_events() -> int:
    """Tells what has been recorded and not been told, each event in a transaction of its own.

    One that cannot be told keeps none of the others back. It is tried again each time, and the failure is the job's.
    """
    reading = Reading.objects.filter(name=EVENTS).first() or begin_reading()
    now = timezone.now()
    events = list(queries.untold(reading)[:AT_A_TIME])
    broken: dict[datetime, Exception] = {}
    for event in events:
        try:
            tell(event)
        except Exception as error:
            broken.setdefault(event.at, error)
    until = events[-1].at if len(events) == AT_A_TIME else now
    _move_on(reading, min([until, *broken]))
    for failure in broken.values():
        raise failure
    return len(events)


def _move_on(reading: Reading, until: datetime) -> None:
    """By a conditional UPDATE: of two workers the later one leaves it as it is, and never is it moved back."""
    rows = Reading.objects.filter(pk=reading.pk, read_until=reading.read_until)
    if until > reading.read_until:
        rows.update(read_until=until, changed_at=timezone.now())


@transaction.atomic
def tell(event: Event) -> list[Notice]:
    """To everybody at once or to nobody: that it is told, the notices and the mails are one transaction."""
    _told, is_mine = Told.objects.get_or_create(event=event, defaults={"at": event.at})
    matter = queries.matter_of(event) if is_mine else None
    if matter is None or not queries.is_still_news(event, matter):
        return []
    found = queries.hearers(event, matter, timezone.localdate())
    notices = [_tell_one(event, matter, hearer) for hearer in found]
    return [notice for notice in notices if notice]


def _tell_one(event: Event, matter: Matter, hearer: Hearer) -> Notice | None:
    topic, calendar = TOPICS[event.kind], _calendar(event, matter, hearer)
    frequency = Frequency.AT_ONCE if calendar else hearer.wants[topic]
    if frequency == Frequency.NEVER:
        return None
    is_now = frequency == Frequency.AT_ONCE
    notice, is_new = Notice.objects.get_or_create(
        person=hearer.person,
        key=f"event:{event.pk}",
        defaults={
            "topic": topic,
            "event": event,
            "sent_at": timezone.now() if is_now else None,
        },
    )
    if is_new and is_now:
        _post(hearer, {Topic.CALENDAR} if calendar else {topic}, event, matter, calendar)
    return notice


def _calendar(event: Event, matter: Matter, hearer: Hearer) -> CalendarPart | None:
    """None for who has said no to them, and where one of the two has protected identity."""
    method = CALENDAR_METHODS.get(event.kind)
    is_wanted = hearer.wants[Topic.CALENDAR] == Frequency.AT_ONCE
    if method is None or matter.dialogue is None or matter.is_protected or not is_wanted:
        return None
    content = invitation(matter.dialogue, to=hearer.person, method=method)
    return CalendarPart(content, method, FILENAME)


def _post(
    hearer: Hearer,
    topics: set[Topic],
    event: Event,
    matter: Matter,
    calendar: CalendarPart | None,
) -> None:
    line = wording.line_of(event, matter)
    _send(
        hearer.person,
        topics,
        subject=line.subject,
        template="notifications/mail/notice.txt",
        context={"line": line, "why": wording.why(TOPICS[event.kind]), "calendar": calendar},
        calendar=calendar,
    )


def _send(
    person: Person,
    topics: set[Topic],
    *,
    subject: str,
    template: str,
    context: dict[str, object],
    calendar: CalendarPart | None = None,
) -> None:
    """With the way out that mail programs show as a button (RFC 8058), and one to all the choices."""
    token = token_for(person.pk, topics)
    off_url = settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])
    choices_url = settings.BASE_URL + reverse("notifications:choices")
    post(
        to=[person.email],
        subject=subject,
        template=template,
        context={
            **context,
            "name": one_line(person.given_name),
            "off_url": off_url,
            "choices_url": choices_url,
        },
        headers={
            "List-Unsubscribe": f"<{off_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
        calendar=calendar,
    )


# The morning's mail


def send_morning_mails(today: date) -> int:
    """At most one to each: what waits, what is due and what lapses. Run twice, the second finds nothing new."""
    reminders: dict[UUID, list[Reminder]] = {}
    for reminder in queries.reminders(today):
        reminders.setdefault(reminder.person_id, []).append(reminder)
    lapses = queries.lapses_by_person(today)
    people = queries.people_waiting() | set(reminders) | set(lapses)
    broken: list[Exception] = []
    sent = 0
    for person_id in sorted(people):
        try:
            sent += _send_morning_mail(
                person_id, reminders.get(person_id, []), lapses.get(person_id, []), today
            )
        except Exception as error:
            broken.append(error)
    for failure in broken:
        raise failure
    return sent


@transaction.atomic
def _send_morning_mail(
    person_id: UUID, reminders: list[Reminder], lapses: list[Lapse], today: date
) -> bool:
    for hearer in queries.hearers_of({person_id}, today):
        lines = [
            *_due(hearer, reminders),
            *_lapsing(hearer, lapses),
            *_waiting(hearer),
        ]
        if lines:
            _post_morning(hearer, lines)
        return bool(lines)
    return False


Said = tuple[Topic, Line]


def _due(hearer: Hearer, reminders: list[Reminder]) -> list[Said]:
    if hearer.wants[Topic.REMINDERS] == Frequency.NEVER:
        return []
    return [
        (Topic.REMINDERS, wording.line_of_reminder(reminder))
        for reminder in reminders
        if queries.may_hear(hearer, reminder.matter)
        and _is_first(hearer, Topic.REMINDERS, reminder.key)
    ]


def _lapsing(hearer: Hearer, lapses: list[Lapse]) -> list[Said]:
    if hearer.wants[Topic.LAPSES] == Frequency.NEVER:
        return []
    return [
        (Topic.LAPSES, wording.line_of_lapse(lapse))
        for lapse in queries.may_hear_of_lapses(hearer, lapses)
        if _is_first(hearer, Topic.LAPSES, f"lapse:{lapse.key}")
    ]


def _is_first(hearer: Hearer, topic: Topic, key: str) -> bool:
    _notice, is_new = Notice.objects.get_or_create(
        person=hearer.person, key=key, defaults={"topic": topic, "sent_at": timezone.now()}
    )
    return is_new


def _waiting(hearer: Hearer) -> list[Said]:
    """What was told since yesterday; of what may no longer be heard of, or is wanted no more, nothing."""
    found = []
    for notice in queries.waiting_for(hearer.person):
        matter = queries.matter_of(notice.event) if notice.event else None
        topic = Topic(notice.topic)
        is_heard = matter is not None and queries.may_hear(hearer, matter)
        if notice.event and matter and is_heard and hearer.wants[topic] != Frequency.NEVER:
            found.append((topic, wording.line_of(notice.event, matter)))
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at", "changed_at"])
    return found


def _post_morning(hearer: Hearer, lines: list[Said]) -> None:
    said = wording.said_of_several([line for _topic, line in lines])
    _send(
        hearer.person,
        {topic for topic, _line in lines},
        subject=wording.subject_of_morning(said),
        template="notifications/mail/morning.txt",
        context={"lines": said},
    )


@transaction.atomic
def forget_old_notices() -> None:
    """What has been told is remembered as long as it could be told again."""
    Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    for reading in Reading.objects.all():
        Told.objects.filter(at__lt=reading.read_until - 2 * OVERLAP).delete()
