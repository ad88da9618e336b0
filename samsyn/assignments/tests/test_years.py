"""The school year is begun for all career teachers of a place at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments import year_start
from samsyn.assignments.actions.years import Start, begin_year
from samsyn.assignments.models import Assignment, CareerPost, Template
from samsyn.assignments.rules.years import is_time_to_begin, year_to_begin
from samsyn.core.rules import RuleBroken
from samsyn.organisations.actions.people import delegate_duty
from samsyn.organisations.models import Event, Organisation, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_post

SignIn = Callable[[Person], Client]


def address(place: Organisation, year: int = 2026) -> str:
    return reverse("assignments:year-begin", args=[place.pk, year])


def ticked(*posts: CareerPost, **over: str) -> dict[str, str]:
    return {**{f"tick-{post.pk.hex}": "on" for post in posts}, **over}


@pytest.mark.parametrize(
    ("today", "year", "is_time"),
    [
        (date(2026, 5, 31), 2025, False),
        (date(2026, 6, 1), 2026, True),
        (date(2026, 9, 30), 2026, True),
        (date(2026, 10, 1), 2026, False),
        (date(2027, 1, 15), 2026, False),
    ],
)
def test_the_year_to_begin_is_the_coming_one_from_june(
    today: date, year: int, is_time: bool
) -> None:
    assert (year_to_begin(today), is_time_to_begin(today)) == (year, is_time)


def test_a_year_is_begun_for_several_posts_in_one_go(cast: Cast) -> None:
    posts = [make_post(cast.bo, cast.bjorkskolan), make_post(cast.lena, cast.bjorkskolan)]

    begun = begin_year(actor=actor(cast.rut), place=cast.bjorkskolan, year=2026, posts=posts)

    assert {one.holder for one in begun} == {cast.bo, cast.lena}
    assert {(one.counterpart, one.title, one.state) for one in begun} == {
        (cast.rut, "Uppdrag 2026/27", "draft")
    }


def test_a_year_begun_twice_is_begun_once(cast: Cast) -> None:
    posts = [make_post(cast.bo, cast.bjorkskolan)]
    rut = actor(cast.rut)
    begin_year(actor=rut, place=cast.bjorkskolan, year=2026, posts=posts)

    again = begin_year(actor=rut, place=cast.bjorkskolan, year=2026, posts=posts)

    assert (again, Assignment.objects.count()) == ([], 1)
    assert Event.objects.filter(kind="assignment.begun").count() == 1


def test_a_year_begins_from_last_years_text_or_a_template(cast: Cast) -> None:
    bos, lenas = make_post(cast.bo, cast.bjorkskolan), make_post(cast.lena, cast.bjorkskolan)
    last = make_agreed(bos, cast.rut, year=2025, title="Läsa tillsammans")
    template = Template.objects.create(
        controller=cast.organiser, name="Mentor", parts={"mandate": "Bokar rum."}
    )

    begin_year(
        actor=actor(cast.rut),
        place=cast.bjorkskolan,
        year=2026,
        posts=[bos, lenas],
        starts={bos.pk: Start(last_year=last), lenas.pk: Start(title="Mentor", template=template)},
    )

    def text(holder: Person) -> tuple[str, str]:
        assignment = Assignment.objects.get(holder=holder, year=2026)
        return assignment.title, assignment.versions.get().parts.get(part="mandate").text

    assert text(cast.bo) == ("Läsa tillsammans", "mandate: text")
    assert text(cast.lena) == ("Mentor", "Bokar rum.")


def test_only_a_counterpart_begins_the_year(cast: Cast) -> None:
    posts = [make_post(cast.bo, cast.bjorkskolan)]

    with pytest.raises(RuleBroken) as broken:
        begin_year(actor=actor(cast.hedda), place=cast.bjorkskolan, year=2026, posts=posts)

    assert broken.value.sentence == (
        "Bara rektorn på Björkskolan, eller den som leder där, börjar läsåret."
    )


def test_one_that_cannot_be_begun_begins_none(cast: Cast) -> None:
    bos = make_post(cast.bo, cast.bjorkskolan)
    ruts = make_post(cast.rut, cast.bjorkskolan)

    with pytest.raises(RuleBroken):
        begin_year(actor=actor(cast.rut), place=cast.bjorkskolan, year=2026, posts=[bos, ruts])

    assert not Assignment.objects.exists()


def test_a_deputy_begins_the_year_in_the_principals_name(cast: Cast) -> None:
    today = timezone.localdate()
    delegate_duty(
        actor=actor(cast.rut),
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.lena,
        starts_on=today,
        ends_on=today + timedelta(days=1),
    )
    bos = make_post(cast.bo, cast.bjorkskolan)

    begun = begin_year(actor=actor(cast.lena), place=cast.bjorkskolan, year=2026, posts=[bos])

    assert [(one.counterpart, one.begun_by) for one in begun] == [(cast.rut, cast.lena)]


def test_a_head_begins_the_year_for_posts_of_the_whole_organiser(cast: Cast) -> None:
    wide = make_post(cast.lena, cast.organiser)

    begun = begin_year(actor=actor(cast.hedda), place=cast.organiser, year=2026, posts=[wide])

    assert [one.counterpart for one in begun] == [cast.hedda]


def test_the_page_begins_what_is_ticked_and_says_what_is_begun(
    cast: Cast, client_for: SignIn
) -> None:
    bos, lenas = make_post(cast.bo, cast.bjorkskolan), make_post(cast.lena, cast.bjorkskolan)
    client, page = client_for(cast.rut), address(cast.bjorkskolan)

    first = client.post(page, ticked(bos), follow=True).content.decode()
    second = client.post(page, ticked(bos), follow=True).content.decode()

    assert list(Assignment.objects.values_list("post", flat=True)) == [bos.pk]
    assert "Ett uppdrag är påbörjat." in first
    assert "Inget nytt påbörjades" in second
    assert "redan påbörjat" in second
    assert f"tick-{lenas.pk.hex}" in second


def test_last_years_text_is_suggested_where_there_is_one(cast: Cast, client_for: SignIn) -> None:
    bos, lenas = make_post(cast.bo, cast.bjorkskolan), make_post(cast.lena, cast.bjorkskolan)
    make_agreed(bos, cast.rut, year=2025, title="Läsa tillsammans")

    form = client_for(cast.rut).get(address(cast.bjorkskolan)).context["form"]

    def suggested(post: CareerPost) -> tuple[object, object]:
        fields = form.fields
        return (
            fields[f"title-{post.pk.hex}"].initial,
            fields[f"start-{post.pk.hex}"].initial,
        )

    assert suggested(bos) == ("Läsa tillsammans", "last")
    assert suggested(lenas) == ("Uppdrag 2026/27", "")


def test_the_page_takes_no_post_of_another_school_and_no_unknown_start(
    cast: Cast, client_for: SignIn
) -> None:
    bos = make_post(cast.bo, cast.bjorkskolan)
    other = make_post(cast.cecilia, cast.other_school)
    client, page = client_for(cast.rut), address(cast.bjorkskolan)

    elsewhere = client.post(page, ticked(other), follow=True)
    unknown = client.post(page, ticked(bos, **{f"start-{bos.pk.hex}": "nowhere"}))
    long = client.post(page, ticked(bos, **{f"title-{bos.pk.hex}": "x" * 100_000}))

    assert (elsewhere.status_code, unknown.status_code, long.status_code) == (200, 200, 200)
    assert not Assignment.objects.exists()


def test_a_head_sees_the_schools_posts_but_begins_nothing_there(
    cast: Cast, client_for: SignIn
) -> None:
    bos = make_post(cast.bo, cast.bjorkskolan)
    client, page = client_for(cast.hedda), address(cast.bjorkskolan)

    text = client.get(page).content.decode()
    client.post(page, ticked(bos))

    assert "Skolans rektor börjar läsåret, eller den som leder där." in text
    assert not Assignment.objects.exists()


def test_a_post_that_does_not_run_that_year_is_not_shown(cast: Cast, client_for: SignIn) -> None:
    make_post(cast.bo, cast.bjorkskolan, ends_on=date(2026, 7, 31))
    make_post(cast.lena, cast.bjorkskolan, starts_on=date(2027, 7, 1))

    text = client_for(cast.rut).get(address(cast.bjorkskolan)).content.decode()

    assert "Ingen karriärtjänst pågår här det läsåret." in text


def test_the_way_in_leads_to_the_principals_own_school(cast: Cast, client_for: SignIn) -> None:
    answer = client_for(cast.rut).get("/uppdrag/lasar/")

    year = year_to_begin(timezone.localdate())
    assert answer["Location"] == address(cast.bjorkskolan, year)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_whatever_its_length(
    cast: Cast, client_for: SignIn, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for person in (cast.bo, cast.lena, cast.tora)[:count]:
        make_agreed(make_post(person, cast.bjorkskolan), cast.rut, year=2025)
    client, page = client_for(cast.rut), address(cast.bjorkskolan)
    client.get(page)

    with django_assert_num_queries(QUERIES):  # type: ignore[attr-defined]  # a context manager
        answer = client.get(page)

    assert len(answer.context["rows"]) == count


QUERIES = 15


def test_the_start_page_says_from_june_to_september_that_the_year_can_be_begun(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bos = make_post(cast.bo, cast.bjorkskolan)
    make_post(cast.lena, cast.bjorkskolan)
    make_post(cast.tora, cast.bjorkskolan)

    def waiting(today: date, person: Person) -> list[str]:
        monkeypatch.setattr("samsyn.assignments.year_start.timezone.localdate", lambda: today)
        return [
            f"{item.title}: {item.text}" for item in year_start.year_waiting(actor(person), None)
        ]

    rut = cast.rut
    assert waiting(date(2026, 8, 12), cast.tora) == []
    assert waiting(date(2026, 10, 1), rut) == []
    assert waiting(date(2026, 8, 12), rut) == [
        "Börja läsåret 2026/27 på Björkskolan: Tre karriärlärare har inget uppdrag för läsåret än."
    ]
    begin_year(actor=actor(rut), place=cast.bjorkskolan, year=2026, posts=[bos])
    assert waiting(date(2026, 8, 12), rut) == [
        "Börja läsåret 2026/27 på Björkskolan: Två karriärlärare har inget uppdrag för läsåret än."
    ]
