"""The pages of career posts: the list, a post, and how one is entered, changed and ended."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.models import CareerPost
from samsyn.core.models import uuid7
from samsyn.organisations.models import Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, make_agreed, make_assignment, make_duty, make_person, make_post

SignIn = Callable[[Person], Client]
LIST = "/tjanster/"


def written(**over: object) -> dict[str, object]:
    return {
        "key": str(uuid7()),
        "role": "first_teacher",
        "starts_on": "2026-08-10",
        "ends_on": "2028-06-30",
        "teaching_percent": "80",
        "grant_category": "first-teacher",
        "after": "",
        **over,
    }


def enter(cast: Cast, client: Client, holder: Person, **over: object) -> tuple[int, str]:
    address = reverse("assignments:post-add-for", args=[holder.pk])
    answer = client.post(address, written(**{"place": str(cast.bjorkskolan.pk), **over}))
    return answer.status_code, answer.content.decode()


def names(client: Client, query: str = "") -> list[str]:
    context = client.get(LIST + query).context
    return [row.post.holder.name for row in context["rows"]]


def test_a_principal_sees_the_posts_of_the_own_school_alone(cast: Cast, client_for: SignIn) -> None:
    make_post(cast.bo, cast.bjorkskolan)
    make_post(cast.lena, cast.alskolan, role=Role.SENIOR_LECTURER)

    assert names(client_for(cast.rut)) == ["Bo Bok"]
    assert names(client_for(cast.hedda)) == ["Lena Lind", "Bo Bok"]
    assert names(client_for(cast.cecilia)) == []


def test_the_list_is_filtered_by_school_role_and_state(cast: Cast, client_for: SignIn) -> None:
    today = timezone.localdate()
    make_post(cast.bo, cast.bjorkskolan, ends_on=today + timedelta(days=30))
    make_post(cast.lena, cast.bjorkskolan, role=Role.SENIOR_LECTURER)
    make_post(cast.tora, cast.alskolan, starts_on=today + timedelta(days=1))
    make_post(cast.rut, cast.alskolan, ends_on=today - timedelta(days=1))
    client = client_for(cast.hedda)

    assert names(client) == ["Bo Bok", "Lena Lind"]
    assert names(client, "?role=senior_lecturer") == ["Lena Lind"]
    assert names(client, f"?school={cast.alskolan.pk}&state=all") == ["Rut Rönn", "Tora Tall"]
    assert names(client, "?state=ending") == ["Bo Bok"]
    assert names(client, "?state=coming") == ["Tora Tall"]
    assert names(client, "?state=ended") == ["Rut Rönn"]


def test_nobody_with_protected_identity_stands_in_the_list(cast: Cast, client_for: SignIn) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    make_post(cast.bo, cast.bjorkskolan)

    for person in (cast.rut, cast.hedda, cast.adam):
        answer = client_for(person).get(LIST + "?state=all")
        assert "Bo Bok" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(
    cast: Cast, client_for: SignIn, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for person in (cast.bo, cast.lena, cast.tora)[:count]:
        make_post(person, cast.bjorkskolan)
    client = client_for(cast.hedda)
    client.get(LIST)

    with django_assert_num_queries(QUERIES):  # type: ignore[attr-defined]  # a context manager
        answer = client.get(LIST)

    assert len(answer.context["rows"]) == count


QUERIES = 10


def test_an_empty_list_says_what_it_will_hold(cast: Cast, client_for: SignIn) -> None:
    text = client_for(cast.rut).get(LIST).content.decode()

    assert "Ingen karriärtjänst pågår i dag." in text
    assert "Lägg in en karriärtjänst" in text


def test_a_holder_sees_their_own_post_and_cannot_change_it(cast: Cast, client_for: SignIn) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    client = client_for(cast.bo)
    page = reverse("assignments:post", args=[post.pk])

    assert client.get(page).status_code == 200
    assert client.get(reverse("assignments:post-edit", args=[post.pk])).status_code == 403
    assert client_for(cast.tora).get(page).status_code == 404


def test_a_post_says_its_share_of_teaching_is_under_the_rule_and_where_that_stands(
    cast: Cast, client_for: SignIn
) -> None:
    post = make_post(cast.bo, cast.bjorkskolan, teaching_percent=40)

    text = client_for(cast.rut).get(reverse("assignments:post", args=[post.pk])).content.decode()

    assert "40 procent av tjänsten är undervisning" in text
    assert "SFS 2019:1288" in text
    assert "läst 22 november 2026" in text


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [(None, False), (date(2022, 6, 30), False), (date(2020, 12, 31), True)],
)
def test_an_unusual_term_is_hinted_at(
    cast: Cast, client_for: SignIn, ends_on: date | None, said: bool
) -> None:
    post = make_post(cast.bo, cast.bjorkskolan, ends_on=ends_on)

    text = client_for(cast.rut).get(reverse("assignments:post", args=[post.pk])).content.decode()

    assert ("12–36 månader är vanligt" in text) is said


def test_a_post_shows_the_assignments_that_the_reader_sees(cast: Cast, client_for: SignIn) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    make_agreed(post, cast.rut, title="Läsa tillsammans", year=2025)
    make_assignment(post, cast.rut, title="Utkast i år")
    page = reverse("assignments:post", args=[post.pk])

    def titles(person: Person) -> list[str]:
        found = client_for(person).get(page).context["found"]
        return [assignment.title for assignment in found.assignments]

    assert titles(cast.rut) == ["Utkast i år", "Läsa tillsammans"]
    assert titles(cast.adam) == ["Utkast i år", "Läsa tillsammans"]


def test_a_protected_holders_post_is_seen_by_few(cast: Cast, client_for: SignIn) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    post = make_post(cast.bo, cast.bjorkskolan)
    page = reverse("assignments:post", args=[post.pk])

    answers = {
        name: client_for(getattr(cast, name)).get(page).status_code
        for name in ("bo", "rut", "adam", "hedda", "dag", "lena")
    }

    assert answers == {"bo": 200, "rut": 200, "adam": 200, "hedda": 404, "dag": 404, "lena": 404}


def test_a_holder_is_searched_for_by_name(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.rut)

    def found(query: str) -> list[str]:
        return [person.name for person in client.get(f"{LIST}ny/{query}").context["people"]]

    assert found("") == ["Bo Bok", "Lena Lind"]
    assert found("?name=tora") == ["Tora Tall"]
    assert found("?name=cecilia") == []


def test_career_teachers_who_have_a_post_are_not_suggested(cast: Cast, client_for: SignIn) -> None:
    make_post(cast.bo, cast.bjorkskolan)
    make_post(cast.lena, cast.bjorkskolan, ends_on=date(2021, 6, 30))

    people = client_for(cast.rut).get(f"{LIST}ny/").context["people"]

    assert [person.name for person in people] == ["Lena Lind"]


def test_somebody_protected_is_found_by_the_whole_address_by_those_who_may(
    cast: Cast, client_for: SignIn
) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)

    def found(person: Person, text: str) -> list[str]:
        answer = client_for(person).get(f"{LIST}ny/", {"name": text})
        return [one.name for one in answer.context["people"]]

    assert found(cast.rut, "bo") == []
    assert found(cast.rut, "Bo.Bok@samsyn.example") == ["Bo Bok"]
    assert found(cast.hedda, "bo.bok@samsyn.example") == []


def test_what_the_roster_knows_is_not_asked_again(cast: Cast, client_for: SignIn) -> None:
    form = (
        client_for(cast.rut)
        .get(reverse("assignments:post-add-for", args=[cast.lena.pk]))
        .context["form"]
    )

    assert (form.initial["role"], form.initial["place"]) == (
        "senior_lecturer",
        cast.bjorkskolan.pk,
    )


def test_a_post_is_entered_on_the_page_and_once(cast: Cast, client_for: SignIn) -> None:
    client, key = client_for(cast.rut), str(uuid7())

    first = enter(cast, client, cast.bo, key=key)
    second = enter(cast, client, cast.bo, key=key)

    post = CareerPost.objects.get()
    assert (first[0], second[0]) == (302, 302)
    assert (post.holder, post.place, post.grant_category) == (
        cast.bo,
        cast.bjorkskolan,
        "first-teacher",
    )


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"ends_on": "2026-08-09"}, "Den sista dagen kommer före den första."),
        ({"starts_on": "i augusti"}, "Fyll i ett giltigt datum."),
        ({"teaching_percent": "101"}, "mindre än eller lika med 100"),
        ({"teaching_percent": "9" * 5000}, "Fyll i ett heltal."),
        ({"role": "principal"}, "Välj ett giltigt alternativ"),
        ({"grant_category": "lecturer"}, "Kategorin ”lektor” är inte för den rollen."),
    ],
)
def test_what_no_post_can_be_is_said_at_the_form(
    cast: Cast, client_for: SignIn, over: dict[str, str], sentence: str
) -> None:
    status, text = enter(cast, client_for(cast.rut), cast.bo, **over)

    assert (status, CareerPost.objects.count()) == (200, 0)
    assert sentence in text


def test_a_post_for_somebody_out_of_reach_is_not_found(cast: Cast, client_for: SignIn) -> None:
    assert enter(cast, client_for(cast.rut), cast.cecilia)[0] == 404


def test_a_post_at_a_school_out_of_reach_is_refused(cast: Cast, client_for: SignIn) -> None:
    make_duty(cast.bo, Role.TEACHER, cast.alskolan)

    status, _text = enter(cast, client_for(cast.rut), cast.bo, place=str(cast.alskolan.pk))

    assert (status, CareerPost.objects.count()) == (200, 0)


def test_somebody_without_a_duty_here_is_given_no_post(cast: Cast, client_for: SignIn) -> None:
    siv = make_person("Siv Sund", cast.organiser)

    status, _text = enter(cast, client_for(cast.adam), siv)

    assert (status, CareerPost.objects.count()) == (200, 0)


def test_a_post_is_changed_and_ended_on_its_pages(cast: Cast, client_for: SignIn) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    client = client_for(cast.rut)
    fields = written(teaching_percent="60", starts_on="2020-08-01", ends_on="")

    changed = client.post(reverse("assignments:post-edit", args=[post.pk]), fields)
    ended = client.post(reverse("assignments:post-end", args=[post.pk]), {"ends_on": "2027-01-08"})

    post.refresh_from_db()
    assert (changed.status_code, ended.status_code) == (302, 302)
    assert (post.teaching_percent, post.ends_on) == (60, date(2027, 1, 8))


def test_whoever_saves_second_sees_both(cast: Cast, client_for: SignIn) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    client, page = client_for(cast.rut), reverse("assignments:post-edit", args=[post.pk])
    read = client.get(page).context["form"].initial["revision"]
    fields = written(starts_on="2020-08-01", ends_on="", revision=read)
    client.post(page, {**fields, "teaching_percent": "60"})

    answer = client.post(page, {**fields, "teaching_percent": "70"})

    post.refresh_from_db()
    assert (answer.status_code, post.teaching_percent) == (200, 60)
    assert [(v.theirs, v.mine) for v in answer.context["form"].versions] == [("60", "70")]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("bo", ["Bo Bok"]), ("LIND", ["Lena Lind"]), ("lena l", ["Lena Lind"]), ("bo lind", [])],
)
def test_the_list_is_searched_by_name(
    cast: Cast, client_for: SignIn, asked: str, shown: list[str]
) -> None:
    make_post(cast.bo, cast.bjorkskolan)
    make_post(cast.lena, cast.bjorkskolan, role=Role.SENIOR_LECTURER)
    client = client_for(cast.hedda)

    assert names(client, f"?name={asked}") == shown
    assert names(client, f"?name={asked}&role=senior_lecturer") == [
        name for name in shown if name == "Lena Lind"
    ]


def test_the_name_stays_in_the_field_and_in_the_address_of_the_next_page(
    cast: Cast, client_for: SignIn
) -> None:
    for number in range(51):
        starts_on = date(2020, 1, 1) + timedelta(days=number)
        make_post(cast.bo, cast.bjorkskolan, starts_on=starts_on)

    html = client_for(cast.rut).get(LIST, {"name": "bok"}).content.decode()

    assert 'value="bok"' in html
    assert "?name=bok&amp;page=2" in html


def test_nobody_with_protected_identity_is_found_by_name(cast: Cast, client_for: SignIn) -> None:
    make_post(cast.bo, cast.bjorkskolan)
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)

    assert names(client_for(cast.adam), "?name=bok") == []
