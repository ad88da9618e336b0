"""A round of mail to many: on one line after another, each mail for itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from samsyn.core import jobs, mail
from samsyn.core.actions import prune_engine
from samsyn.core.models import MailState, OutgoingMail
from samsyn.core.tests.smtp import Server, smtp_server


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


def letters(count: int) -> list[EmailMessage]:
    return [
        EmailMessage("Hej", "Text", "samsyn@samsyn.example", [f"{number}@skola.example"])
        for number in range(count)
    ]


@pytest.mark.django_db(transaction=True)
def test_many_mails_leave_on_one_line_each(server: Server) -> None:
    messages = letters(25)

    mail.post_many(messages)
    ran = jobs.work_off()

    assert (ran, server.lines_count) == (2, 2)
    assert sorted(one.rcpt_tos for one in server.received) == sorted(m.to for m in messages)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.SENT}


@pytest.mark.django_db(transaction=True)
def test_a_server_that_has_had_enough_is_rung_up_anew(server: Server) -> None:
    server.mails_on_a_line = 3

    mail.post_many(letters(7))
    jobs.work_off()

    assert (len(server.received), server.lines_count) == (7, 3)


@pytest.mark.django_db(transaction=True)
def test_one_refused_address_among_many_stops_no_other(server: Server) -> None:
    server.recipient_answers["1@skola.example"] = "550 Okänd"

    mail.post_many(letters(3))
    jobs.work_off()

    states = dict(OutgoingMail.objects.values_list("recipients", "state"))
    assert states == {
        "0@skola.example": MailState.SENT,
        "1@skola.example": MailState.REFUSED,
        "2@skola.example": MailState.SENT,
    }
    assert OutgoingMail.objects.exclude(message=b"").count() == 0


@pytest.mark.django_db
def test_a_mail_that_never_left_loses_its_text_in_the_end() -> None:
    kept = OutgoingMail.objects.create(recipients="bo@skola.example", message=b"hemligt")
    long_ago = timezone.now() - timedelta(days=31)
    OutgoingMail.objects.filter(pk=kept.pk).update(changed_at=long_ago)

    prune_engine()

    kept.refresh_from_db()
    assert (kept.state, bytes(kept.message)) == (MailState.REFUSED, b"")
