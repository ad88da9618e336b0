"""Who does what: whom colleagues may ask about what, and what of it is not theirs to see."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.models import Assignment, Audience, Part, PartText, Stage, State
from samsyn.assignments.queries.reading import readable, with_readable
from samsyn.organisations.models import Cooperation, Organisation
from samsyn.organisations.roles import Role
from tests.cast import (
    Cast,
    actor,
    make_agreed,
    make_assignment,
    make_duty,
    make_person,
    make_post,
)

WHO = reverse("assignments:who")


def at(place: Organisation) -> str:
    return reverse("assignments:who-at", args=[place.pk])


def page_for(client_for: Any, person: Any, address: str = WHO) -> str:
    return str(client_for(person).get(address).content.decode())


def agreed(cast: Cast, **over: Any) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, **over)


def test_a_colleague_reads_whom_to_ask_about_what(client_for: Any, cast: Cast) -> None:
    agreed(
        cast, ask_about="Frågor som får elever att förklara.", ask_when="Tisdagar 14.30, sal B12"
    )

    page = page_for(client_for, cast.tora)

    assert "<h1>Vem gör vad på Björkskolan</h1>" in page
    assert "En karriärlärare leder kollegors lärande i år." in page
    assert "En person, efter efternamn." in page
    assert "<h2>Bo Bok</h2>" in page
    assert "Leder <b>Elever som resonerar i matematik</b>" in page
    assert "Frågor som får elever att förklara." in page
    assert "Tisdagar 14.30, sal B12" in page
    assert 'href="mailto:bo.bok@samsyn.example"' in page
    assert "Handleder andra lärare, leder kollegialt lärande" in page
    assert "Karriärlärarna bedömer inte kollegor." in page
    assert 'href="mailto:rut.ronn@samsyn.example">Skriv till Rut</a>' in page


def test_nothing_is_said_of_states_or_gaps(client_for: Any, cast: Cast) -> None:
    agreed(cast, hours=None, has_mandate=False, has_evaluation=False)

    page = page_for(client_for, cast.tora)

    assert "saknar" not in page.partition("<main")[2].replace("Saknar du något?", "")
    assert "thread-row" not in page


@pytest.mark.parametrize("state", [State.DRAFT, State.EVALUATED, State.ENDED])
def test_only_what_is_in_force_stands_there(client_for: Any, cast: Cast, state: State) -> None:
    make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut, state=state)

    page = page_for(client_for, cast.tora)

    assert "Bo Bok" not in page
    assert "Inget uppdrag gäller här än." in page


def test_what_is_over_is_gone_and_what_is_to_come_says_when(client_for: Any, cast: Cast) -> None:
    today = timezone.localdate()
    agreed(cast, title="Förr", ends_on=today - timedelta(days=1), starts_on=today - timedelta(9))
    make_agreed(
        make_post(cast.lena, cast.bjorkskolan),
        cast.rut,
        title="Snart",
        starts_on=today + timedelta(days=2),
        ends_on=today + timedelta(days=90),
    )

    page = page_for(client_for, cast.tora)

    assert ("Förr" in page, "<b>Snart</b> från" in page) == (False, True)


def test_a_principal_who_teaches_elsewhere_reads_of_both(client_for: Any, cast: Cast) -> None:
    agreed(cast, title="På Björkskolan")
    make_agreed(make_post(cast.tora, cast.alskolan), cast.hedda, title="På Alskolan")

    seen = {
        place.name: [title for title in ("På Björkskolan", "På Alskolan") if title in page]
        for place in (cast.bjorkskolan, cast.alskolan)
        for page in [page_for(client_for, cast.rut, at(place))]
    }

    assert seen == {"Björkskolan": ["På Björkskolan"], "Alskolan": ["På Alskolan"]}


def test_the_whole_organiser_by_family_name_with_its_schools(client_for: Any, cast: Cast) -> None:
    make_agreed(make_post(cast.tora, cast.alskolan), cast.hedda, title="På Alskolan")
    agreed(cast, title="På Björkskolan")

    page = page_for(client_for, cast.tora, at(cast.organiser))

    assert "<h1>Vem gör vad i Älvsunda kommun</h1>" in page
    assert page.index("Bo Bok") < page.index("<h2>Tora Tall")
    assert "<br>Alskolan" in page


def test_what_is_for_all_schools_stands_by_itself(client_for: Any, cast: Cast) -> None:
    make_agreed(make_post(cast.lena, cast.organiser), cast.hedda, title="Läsa forskning")

    page = page_for(client_for, cast.tora)

    assert page.index("<h2>I hela Älvsunda kommun</h2>") < page.index("Läsa forskning")


def test_activities_are_read_as_far_as_they_are_open(client_for: Any, cast: Cast) -> None:
    one = agreed(cast)
    PartText.objects.filter(version__assignment=one, part=Part.ACTIVITIES).update(
        audience=Audience.STAFF
    )
    siv = make_person("Siv Sten", cast.organiser)
    make_duty(siv, Role.TEACHER, cast.alskolan)
    found = "?help=supervision&place=" + str(cast.bjorkskolan.pk)

    near = page_for(client_for, cast.tora, WHO + found)
    far = page_for(client_for, siv, WHO + found)

    assert "Handleder andra lärare" in near
    assert "Ingen stämmer med urvalet." in far
    assert "Handleder andra lärare" not in page_for(client_for, siv, at(cast.bjorkskolan))


@pytest.mark.parametrize("audience", Audience.values)
@pytest.mark.parametrize("who", ["bo", "rut", "tora", "hedda", "adam", "nils", "cecilia"])
def test_the_condition_says_the_same_as_reading(cast: Cast, who: str, audience: int) -> None:
    one = agreed(cast)
    Cooperation.objects.update(networks=True)
    part = PartText.objects.get(version__assignment=one, part=Part.ACTIVITIES)
    part.audience = audience
    part.save()
    asker = actor(getattr(cast, who))

    found = Assignment.objects.filter(with_readable(asker, Part.ACTIVITIES)).exists()

    assert found == bool(readable(asker, one, [part]))


def test_protected_person_stands_nowhere_whoever_asks(client_for: Any, cast: Cast) -> None:
    agreed(cast, title="Dold")
    type(cast.bo).objects.filter(pk=cast.bo.pk).update(protected_identity=True)

    seen = {
        who: any(
            "Dold" in page_for(client_for, getattr(cast, who), address)
            for address in (WHO, at(cast.bjorkskolan), at(cast.organiser))
        )
        for who in ("tora", "hedda", "adam", "rut", "bo")
    }

    assert set(seen.values()) == {False}


def test_another_organisers_school_is_not_there(client_for: Any, cast: Cast) -> None:
    agreed(cast)
    client = client_for(cast.cecilia)

    statuses = [
        client.get(at(cast.bjorkskolan)).status_code,
        client.get(WHO, {"place": cast.bjorkskolan.pk}).status_code,
        client.get(WHO, {"place": "vad som helst"}).status_code,
    ]

    assert statuses == [404, 404, 200]


def test_the_network_reads_what_is_open_to_it(client_for: Any, cast: Cast) -> None:
    agreed(cast, title="Öppet", widest_audience=Audience.NETWORK)
    make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut, title="Stängt")
    Cooperation.objects.update(networks=True)

    page = page_for(client_for, cast.nils)

    assert ("Öppet" in page, "Stängt" in page) == (True, False)
    assert "Handleder andra lärare" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?help=visits", {"Alfa"}),
        ("?help=supervision", {"Beta"}),
        ("?subject=Svenska", {"Beta"}),
        ("?stage=7-9", {"Alfa", "Beta"}),
        ("?stage=4-6", {"Beta"}),
        ("?help=finns-inte", {"Alfa", "Beta"}),
    ],
)
def test_the_sentence_finds_help(client_for: Any, cast: Cast, query: str, found: set[str]) -> None:
    agreed(cast, title="Alfa", stage=Stage.LATE, activity_codes="|visits|")
    make_agreed(
        make_post(cast.lena, cast.bjorkskolan),
        cast.rut,
        title="Beta",
        stage=Stage.ALL,
        subject="Svenska",
    )

    page = page_for(client_for, cast.tora, WHO + query)

    assert {title for title in ("Alfa", "Beta") if f"<b>{title}</b>" in page} == found


def test_it_asks_as_much_for_three_as_for_one(
    client_for: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    client = client_for(cast.tora)
    agreed(cast)
    client.get(WHO)
    with django_assert_num_queries(11):
        client.get(WHO)
    make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut)
    make_agreed(make_post(cast.dag, cast.bjorkskolan), cast.rut)

    with django_assert_num_queries(11):
        client.get(WHO)


def test_everybody_at_the_organiser_is_paged(client_for: Any, cast: Cast) -> None:
    for number in range(26):
        person = make_person(f"Nr{number} Namn", cast.organiser)
        make_agreed(make_post(person, cast.bjorkskolan), cast.rut)

    page = page_for(client_for, cast.tora)

    assert "1–25 av 26" in page
    assert page.count("<h2>Nr") == 25


def test_where_nobody_can_be_asked_another_place_can_be_chosen(client_for: Any, cast: Cast) -> None:
    page = page_for(client_for, cast.tora)

    assert "Inget uppdrag gäller här än." in page
    assert f'<option value="{cast.bjorkskolan.root_id}">' in page


def test_a_subject_that_is_an_abbreviation_keeps_its_capitals(client_for: Any, cast: Cast) -> None:
    agreed(cast, subject="NO", stage=Stage.LATE)

    assert "Förstelärare, NO, årskurs 7–9" in page_for(client_for, cast.tora)


def two_organisers_for(cast: Cast) -> None:
    Cooperation.objects.update(networks=True)
    first = Cooperation.objects.get()
    Cooperation.objects.create(
        university=first.university,
        organiser=cast.other_organiser,
        networks=True,
        starts_on=first.starts_on,
    )


def test_who_works_at_no_school_chooses_where_to_ask(client_for: Any, cast: Cast) -> None:
    agreed(cast, title="Öppet", widest_audience=Audience.NETWORK)
    two_organisers_for(cast)

    page = page_for(client_for, cast.nils)

    assert "Öppet" not in page
    assert "<h1>Vem gör vad</h1>" in page
    assert f'<a href="{at(cast.organiser)}">Älvsunda kommun</a>' in page
    assert page.count('<span class="muted">en person</span>') == 1
    assert page.count('<span class="muted">inget är öppet för dig än</span>') == 1


def test_with_one_organiser_there_is_nothing_to_choose(client_for: Any, cast: Cast) -> None:
    Cooperation.objects.update(networks=True)

    assert "<h1>Vem gör vad i Älvsunda kommun</h1>" in page_for(client_for, cast.nils)


def test_the_choice_is_kept_from_whoever_works_there(client_for: Any, cast: Cast) -> None:
    two_organisers_for(cast)

    headings = [
        "<h1>Vem gör vad på Björkskolan</h1>" in page_for(client_for, cast.tora),
        "<h1>Vem gör vad i Älvsunda kommun</h1>" in page_for(client_for, cast.hedda),
    ]

    assert headings == [True, True]


def test_whose_duty_has_ended_is_told_why_nobody_stands_there(client_for: Any, cast: Cast) -> None:
    cast.tora.duties.update(ends_on=timezone.localdate() - timedelta(days=1))

    page = page_for(client_for, cast.tora)

    assert "Här finns ingen att fråga." in page
    assert "Du har ingen tjänst på en skola eller hos en huvudman i dag." in page


def test_the_choice_asks_as_much_for_three_as_for_one(
    client_for: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    two_organisers_for(cast)
    client = client_for(cast.nils)
    client.get(WHO)
    with django_assert_num_queries(9):
        client.get(WHO)
    for title in ("Ett", "Två", "Tre"):
        person = make_person(f"{title} Namn", cast.organiser)
        post = make_post(person, cast.bjorkskolan)
        make_agreed(post, cast.rut, title=title, widest_audience=Audience.NETWORK)

    with django_assert_num_queries(9):
        client.get(WHO)
