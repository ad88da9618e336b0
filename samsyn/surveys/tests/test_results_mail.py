"""One mail about the results, to those who were asked by mail: read first, sent once, and only while they are shared."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samsyn.core import jobs as core_jobs
from samsyn.core.rules import RuleBroken
from samsyn.core.tests.smtp import Server, used_server
from samsyn.organisations.models import Event
from samsyn.surveys import jobs
from samsyn.surveys.actions import store_anonymous_answer
from samsyn.surveys.actions.releasing import (
    release_round,
    send_results_mail,
    unrelease_round,
    write_results_mail,
)
from samsyn.surveys.actions.rounds import close_round
from samsyn.surveys.models import Invitation, Mailing, MailingKind, Round
from samsyn.surveys.tests.asking import make_open
from tests.cast import Cast, actor, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
ASKED, ANSWERED = 8, 6


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with used_server(settings) as server:
        yield server


@pytest.fixture
def round(cast: Cast, server: Server) -> Round:
    """Six of eight have answered, one has said no, and one’s mail did not arrive; closed and shared."""
    server.recipient_answers["p7@skola.example"] = "550 5.1.1 Okänd"
    round = make_open(cast, addresses=ASKED)
    for _minute in range(2):
        work()
    for number in range(ANSWERED):
        invitation = Invitation.objects.get(email=f"p{number}@skola.example")
        store_anonymous_answer(
            round_id=round.pk, invitation_id=invitation.pk, block=None, answers={"role": [0]}
        )
    Invitation.objects.filter(email="p6@skola.example").update(declined_on=timezone.localdate())
    close_round(actor=actor(cast.anna), round=round)
    server.received.clear()
    return release_round(actor=actor(cast.anna), round=round)


def work() -> None:
    jobs.keep_hours.enqueue()
    core_jobs.work_off()


def send(cast: Cast, mailing: Mailing) -> None:
    send_results_mail(actor=actor(cast.anna), mailing=mailing, begin=jobs.begin)


def test_it_goes_once_to_those_who_were_asked_and_have_not_said_no(
    cast: Cast, round: Round, server: Server
) -> None:
    mailing = write_results_mail(actor=actor(cast.anna), round=round)
    work()
    assert server.received == []

    send(cast, mailing)
    work()
    with pytest.raises(RuleBroken, match="Mejlet har gått ut"):
        send(cast, mailing)
    work()

    got = sorted(envelope.rcpt_tos[0] for envelope in server.received)
    assert got == [f"p{number}@skola.example" for number in range(ANSWERED)]
    assert write_results_mail(actor=actor(cast.anna), round=round) == mailing


def test_it_leads_to_the_results_and_to_nobody_s_own_page(
    cast: Cast, round: Round, server: Server
) -> None:
    """It says the same to all: who has answered is no word of it, and no link is anybody’s own."""
    send(cast, write_results_mail(actor=actor(cast.anna), round=round))
    core_jobs.work_off()

    mail = message_from_bytes(server.received[0].content, policy=policy.default)
    part = mail.get_body(("plain",))
    assert part is not None
    said = part.get_content().replace("\r\n", "\n")
    assert f"/svara/resultat/{round.release_token}/\n" in said
    assert said.startswith("Hej Elin,\n")
    assert "vare sig du svarade eller inte" in said
    assert "tacka-nej" not in said
    assert mail["List-Unsubscribe"] is None
    assert mail["Reply-To"] == "Anna Ask <anna.ask@samsyn.example>"


def test_who_has_not_answered_gets_it_as_well(cast: Cast, round: Round, server: Server) -> None:
    Invitation.objects.filter(email="p0@skola.example").update(answered_on=None)

    send(cast, write_results_mail(actor=actor(cast.anna), round=round))
    core_jobs.work_off()

    assert len(server.received) == ANSWERED


def test_what_is_not_shared_is_not_told(cast: Cast, round: Round, server: Server) -> None:
    mailing = write_results_mail(actor=actor(cast.anna), round=round)
    unrelease_round(actor=actor(cast.anna), round=round)

    with pytest.raises(RuleBroken, match="Dela resultatet först"):
        send(cast, mailing)
    release_round(actor=actor(cast.anna), round=round)
    send(cast, mailing)
    unrelease_round(actor=actor(cast.anna), round=round)
    work()

    assert server.received == []
    address = f"/svara/resultat/{round.release_token}/"
    gone = Client().get(address)
    assert (gone.status_code, "Resultatet visas inte nu" in gone.content.decode()) == (404, True)


def test_a_coordinator_shares_reads_tries_and_sends(
    cast: Cast, round: Round, server: Server
) -> None:
    client = Client()
    assert cast.anna.user is not None
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.anna.user, backend=backend)
    share = f"/enkater/omgang/{round.pk}/dela/"
    assert "Läs mejlet och skicka det" in client.get(share).content.decode()

    letter = client.post(share, {"act": "write"})["Location"]
    shown = client.get(letter).content.decode()
    assert "Spara och skicka till 6 personer" in shown
    words = {"subject": "Så svarade ni", "text": "Hej {förnamn},\n\ntack."}
    client.post(letter, {**words, "act": "trial"})
    core_jobs.work_off()
    assert [one.rcpt_tos for one in server.received] == [["anna.ask@samsyn.example"]]
    server.received.clear()
    client.post(letter, {**words, "act": "send"})
    core_jobs.work_off()

    mailing = Mailing.objects.get(kind=MailingKind.RESULTS)
    assert (mailing.subject, mailing.posted_count, len(server.received)) == ("Så svarade ni", 6, 6)
    assert Event.objects.filter(kind="round.results_told", matter_id=round.pk).count() == 1
    assert "Texten går inte längre att ändra." in client.get(letter).content.decode()
    assert "Det skickas en gång." in client.get(share).content.decode()
