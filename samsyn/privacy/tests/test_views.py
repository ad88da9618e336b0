"""A person sees and takes along all that is stored about them, and nothing about others."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts.models import User
from samsyn.core.models import OutgoingMail
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Delegation, Person
from samsyn.organisations.roles import Role
from samsyn.privacy import sources
from tests.cast import LONG_AGO, Cast

PAGE, FILE = reverse("privacy:own"), reverse("privacy:own-file")


def fields_that_name_a_person() -> list[tuple[str, str]]:
    return [
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in (Person, User)
    ]


def test_every_field_that_names_a_person_is_shown_or_left_out_with_a_reason() -> None:
    missing = [
        f"{model}.{field}"
        for model, field in fields_that_name_a_person()
        if sources.of(model, field) is None and f"{model}.{field}" not in sources.LEFT_OUT
    ]

    assert missing == [], "Add a Source to privacy/sources.py, or register one from the app."


def leads_to_a_person(source: sources.Source) -> bool:
    """By a field of its own, or over other rows."""
    *way, last = source.about.split("__")
    model: Any = apps.get_model(source.model)
    for step in way:
        model = model._meta.get_field(step).related_model
    return (model._meta.label, last) in {*fields_that_name_a_person(), ("accounts.User", "pk")}


def test_no_source_is_stale() -> None:
    known = set(fields_that_name_a_person())

    assert [s for s in sources.SOURCES if not leads_to_a_person(s)] == []
    assert [name for name in sources.LEFT_OUT if tuple(name.rsplit(".", 1)) not in known] == []


@pytest.fixture
def rut_with_traces(cast: Cast) -> Cast:
    anna = Actor(person_id=cast.anna.pk)
    record("person.changed", actor=anna, matter=cast.rut, controller=cast.organiser)
    record(
        "survey.made",
        actor=Actor(person_id=cast.rut.pk),
        matter=cast.bjorkskolan,
        controller=cast.organiser,
    )
    Delegation.objects.create(
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.lena,
        starts_on=LONG_AGO,
        ends_on=LONG_AGO,
    )
    OutgoingMail.objects.create(sender="x@samsyn.example", recipients=cast.rut.email, subject="Hej")
    return cast


def rows_of(client: Any) -> dict[str, list[dict[str, Any]]]:
    stored = json.loads(client.get(FILE).content)["stored"]
    return {entry["source"]: entry["rows"] for entry in stored}


def test_file_holds_what_is_stored_and_nothing_of_others(
    client_for: Any, rut_with_traces: Cast
) -> None:
    client, rut = client_for(rut_with_traces.rut), rut_with_traces.rut

    answer = client.get(FILE)
    rows = rows_of(client)

    assert answer["Content-Disposition"] == 'attachment; filename="mina-uppgifter.json"'
    assert {name: len(found) for name, found in rows.items()} == {
        "organisations.Person.user": 1,
        "accounts.User.pk": 1,
        "organisations.Duty.person": 2,
        "organisations.Event.actor": 1,
        "organisations.Event.matter_id": 1,
        "core.OutgoingMail.recipients": 1,
    }
    assert rows["organisations.Person.user"][0]["email"] == rut.email
    assert {d["role"] for d in rows["organisations.Duty.person"]} == {"principal", "teacher"}
    text = answer.content.decode()
    for other in (rut_with_traces.anna, rut_with_traces.lena, rut_with_traces.bo):
        assert other.email not in text
        assert str(other.pk) not in text


def test_page_shows_the_same_as_the_file(client_for: Any, rut_with_traces: Cast) -> None:
    client = client_for(rut_with_traces.rut)

    page = client.get(PAGE).content.decode()
    stored = json.loads(client.get(FILE).content)

    for entry in stored["stored"]:
        assert entry["title"] in page
        for row in entry["rows"]:
            for name, value in row.items():
                if name.endswith("name") or name in {"email", "subject", "external_id"}:
                    assert not value or value in page
    assert stored["controllers"] == ["Älvsunda kommun"]
    assert "Älvsunda kommun" in page


def test_delegation_is_seen_by_the_deputy(client_for: Any, rut_with_traces: Cast) -> None:
    rows = rows_of(client_for(rut_with_traces.lena))

    assert rows["organisations.Delegation.deputy"] == [
        {
            "duty.role": "principal",
            "duty.organisation.name": "Björkskolan",
            "starts_on": LONG_AGO.isoformat(),
            "ends_on": LONG_AGO.isoformat(),
        }
    ]


def test_account_without_a_person_sees_its_account(client: Any, db: None) -> None:
    user = User.objects.create(email="ny@samsyn.example", last_login=timezone.now())
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert set(rows_of(client)) == {"accounts.User.pk"}


def test_own_data_needs_an_account(client: Any, db: None) -> None:
    for address in (PAGE, FILE):
        assert (
            client.get(address)["Location"]
            == f"{reverse('account_request_login_code')}?next={address}"
        )


def test_queries_do_not_grow_with_rows(
    client_for: Any, cast: Cast, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    client = client_for(cast.bo)
    bo = Actor(person_id=cast.bo.pk)
    record("x.y", actor=bo, matter=cast.bo, controller=cast.organiser)
    # One for each place, and those of any page.
    with django_assert_max_num_queries(len(sources.SOURCES) + 10) as first:
        client.get(PAGE)
    for _ in range(3):
        record("x.y", actor=bo, matter=cast.bo, controller=cast.organiser)

    with django_assert_num_queries(len(first)):
        client.get(PAGE)
