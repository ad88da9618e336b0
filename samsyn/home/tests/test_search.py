"""Search: what is found in which form, by whom, and that no hit tells what is closed."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from samsyn.assignments.models import Assignment, Audience, Part, PartText
from samsyn.home.actions import search as actions
from samsyn.home.models import SearchEntry, SearchKind
from samsyn.home.queries.search import Group, search
from samsyn.organisations.actions.people import edit_person
from samsyn.organisations.models import Person
from samsyn.organisations.roles import Role
from tests.cast import (
    Cast,
    actor,
    make_agreed,
    make_assignment,
    make_duty,
    make_organisation,
    make_person,
    make_post,
)

URL = reverse("home:search")
# Of the cast, who reads a part of Bo's assignment at Björkskolan by its audience. Cecilia is at another organiser,
# Nils at the university, which reaches the organiser by an agreement.
READERS = {
    Audience.TWO: {"bo", "rut"},
    Audience.STAFF: {"bo", "rut", "lena", "tora", "adam", "hedda", "dag"},
    Audience.ORGANISER: {"bo", "rut", "lena", "tora", "adam", "hedda", "dag", "ali"},
    Audience.NETWORK: {"bo", "rut", "lena", "tora", "adam", "hedda", "dag", "ali", "nils", "anna"},
}


def found(groups: list[Group]) -> dict[str, list[str]]:
    return {group.kind: [hit.title for hit in group.hits] for group in groups}


def search_as(person: Person, *words: str) -> dict[str, list[str]]:
    return found(search(actor(person), words))


def write(assignment: Assignment, part: Part, text: str, audience: Audience) -> None:
    PartText.objects.filter(version__assignment=assignment, part=part).update(
        text=text, audience=audience
    )
    widest = max(PartText.objects.values_list("audience", flat=True))
    Assignment.objects.filter(pk=assignment.pk).update(widest_audience=widest)


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("björkskolan", {"organisation": ["Björkskolan"], "person": ["Bo Bok", "Lena Lind", "Rut Rönn", "Tora Tall"]}),
        ("Tora", {"person": ["Tora Tall"]}),
        ("rektorn", {"person": ["Rut Rönn"]}),
        ("kommunen", {"organisation": ["Älvsunda kommun"], "person": ["Adam Al", "Dag Druva", "Hedda Hassel"]}),
        ("ÄLVSUNDA rektor", {}),
        ("cecilia", {}),
        ("granskolan", {}),
    ],
)  # fmt: skip
def test_people_and_schools_are_found_by_inflected_words(
    cast: Cast, word: str, wanted: dict[str, list[str]]
) -> None:
    actions.rebuild_search()

    assert search_as(cast.hedda, *word.lower().split()) == wanted


def test_name_that_matches_comes_before_other_words(cast: Cast) -> None:
    make_person("Björk Ahlskog", cast.organiser)
    make_duty(Person.objects.get(given_name="Björk"), Role.TEACHER, cast.bjorkskolan)
    actions.rebuild_search()

    assert search_as(cast.lena, "björk")["person"] == [
        "Björk Ahlskog",
        "Bo Bok",
        "Lena Lind",
        "Rut Rönn",
        "Tora Tall",
    ]


@pytest.mark.parametrize("searched", ["resonerande", "matematiken", "elevers", "handleder", "bo"])
def test_assignment_is_found_by_title_subject_activity_and_holder(
    agreed: Assignment, cast: Cast, searched: str
) -> None:
    actions.rebuild_search()

    assert search_as(cast.lena, searched)["assignment"] == [agreed.title]


@pytest.mark.parametrize("audience", Audience)
def test_words_of_a_part_are_found_by_its_readers_alone(
    agreed: Assignment, cast: Cast, audience: Audience
) -> None:
    ali = make_person("Ali Alm", cast.organiser)
    make_duty(ali, Role.TEACHER, cast.alskolan)
    write(agreed, Part.MANDATE, "Tornuggla", audience)
    actions.rebuild_search()
    people = {**{name: getattr(cast, name) for name in vars(cast)}, "ali": ali}

    finders = {
        name
        for name, person in people.items()
        if isinstance(person, Person) and search_as(person, "tornugglor")
    }

    assert finders == READERS[audience]


def test_part_closed_after_it_was_stored_is_found_no_more(agreed: Assignment, cast: Cast) -> None:
    write(agreed, Part.MANDATE, "Tornuggla", Audience.ORGANISER)
    actions.rebuild_search()
    write(agreed, Part.MANDATE, "Tornuggla", Audience.TWO)

    assert search_as(cast.lena, "tornuggla") == {}
    assert search_as(cast.bo, "tornuggla") == {"assignment": [agreed.title]}


def test_excerpt_shows_the_words_where_they_stand(agreed: Assignment, cast: Cast) -> None:
    write(agreed, Part.BACKGROUND, "Först. Eleverna <b>resonerar</b> sällan.", Audience.STAFF)
    actions.rebuild_search()

    (group,) = search(actor(cast.lena), ["eleverna"])

    assert [(piece.text, piece.is_hit) for piece in group.hits[0].excerpt] == [
        ("Först. ", False),
        ("Eleverna", True),
        (" <b>resonerar</b> sällan.", False),
    ]


def test_draft_is_found_by_those_who_know_of_it(cast: Cast) -> None:
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    actions.rebuild_search()

    finders = {
        name
        for name in vars(cast)
        if isinstance(person := getattr(cast, name), Person) and search_as(person, "resonerar")
    }

    assert finders == {"bo", "rut", "adam", "hedda", "dag"}
    assert search_as(cast.bo, "resonerar") == {"assignment": [draft.title]}


def test_protected_person_is_found_by_nobody(agreed: Assignment, cast: Cast) -> None:
    actions.rebuild_search()
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    people = [p for p in vars(cast).values() if isinstance(p, Person)]

    # Before the index knows of it, and after.
    assert [search_as(person, "bok") for person in people] == [{}] * len(people)
    actions.rebuild_search()
    assert [search_as(person, "bok") for person in people] == [{}] * len(people)
    assert not SearchEntry.objects.filter(matter_id__in=[cast.bo.pk, agreed.pk]).exists()


def test_person_at_two_organisers_is_found_at_both(cast: Cast) -> None:
    make_duty(cast.tora, Role.TEACHER, cast.other_school)
    actions.rebuild_search()

    assert search_as(cast.cecilia, "tora") == {"person": ["Tora Tall"]}
    # At the other organiser it is not said where else she works.
    assert search_as(cast.cecilia, "tora", "björkskolan") == {}


def test_what_changed_is_found_within_a_minute(cast: Cast) -> None:
    actions.index_changed()

    edit_person(
        actor=actor(cast.adam),
        person=cast.tora,
        given_name="Tuva",
        family_name="Tall",
        email=cast.tora.email,
        protected_identity=False,
    )
    assert search_as(cast.lena, "tuva") == {}

    assert actions.index_changed() == 1
    assert search_as(cast.lena, "tuva") == {"person": ["Tuva Tall"]}
    assert search_as(cast.lena, "tora") == {}
    assert actions.index_changed() == 0


def test_rebuilding_again_writes_nothing_and_takes_away_what_is_gone(cast: Cast) -> None:
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    actions.rebuild_search()
    assert actions.rebuild_search() == 0

    agreed.delete()
    actions.rebuild_search()

    assert not SearchEntry.objects.filter(kind=SearchKind.ASSIGNMENT).exists()


@pytest.mark.parametrize(
    ("q", "sentence"),
    [
        ("", "Skriv vad du letar efter."),
        ("   ", "Skriv vad du letar efter."),
        ("%&!", "Skriv ett ord med bokstäver eller siffror, till exempel ett namn eller ett ämne."),
        ("a" * 101, "Skriv högst 100 tecken: några få ord räcker."),
        ("a b c d e f g h i", "Skriv högst 8 ord: alla måste finnas på samma ställe."),
    ],
)
def test_odd_searches_get_a_clear_answer(
    cast: Cast, client_for: Any, q: str, sentence: str
) -> None:
    response = client_for(cast.lena).get(URL, {"q": q})

    assert response.status_code == 200
    assert sentence in response.content.decode()


@pytest.mark.parametrize("q", ["%", "_", "a_b", "100%", "\\", "'; drop", "<b>", "å" * 100, "\U0001f600x", "1/2"])  # fmt: skip
def test_signs_of_the_database_mean_nothing(cast: Cast, client_for: Any, q: str) -> None:
    actions.rebuild_search()

    response = client_for(cast.lena).get(URL, {"q": q})

    assert response.status_code == 200
    assert "found-title" not in response.content.decode()


def test_null_character_is_no_fault_of_ours(cast: Cast, client_for: Any) -> None:
    assert client_for(cast.lena).get(URL, {"q": "bo\x00k"}).status_code == 200


def test_page_groups_what_is_found(agreed: Assignment, cast: Cast, client_for: Any) -> None:
    actions.rebuild_search()

    page = client_for(cast.lena).get(URL, {"q": "bo"}).content.decode()

    assert "Hittade för ”bo”" in page
    assert f'href="{reverse("organisations:person", args=[cast.bo.pk])}">Bo Bok</a>' in page
    assert "Förstelärare, Björkskolan" in page
    assert "Bo Bok, Björkskolan, " in page


def test_nothing_found_says_what_to_try(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.lena).get(URL, {"q": "zebra"}).content.decode()

    assert "Hittade inget för ”zebra”" in page
    assert "Pröva färre ord, eller början av ett." in page


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_the_database_a_constant_number_of_times(
    cast: Cast, client_for: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        school = make_organisation(
            kind="school_unit", parent=cast.organiser, name=f"Testskolan {number}"
        )
        person = make_person(f"Test{number} Testsson", cast.organiser)
        make_duty(person, Role.FIRST_TEACHER, school)
        make_agreed(make_post(person, school), cast.hedda, title=f"Testa {number}")
    actions.rebuild_search()
    client: Client = client_for(cast.hedda)
    client.get(URL)

    with django_assert_num_queries(17):
        page = client.get(URL, {"q": "test"}).content.decode()

    assert page.count("found-title") == 3 * count


@pytest.mark.parametrize(("who", "is_there"), [("lena", True), ("", False)])
def test_search_field_stands_on_pages_of_who_is_signed_in(
    cast: Cast, client: Client, client_for: Any, who: str, is_there: bool
) -> None:
    reader = client_for(cast.lena) if who else client

    page = reader.get(reverse("home:start" if who else "home:about")).content.decode()

    assert ('class="top-search"' in page) is is_there


def test_command_makes_everything_anew(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    for _twice in range(2):
        call_command("rebuild_search")

    # Six organisations and ten people.
    assert capsys.readouterr().out == "16 entries written.\n0 entries written.\n"
