"""The morning's mail: what waits, what is due and what lapses; one mail, once, of what may be heard."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Dialogue,
    DialogueState,
    NextStep,
    Preparation,
)
from samsyn.notifications import actions
from samsyn.notifications.models import Frequency, Notice, Topic
from samsyn.notifications.tests.test_events import Stumbling
from samsyn.organisations.events import record
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_post


@pytest.fixture(autouse=True)
def _reading(db: None) -> None:
    actions.begin_reading(timezone.now() - timedelta(days=1))


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)


def today() -> date:
    return timezone.localdate()


def at(days: int, hour: int = 15) -> datetime:
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), time(hour)))


def make_dialogue(assignment: Assignment, starts_at: datetime, **over: Any) -> Dialogue:
    fields = {"counterpart": assignment.counterpart, "where": "Ruts rum", **over}
    return Dialogue.objects.create(assignment=assignment, starts_at=starts_at, **fields)


def comment(who: Person, assignment: Assignment, part: str) -> None:
    record(
        "comment.made",
        actor=actor(who),
        matter=assignment,
        controller=assignment.controller,
        part=part,
    )


def told() -> list[str]:
    return sorted(message.to[0].split(".")[0] for message in mail.outbox)


def never(person: Person, *topics: Topic) -> None:
    wants = dict.fromkeys(topics, Frequency.NEVER)
    actions.choose_mail(actor=actor(person), person=person, wants=wants)


def test_comments_wait_for_the_morning_and_are_gathered(agreed: Assignment, cast: Cast) -> None:
    for part in ("mandate", "mandate", "time"):
        comment(cast.bo, agreed, part)
    actions.tell_of_events()
    assert mail.outbox == []

    assert actions.send_morning_mails(today()) == 1

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([cast.rut.email], "I Samsyn i morse")
    title = "”Elever som resonerar i matematik”"
    assert f"Bo Bok har kommenterat delen ”Mandat” i {title}. (2 gånger)\n" in str(message.body)
    assert f"Bo Bok har kommenterat delen ”Tid” i {title}.\n" in str(message.body)
    assert actions.send_morning_mails(today()) == 0


def test_comment_is_not_told_when_the_right_has_gone_meanwhile(
    agreed: Assignment, cast: Cast
) -> None:
    comment(cast.bo, agreed, "mandate")
    actions.tell_of_events()
    yesterday = today() - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)
    never(cast.bo, Topic.LAPSES)
    never(cast.hedda, Topic.LAPSES)
    never(cast.adam, Topic.LAPSES)

    assert actions.send_morning_mails(today()) == 0
    assert not Notice.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(("days", "reminded"), [(0, []), (1, ["bo", "rut"]), (2, [])])
def test_dialogue_is_reminded_of_the_day_before(
    agreed: Assignment, days: int, reminded: list[str]
) -> None:
    make_dialogue(agreed, at(days))

    actions.send_morning_mails(today())
    actions.send_morning_mails(today())

    assert told() == reminded


def test_who_is_prepared_is_not_reminded(agreed: Assignment, cast: Cast) -> None:
    dialogue = make_dialogue(agreed, at(1))
    Preparation.objects.create(
        dialogue=dialogue, person=cast.bo, point="gives", text="x", done_at=timezone.now()
    )

    actions.send_morning_mails(today())

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([cast.rut.email], "Dialog i morgon")
    assert "kl. 15.00, Ruts rum. Skriv före dess vad du vill säga" in str(message.body)


@pytest.mark.parametrize(
    ("state", "due", "reminded"),
    [
        (DialogueState.APPROVED, 0, ["bo"]),
        (DialogueState.APPROVED, -6, ["bo"]),
        (DialogueState.APPROVED, -7, []),
        (DialogueState.APPROVED, 1, []),
        (DialogueState.HELD, 0, []),
    ],
)
def test_step_is_reminded_of_on_its_day_without_its_text(
    agreed: Assignment, cast: Cast, state: DialogueState, due: int, reminded: list[str]
) -> None:
    dialogue = make_dialogue(agreed, at(-10), state=state)
    NextStep.objects.create(
        dialogue=dialogue,
        person=cast.bo,
        text="Hemligt steg",
        due_on=today() + timedelta(days=due),
    )

    actions.send_morning_mails(today())

    assert told() == reminded
    assert not any("Hemligt" in str(message.body) for message in mail.outbox)


def test_lapse_is_told_once_to_each_whom_it_concerns(agreed: Assignment, cast: Cast) -> None:
    CareerPost.objects.update(ends_on=today() + timedelta(days=30))

    assert actions.send_morning_mails(today()) == 2
    assert actions.send_morning_mails(today()) == 0
    assert actions.send_morning_mails(today() + timedelta(days=1)) == 0

    assert told() == ["bo", "rut"]
    assert "Karriärtjänsten slutar" in mail.outbox[0].subject
    assert "Bestäm om den fortsätter." in str(mail.outbox[0].body)


def test_lapse_that_was_mended_and_comes_again_is_told_again(
    agreed: Assignment, cast: Cast
) -> None:
    for days in (30, 60):
        CareerPost.objects.update(ends_on=today() + timedelta(days=days))
        actions.send_morning_mails(today())

    assert told() == ["bo", "bo", "rut", "rut"]


def test_school_without_principal_is_told_to_those_in_charge(
    agreed: Assignment, cast: Cast
) -> None:
    yesterday = today() - timedelta(days=1)
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=yesterday)

    actions.send_morning_mails(today())

    assert told() == ["adam", "bo", "hedda"]
    (to_hedda,) = [m for m in mail.outbox if m.to == [cast.hedda.email]]
    assert to_hedda.subject == "Ingen är rektor på Björkskolan i dag"
    assert agreed.title not in str(to_hedda.body)


def test_nothing_of_a_protected_person_leaves_the_house(agreed: Assignment, cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    yesterday = today() - timedelta(days=1)
    Duty.objects.filter(person=cast.bo, role=Role.FIRST_TEACHER).update(ends_on=yesterday)
    CareerPost.objects.update(ends_on=today() + timedelta(days=30))
    make_dialogue(agreed, at(1))
    comment(cast.bo, agreed, "mandate")
    actions.tell_of_events()

    actions.send_morning_mails(today())

    assert told() == ["bo", "rut"]
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        for closed in (agreed.title, "Bo Bok", "Björkskolan", "Ruts rum", "Karriärtjänsten"):
            assert closed not in said


@pytest.mark.parametrize(
    ("topic", "reminded"),
    [(Topic.REMINDERS, "Karriärtjänsten slutar"), (Topic.LAPSES, "I morgon har du en dialog")],
)
def test_reminders_and_lapses_are_chosen_apart(
    agreed: Assignment, cast: Cast, topic: Topic, reminded: str
) -> None:
    CareerPost.objects.update(ends_on=today() + timedelta(days=30))
    make_dialogue(agreed, at(1))
    never(cast.bo, topic)
    never(cast.rut, Topic.REMINDERS, Topic.LAPSES)

    actions.send_morning_mails(today())

    (message,) = mail.outbox
    lines = [
        line for line in str(message.body).splitlines() if line.startswith(("I morgon", "Karr"))
    ]
    assert len(lines) == 1
    assert lines[0].startswith(reminded)


def test_one_mail_that_cannot_be_made_keeps_none_of_the_others_back(
    agreed: Assignment, cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "samsyn.notifications.tests.test_events.Stumbling"
    CareerPost.objects.update(ends_on=today() + timedelta(days=30))
    Stumbling.left = 0

    with pytest.raises(ConnectionError):
        actions.send_morning_mails(today())
    assert len(mail.outbox) == 1
    actions.send_morning_mails(today())

    assert told() == ["bo", "rut"]
