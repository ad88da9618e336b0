"""Words that would break out of where they stand: one header stays one, markup is text, a calendar keeps its lines."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from samsyn.assignments.actions.comments import make_comment
from samsyn.assignments.actions.dialogues import plan_dialogue
from samsyn.assignments.calendar import invitation
from samsyn.assignments.models import Assignment
from samsyn.core.mail import post
from samsyn.core.models import OutgoingMail
from samsyn.notifications import actions
from samsyn.notifications.models import Frequency, Topic
from samsyn.organisations.events import record
from samsyn.organisations.models import Person
from tests.cast import Cast, actor, make_agreed, make_post

HOSTILE = [
    "Rad\r\nBcc: ond@annan.example\r\n\r\nNy kropp",
    "Rad\nATTENDEE:mailto:ond@annan.example\nEND:VEVENT",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    '"; DROP \\, ; : " och \\n',
    "=?utf-8?q?=0D=0ABcc=3A_ond=40annan=2Eexample?=",
    "=?utf-8?b?DQpCY2M6IG9uZEBhbm5hbi5leGFtcGxl?=",
    "Vänd \u202eelpmaxe.nanna//:sptth\u2066 \x00\x07\x1b[31m\x85\u2028slut",
    "Å" * 100 + " 👩‍🏫 ",
]
HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
}


@pytest.fixture(params=HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def words(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def agreed(cast: Cast, words: str) -> Assignment:
    """As if every check on the way in had been passed by."""
    actions.begin_reading(timezone.now() - timedelta(days=1))
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    kept = words.replace("\x00", "")[:100]
    Assignment.objects.update(title=kept)
    Person.objects.filter(pk__in=[cast.bo.pk, cast.rut.pk]).update(
        given_name=kept[:50], family_name=kept[50:100]
    )
    agreed.refresh_from_db()
    return Assignment.objects.select_related("holder", "counterpart", "controller").get()


@pytest.fixture
def sent(cast: Cast, agreed: Assignment, words: str) -> list[Parsed]:
    """What leaves of a comment, a planned dialogue and a lapse, as the one who gets it parses it."""
    kept = words.replace("\x00", "")
    wants = {Topic.COMMENTS: Frequency.AT_ONCE}
    bo, rut = (actor(Person.objects.get(pk=one.pk)) for one in (cast.bo, cast.rut))
    actions.choose_mail(actor=rut, person=cast.rut, wants=wants)
    make_comment(actor=bo, assignment=agreed, part="time", text=kept)
    starts_at = timezone.now() + timedelta(days=3)
    plan_dialogue(actor=bo, assignment=agreed, starts_at=starts_at, where=kept[:120])
    record("proposal.shared", actor=bo, matter=agreed, controller=agreed.controller)
    mail.outbox.clear()
    actions.tell_of_events()
    Assignment.objects.update(hours=None, has_mandate=False, has_evaluation=False)
    actions.send_morning_mails(timezone.localdate() + timedelta(days=2))
    found = [m.message().as_bytes() for m in mail.outbox]
    return [message_from_bytes(raw, policy=policy.default) for raw in found]


def part_of(message: Parsed, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_header_stays_one_and_goes_to_nobody_else(
    cast: Cast, sent: list[Parsed], words: str
) -> None:
    assert len(sent) >= 4
    for message in sent:
        assert set(message.keys()) <= HEADERS
        assert message["To"] in {cast.bo.email, cast.rut.email}
        subject = str(message["Subject"])
        assert "Bcc" not in message.keys()  # noqa: SIM118 - a message is no mapping
        assert not [c for c in subject if ord(c) < 32 or c in "\u202e\u2066\u2028\x85"]
        if words.startswith("=?"):
            assert "ond@annan" not in subject


def test_a_subject_is_the_words_that_were_written(words: str, db: None) -> None:
    post(
        to=["rut@samsyn.example"],
        subject=words,
        template="notifications/mail/morning.txt",
        context={"lines": [], "name": ""},
    )

    (message,) = mail.outbox
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert list(parsed["Subject"].defects) == []
    # A long word is folded by a space before it.
    assert str(parsed["Subject"]).strip() == message.subject
    assert message.recipients() == ["rut@samsyn.example"]
    assert OutgoingMail.objects.count() in {0, 1}


def test_what_others_wrote_makes_no_line_of_its_own(sent: list[Parsed]) -> None:
    for message in sent:
        lines = [line.strip() for line in part_of(message, "plain").splitlines()]
        begun = ("Bcc:", "ATTENDEE", "END:VEVENT", "Ny kropp", "slut")
        assert [line for line in lines if line.startswith(begun)] == []


def test_markup_is_text_in_the_html_part(sent: list[Parsed]) -> None:
    for message in sent:
        html = part_of(message, "html")
        assert "<script" not in html
        assert "<img" not in html
        assert "onerror=alert(2)&gt;" in html or "onerror" not in html


def test_a_calendar_is_folded_and_escaped(agreed: Assignment, words: str, cast: Cast) -> None:
    where = words.replace("\x00", "")[:120]
    dialogue = plan_dialogue(
        actor=actor(cast.bo), assignment=agreed, starts_at=timezone.now(), where=where
    )
    dialogue.refresh_from_db()

    raw = invitation(dialogue, to=agreed.holder)

    lines = raw.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    assert [line for line in lines if line.startswith(b"ATTENDEE:mailto:ond")] == []
    calendar: Any = Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    people = [str(one) for one in event["attendee"]]
    assert people == [f"mailto:{cast.bo.email}", f"mailto:{cast.rut.email}"]
    assert str(event["location"]) == " ".join(
        "".join(c for c in where if c not in "\u202e\u2066\x07\x1b").split()
    )
    assert (raw.count(b"BEGIN:VEVENT"), raw.count(b"\r\nEND:VEVENT")) == (1, 1)
