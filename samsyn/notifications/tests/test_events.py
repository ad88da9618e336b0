"""What is told of events: to whom, once, and nothing that somebody may not see."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from icalendar import Calendar

from samsyn.assignments.models import Assignment, Dialogue, DialogueState
from samsyn.notifications import actions
from samsyn.notifications.models import Frequency, Notice, Reading, Told, Topic
from samsyn.notifications.rules import OVERLAP, TOPICS
from samsyn.organisations.actions.people import delegate_duty
from samsyn.organisations.events import record
from samsyn.organisations.models import AddressChange, AddressState, Duty, Event, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_person, make_post

BOTH = {"bo", "rut"}
TO_BOTH = {"dialogue.planned", "dialogue.moved", "dialogue.cancelled"}


@pytest.fixture(autouse=True)
def _reading(db: None) -> None:
    actions.begin_reading(timezone.now() - timedelta(days=1))


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)


@pytest.fixture
def dialogue(agreed: Assignment, cast: Cast) -> Dialogue:
    return Dialogue.objects.create(
        assignment=agreed,
        counterpart=cast.rut,
        planned_by=cast.rut,
        starts_at=timezone.now() + timedelta(days=5),
        where="Ruts rum",
    )


def happens(kind: str, who: Person, matter: Assignment | Dialogue, **facts: Any) -> Event:
    assignment = matter.assignment if isinstance(matter, Dialogue) else matter
    return record(kind, actor=actor(who), matter=matter, controller=assignment.controller, **facts)


def choose(person: Person, **wants: Frequency) -> None:
    chosen = {Topic(topic): how for topic, how in wants.items()}
    actions.choose_mail(actor=actor(person), person=person, wants=chosen)


def told() -> list[str]:
    """Whom the mails so far have gone to, by given name."""
    return sorted(message.to[0].split(".")[0] for message in mail.outbox)


def parsed(message: mail.EmailMessage) -> Parsed:
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def text_of(message: mail.EmailMessage) -> str:
    part = parsed(message).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("kind", sorted(TOPICS))
@pytest.mark.parametrize("who", ["bo", "rut"])
def test_only_the_two_hear_and_not_of_what_they_did_themselves(
    agreed: Assignment, dialogue: Dialogue, cast: Cast, kind: str, who: str
) -> None:
    if kind == "dialogue.cancelled":
        Dialogue.objects.update(state=DialogueState.CANCELLED)
    choose(cast.bo, comments=Frequency.AT_ONCE)
    choose(cast.rut, comments=Frequency.AT_ONCE)
    happens(kind, getattr(cast, who), dialogue if kind.startswith("dialogue") else agreed)

    actions.tell_of_events()

    assert told() == sorted(BOTH if kind in TO_BOTH else BOTH - {who})


def test_mail_says_what_where_and_why(agreed: Assignment, cast: Cast) -> None:
    happens("proposal.shared", cast.bo, agreed)

    actions.tell_of_events()

    (message,) = mail.outbox
    words = text_of(message)
    assert message.subject == "Förslag till ändring: Elever som resonerar i matematik"
    assert words.startswith("Hej Rut,\n\nBo Bok föreslår en ändring i uppdraget ”Elever som")
    assert f"/uppdrag/{agreed.pk}/" in words
    assert "Du får det här för att du är en av de två i uppdraget" in words
    assert "/utskick/\n" in words


@pytest.mark.parametrize(
    "kind", ["log.entered", "comment.resolved", "dialogue.opened", "post.made"]
)
def test_what_is_no_news_is_told_to_nobody(agreed: Assignment, cast: Cast, kind: str) -> None:
    happens(kind, cast.bo, agreed)

    assert actions.tell_of_events() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("kind", sorted(TOPICS))
@pytest.mark.parametrize("protected", ["bo", "rut"])
def test_nothing_of_a_protected_person_leaves_the_house(
    agreed: Assignment, dialogue: Dialogue, cast: Cast, kind: str, protected: str
) -> None:
    Person.objects.filter(pk=getattr(cast, protected).pk).update(protected_identity=True)
    if kind == "dialogue.cancelled":
        Dialogue.objects.update(state=DialogueState.CANCELLED)
    choose(cast.rut, comments=Frequency.AT_ONCE)
    happens(kind, cast.bo, dialogue if kind.startswith("dialogue") else agreed)

    actions.tell_of_events()

    (message,) = [message for message in mail.outbox if message.to == [cast.rut.email]]
    whole = message.message().as_string()
    text = text_of(message)
    assert message.subject == "Något nytt i Samsyn"
    assert "text/calendar" not in whole
    for closed in ("resonerar", "Bo Bok", "Björkskolan", "Ruts rum"):
        assert closed not in message.subject + text


def test_counterpart_whose_duty_has_ended_hears_nothing(agreed: Assignment, cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)
    happens("proposal.shared", cast.bo, agreed)

    actions.tell_of_events()

    assert told() == []


def test_deputy_hears_of_what_is_agreed_and_not_of_dialogues(
    agreed: Assignment, dialogue: Dialogue, cast: Cast
) -> None:
    today = timezone.localdate()
    delegate_duty(
        actor=actor(cast.rut),
        duty=Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL),
        deputy=cast.tora,
        starts_on=today,
        ends_on=today,
    )
    happens("proposal.shared", cast.bo, agreed)
    happens("dialogue.prepared", cast.bo, dialogue)

    actions.tell_of_events()

    assert told() == ["rut", "rut", "tora"]


def test_who_has_no_account_or_no_address_hears_nothing(agreed: Assignment, cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(email="")
    Person.objects.filter(pk=cast.rut.pk).update(user=None)
    happens("assignment.in_force", cast.adam, agreed)

    actions.tell_of_events()

    assert (told(), Notice.objects.count(), Told.objects.count()) == ([], 0, 1)


def test_address_that_nobody_vouched_for_hears_nothing_of_dialogues(
    agreed: Assignment, dialogue: Dialogue, cast: Cast
) -> None:
    AddressChange.objects.create(
        person=cast.bo,
        old_email="bo@gammal.example",
        new_email=cast.bo.email,
        due_at=timezone.now(),
        state=AddressState.DONE,
    )
    happens("dialogue.planned", cast.rut, dialogue)
    happens("proposal.shared", cast.rut, agreed)

    actions.tell_of_events()

    assert told() == ["bo", "rut"]
    assert [m.subject for m in mail.outbox if m.to == [cast.bo.email]] == [
        "Förslag till ändring: Elever som resonerar i matematik"
    ]


# Once


def test_event_is_told_once_however_often_it_is_read(agreed: Assignment, cast: Cast) -> None:
    event = happens("proposal.shared", cast.bo, agreed)

    assert len(actions.tell(event)) == 1
    assert actions.tell(event) == []
    actions.tell_of_events()
    actions.tell_of_events()

    assert told() == ["rut"]


class Stumbling(EmailBackend):
    """A mail server that goes away after the first mail, once."""

    left = 1

    def send_messages(self, messages: Any) -> int:
        if Stumbling.left == 0:
            Stumbling.left = 99
            raise ConnectionError("gone")
        Stumbling.left -= 1
        return super().send_messages(messages)


def test_stop_in_the_middle_neither_loses_nor_repeats(
    agreed: Assignment, dialogue: Dialogue, cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Stumbling"
    Stumbling.left = 1
    happens("dialogue.planned", cast.rut, dialogue)
    happens("proposal.shared", cast.bo, agreed)

    with pytest.raises(ConnectionError):
        actions.tell_of_events()
    # The dialogue's event stopped after its first mail, and is as if never begun; the other was told.
    assert {notice.event.kind for notice in Notice.objects.all() if notice.event} == {
        "proposal.shared"
    }
    mail.outbox.clear()
    actions.tell_of_events()
    actions.tell_of_events()

    assert told() == ["bo", "rut"]
    assert Told.objects.count() == 2


def test_event_that_was_committed_late_is_told(agreed: Assignment, cast: Cast) -> None:
    actions.tell_of_events()
    late = happens("proposal.shared", cast.bo, agreed)
    Event.objects.filter(pk=late.pk).update(at=timezone.now() - OVERLAP / 2)

    actions.tell_of_events()

    assert told() == ["rut"]


def test_worker_that_was_away_for_a_week_loses_nothing(agreed: Assignment, cast: Cast) -> None:
    week_ago = timezone.now() - timedelta(days=7)
    Reading.objects.update(begun_at=week_ago - timedelta(days=1), read_until=week_ago)
    event = happens("proposal.shared", cast.bo, agreed)
    Event.objects.filter(pk=event.pk).update(at=week_ago + timedelta(days=1))

    actions.tell_of_events()

    assert told() == ["rut"]
    assert Reading.objects.get().read_until > timezone.now() - timedelta(minutes=1)


def test_history_is_told_to_nobody(agreed: Assignment, cast: Cast) -> None:
    happens("proposal.shared", cast.bo, agreed)
    actions.begin_reading()

    assert (actions.tell_of_events(), told()) == (0, [])


def test_what_was_told_is_forgotten_only_when_it_is_read_no_more(
    agreed: Assignment, cast: Cast
) -> None:
    event = happens("proposal.shared", cast.bo, agreed)
    actions.tell_of_events()
    actions.forget_old_notices()
    assert Told.objects.count() == 1

    Told.objects.update(at=timezone.now() - 3 * OVERLAP)
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - 3 * OVERLAP)
    actions.forget_old_notices()
    actions.tell_of_events()

    assert (Told.objects.count(), told()) == (0, ["rut"])


# Calendars


def calendar_of(message: mail.EmailMessage) -> tuple[str, Any]:
    """The method that the mail names, and the event."""
    (part,) = [p for p in parsed(message).walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == part.get_param("method")
    return str(part.get_param("method")), calendar.events[0]


def test_invitation_reaches_calendars_and_is_moved_and_cancelled(
    dialogue: Dialogue, cast: Cast
) -> None:
    happens("dialogue.planned", cast.rut, dialogue)
    actions.tell_of_events()
    dialogue.sequence, dialogue.starts_at = 1, dialogue.starts_at + timedelta(days=1)
    dialogue.save()
    happens("dialogue.moved", cast.rut, dialogue, sequence=1)
    actions.tell_of_events()
    dialogue.sequence, dialogue.state = 2, DialogueState.CANCELLED
    dialogue.save()
    happens("dialogue.cancelled", cast.rut, dialogue)
    actions.tell_of_events()

    found = [calendar_of(m) for m in mail.outbox if m.to == [cast.bo.email]]
    assert [(method, event["SEQUENCE"], str(event["STATUS"])) for method, event in found] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert len({event["UID"] for _method, event in found}) == 1
    attached = [part.get_filename() for part in parsed(mail.outbox[0]).iter_attachments()]
    assert attached == ["dialog.ics"]


def test_planned_and_moved_at_once_is_told_once(dialogue: Dialogue, cast: Cast) -> None:
    happens("dialogue.planned", cast.rut, dialogue)
    Dialogue.objects.update(sequence=1)
    happens("dialogue.moved", cast.rut, dialogue, sequence=1)

    actions.tell_of_events()

    assert told() == ["bo", "rut"]
    assert all(message.subject.startswith("Flyttad: dialogen är") for message in mail.outbox)


# Choices


@pytest.mark.parametrize(
    ("wants", "mails", "has_calendar"),
    [
        ({}, 1, True),
        ({"dialogues": Frequency.NEVER}, 1, True),
        ({"calendar": Frequency.NEVER}, 1, False),
        ({"calendar": Frequency.NEVER, "dialogues": Frequency.DAILY}, 0, False),
        ({"calendar": Frequency.NEVER, "dialogues": Frequency.NEVER}, 0, False),
    ],
)
def test_calendar_is_chosen_apart(
    dialogue: Dialogue,
    cast: Cast,
    wants: dict[str, Frequency],
    mails: int,
    has_calendar: bool,
) -> None:
    choose(cast.bo, **wants)
    happens("dialogue.planned", cast.rut, dialogue)

    actions.tell_of_events()

    found = [message for message in mail.outbox if message.to == [cast.bo.email]]
    assert len(found) == mails
    assert any("text/calendar" in m.message().as_string() for m in found) is has_calendar


def test_who_wants_none_gets_none(agreed: Assignment, cast: Cast) -> None:
    choose(cast.rut, agreement=Frequency.NEVER)
    happens("proposal.shared", cast.bo, agreed)

    actions.tell_of_events()

    assert (told(), Notice.objects.count()) == ([], 0)


def test_somebody_new_at_the_school_hears_nothing(agreed: Assignment, cast: Cast) -> None:
    make_person("Nya Ny", cast.organiser)
    happens("assignment.in_force", cast.bo, agreed)

    actions.tell_of_events()

    assert told() == ["rut"]
