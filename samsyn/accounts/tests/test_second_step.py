"""The second step: who may add one, how it is asked for, and that its secrets lie encrypted."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts import actions
from samsyn.accounts.models import ResetState, SecondStepReset
from samsyn.organisations.models import Event
from tests.cast import Cast

CONFIRM = reverse("account_confirm_person")
# What an open session could otherwise use to make itself at home.
SENSITIVE = [
    "account_set_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
]


@pytest.fixture(autouse=True)
def _no_one_has_tried(db: None) -> None:
    cache.clear()


def code_of_last_mail() -> str:
    found = re.search(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found.group()


def prove(client: Client) -> None:
    client.post(CONFIRM, {"action": "send"})
    client.post(CONFIRM, {"code": code_of_last_mail()})


def app_code(secret: str) -> str:
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time() // 30))))


def add_app(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'<code class="address">([A-Z2-7]+)</code>', page)
    assert found
    client.post(reverse("mfa_activate_totp"), {"code": app_code(found.group(1))})
    return found.group(1)


@pytest.mark.parametrize("name", SENSITIVE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_open_session_may_not_change_how_it_is_opened(
    client_for: Any, cast: Cast, name: str, method: str
) -> None:
    answer = getattr(client_for(cast.bo), method)(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{CONFIRM}?next=")


def test_proof_holds_for_ten_minutes(
    client_for: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(cast.bo)
    prove(client)
    fresh = client.get(reverse("mfa_add_webauthn")).status_code
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    stale = client.get(reverse("mfa_add_webauthn")).status_code

    assert (fresh, stale) == (200, 302)


@pytest.mark.django_db(transaction=True)
def test_app_is_asked_for_at_the_next_sign_in(client_for: Any, cast: Cast) -> None:
    """With real commits, after which the notice is mailed."""
    client = client_for(cast.bo)
    prove(client)
    add_app(client)
    told = [message.subject for message in mail.outbox]
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": cast.bo.email})

    answer = other.post(reverse("account_confirm_login_code"), {"code": code_of_last_mail()})
    halfway = other.get(reverse("account_home")).status_code
    step = other.get(answer["Location"]).content.decode()

    assert "En app skyddar nu din inloggning i Samsyn" in told
    assert answer["Location"] == reverse("mfa_authenticate")
    assert halfway == 302
    assert "Ett steg till" in step


def test_recovery_code_opens_once(client_for: Any, cast: Cast) -> None:
    client = client_for(cast.bo)
    prove(client)
    add_app(client)
    file = client.get(reverse("mfa_download_recovery_codes"))
    code = file.content.decode().split()[0]

    signed_in = []
    for _ in range(2):
        other = Client()
        other.post(reverse("account_request_login_code"), {"email": cast.bo.email})
        other.post(reverse("account_confirm_login_code"), {"code": code_of_last_mail()})
        other.post(reverse("mfa_authenticate"), {"code": code})
        signed_in.append(other.get(reverse("account_home")).status_code == 200)

    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert signed_in == [True, False]


def test_secrets_lie_encrypted(client_for: Any, cast: Cast) -> None:
    client = client_for(cast.bo)
    prove(client)
    secret = add_app(client)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert Authenticator.objects.count() == 2
    assert secret not in stored


def test_code_by_mail_is_no_proof_for_who_has_an_app(client_for: Any, cast: Cast) -> None:
    client = client_for(cast.bo)
    prove(client)
    add_app(client)
    stranger = Client()
    assert cast.bo.user
    stranger.force_login(
        cast.bo.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    answer = stranger.get(reverse("mfa_deactivate_totp"))
    by_mail = stranger.post(CONFIRM, {"action": "send"})

    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert by_mail["Location"] == reverse("account_home")


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "account_home"])
def test_pages_of_the_second_step_are_read_by_oneself(
    client_for: Any, cast: Cast, name: str
) -> None:
    assert client_for(cast.bo).get(reverse(name)).status_code == 200


def halfway(address: str) -> Client:
    """A browser that has shown the first step and is asked for the second."""
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": address})
    client.post(reverse("account_confirm_login_code"), {"code": code_of_last_mail()})
    return client


@pytest.fixture
def lost(client_for: Any, cast: Cast) -> Client:
    client = client_for(cast.bo)
    prove(client)
    add_app(client)
    found = halfway(cast.bo.email)
    cache.clear()
    return found


LOST = reverse("account_lost_second_step")


def stop_link() -> str:
    found = re.search(
        r"http://localhost:8000(/konto/andra-steg/stoppa/\S+)", str(mail.outbox[-1].body)
    )
    assert found
    return found.group(1)


def test_lost_second_step_falls_after_seven_days_and_not_before(
    lost: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        page = lost.post(LOST).content.decode()
    reset = SecondStepReset.objects.get()

    early = actions.carry_out_due_resets()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=7, seconds=1))
    due = [actions.carry_out_due_resets() for _ in range(2)]

    assert "Det andra steget tas bort den" in page
    assert [m.subject for m in mail.outbox][-2:] == [
        "Ditt andra steg i Samsyn ska tas bort",
        "Ditt andra steg i Samsyn är borttaget",
    ]
    assert (early, due) == (0, [1, 0])
    assert abs(reset.due_at - now - timedelta(days=7)) < timedelta(minutes=1)
    assert not Authenticator.objects.exists()
    assert Event.objects.get(kind="sign_in.step_removed").matter_id == cast.bo.pk


def test_lost_second_step_is_stopped_from_the_address(
    lost: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost.post(LOST)
    link, reader = stop_link(), Client()

    seen = reader.get(link).content.decode()
    before = SecondStepReset.objects.get().state
    stopped = reader.post(link).content.decode()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=8))

    assert "Behålla det andra steget?" in seen
    assert before == ResetState.WAITING
    assert "Det andra steget är kvar" in stopped
    assert actions.carry_out_due_resets() == 0
    assert Authenticator.objects.exists()


def test_nobody_asks_for_it_without_the_first_step(client_for: Any, cast: Cast) -> None:
    for client in (Client(), client_for(cast.bo)):
        client.post(LOST)

    assert not SecondStepReset.objects.exists()


def test_forged_link_stops_nothing(client: Client) -> None:
    assert client.post(reverse("account_stop_reset", args=["forged"])).status_code == 404
