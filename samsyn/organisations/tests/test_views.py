"""The pages of organisations and people: what is shown, what changes, and what others get."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.core.models import MailState, OutgoingMail
from samsyn.organisations.access import Can
from samsyn.organisations.actions.people import edit_person
from samsyn.organisations.events import record
from samsyn.organisations.models import (
    AddressChange,
    Cooperation,
    Delegation,
    Duty,
    Event,
    Import,
    Invitation,
    Organisation,
    Person,
)
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_duty, make_person

ClientFor = Callable[[Person], Client]


def page(client: Client, view: str, /, *args: Any, **query: str) -> str:
    return client.get(reverse(f"organisations:{view}", args=args), query).content.decode()


def status(client: Client, name: str, *args: Any) -> int:
    return client.get(reverse(f"organisations:{name}", args=args)).status_code


def post(client: Client, view: str, /, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(f"organisations:{view}", args=args), fields)


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_the_tree_shows_what_one_sees(cast: Cast, client_for: ClientFor) -> None:
    seen = page(client_for(cast.adam), "organisations")
    assert "Björkskolan" in seen
    assert "Granskolan" not in seen

    assert "Björkskolan" in page(client_for(cast.anna), "organisations")
    assert "Björkskolan" not in page(client_for(cast.cecilia), "organisations")


def test_a_school_shows_its_people_to_those_who_work_there(
    cast: Cast, client_for: ClientFor
) -> None:
    assert "Bo Bok" in page(client_for(cast.rut), "organisation", cast.bjorkskolan.pk)
    # The university has an agreement on surveys: the school, but not who works there.
    assert "Bo Bok" not in page(client_for(cast.anna), "organisation", cast.bjorkskolan.pk)
    assert status(client_for(cast.cecilia), "organisation", cast.bjorkskolan.pk) == 404


def test_protected_people_stand_in_no_list_whoever_looks(cast: Cast, client_for: ClientFor) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    edit_person(
        actor=actor(cast.adam),
        person=cast.bo,
        given_name="Bosse",
        family_name="Bok",
        email=cast.bo.email,
        protected_identity=True,
    )

    for somebody in (cast.rut, cast.adam, cast.tora):
        client = client_for(somebody)
        here = reverse("organisations:person", args=[cast.bo.pk])
        assert here not in page(client, "people")
        assert here not in page(client, "people", name="Bosse")
        assert here not in page(client, "organisation", cast.bjorkskolan.pk)
    assert "Bosse" not in page(client_for(cast.adam), "events")
    assert status(client_for(cast.tora), "person", cast.bo.pk) == 404
    assert "Bosse Bok" in page(client_for(cast.rut), "person", cast.bo.pk)
    assert "<title>Bosse" not in page(client_for(cast.adam), "person", cast.bo.pk)


@pytest.mark.parametrize("protected", ["rut", "lena"])
def test_a_protected_person_is_named_on_no_deputy_s_or_principal_s_page(
    cast: Cast, client_for: ClientFor, protected: str
) -> None:
    duty = cast.rut.duties.get(role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.lena, starts_on=in_days(0), ends_on=in_days(7))
    person = getattr(cast, protected)
    Person.objects.filter(pk=person.pk).update(protected_identity=True)
    other = cast.lena if protected == "rut" else cast.rut

    page = client_for(cast.tora).get(reverse("organisations:person", args=[other.pk]))

    shown = page.content.decode()
    assert person.name not in shown
    assert "En person med skyddad identitet" in shown


def test_a_file_does_not_name_a_protected_uploader(cast: Cast, client_for: ClientFor) -> None:
    Import.objects.create(
        organisation=cast.organiser,
        kind="roster",
        right=Can.ROSTER_EDIT,
        uploaded_by=cast.lena,
        filename="vecka.csv",
    )
    Person.objects.filter(pk=cast.lena.pk).update(protected_identity=True)

    page = client_for(cast.adam).get(reverse("organisations:imports")).content.decode()

    assert "vecka.csv" in page
    assert cast.lena.name not in page


def test_the_filter_is_a_sentence_and_the_search_knows_swedish_letters(
    cast: Cast, client_for: ClientFor
) -> None:
    make_duty(make_person("Åsa Öberg", cast.organiser), Role.TEACHER, cast.bjorkskolan)
    client = client_for(cast.adam)

    assert "Bo Bok" not in page(client, "people", role="principal")
    assert "Rut Rönn" in page(client, "people", role="principal")
    assert "Åsa Öberg" in page(client, "people", name="öberg åsa")
    assert "Bo Bok" not in page(client, "people", name="öberg")
    assert "Bo Bok" in page(client, "people", school=str(cast.bjorkskolan.pk))
    assert status(client, "people") == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_number_of_times(
    cast: Cast, client_for: ClientFor, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        person = make_person(f"Per Nummer{number}", cast.other_organiser)
        duty = make_duty(person, Role.TEACHER, cast.other_school)
        for matter in (person, duty):
            record(
                "duty.made",
                actor=actor(cast.cecilia),
                matter=matter,
                controller=cast.other_organiser,
            )
    eva = make_person("Eva Ek", cast.other_organiser)
    make_duty(eva, Role.ADMINISTRATOR, cast.other_organiser)
    client = client_for(eva)
    page(client, "people")

    for name, queries in (("people", 14), ("organisations", 8), ("events", 13)):
        with django_assert_num_queries(queries):
            page(client, name)


def test_a_colleague_sees_no_address_and_changes_nothing(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.tora)

    assert cast.bo.email not in page(client, "person", cast.bo.pk)
    for name in ("person-edit", "duty-add"):
        assert status(client, name, cast.bo.pk) == 403
    assert post(client, "person-invite", cast.bo.pk).status_code == 403
    assert status(client, "organisation-edit", cast.bjorkskolan.pk) == 403
    assert status(client, "events") == 403
    assert status(client, "grid") == 403


def test_the_administrator_enters_a_person_with_a_duty(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.adam)

    post(
        client,
        "person-add",
        cast.organiser.pk,
        given_name="Siv",
        family_name="Sund",
        email="Siv@samsyn.example",
    )
    siv = Person.objects.get(email="siv@samsyn.example")
    post(
        client,
        "duty-add",
        siv.pk,
        role="teacher",
        organisation=str(cast.alskolan.pk),
        extent="80",
        starts_on="2026-08-10",
    )

    assert [(d.role, d.organisation, d.extent) for d in siv.duties.all()] == [
        ("teacher", cast.alskolan, 80)
    ]
    assert list(Event.objects.values_list("kind", flat=True)) == ["duty.made", "person.made"]
    assert status(client_for(cast.cecilia), "person-add", cast.organiser.pk) == 403


def test_a_duty_of_another_organisers_school_is_not_offered(
    cast: Cast, client_for: ClientFor
) -> None:
    answer = post(
        client_for(cast.adam),
        "duty-add",
        cast.bo.pk,
        role="teacher",
        organisation=str(cast.other_school.pk),
        extent="80",
        starts_on="2026-08-10",
    )

    assert answer.status_code == 200
    assert not Duty.objects.filter(person=cast.bo, organisation=cast.other_school).exists()


def test_two_who_correct_at_once_see_both_versions(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.adam)
    form = client.get(reverse("organisations:person-edit", args=[cast.bo.pk])).context["form"]
    fields = {
        "given_name": "Bo",
        "family_name": "Bokström",
        "email": cast.bo.email,
        "revision": form["revision"].value(),
    }
    edit_person(
        actor=actor(cast.adam),
        person=cast.bo,
        given_name="Bo",
        family_name="Boklund",
        email=cast.bo.email,
        protected_identity=False,
    )

    answer = post(client, "person-edit", cast.bo.pk, **fields)
    shown = answer.content.decode()
    assert "Boklund" in shown
    assert "Bokström" in shown
    fields["revision"] = answer.context["form"].data["revision"]
    assert post(client, "person-edit", cast.bo.pk, **fields).status_code == 302

    cast.bo.refresh_from_db()
    assert cast.bo.family_name == "Bokström"


def test_an_invitation_is_one_mail_and_can_be_taken_back(cast: Cast, client_for: ClientFor) -> None:
    siv = Person.objects.create(
        controller=cast.organiser, given_name="Siv", family_name="Sund", email="siv@samsyn.example"
    )
    client = client_for(cast.adam)

    post(client, "person-invite", siv.pk)
    post(client, "person-invite", siv.pk)
    siv.refresh_from_db()
    assert [message.to for message in mail.outbox] == [["siv@samsyn.example"]]
    assert siv.user is not None
    assert not siv.user.has_usable_password()

    post(client, "invitation-withdraw", siv.pk)
    siv.refresh_from_db()
    assert siv.user is None
    assert Invitation.objects.get().withdrawn_at is not None


def test_an_address_that_turns_mail_away_is_said(cast: Cast, client_for: ClientFor) -> None:
    said = "Mejl till adressen kommer inte fram"
    for person in (cast.bo, cast.tora):
        OutgoingMail.objects.create(
            recipients=person.email,
            state=MailState.REFUSED if person == cast.bo else MailState.SENT,
        )

    assert said in page(client_for(cast.adam), "person", cast.bo.pk)
    assert said not in page(client_for(cast.adam), "person", cast.tora.pk)


def test_whoever_has_signed_in_is_not_invited(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.bo)

    answer = post(client_for(cast.adam), "person-invite", cast.bo.pk)

    assert (answer.status_code, mail.outbox) == (409, [])


def test_a_principal_lets_a_colleague_act_and_takes_it_back(
    cast: Cast, client_for: ClientFor
) -> None:
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    client = client_for(cast.rut)
    days = {"starts_on": in_days(0), "ends_on": in_days(7)}

    assert post(client, "duty-delegate", duty.pk, deputy=cast.hedda.pk, **days).status_code == 200
    assert post(client, "duty-delegate", duty.pk, deputy=cast.tora.pk, **days).status_code == 302
    assert "Tora Tall" in page(client, "person", cast.rut.pk)
    delegation = Delegation.objects.get()
    assert post(client_for(cast.tora), "delegation-end", delegation.pk).status_code == 409
    post(client_for(cast.rut), "delegation-end", delegation.pk)

    assert not Delegation.objects.exists()


def test_ruts_own_teaching_duty_cannot_be_delegated(cast: Cast, client_for: ClientFor) -> None:
    teaching = Duty.objects.get(person=cast.rut, role=Role.TEACHER)

    assert status(client_for(cast.rut), "duty-delegate", teaching.pk) == 403


def test_a_school_is_added_with_a_code_of_eight_digits(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.adam)
    fields = {"name": "Nyskolan", "school_forms": ["GR"]}

    for code in ("1234567", "abcdefgh", "99010001"):
        answer = post(
            client, "organisation-add", cast.organiser.pk, school_unit_code=code, **fields
        )
        assert answer.status_code == 200
    post(client, "organisation-add", cast.organiser.pk, school_unit_code="99010009", **fields)

    made = Organisation.objects.get(name="Nyskolan")
    assert (made.parent, made.school_forms) == (cast.organiser, ["GR"])
    assert made.path.startswith(cast.organiser.path)
    post(
        client,
        "organisation-edit",
        made.pk,
        name="Nyskolan i Älvsunda",
        school_unit_code="99010009",
    )
    assert Organisation.objects.filter(name="Nyskolan i Älvsunda", school_forms=[]).exists()


def test_only_the_organisers_side_opens_an_agreement_and_both_may_end_it(
    cast: Cast, client_for: ClientFor
) -> None:
    Cooperation.objects.all().delete()
    fields = {
        "university": str(cast.university.pk),
        "surveys": "on",
        "starts_on": in_days(-3),
    }

    assert status(client_for(cast.anna), "cooperation-make", cast.organiser.pk) == 404
    adam = client_for(cast.adam)
    post(adam, "cooperation-make", cast.organiser.pk, **fields)
    made = Cooperation.objects.get()
    assert made.scopes == {"surveys"}
    assert (
        post(adam, "cooperation-make", cast.organiser.pk, **fields).status_code,
        Cooperation.objects.count(),
    ) == (200, 1)

    assert post(client_for(cast.cecilia), "cooperation-end", made.pk).status_code == 403
    post(client_for(cast.anna), "cooperation-end", made.pk)
    made.refresh_from_db()
    assert made.ends_on == timezone.localdate() - timedelta(days=1)


def test_leaders_read_the_grid(cast: Cast, client_for: ClientFor) -> None:
    assert status(client_for(cast.rut), "grid") == 200


def test_a_principal_vouches_for_an_address(cast: Cast, client_for: ClientFor) -> None:
    change = AddressChange.objects.create(
        person=cast.bo,
        old_email="a@samsyn.example",
        new_email="b@samsyn.example",
        set_by=cast.adam,
        due_at=timezone.now(),
        state="done",
    )

    assert post(client_for(cast.bo), "address-vouch", change.pk).status_code == 403
    assert post(client_for(cast.rut), "address-vouch", change.pk).status_code == 302

    change.refresh_from_db()
    assert change.vouched_by == cast.rut
