"""Two people press at the same moment. Needs a database that lets them: PostgreSQL."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from samsyn.core.rules import RuleBroken
from samsyn.organisations import imports
from samsyn.organisations.actions.imports import apply_now, run_import
from samsyn.organisations.models import Duty, Event, Import, Person
from tests.cast import Cast, actor, make_cast

HEAD = "personid;förnamn;efternamn;e-post;roll;skolenhetskod;startdatum"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROWS = [f"{n};Siv;Sund;siv{n}@samsyn.example;lärare;99010001;2026-08-10" for n in range(20)]

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory"),
]


def upload(cast: Cast) -> Import:
    roster = imports.kind("roster")
    assert roster is not None
    file = SimpleUploadedFile("personal.csv", "\n".join([HEAD, *ROWS]).encode())
    return run_import(actor=actor(cast.adam), kind=roster, target=cast.organiser, file=file)


def at_once(*acts: Callable[[], Any]) -> list[BaseException]:
    """Runs them in threads of their own that start together; what broke, but for refusals."""
    gate, broken = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
        except RuleBroken:
            pass
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


def counts() -> tuple[int, int, int]:
    people = Person.objects.exclude(external_id="")
    applied = Event.objects.filter(kind="import.applied").count()
    return people.count(), Duty.objects.filter(person__in=people).count(), applied


def test_one_file_read_in_by_two_is_read_in_once() -> None:
    cast = make_cast()
    imported, adam = upload(cast), actor(cast.adam)

    broken = at_once(*[lambda: apply_now(actor=adam, imported=imported)] * 2)

    assert (broken, counts()) == ([], (20, 20, 1))


def test_the_same_file_uploaded_twice_is_read_in_once() -> None:
    cast = make_cast()
    adam, files = actor(cast.adam), [upload(cast), upload(cast)]

    broken = at_once(
        lambda: apply_now(actor=adam, imported=files[0]),
        lambda: apply_now(actor=adam, imported=files[1]),
    )

    assert (broken, counts()) == ([], (20, 20, 1))


def test_the_same_person_entered_twice_is_entered_once() -> None:
    cast = make_cast()
    address = reverse("organisations:person-add", args=[cast.organiser.pk])
    written = {"given_name": "Siv", "family_name": "Sund", "email": "siv@samsyn.example"}
    answers: list[int] = []

    def enter() -> None:
        client = Client()
        client.force_login(cast.adam.user, backend=BACKEND)  # type: ignore[arg-type]  # everybody in the cast has one
        answers.append(client.post(address, written).status_code)

    broken = at_once(*[enter] * 4)

    assert (broken, sorted(answers)) == ([], [200, 200, 200, 302])
    assert Person.objects.filter(email="siv@samsyn.example").count() == 1
