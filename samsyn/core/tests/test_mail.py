"""Mail as rows, and rows sent to a real SMTP server."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.core import actions, jobs, mail, queries
from samsyn.core.models import MailState, OutgoingMail
from samsyn.core.queries import mail_to
from samsyn.core.tests.smtp import Server, used_server


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    settings.EMAIL_BACKEND = "samsyn.core.mail.OutboxBackend"
    with used_server(settings) as server:
        yield server


def post(*to: str, **over: Any) -> OutgoingMail:
    EmailMessage(
        **{"subject": "Hej", "body": "Koden är 123456.", "to": to or ["bo@skola.example"], **over}
    ).send()
    return OutgoingMail.objects.get()


@pytest.mark.django_db
def test_mail_is_sent_as_written_and_its_text_erased(server: Server) -> None:
    post(
        "bo@skola.example",
        bcc=["rut@skola.example"],
        reply_to=["svar@skola.example"],
        headers={"Auto-Submitted": "auto-generated"},
    )

    jobs.work_off()

    (envelope,) = server.received
    kept = OutgoingMail.objects.get()
    assert envelope.rcpt_tos == ["bo@skola.example", "rut@skola.example"]
    assert b"Reply-To: svar@skola.example" in envelope.content
    assert b"Auto-Submitted: auto-generated" in envelope.content
    assert b"Bcc" not in envelope.content
    assert "Koden är 123456.".encode() in envelope.content
    assert (kept.state, bytes(kept.message), kept.subject) == (MailState.SENT, b"", "Hej")
    assert kept.sent_at is not None


@pytest.mark.django_db
def test_code_in_a_subject_leaves_with_the_mail_and_is_not_kept(server: Server) -> None:
    post(subject="123456 är din kod till Samsyn")

    jobs.work_off()

    (envelope,) = server.received
    assert b"123456" in envelope.content
    assert OutgoingMail.objects.get().subject == "······ är din kod till Samsyn"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["Bo@skola.example", "rut@skola.example", "ola@skola.example"])
def test_mail_is_found_by_any_of_its_addresses(address: str) -> None:
    OutgoingMail.objects.create(recipients="bo@skola.example\nrut@skola.example\nola@skola.example")

    assert mail_to(address).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "o@skola.example", "bo@skola", "t@skola.example", "%"])
def test_mail_to_others_is_not_found_by_a_part_of_their_address(address: str) -> None:
    OutgoingMail.objects.create(recipients="bo@skola.example\nrut@skola.example")

    assert mail_to(address).count() == 0


@pytest.mark.django_db
def test_mail_from_a_template_has_words_for_both_kinds_of_reader(
    server: Server, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "try.txt").write_text("Hej {{ name|safe }}!\n\nhttps://samsyn.example/\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    mail.post(
        to=["bo@skola.example"],
        subject="Välkommen\n",
        template="try.txt",
        context={"name": "<Bo>"},
    )

    kept = OutgoingMail.objects.get()

    assert kept.subject == "Välkommen"
    assert kept.text.startswith("Hej <Bo>!")
    assert "Hej &lt;Bo&gt;!" in kept.html
    assert '<a href="https://samsyn.example/" rel="nofollow">' in kept.html


@pytest.mark.django_db(transaction=True)
def test_mail_of_an_action_that_failed_is_never_sent(server: Server) -> None:
    @transaction.atomic
    def act() -> None:
        post()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()

    jobs.work_off()

    assert (OutgoingMail.objects.count(), server.received) == (0, [])


@pytest.mark.django_db
def test_a_refused_address_is_shown_and_not_tried_again(server: Server) -> None:
    server.recipient_answers["bo@skola.example"] = "550 5.1.1 No such mailbox"
    mail = post()

    jobs.work_off()

    mail.refresh_from_db()
    assert (mail.state, mail.refusal, bytes(mail.message)) == (
        MailState.REFUSED,
        "bo@skola.example 550 5.1.1 No such mailbox",
        b"",
    )
    assert queries.is_refusing_mail("bo@skola.example")
    assert not queries.is_refusing_mail("anna@skola.example")
    assert not DBTaskResult.objects.ready().exists()


@pytest.mark.django_db
def test_one_refused_address_of_two_is_noted(server: Server) -> None:
    server.recipient_answers["bo@skola.example"] = "550 5.1.1 No such mailbox"
    mail = post("bo@skola.example", "rut@skola.example")

    jobs.work_off()

    mail.refresh_from_db()
    assert (mail.state, mail.refusal) == (
        MailState.SENT,
        "bo@skola.example 550 5.1.1 No such mailbox",
    )
    assert [envelope.rcpt_tos for envelope in server.received] == [["rut@skola.example"]]


@pytest.mark.django_db
def test_a_server_that_is_busy_is_asked_again_later(server: Server) -> None:
    server.answer = "451 4.3.2 Try again later"
    mail = post()
    before = timezone.now()

    jobs.work_off()

    mail.refresh_from_db()
    later = DBTaskResult.objects.get(status="READY")
    assert (mail.state, mail.attempts_count) == (MailState.WAITING, 1)
    assert later.run_after - before >= timedelta(minutes=1)

    server.answer = "250 OK"
    DBTaskResult.objects.filter(pk=later.pk).update(run_after=timezone.now())
    jobs.work_off()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts_count, len(server.received)) == (MailState.SENT, 2, 1)


@pytest.mark.django_db
def test_a_server_that_does_not_answer_is_asked_eight_times(server: Server, settings: Any) -> None:
    settings.SMTP = {**settings.SMTP, "EMAIL_PORT": 1}
    mail = post()

    waits = [actions.send_mail(mail.pk, job=str(attempt)) for attempt in range(8)]

    mail.refresh_from_db()
    assert (mail.state, mail.attempts_count) == (MailState.REFUSED, 8)
    assert waits == [*(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)), None]


@pytest.mark.django_db
def test_mail_claimed_by_one_job_is_sent_by_no_other(server: Server) -> None:
    mail = post()
    OutgoingMail.objects.update(state=MailState.SENDING, claimed_by="first")

    actions.send_mail(mail.pk, job="second")
    assert server.received == []

    actions.send_mail(mail.pk, job="first")
    actions.send_mail(mail.pk, job="first")
    assert len(server.received) == 1


@pytest.mark.django_db
def test_in_the_demo_mail_goes_to_the_mailbox_and_keeps_its_text(
    server: Server, settings: Any
) -> None:
    settings.SMTP = None

    mail = post()

    assert list(queries.delivered_mail()) == [mail]
    assert (mail.text.strip(), mail.html) == ("Koden är 123456.", "")
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_old_mail_and_jobs_are_pruned(server: Server) -> None:
    post()
    jobs.work_off()
    long_ago = timezone.now() - timedelta(days=31)
    OutgoingMail.objects.update(changed_at=long_ago)
    DBTaskResult.objects.update(finished_at=long_ago)

    actions.prune_engine()

    assert (OutgoingMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)
