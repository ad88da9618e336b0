"""A round's mails: to whom, with what, at most once each; refused and declined ones are minded."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samsyn.core import jobs as core_jobs
from samsyn.core.models import MailState, OutgoingMail
from samsyn.core.tests.smtp import Server, smtp_server
from samsyn.surveys import jobs
from samsyn.surveys.actions.mailings import note_bounce, post_batch, send_trial
from samsyn.surveys.actions.rounds import add_late, close_round
from samsyn.surveys.letters import Reader
from samsyn.surveys.models import Invitation, Mailing, Mode, Posting, Round
from samsyn.surveys.rules.links import invitation_of, link_token
from samsyn.surveys.tests.asking import make_open
from tests.cast import Cast, actor, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with smtp_server() as (server, port):
        settings.SMTP = {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": port,
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
        }
        yield server


def work(times: int = 1) -> None:
    """As the worker does each minute."""
    for _time in range(times):
        jobs.keep_hours.enqueue()
        core_jobs.work_off()


def remind_now(round: Round) -> Mailing:
    mailing = Mailing.objects.filter(round=round, kind="reminder", begun_at=None)[0]
    Mailing.objects.filter(pk=mailing.pk).update(due_at=timezone.now())
    return mailing


def received(server: Server) -> list[str]:
    return sorted(envelope.rcpt_tos[0] for envelope in server.received)


def test_everybody_is_invited_once_by_a_link_of_their_own(cast: Cast, server: Server) -> None:
    round = make_open(cast, addresses=3)

    work(times=2)

    assert received(server) == ["p0@skola.example", "p1@skola.example", "p2@skola.example"]
    tokens = {
        re.search(r"/svara/([\w-]{35})/", text(envelope.content))[1]  # type: ignore[index]  # is there
        for envelope in server.received
    }
    assert {invitation_of(token) for token in tokens} == set(
        Invitation.objects.filter(round=round).values_list("pk", flat=True)
    )
    assert Posting.objects.count() == 3


def text(content: bytes) -> str:
    part = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_mail_names_its_sender_and_a_way_out(cast: Cast, server: Server) -> None:
    make_open(cast, addresses=1)
    work()

    (envelope,) = server.received
    mail = message_from_bytes(envelope.content, policy=policy.default)

    assert str(mail["From"]).startswith("Anna Ask via Samsyn <")
    assert mail["Reply-To"] == "Anna Ask <anna.ask@samsyn.example>"
    token = link_token(Invitation.objects.get().pk)
    assert str(mail["List-Unsubscribe"]).endswith(f"/svara/{token}/tacka-nej/>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    said = text(envelope.content)
    assert said.startswith("Hej Elin,\n")
    assert "Dina svar är anonyma. Ingen kan se vad du svarar." in said
    assert said.endswith("Anna Ask\nkoordinator, Mittskogs universitet\n")
    html = mail.get_body(("html",))
    assert html is not None
    assert "Svara på enkäten</strong></a>" in html.get_content()


def test_a_named_round_says_so(cast: Cast, server: Server) -> None:
    make_open(cast, addresses=1, mode=Mode.NAMED)
    work()

    assert "Dina svar har ditt namn. Anna Ask ser vad du svarar." in text(
        server.received[0].content
    )


def test_the_outbox_keeps_no_link_once_it_is_sent(cast: Cast, server: Server) -> None:
    make_open(cast, addresses=2)
    server.recipient_answers["p0@skola.example"] = "550 Okänd"

    work()

    states = set(OutgoingMail.objects.values_list("state", "message"))
    assert {(state, bytes(message)) for state, message in states} == {
        (MailState.SENT, b""),
        (MailState.REFUSED, b""),
    }


def test_reminders_go_to_those_who_have_neither_answered_nor_said_no(
    cast: Cast, server: Server
) -> None:
    round = make_open(cast, addresses=4)
    server.recipient_answers["p3@skola.example"] = "550 Okänd"
    work(times=2)
    today = timezone.localdate()
    Invitation.objects.filter(email="p0@skola.example").update(answered_on=today)
    Invitation.objects.filter(email="p1@skola.example").update(declined_on=today)
    server.received.clear()

    remind_now(round)
    work(times=3)

    assert received(server) == ["p2@skola.example"]


def test_nobody_is_reminded_once_it_has_closed(cast: Cast, server: Server) -> None:
    round = make_open(cast, addresses=1)
    work()
    remind_now(round)
    close_round(actor=actor(cast.anna), round=round)
    server.received.clear()

    work(times=2)

    assert server.received == []


def test_who_is_added_late_alone_gets_the_first_mail(cast: Cast, server: Server) -> None:
    round = make_open(cast, addresses=2)
    work()
    server.received.clear()

    add_late(actor=actor(cast.anna), round=round, address="ny@skola.example", name="Ny Nyberg")
    work(times=2)

    assert received(server) == ["ny@skola.example"]


def test_batches_follow_each_other_until_all_is_posted(
    cast: Cast, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samsyn.surveys.actions.mailings.BATCH", 4)
    make_open(cast, addresses=10)

    work()

    mailing = Mailing.objects.get(kind="invitation")
    assert (mailing.posted_count, mailing.posted_at is not None) == (10, True)
    assert len(set(received(server))) == len(received(server)) == 10


def test_a_batch_that_is_rolled_back_is_posted_whole_by_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_open(cast, addresses=3)
    mailing = Mailing.objects.get(kind="invitation")

    def fall(_mailing: object) -> None:
        raise ZeroDivisionError

    Mailing.objects.filter(pk=mailing.pk).update(begun_at=timezone.now())
    monkeypatch.setattr("samsyn.surveys.actions.mailings.BATCH", 3)
    with pytest.raises(ZeroDivisionError):
        post_batch(mailing.pk, next_batch=fall)
    monkeypatch.undo()
    assert (Posting.objects.count(), OutgoingMail.objects.count()) == (0, 0)

    post_batch(mailing.pk, next_batch=fall)
    post_batch(mailing.pk, next_batch=fall)

    assert (Posting.objects.count(), OutgoingMail.objects.count()) == (3, 3)


def test_what_the_server_refused_is_kept_with_the_invitation(cast: Cast, server: Server) -> None:
    server.recipient_answers["p0@skola.example"] = "550 Okänd"
    make_open(cast, addresses=1)

    work(times=2)

    assert Invitation.objects.get().refusal == "p0@skola.example 550 Okänd"


def test_a_mail_that_came_back_is_noted_once(cast: Cast) -> None:
    round = make_open(cast, addresses=2)
    anna = actor(cast.anna)

    first = note_bounce(actor=anna, round=round, email="P1@skola.example")
    again = note_bounce(actor=anna, round=round, email="p1@skola.example")

    assert (first, again) == (True, False)


def test_a_trial_goes_to_oneself_with_links_that_lead_nowhere(cast: Cast, server: Server) -> None:
    make_open(cast, addresses=1)
    mailing = Mailing.objects.get(kind="invitation")

    send_trial(actor=actor(cast.anna), mailing=mailing, to=Reader("anna@x.example", "Anna Ask"))
    core_jobs.work_off()

    (envelope,) = server.received
    assert "/svara/" not in text(envelope.content)
    assert b"List-Unsubscribe" not in envelope.content


@pytest.mark.parametrize("body", ["List-Unsubscribe=One-Click", ""])
def test_one_press_in_the_mail_program_stops_reminders(cast: Cast, body: str) -> None:
    make_open(cast, addresses=1)
    invitation = Invitation.objects.get()
    address = f"/svara/{link_token(invitation.pk)}/tacka-nej/"
    client = Client(enforce_csrf_checks=True)

    asked = client.get(address)
    invitation.refresh_from_db()
    assert (asked.status_code, invitation.declined_on) == (200, None)

    pressed = client.post(address, body, content_type="application/x-www-form-urlencoded")

    invitation.refresh_from_db()
    assert (pressed.status_code, invitation.declined_on) == (200, timezone.localdate())


def test_a_forged_way_out_is_none(cast: Cast) -> None:
    make_open(cast, addresses=1)
    token = link_token(Invitation.objects.get().pk)
    forged = ("A" if token[-3] != "A" else "B").join((token[:-3], token[-2:]))

    assert Client().post(f"/svara/{forged}/tacka-nej/").status_code == 404


def test_a_reminder_comes_at_its_hour_and_not_before(cast: Cast, server: Server) -> None:
    make_open(cast, addresses=1)
    work()
    server.received.clear()
    Mailing.objects.filter(kind="reminder").update(due_at=timezone.now() + timedelta(minutes=1))

    work()

    assert server.received == []
