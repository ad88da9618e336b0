"""What a coordinator sees and does on the way from a survey to its answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from samsyn.organisations.roles import Role
from samsyn.surveys.addresses import read_pasted
from samsyn.surveys.models import AudienceKind, Invitation, Round, RoundState
from samsyn.surveys.tests.asking import make_draft, make_open, make_people
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def anna(cast: Cast) -> Client:
    client = Client()
    assert cast.anna.user is not None
    client.force_login(cast.anna.user, backend=BACKEND)
    return client


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_invitation_is_a_sentence_and_a_table_that_adds_up(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)

    shown = page(anna, f"/enkater/omgang/{round.pk}/inbjudan/")

    assert "Bjud in till Karriärtjänster" in shown
    assert "förstelärare, lektor, rektor, skolchef eller utvecklingsledare" in shown
    assert "5 personer får inbjudan" in shown
    assert "Skicka 5 inbjudningar" in shown
    assert "Lektorerna är en" in shown


def test_sending_waits_for_the_hour_and_says_so(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    address = f"/enkater/omgang/{round.pk}/inbjudan/"

    anna.post(address, {"act": "send", "mode": "anonymous", "register_by": "role"})

    round.refresh_from_db()
    assert (round.state, round.register_by) == (RoundState.SCHEDULED, "role")
    assert "Ångra och ändra" in page(anna, address)
    anna.post(f"/enkater/omgang/{round.pk}/inbjudan/angra/")
    round.refresh_from_db()
    assert round.state == RoundState.DRAFT


def test_a_list_with_faults_saves_nothing_and_shows_the_rows(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    file = SimpleUploadedFile("lista.csv", b"e-post;namn\nelin@skola.example;Elin\nfel;Bo\n")

    answer = anna.post(f"/enkater/omgang/{round.pk}/inbjudan/adresser/", {"file": file})

    assert "Det här är ingen e-postadress." in answer.content.decode()
    round.refresh_from_db()
    assert round.audience_kind == AudienceKind.REGISTER


def test_a_pasted_list_is_the_audience(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    pasted = "Elin Norberg <Elin@skola.example>\nbo@skola.example;Bo Ek"

    anna.post(f"/enkater/omgang/{round.pk}/inbjudan/adresser/", {"pasted": pasted})

    round.refresh_from_db()
    assert round.audience["addresses"] == [
        {"email": "elin@skola.example", "name": "Elin Norberg"},
        {"email": "bo@skola.example", "name": "Bo Ek"},
    ]


def test_rows_that_stand_twice_are_told() -> None:
    rows, faults = read_pasted("a@skola.example\nb@skola.example\nA@skola.example")

    assert len(rows) == 2
    assert [(f.row, f.sentence) for f in faults] == [(3, "Adressen står här två gånger.")]


def test_one_is_excepted_by_name_and_taken_in_again(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    address = f"/enkater/omgang/{round.pk}/inbjudan/namn/"

    anna.post(address, {"person": str(cast.rut.pk)})
    assert "4 personer får inbjudan" in page(anna, address)
    anna.post(address, {"person": str(cast.rut.pk)})

    assert "5 personer får inbjudan" in page(anna, address)


def test_the_open_link_has_a_code_to_put_up(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    anna.post(f"/enkater/omgang/{round.pk}/inbjudan/satt/", {"kind": "link"})

    png = anna.get(f"/enkater/omgang/{round.pk}/inbjudan/kod.png")
    svg = anna.get(f"/enkater/omgang/{round.pk}/inbjudan/kod.svg")

    assert png.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert b"<svg" in svg.content


def mark(round: Round, role: Role, count: int) -> None:
    keys = list(Invitation.objects.filter(round=round, role=role).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=keys[:count]).update(answered_on=timezone.localdate())


def test_groups_are_told_when_none_of_them_is_small(cast: Cast, anna: Client) -> None:
    make_people(cast.bjorkskolan, Role.FIRST_TEACHER, 6)
    make_people(cast.bjorkskolan, Role.PRINCIPAL, 6)
    make_people(cast.bjorkskolan, Role.DEVELOPMENT_LEAD, 6)
    round = make_open(cast)
    mark(round, Role.FIRST_TEACHER, 6)

    shown = page(anna, f"/enkater/omgang/{round.pk}/svarslage/")

    assert "En av fyra har svarat" in shown
    assert "Förstelärare och lektorer" in shown
    assert "6 av 8" in shown
    assert "Du ser inga svar förrän enkäten har stängt" in shown


def test_below_the_smallest_group_there_is_only_the_total(cast: Cast, anna: Client) -> None:
    round = make_open(cast)
    mark(round, Role.PRINCIPAL, 1)

    shown = page(anna, f"/enkater/omgang/{round.pk}/svarslage/")

    assert "1 av 5" in shown
    assert "Bara summan visas: någon grupp har färre än 5." in shown
    assert "Rektorer" not in shown


def test_it_says_what_opening_again_leads_to(cast: Cast, anna: Client) -> None:
    round = make_open(cast)
    anna.post(f"/enkater/omgang/{round.pk}/svarslage/stang/")

    shown = page(anna, f"/enkater/omgang/{round.pk}/svarslage/oppna-igen/")

    assert "Resultaten försvinner tills den stänger igen" in shown
    assert "Rapporter som har getts ut står kvar som de är." in shown


@pytest.mark.parametrize("part", ["dag", "roller", "hos", "adresser", "tider"])
def test_every_word_of_the_sentence_leads_to_its_choice(
    cast: Cast, anna: Client, part: str
) -> None:
    round = make_draft(cast)

    assert anna.get(f"/enkater/omgang/{round.pk}/inbjudan/{part}/").status_code == 200
    assert anna.get(f"/enkater/omgang/{round.pk}/inbjudan/annat/").status_code == 404
