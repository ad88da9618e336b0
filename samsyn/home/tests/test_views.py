"""The start page by role, the trust pages without an account, and faults from report to handled."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from samsyn.core import panels
from samsyn.core.panels import Item
from samsyn.home.models import FaultReport
from samsyn.organisations.models import Event
from samsyn.organisations.roles import Role
from tests.cast import Cast

START = reverse("home:start")


def menu_of(page: str) -> list[str]:
    rail = page.split('class="rail-list"')[1].split("</nav>")[0]
    return [re.sub(r"<[^>]+>", "", line).strip() for line in rail.split("</a>")[:-1]]


def words_of_menu(page: str) -> list[str]:
    return [line.split(">")[-1].strip() for line in menu_of(page)]


@pytest.mark.parametrize(
    ("who", "menu"),
    [
        ("tora", ["Start", "Vem gör vad", "Rapporter", "Skolor", "Personer"]),
        (
            "bo",
            [
                "Start",
                "Mitt uppdrag",
                "Dialoger",
                "Vem gör vad",
                "Rapporter",
                "Skolor",
                "Personer",
            ],
        ),
        (
            "rut",
            [
                "Start",
                "Uppdrag",
                "Dialoger",
                "Vem gör vad",
                "Rapporter",
                "Karriärtjänster",
                "Skolor",
                "Personer",
                "Vem får göra vad",
            ],
        ),
        (
            "nils",
            [
                "Start",
                "Vem gör vad",
                "Enkäter",
                "Rapporter",
                "Skolor",
                "Personer",
                "Vem får göra vad",
            ],
        ),
        (
            "anna",
            [
                "Start",
                "Vem gör vad",
                "Enkäter",
                "Rapporter",
                "Skolor",
                "Personer",
                "Import",
                "Vem får göra vad",
            ],
        ),
        (
            "adam",
            [
                "Start",
                "Vem gör vad",
                "Rapporter",
                "Karriärtjänster",
                "Skolor",
                "Personer",
                "Import",
                "Vem får göra vad",
                "Vad som har hänt",
                "Anmälda fel",
            ],
        ),
    ],
)
def test_menu_holds_what_the_role_has(
    client_for: Any, cast: Cast, who: str, menu: list[str]
) -> None:
    page = client_for(getattr(cast, who)).get(START).content.decode()

    assert words_of_menu(page) == menu


def test_start_is_the_chosen_place_only_on_the_start_page(client_for: Any, cast: Cast) -> None:
    client = client_for(cast.adam)

    chosen = [
        re.findall(r'href="([^"]+)"\s+aria-current="page"', client.get(address).content.decode())
        for address in (START, reverse("home:faults"), reverse("privacy:own"))
    ]

    assert [set(found) for found in chosen] == [{START}, {reverse("home:faults")}, set()]


def test_start_says_who_one_is(client_for: Any, cast: Cast) -> None:
    page = client_for(cast.rut).get(START).content.decode()

    assert "Rut Rönn" in page
    with translation.override("sv"):
        assert f"{Role.PRINCIPAL.label}, Björkskolan, med flera" in page


def test_nothing_waits(client_for: Any, cast: Cast) -> None:
    assert "Inget väntar på dig" in client_for(cast.bo).get(START).content.decode()


def test_what_waits_is_counted_and_the_most_urgent_comes_first(
    client_for: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [
        Item("Sedan", act="Gör", url="/a", on=date(2026, 12, 1)),
        Item("Utan dag"),
        Item("Först", act="Gör", url="/b", on=date(2026, 11, 1)),
    ]
    monkeypatch.setitem(panels._panels, "start.waiting", [lambda actor, thing: items])

    page = client_for(cast.bo).get(START).content.decode()

    assert "Tre saker väntar på dig, Bo" in page
    assert page.index("Först") < page.index("Sedan") < page.index("Utan dag")
    assert page.count("button primary") == 1


def test_start_without_a_duty_says_so(client_for: Any, cast: Cast) -> None:
    cast.bo.duties.all().delete()

    page = client_for(cast.bo).get(START).content.decode()

    assert "Du har ingen tjänst i Samsyn i dag." in page


def test_start_asks_as_much_for_one_fault_as_for_three(
    client_for: Any, cast: Cast, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_for(cast.adam)
    FaultReport.objects.create(what="Ett")
    with django_assert_max_num_queries(24) as first:
        client.get(START)
    FaultReport.objects.create(what="Två")
    FaultReport.objects.create(what="Tre")

    with django_assert_num_queries(len(first)):
        client.get(START)


@pytest.mark.parametrize("name", ["accessibility", "privacy", "about", "fault"])
def test_trust_pages_need_no_account_and_are_in_every_foot(
    client: Client, db: None, name: str
) -> None:
    foot = client.get(reverse("account_request_login_code")).content.decode()

    answer = client.get(reverse(f"home:{name}"))

    assert answer.status_code == 200
    assert name == "fault" or f'href="{reverse(f"home:{name}")}"' in foot


@pytest.mark.parametrize(
    "part",
    [
        "delvis förenlig med lagen (2018:1937)",
        "Vad kan du göra om du inte kan använda delar av tjänsten?",
        "digg.se/tdosanmalan",
        "Innehåll som inte är tillgängligt",
        "oskäligt betungande",
        "Så har vi testat",
        "Redogörelsen ändrades senast",
    ],
)
def test_accessibility_statement_has_the_parts_of_the_law(
    client: Client, db: None, part: str
) -> None:
    assert part in client.get(reverse("home:accessibility")).content.decode()


def test_operator_is_named(client: Client, db: None, settings: Any) -> None:
    settings.OPERATOR, settings.CONTACT = "Norrdalens region", "hjalp@norrdalen.example"

    page = client.get(reverse("home:accessibility")).content.decode()

    assert "Norrdalens region står bakom den här tjänsten." in page
    assert 'href="mailto:hjalp@norrdalen.example"' in page


def test_fault_is_reported_without_account_or_address(client: Client, db: None) -> None:
    cache.clear()
    answer = client.post(reverse("home:fault"), {"what": "Knappen gick inte att nå."}, follow=True)

    fault = FaultReport.objects.get()
    assert (fault.what, fault.where, fault.email) == ("Knappen gick inte att nå.", "", "")
    assert "Tack. Felet är anmält." in answer.content.decode()
    assert Event.objects.get().kind == "fault.reported"


def test_fault_sent_twice_is_reported_once(client: Client, db: None) -> None:
    cache.clear()
    form = client.get(reverse("home:fault")).context["form"]
    sent = {"what": "Knappen gick inte att nå.", "key": form["key"].value()}

    statuses = [client.post(reverse("home:fault"), sent).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert (FaultReport.objects.count(), Event.objects.count()) == (1, 1)


def test_fault_reported_when_signed_in_names_nobody(client_for: Any, cast: Cast) -> None:
    cache.clear()
    client_for(cast.bo).post(reverse("home:fault"), {"what": "Det gick inte."})

    assert Event.objects.get().actor is None


def test_empty_report_is_refused_at_the_field(client: Client, db: None) -> None:
    page = client.post(reverse("home:fault"), {"what": ""}).content.decode()

    assert 'href="#id_what"' in page
    assert not FaultReport.objects.exists()


def test_many_reports_from_one_place_are_refused(client: Client, db: None) -> None:
    cache.clear()
    for _ in range(5):
        client.post(reverse("home:fault"), {"what": "Fel"})

    page = client.post(reverse("home:fault"), {"what": "Ett till"}).content.decode()

    assert "Det har kommit många anmälningar härifrån." in page
    assert "Ett till" in page
    assert FaultReport.objects.count() == 5


def test_fault_is_handled_once_and_the_address_erased(client_for: Any, cast: Cast) -> None:
    fault = FaultReport.objects.create(what="Fel <b>här</b>", email="lena@samsyn.example")
    client = client_for(cast.adam)
    page = client.get(reverse("home:faults")).content.decode()

    for _ in range(2):
        client.post(reverse("home:fault-handle", args=[fault.pk]))

    fault.refresh_from_db()
    assert "Fel &lt;b&gt;här&lt;/b&gt;" in page
    assert (fault.handled_by, fault.email) == (cast.adam, "")
    assert [event.kind for event in Event.objects.all()] == ["fault.handled"]


def test_faults_are_for_administrators_only(client_for: Any, cast: Cast) -> None:
    fault = FaultReport.objects.create(what="Fel")
    client = client_for(cast.anna)

    assert client.get(reverse("home:faults")).status_code == 403
    assert client.post(reverse("home:fault-handle", args=[fault.pk])).status_code == 403


def test_watchers_and_search_engines_get_their_answers(client: Client, db: None) -> None:
    assert client.get("/halsa/").content == b"ok\n"
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert (
        b"Contact: http://localhost:8000/om/tillganglighet/fel/"
        in client.get("/.well-known/security.txt").content
    )


def test_demo_pages_are_nowhere_outside_the_demo(client: Client, db: None) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("home:mailbox")
    assert client.get("/demo/brevlada/").status_code == 404
