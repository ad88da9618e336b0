"""Mitt uppdrag: one's own assignments in one place, and nobody else's."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.models import Dialogue, DialogueState, NextStep, State
from samsyn.organisations.models import AddressChange, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, make_agreed, make_assignment, make_duty, make_post

MINE = reverse("assignments:mine")


def page_for(client_for: Any, person: Person) -> str:
    return str(client_for(person).get(MINE).content.decode())


def test_the_one_assignment_with_thread_dialogue_steps_and_log(client_for: Any, cast: Cast) -> None:
    one = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, hours=None)
    now = timezone.now()
    held = Dialogue.objects.create(
        assignment=one,
        counterpart=cast.rut,
        starts_at=now - timedelta(days=20),
        state=DialogueState.APPROVED,
    )
    NextStep.objects.create(dialogue=held, text="Läs kapitel tre", person=cast.bo)
    NextStep.objects.create(dialogue=held, text="Fråga om vikarie", person=cast.rut)
    Dialogue.objects.create(assignment=one, counterpart=cast.rut, starts_at=now + timedelta(days=4))

    page = page_for(client_for, cast.bo)

    assert "<h1>Elever som resonerar i matematik</h1>" in page
    assert "På Björkskolan med Rut Rönn, läsåret" in page
    assert "Ingen nedsättning är avtalad." in page
    assert "<b>Dialog med Rut Rönn</b>" in page
    assert ("Läs kapitel tre" in page, "Fråga om vikarie" in page) == (True, False)
    assert f'href="{reverse("assignments:log-of", args=[one.pk])}"' in page


def test_two_schools_are_two_assignments(client_for: Any, cast: Cast) -> None:
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    post = make_post(cast.bo, cast.bjorkskolan)
    make_agreed(post, cast.rut, title="Läsa")
    make_assignment(post, cast.hedda, title="Räkna", place=cast.alskolan)

    page = page_for(client_for, cast.bo)

    assert "<h1>Mina uppdrag</h1>" in page
    assert ("<h2>Läsa</h2>" in page, "<h2>Räkna</h2>" in page) == (True, True)


def test_what_goes_on_now_stands_before_what_is_to_come(client_for: Any, cast: Cast) -> None:
    post, today = make_post(cast.bo, cast.bjorkskolan), timezone.localdate()
    make_agreed(post, cast.rut, title="I år")
    make_assignment(
        post,
        cast.rut,
        title="Nästa år",
        year=today.year + 5,
        starts_on=today + timedelta(days=300),
        ends_on=today + timedelta(days=600),
    )

    page = page_for(client_for, cast.bo)

    assert page.index("<h2>I år</h2>") < page.index("<h2>Nästa år</h2>")


def test_a_former_year_is_reached(client_for: Any, cast: Cast) -> None:
    today = timezone.localdate()
    former = make_agreed(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        title="Förr",
        year=2019,
        starts_on=today - timedelta(days=400),
        ends_on=today - timedelta(days=40),
        state=State.EVALUATED,
    )

    page = page_for(client_for, cast.bo)

    assert "Du har inget uppdrag som pågår." in page
    assert f'href="{reverse("assignments:assignment", args=[former.pk])}">Förr</a>' in page
    assert "2019/20" in page


def test_the_counterpart_and_colleagues_see_none_of_it_here(client_for: Any, cast: Cast) -> None:
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, title="Läsa")

    assert ["Läsa" in page_for(client_for, person) for person in (cast.rut, cast.tora)] == [
        False,
        False,
    ]


def test_steps_are_not_shown_while_a_new_address_shuts_the_rooms(
    client_for: Any, cast: Cast
) -> None:
    one = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    held = Dialogue.objects.create(
        assignment=one,
        counterpart=cast.rut,
        starts_at=timezone.now() - timedelta(days=20),
        state=DialogueState.APPROVED,
    )
    NextStep.objects.create(dialogue=held, text="Läs kapitel tre", person=cast.bo)
    AddressChange.objects.create(
        person=cast.bo,
        old_email="a@samsyn.example",
        new_email="b@samsyn.example",
        due_at=timezone.now(),
        state="done",
    )

    assert "Läs kapitel tre" not in page_for(client_for, cast.bo)


def test_it_asks_as_much_for_three_years_as_for_one(
    client_for: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    client, post = client_for(cast.bo), make_post(cast.bo, cast.bjorkskolan)
    make_agreed(post, cast.rut)
    client.get(MINE)
    with django_assert_num_queries(12):
        client.get(MINE)
    make_agreed(post, cast.rut, year=2018)
    make_agreed(post, cast.rut, year=2017)

    with django_assert_num_queries(12):
        client.get(MINE)


def test_without_a_career_post_nobody_is_sent_to_begin(client_for: Any, cast: Cast) -> None:
    page = page_for(client_for, cast.tora)

    assert "<h1>Mitt uppdrag</h1>" in page
    assert "Du har ingen karriärtjänst." in page
    assert "Rektorn eller administratören lägger in den i Samsyn" in page
    assert f'href="{reverse("assignments:who")}">Se kollegornas uppdrag</a>' in page
    assert reverse("assignments:begin") not in page


def test_with_a_post_to_come_the_assignment_can_be_begun(client_for: Any, cast: Cast) -> None:
    make_post(cast.tora, cast.bjorkskolan, starts_on=timezone.localdate() + timedelta(days=30))

    page = page_for(client_for, cast.tora)

    assert f'href="{reverse("assignments:begin")}">Påbörja ett uppdrag</a>' in page


def test_beside_earlier_years_the_next_one_is_begun(client_for: Any, cast: Cast) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    make_agreed(post, cast.rut)
    make_agreed(post, cast.rut, year=2018, state=State.EVALUATED)

    assert f'href="{reverse("assignments:begin")}">Påbörja ett uppdrag</a>' in page_for(
        client_for, cast.bo
    )
