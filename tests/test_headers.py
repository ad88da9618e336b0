"""What every answer says to browsers and to what stands between, pages of errors included."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

SIGNED_IN = {
    "a page": (reverse("home:start"), 200),
    "a page of all": (reverse("home:about"), 200),
    "turned away": (reverse("organisations:events"), 403),
    "not there": ("/finns-inte/", 404),
    "a file": (reverse("privacy:own-file"), 200),
}


@pytest.mark.parametrize(("address", "status"), SIGNED_IN.values(), ids=SIGNED_IN)
def test_what_is_read_signed_in_is_kept_by_no_browser(
    cast: Cast, client_for: Any, address: str, status: int
) -> None:
    response = client_for(cast.bo).get(address)

    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"


def test_the_last_page_before_signing_out_is_not_kept_either(cast: Cast, client_for: Any) -> None:
    response = client_for(cast.bo).post(reverse("account_logout"))

    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"


def test_nobody_s_pages_say_nothing_of_a_session(client: Client, db: None) -> None:
    assert "no-store" not in client.get(reverse("home:about")).get("Cache-Control", "")


@pytest.mark.parametrize(
    ("address", "status", "host"),
    [
        ("/om/", 200, "testserver"),
        ("/finns-inte/", 404, "testserver"),
        ("/om/", 400, "elsewhere.example"),
        ("/personer/", 302, "testserver"),
    ],
)
def test_every_answer_names_what_may_run(
    client: Client, db: None, address: str, status: int, host: str
) -> None:
    response = client.get(address, headers={"host": host})

    assert response.status_code == status
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("there", ["//elsewhere.example/", "https://elsewhere.example", "\\\\x"])
def test_nobody_is_sent_elsewhere(cast: Cast, client_for: Any, there: str) -> None:
    client = client_for(cast.bo)
    answers = [
        client.post(reverse("set_language"), {"language": "en", "next": there}),
        client.get(reverse("account_request_login_code"), {"next": there}),
        client.get(reverse("account_reauthenticate"), {"next": there}),
        client.post(reverse("account_logout"), {"next": there}),
    ]

    assert [a for a in answers if there in a.get("Location", "").split("?")[0]] == []


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bo.user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]  # everybody in the cast has one

    response = client.post(reverse("set_language"), {"language": "en"})

    assert response.status_code == 403
    assert "default-src 'none'" in response["Content-Security-Policy"]
