"""The page of choices, and the way out of a mail without signing in."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from samsyn.core.mail import OutboxBackend
from samsyn.core.models import OutgoingMail
from samsyn.notifications import actions
from samsyn.notifications.models import Choice, Frequency, Topic
from samsyn.notifications.queries import wants_of
from samsyn.notifications.rules import PROPOSED, token_for
from samsyn.organisations.events import record
from samsyn.organisations.models import Event
from tests.cast import Cast, actor, make_agreed, make_post

URL = reverse("notifications:choices")


def test_choices_are_saved_and_recorded_once(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.bo)
    wanted = {**PROPOSED, Topic.COMMENTS: Frequency.NEVER}
    form = {topic.value: how.value for topic, how in wanted.items()}

    page = client.get(URL).content.decode()
    assert page.count('checked=""') == len(Topic) or page.count(" checked") == len(Topic)
    for _twice in range(2):
        assert client.post(URL, form).status_code == 302

    assert wants_of(cast.bo.pk) == wanted
    assert [event.facts for event in Event.objects.filter(kind="mail.chosen")] == [
        {"comments": "never"}
    ]
    assert Choice.objects.count() == 1


def test_choice_that_there_is_not_is_refused(cast: Cast, client_for: Any) -> None:
    form = {topic.value: how.value for topic, how in PROPOSED.items()}

    response = client_for(cast.bo).post(URL, {**form, "lapses": "at_once"})

    assert response.status_code == 200
    assert not Choice.objects.exists()


def test_mail_names_a_way_out_that_takes_one_press(cast: Cast) -> None:
    actions.begin_reading()
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    record("proposal.shared", actor=actor(cast.bo), matter=agreed, controller=agreed.controller)
    actions.tell_of_events()
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].replace("\n", "").strip("<> ")
    stranger = Client(enforce_csrf_checks=True)

    asked = stranger.get(address)
    assert "Vill du inte ha fler mejl av det här slaget?" in asked.content.decode()
    assert not Choice.objects.exists()
    stopped = stranger.post(address, {"List-Unsubscribe": "One-Click"})

    assert "Du får inga fler mejl av det här slaget" in stopped.content.decode()
    assert wants_of(cast.rut.pk) == {**PROPOSED, Topic.AGREEMENT: Frequency.NEVER}
    assert wants_of(cast.bo.pk) == PROPOSED


def test_way_out_survives_the_journey_of_the_mail(cast: Cast, settings: Any) -> None:
    """Header lines are folded, and an address of them is put together again by the reader."""
    actions.begin_reading()
    settings.EMAIL_BACKEND = f"{OutboxBackend.__module__}.{OutboxBackend.__qualname__}"
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    record("proposal.shared", actor=actor(cast.bo), matter=agreed, controller=agreed.controller)

    actions.tell_of_events()

    sent = OutgoingMail.objects.get().parsed
    token = token_for(cast.rut.pk, {Topic.AGREEMENT})
    address = str(sent["List-Unsubscribe"]).strip()
    assert (address[:5], address[-2:]) == ("<http", "/>")
    assert address.count(token.split(":")[0]) == 1


@pytest.mark.parametrize("token", ["forged", "a:b:c", "WyJ4Il0:1:2"])
def test_forged_link_leads_nowhere(cast: Cast, token: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(reverse("notifications:unsubscribe", args=[token]))
        assert answer.status_code == 404
