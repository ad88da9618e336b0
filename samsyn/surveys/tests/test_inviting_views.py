"""What a coordinator sees and does on the way from a survey to its answers."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from samsyn.core.models import OutgoingMail
from samsyn.core.versions import revision_of
from samsyn.organisations.roles import Role
from samsyn.surveys.actions.settling import usual_closing
from samsyn.surveys.addresses import read_pasted
from samsyn.surveys.models import AudienceKind, Invitation, Mailing, Mode, Round, RoundState
from samsyn.surveys.tests.asking import later, make_draft, make_open, make_people
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


def test_many_on_one_line_are_all_asked() -> None:
    """As mail programs write those a mail goes to."""
    pasted = (
        '"Norberg, Elin" <elin@skola.example>; Bo Ek <bo@skola.example>\n'
        "a@skola.example, b@skola.example\n"
        "Cia;Ceder;cia@skola.example\n"
        "d@skola.example\te@skola.example\n"
    )

    rows, faults = read_pasted(pasted)

    assert faults == []
    assert [(row["email"], row["name"]) for row in rows] == [
        ("elin@skola.example", "Norberg, Elin"),
        ("bo@skola.example", "Bo Ek"),
        ("a@skola.example", ""),
        ("b@skola.example", ""),
        ("cia@skola.example", "Cia Ceder"),
        ("d@skola.example", ""),
        ("e@skola.example", ""),
    ]


def test_two_addresses_of_one_name_are_a_fault_and_lose_nobody() -> None:
    rows, faults = read_pasted("Elin;elin@skola.example;elin@hem.example")

    assert rows == []
    assert [fault.row for fault in faults] == [1]


def test_an_empty_list_is_no_audience(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)

    answer = anna.post(f"/enkater/omgang/{round.pk}/inbjudan/adresser/", {"pasted": ""})

    assert "Klistra in minst en adress eller välj en fil." in answer.content.decode()
    round.refresh_from_db()
    assert round.audience_kind == AudienceKind.REGISTER


def test_what_could_not_be_sent_can_be_sent_again_from_the_same_page(
    cast: Cast, anna: Client
) -> None:
    round = make_draft(cast, audience={"roles": []})
    address = f"/enkater/omgang/{round.pk}/inbjudan/"
    sent = {"act": "send", "mode": "named", "register_by": "", "revision": revision_of(round)}

    refused = anna.post(address, sent).content.decode()
    assert "Ingen skulle få inbjudan." in refused
    round.refresh_from_db()
    assert round.mode == Mode.ANONYMOUS
    again = anna.post(address, {**sent, "act": "save"})

    assert again.status_code == 302
    round.refresh_from_db()
    assert round.mode == Mode.NAMED


def test_who_gets_no_reminder_is_known_to_others_where_answers_have_names(
    cast: Cast, anna: Client
) -> None:
    round = make_draft(cast)
    address = f"/enkater/omgang/{round.pk}/inbjudan/"

    assert "Ingen annan än Samsyn vet vilka det är." in page(anna, address)
    Round.objects.filter(pk=round.pk).update(mode=Mode.NAMED)

    assert "Ingen annan än Samsyn vet vilka det är." not in page(anna, address)


def test_a_list_has_no_groups_and_none_is_said_to_be_small(cast: Cast, anna: Client) -> None:
    round = make_open(cast, addresses=6)

    shown = page(anna, f"/enkater/omgang/{round.pk}/svarslage/")

    assert "De som fick frågan är inte indelade i grupper." in shown


def test_a_trial_is_of_what_is_written_now(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    letter = f"/enkater/omgang/{round.pk}/mejl/0/"

    anna.post(letter, {"subject": "Nytt ämne", "text": "Hej.", "act": "trial"})

    assert OutgoingMail.objects.get().subject == "Nytt ämne"


def test_closing_twice_leads_to_the_results(cast: Cast, anna: Client) -> None:
    round = make_open(cast)
    address = f"/enkater/omgang/{round.pk}/svarslage/stang/"

    answers = [anna.post(address) for _press in range(2)]

    assert [one["Location"] for one in answers] == [f"/enkater/omgang/{round.pk}/"] * 2


@pytest.mark.parametrize("step", ["forlang/", "sena/", "paminnelse/ny/", "paminnelse/1/"])
def test_what_takes_an_open_round_says_that_it_is_closed(
    cast: Cast, anna: Client, step: str
) -> None:
    round = make_open(cast)
    anna.post(f"/enkater/omgang/{round.pk}/svarslage/stang/")

    answer = anna.get(f"/enkater/omgang/{round.pk}/svarslage/{step}")

    assert (answer.status_code, "Enkäten är inte öppen." in answer.content.decode()) == (409, True)


def test_a_closing_and_a_reminder_are_moved_and_one_is_added(cast: Cast, anna: Client) -> None:
    round = make_open(cast)
    pages = f"/enkater/omgang/{round.pk}/svarslage/"
    first = Mailing.objects.filter(round=round, kind="reminder")[0]

    anna.post(f"{pages}forlang/", {"closes_at": moment(days=40)})
    anna.post(f"{pages}paminnelse/1/", {"due_at": moment(days=3)})
    anna.post(f"{pages}paminnelse/ny/", {"due_at": moment(days=30)})
    past = anna.post(f"{pages}paminnelse/2/", {"due_at": moment(days=-1)})

    round.refresh_from_db()
    first.refresh_from_db()
    assert timezone.localtime(round.closes_at).date() == later(days=40).date()
    assert timezone.localtime(first.due_at).date() == later(days=3).date()
    assert Mailing.objects.filter(round=round, kind="reminder").count() == 3
    assert "Välj en tid som inte har varit." in past.content.decode()


def moment(**over: int) -> str:
    """At noon, as the browser's field writes it: the day is the same by any clock."""
    return f"{later(**over):%Y-%m-%d}T12:00"


