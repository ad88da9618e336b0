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
from samsyn.core.rules import RuleBroken
from samsyn.core.tests.smtp import Server, used_server
from samsyn.organisations.models import Event
from samsyn.surveys import jobs
from samsyn.surveys.actions.mailings import (
    invite_again,
    note_bounce,
    post_batch,
    send_trial,
    withdraw_needless_mails,
)
from samsyn.surveys.actions.rounds import add_late, close_round, schedule_round
from samsyn.surveys.actions.settling import Chosen, choose_audience
from samsyn.surveys.letters import Reader
from samsyn.surveys.models import AudienceKind, Invitation, Mailing, Mode, Posting, Round
from samsyn.surveys.rules.links import invitation_of, link_token
from samsyn.surveys.tests.asking import make_draft, make_open
from tests.cast import Cast, actor, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with used_server(settings) as server:
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


def test_who_was_not_reminded_at_the_hour_is_not_reminded_twice_at_once(
    cast: Cast, server: Server
) -> None:
    """Nobody worked for days: the invitation and a reminder are due, and go two days apart."""
    round = make_open(cast, addresses=1)
    days_ago = timezone.now() - timedelta(days=7)
    Mailing.objects.filter(round=round, kind="invitation").update(due_at=days_ago)
    reminder = Mailing.objects.filter(round=round, kind="reminder")[0]
    Mailing.objects.filter(pk=reminder.pk).update(due_at=timezone.now() - timedelta(minutes=5))
    before = timezone.now()

    work(times=3)

    reminder.refresh_from_db()
    assert received(server) == ["p0@skola.example"]
    assert reminder.due_at - before >= timedelta(days=2)


def test_a_late_addition_puts_no_reminder_off(cast: Cast, server: Server) -> None:
    round = make_open(cast, addresses=1)
    work()
    week_ago = timezone.now() - timedelta(days=7)
    Mailing.objects.filter(round=round, kind="invitation").update(due_at=week_ago)
    reminder = Mailing.objects.filter(round=round, kind="reminder")[0]
    due_at = timezone.now() + timedelta(hours=3)
    Mailing.objects.filter(pk=reminder.pk).update(due_at=due_at)

    add_late(actor=actor(cast.anna), round=round, address="ny@skola.example", name="Ny Nyberg")
    work()

    reminder.refresh_from_db()
    assert reminder.due_at == due_at


@pytest.mark.parametrize("field", ["answered_on", "declined_on"])
def test_a_reminder_that_waits_is_taken_back_when_it_is_of_no_use(
    cast: Cast, server: Server, field: str
) -> None:
    round = make_open(cast, addresses=2)
    work()
    server.received.clear()
    remind_now(round)
    jobs.keep_hours.call()
    mailing = Mailing.objects.get(begun_at__isnull=False, kind="reminder")
    post_batch(mailing.pk, next_batch=lambda _pk: None)
    Invitation.objects.filter(email="p0@skola.example").update(**{field: timezone.localdate()})

    withdraw_needless_mails()
    core_jobs.work_off()

    assert received(server) == ["p1@skola.example"]


def test_no_mail_leaves_after_the_closing(cast: Cast, server: Server) -> None:
    round = make_open(cast, addresses=2)
    mailing = Mailing.objects.get(kind="invitation")
    post_batch(mailing.pk, next_batch=lambda _pk: None)
    close_round(actor=actor(cast.anna), round=round)

    withdraw_needless_mails()
    core_jobs.work_off()

    assert (server.received, OutgoingMail.objects.count()) == ([], 0)


def test_an_open_link_sends_nothing_and_says_so_nowhere(cast: Cast, server: Server) -> None:
    round = make_draft(cast)
    Round.objects.filter(pk=round.pk).update(opens_at=timezone.now())
    Mailing.objects.filter(round=round).update(due_at=timezone.now())
    link = Chosen(kind=AudienceKind.LINK)
    schedule_round(
        actor=actor(cast.anna),
        round=choose_audience(actor=actor(cast.anna), round=round, chosen=link),
    )

    work()

    assert Mailing.objects.filter(begun_at__isnull=False).count() == 0
    assert not Event.objects.filter(kind="mailing.posted").exists()


def test_whose_mail_did_not_arrive_is_invited_at_another_address(
    cast: Cast, server: Server
) -> None:
    server.recipient_answers["p0@skola.example"] = "550 5.1.1 Okänd"
    round = make_open(cast, addresses=2)
    work(times=2)
    server.received.clear()
    wrong = Invitation.objects.get(email="p0@skola.example")

    invite_again(actor=actor(cast.anna), round=round, invitation=wrong, email="r@skola.example")
    work(times=2)

    right = Invitation.objects.get(pk=wrong.pk)
    assert (right.email, right.refusal) == ("r@skola.example", "")
    assert received(server) == ["r@skola.example"]
    assert link_token(wrong.pk) in text(server.received[0].content)


def test_nobody_is_invited_again_at_an_address_of_another(cast: Cast) -> None:
    round = make_open(cast, addresses=2)
    note_bounce(actor=actor(cast.anna), round=round, email="p0@skola.example")
    wrong = Invitation.objects.get(email="p0@skola.example")

    with pytest.raises(RuleBroken, match="Någon annan är inbjuden"):
        invite_again(
            actor=actor(cast.anna), round=round, invitation=wrong, email="P1@skola.example"
        )
