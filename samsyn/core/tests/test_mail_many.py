"""A round of mail to many: on one line after another, each mail for itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.core import jobs, mail
from samsyn.core.actions import prune_engine, withdraw_mails
from samsyn.core.models import MailState, OutgoingMail
from samsyn.core.tests.smtp import Server, used_server


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with used_server(settings) as server:
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


def due_now() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_down_is_asked_for_one_mail_and_the_rest_waits(
    server: Server, settings: Any
) -> None:
    up, settings.SMTP = settings.SMTP, {**settings.SMTP, "EMAIL_PORT": 1}
    mail.post_many(letters(5))

    jobs.work_off()

    (waiting,) = DBTaskResult.objects.filter(status="READY")
    assert len(waiting.args_kwargs["args"][1]) == 5
    assert sorted(OutgoingMail.objects.values_list("attempts_count", flat=True)) == [0, 0, 0, 0, 1]

    settings.SMTP = up
    due_now()
    jobs.work_off()

    assert sorted(one.rcpt_tos[0] for one in server.received) == [
        f"{number}@skola.example" for number in range(5)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_is_put_off_is_tried_again_after_what_somebody_waits_for(
    server: Server,
) -> None:
    server.recipient_answers["1@skola.example"] = "450 4.2.0 Greylisted"
    mail.post_many(letters(3))

    jobs.work_off()

    (waiting,) = DBTaskResult.objects.filter(status="READY")
    assert waiting.priority == jobs.AFTER_OTHERS
    assert len(server.received) == 2

    server.recipient_answers.clear()
    due_now()
    jobs.work_off()

    assert len(server.received) == 3
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.SENT}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["550 5.7.1 Sender rejected", "451 4.7.1 Later"])
def test_a_sender_that_is_not_let_in_loses_no_mail(server: Server, answer: str) -> None:
    server.sender_answer = answer
    mail.post_many(letters(2))

    jobs.work_off()
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.WAITING}

    server.sender_answer = "250 OK"
    due_now()
    jobs.work_off()

    assert len(server.received) == 2


@pytest.mark.django_db(transaction=True)
def test_a_line_that_ends_at_an_address_is_opened_anew_for_it(server: Server) -> None:
    server.recipient_answers["0@skola.example"] = "421 4.7.0 Enough"
    mail.post_many(letters(3))

    jobs.work_off()

    states = dict(OutgoingMail.objects.values_list("recipients", "state"))
    assert states == {
        "0@skola.example": MailState.WAITING,
        "1@skola.example": MailState.SENT,
        "2@skola.example": MailState.SENT,
    }


@pytest.mark.django_db(transaction=True)
def test_addresses_with_letters_of_their_own_stop_no_other(server: Server) -> None:
    """The domain has a way to be written for servers; the name before it has none."""
    written = ["elin@älvsunda.example", "åsa@skola.example", "bo@skola.example"]

    mail.post_many([EmailMessage("Hej", "Text", "s@samsyn.example", [to]) for to in written])
    jobs.work_off()

    assert [one.rcpt_tos[0] for one in server.received] == [
        "elin@xn--lvsunda-4wa.example",
        "bo@skola.example",
    ]
    assert OutgoingMail.objects.get(recipients="åsa@skola.example").state == MailState.REFUSED


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_withdrawn_has_not_left_and_does_not(server: Server) -> None:
    first, second = mail.post_many(letters(2))
    OutgoingMail.objects.filter(pk=second.pk).update(state=MailState.SENDING, claimed_by="other")

    count = withdraw_mails([first.pk, second.pk])
    jobs.work_off()

    assert (count, server.received) == (1, [])
    assert OutgoingMail.objects.get().pk == second.pk