def test_where_mail_did_not_arrive_stands_why_and_another_address_can_be_tried(
    cast: Cast, anna: Client
) -> None:
    round = make_open(cast, addresses=3)
    said = {"p0": "p0@skola.example 550 5.1.1 Unknown", "p1": "returned"}
    for name, refusal in said.items():
        Invitation.objects.filter(email=f"{name}@skola.example").update(refusal=refusal)
    address = f"/enkater/omgang/{round.pk}/svarslage/adresser/"

    shown = page(anna, address)
    assert "Adressen finns inte hos mottagaren." in shown
    assert "Det kom tillbaka till avsändaren efteråt." in shown
    wrong = Invitation.objects.get(email="p0@skola.example")
    anna.post(f"{address}igen/", {"invitation": str(wrong.pk), "email": "Ratt@skola.example"})
    bad = anna.post(f"{address}igen/", {"invitation": str(wrong.pk), "email": "fel"}, follow=True)

    wrong.refresh_from_db()
    assert (wrong.email, wrong.refusal) == ("ratt@skola.example", "")
    assert "Inget har skickats." in bad.content.decode()


def test_an_open_link_is_opened_and_closed_and_reminds_nobody(cast: Cast, anna: Client) -> None:
    round = make_draft(cast)
    anna.post(f"/enkater/omgang/{round.pk}/inbjudan/satt/", {"kind": "link"})
    times = f"/enkater/omgang/{round.pk}/inbjudan/tider/"

    shown = page(anna, times)
    anna.post(times, {"opens_at": moment(days=2), "closes_at": moment(days=9)})

    assert "När öppnar enkäten?" in shown
    assert "påminnelse" not in shown
    round.refresh_from_db()
    assert timezone.localtime(round.closes_at).date() == later(days=9).date()
    assert Mailing.objects.filter(round=round, kind="reminder").count() == 2
    shown = page(anna, f"/enkater/omgang/{round.pk}/inbjudan/")
    assert "när den första inbjudan har gått ut" not in shown


@pytest.mark.parametrize("day", range(16, 23))
def test_the_usual_closing_is_no_weekend(day: int) -> None:
    opens_at = timezone.make_aware(datetime(2026, 11, day, 8))  # noqa: DTZ001 - made aware here

    closes_at = timezone.localtime(usual_closing(opens_at))

    assert closes_at.weekday() <= 4
    assert 16 <= (closes_at.date() - opens_at.date()).days <= 18
