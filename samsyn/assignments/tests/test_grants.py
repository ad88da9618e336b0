"""The organiser's list for the state grant: months, what is against the rules, who is masked, and the files."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from samsyn.assignments import grants
from samsyn.assignments.exports import as_csv
from samsyn.assignments.models import CareerPost
from samsyn.assignments.queries.grants import GrantList, grant_list
from samsyn.assignments.rules.grants import faults, share_of_year
from samsyn.organisations.models import Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_post

SignIn = Callable[[Person], Client]


def post(holder: Person, place: Any, **over: Any) -> CareerPost:
    return make_post(holder, place, **{"grant_category": "first-teacher", **over})


def listed(cast: Cast, year: int = 2026) -> GrantList:
    return grant_list(actor(cast.hedda), cast.organiser, year)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "share"),
    [
        (date(2020, 8, 1), None, (date(2026, 7, 1), date(2027, 6, 30), 12)),
        (date(2026, 8, 10), None, (date(2026, 8, 10), date(2027, 6, 30), 10)),
        (date(2020, 8, 1), date(2026, 12, 31), (date(2026, 7, 1), date(2026, 12, 31), 6)),
        (date(2027, 6, 10), date(2027, 6, 20), (date(2027, 6, 10), date(2027, 6, 20), 0)),
    ],
)
def test_months_are_whole_months_within_the_grants_year(
    starts_on: date, ends_on: date | None, share: tuple[date, date, int]
) -> None:
    found = share_of_year(grants.newest(), 2026, starts_on, ends_on)

    assert (found.starts_on, found.ends_on, found.months) == share


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({}, []),
        ({"teaching_percent": 50}, []),
        ({"teaching_percent": 49}, ["49 procent är undervisning; reglerna kräver minst 50."]),
        ({"role": "senior_lecturer"}, ["Kategorin är för en annan roll."]),
    ],
)
def test_what_is_against_the_rules_is_said(over: dict[str, Any], said: list[str]) -> None:
    fields = {"category": "first-teacher", "role": "first_teacher", "teaching_percent": 80, **over}

    assert faults(grants.newest(), **fields) == said


def test_a_category_that_came_later_is_against_the_rules_of_an_earlier_year() -> None:
    said = faults(
        grants.rules_in(2018),
        category="first-teacher-hard",
        role="first_teacher",
        teaching_percent=80,
    )

    assert said == ["Reglerna för läsåret (SFS 2013:70) har ingen sådan kategori."]


def test_the_list_holds_the_years_posts_with_a_grant_and_counts_the_others(cast: Cast) -> None:
    post(cast.bo, cast.bjorkskolan)
    post(cast.lena, cast.alskolan, role=Role.SENIOR_LECTURER, grant_category="lecturer")
    post(cast.tora, cast.bjorkskolan, grant_category="")
    post(cast.rut, cast.bjorkskolan, ends_on=date(2026, 6, 30))
    post(cast.dag, cast.bjorkskolan, starts_on=date(2027, 7, 1))
    post(cast.cecilia, cast.other_school)

    found = listed(cast)

    assert [row.name for row in found.rows] == ["Lena Lind", "Bo Bok"]
    assert found.without_count == 1


def test_a_person_with_protected_identity_is_one_masked_row_at_the_end(cast: Cast) -> None:
    Person.objects.filter(pk=cast.lena.pk).update(protected_identity=True)
    # By school, hers would come first.
    post(cast.lena, cast.alskolan)
    post(cast.bo, cast.bjorkskolan)

    found = listed(cast)
    masked = found.rows[1]

    assert [row.is_masked for row in found.rows] == [False, True]
    assert (masked.name, masked.place, masked.school_unit_code) == (
        "En person med skyddad identitet",
        "",
        "",
    )
    assert (masked.post_id, masked.starts_on, masked.ends_on) == (None, None, None)
    assert (masked.category, masked.months) == ("förstelärare", 12)


def test_page_and_file_name_nobody_with_protected_identity(cast: Cast, client_for: SignIn) -> None:
    Person.objects.filter(pk=cast.lena.pk).update(protected_identity=True)
    hers = post(cast.lena, cast.alskolan)
    place = [cast.organiser.pk, 2026]

    def told(person: Person) -> list[str]:
        client = client_for(person)
        page = client.get(reverse("assignments:grant-year", args=place)).content.decode()
        address = reverse("assignments:grant-file", args=[*place, "csv"])
        text = page + client.get(address).content.decode()
        assert text.count("En person med skyddad identitet") == 2
        secrets = {"Lena": "name", "Lind": "name", "Alskolan": "school", str(hers.pk): "way"}
        return sorted({said for secret, said in secrets.items() if secret in text})

    assert told(cast.hedda) == []
    # Whoever keeps the roster may see the post, and is led on to it.
    assert told(cast.adam) == ["way"]


def test_a_name_that_is_a_formula_stays_a_text(cast: Cast, client_for: SignIn) -> None:
    formula = '=HYPERLINK("http://x.example","Bo")'
    Person.objects.filter(pk=cast.bo.pk).update(given_name=formula, family_name="@SUM(1)")
    post(cast.bo, cast.bjorkskolan)
    place = [cast.organiser.pk, 2026]
    client = client_for(cast.hedda)

    written = client.get(reverse("assignments:grant-file", args=[*place, "csv"]))
    book = client.get(reverse("assignments:grant-file", args=[*place, "xlsx"]))

    rows = list(csv.reader(io.StringIO(written.content.decode("utf-8-sig")), delimiter=";"))
    cell = load_workbook(io.BytesIO(book.content)).active["B2"]  # type: ignore[index]  # it has one sheet
    assert rows[1][1] == f"'{formula} @SUM(1)"
    assert (cell.data_type, cell.value) == ("s", f"'{formula} @SUM(1)")
    assert written["Content-Disposition"] == 'attachment; filename="statsbidrag-2026-27.csv"'


def test_the_file_holds_what_the_page_holds(cast: Cast) -> None:
    post(cast.bo, cast.bjorkskolan, teaching_percent=40)

    rows = list(csv.reader(io.StringIO(as_csv(listed(cast)).decode("utf-8-sig")), delimiter=";"))

    assert rows == [
        [
            *("Läsår", "Namn", "Skola", "Skolenhetskod", "Roll", "Bidragets kategori"),
            *("Första dagen", "Sista dagen", "Hela månader", "Undervisning, procent"),
            "Mot reglerna",
        ],
        [
            *("2026/27", "Bo Bok", "Björkskolan", "99010001", "förstelärare", "förstelärare"),
            *("2026-07-01", "2027-06-30", "12", "40"),
            "40 procent är undervisning; reglerna kräver minst 50.",
        ],
    ]


def test_the_page_says_in_words_what_is_against_the_rules(cast: Cast, client_for: SignIn) -> None:
    post(cast.bo, cast.bjorkskolan, teaching_percent=40)
    post(cast.lena, cast.alskolan)

    text = (
        client_for(cast.hedda)
        .get(reverse("assignments:grant-year", args=[cast.organiser.pk, 2026]))
        .content.decode()
    )

    assert "Två karriärtjänster hos Älvsunda kommun söker bidrag." in text
    assert "En strider mot reglerna." in text
    assert "40 procent är undervisning; reglerna kräver minst 50." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for person in (cast.bo, cast.lena, cast.tora)[:count]:
        post(person, cast.bjorkskolan)
    hedda = actor(cast.hedda)

    with django_assert_num_queries(1):
        found = grant_list(hedda, cast.organiser, 2026)

    assert len(found.rows) == count


@pytest.mark.parametrize("year", [0, 1999, 2100, 99999])
def test_a_school_year_that_does_not_exist_is_not_found(
    cast: Cast, client_for: SignIn, year: int
) -> None:
    place = [cast.organiser.pk, year]
    client = client_for(cast.hedda)

    answers = [
        client.get(reverse("assignments:grant-year", args=place)).status_code,
        client.get(reverse("assignments:grant-file", args=[*place, "csv"])).status_code,
        client.get(reverse("assignments:terms-edit", args=place)).status_code,
        client.get(reverse("assignments:year-begin", args=place)).status_code,
    ]

    assert answers == [404, 404, 404, 404]


def test_a_file_of_an_unknown_kind_is_not_found(cast: Cast, client_for: SignIn) -> None:
    address = reverse("assignments:grant-file", args=[cast.organiser.pk, 2026, "exe"])

    assert client_for(cast.hedda).get(address).status_code == 404
