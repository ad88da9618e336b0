"""The product's settings outside the tests and the demo, read by processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from samsyn.core.middleware import RuleMiddleware
from samsyn.core.rules import RuleBroken

ROOT = Path(__file__).resolve().parents[3]
SERVICE = {
    "SAMSYN_SECRET_KEY": "u7-Jq0_dKfV3mZ9pXwR2tYbN6cLhG4sAeQ8iOx1vUzTnMkPjWy",
    "SAMSYN_HOSTS": "samsyn.example",
    "SAMSYN_MAIL_URL": "smtp+tls://samsyn:secret@mail.example:587",
}


def samsyn(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")}
    return subprocess.run(
        [sys.executable, "-m", "samsyn", *arguments],
        env={
            **clean,
            "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
            "SAMSYN_DATA": str(folder),
            **environment,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_for_production_finds_nothing(tmp_path: Path) -> None:
    done = samsyn(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **SERVICE)

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


def test_cookies_and_transport_are_safe_in_production(tmp_path: Path) -> None:
    names = (
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "DEBUG",
        "DEMO",
    )
    code = f"from django.conf import settings as s; print(*(getattr(s, n) for n in {names}))"

    done = samsyn(tmp_path, "shell", "-v0", "-c", code, **SERVICE)

    assert done.stdout.split() == ["31536000", *["True"] * 5, "False", "False"]


@pytest.mark.parametrize("name", SERVICE)
def test_what_a_service_needs_has_no_default(tmp_path: Path, name: str) -> None:
    rest = {other: value for other, value in SERVICE.items() if other != name}

    done = samsyn(tmp_path, "check", **rest)

    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


@pytest.mark.parametrize("name", SERVICE)
def test_the_demo_does_not_start_among_a_services_settings(tmp_path: Path, name: str) -> None:
    done = samsyn(tmp_path, "check", SAMSYN_DEMO="1", **{name: SERVICE[name]})

    assert done.returncode != 0
    assert f"SAMSYN_DEMO cannot stand beside {name}." in done.stderr


def test_the_demo_does_not_pass_for_production(tmp_path: Path) -> None:
    done = samsyn(tmp_path, "check", "--deploy", SAMSYN_DEMO="1")

    assert done.returncode != 0
    assert "samsyn.E001" in done.stderr


def broken(request: HttpRequest) -> HttpResponse | None:
    """What is answered when a view breaks a rule that no form takes up."""

    def empty(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    SessionMiddleware(empty).process_request(request)
    MessageMiddleware(empty).process_request(request)
    return RuleMiddleware(empty).process_exception(request, RuleBroken("Rundan är stängd."))


def test_a_broken_rule_without_a_form_is_a_page_with_its_sentence() -> None:
    answer = broken(RequestFactory().post("/"))

    assert answer is not None
    assert answer.status_code == 409
    assert "Rundan är stängd." in answer.content.decode()


def test_a_broken_rule_in_a_part_of_a_page_is_said_on_the_page() -> None:
    request = RequestFactory().post("/", headers={"HX-Request": "true"})

    answer = broken(request)

    assert answer is not None
    assert (answer.status_code, answer["HX-Refresh"]) == (409, "true")
    assert [str(message) for message in get_messages(request)] == ["Rundan är stängd."]


def test_other_exceptions_are_bugs() -> None:
    middleware = RuleMiddleware(lambda _request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
