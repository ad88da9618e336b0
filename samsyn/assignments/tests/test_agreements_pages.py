"""Who sees what of an assignment, its versions and its paper; and the pages on which it begins, changes hands and ends."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from samsyn.assignments.actions.comments import make_comment
from samsyn.assignments.actions.dialogues import plan_dialogue
from samsyn.assignments.actions.writing import write_text
from samsyn.assignments.models import (
    Assignment,
    Audience,
    Part,
    State,
    Template,
)
from samsyn.assignments.rules.years import year_of
from samsyn.assignments.tests.agreeing import (
    address,
    delegate,
    lose,
    make_terms,
    open_to,
    page,
    propose,
    said,
    say_yes,
    signed_in,
    texts,
    words,
)
from samsyn.core.versions import revision_of
from samsyn.organisations.models import Person
from samsyn.organisations.roles import Role
from tests.cast import (
    Cast,
    actor,
    make_agreed,
    make_duty,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["bo", "rut"])
def test_the_two_read_every_part(cast: Cast, agreed: Assignment, who: str) -> None:
    open_to(agreed, support=Audience.TWO)

    assert texts(page(getattr(cast, who), agreed)) == set(Part.values)


def test_others_read_the_parts_that_are_open_to_them(cast: Cast, agreed: Assignment) -> None:
    open_to(agreed, support=Audience.TWO, mandate=Audience.STAFF)
    colleague = make_person("Kaj Kvist", cast.organiser)
    make_duty(colleague, Role.TEACHER, cast.alskolan)

    near, far = page(cast.tora, agreed), page(colleague, agreed)

    assert texts(near) == set(Part.values) - {"support"}
    assert texts(far) == set(Part.values) - {"support", "mandate"}
    assert "Resten av uppdraget läser bara Bo Bok och Rut Rönn." in words(near)


def test_the_university_reads_what_is_open_to_the_network(cast: Cast, agreed: Assignment) -> None:
    nils = signed_in(cast.nils)
    assert nils.get(address("assignment", agreed)).status_code == 404

    open_to(agreed, method=Audience.NETWORK)
    Assignment.objects.update(widest_audience=Audience.NETWORK)

    assert texts(page(cast.nils, agreed)) == {"method"}


@pytest.mark.parametrize("who", ["cecilia", "anna"])
def test_nobody_else_sees_it(cast: Cast, agreed: Assignment, who: str) -> None:
    answer = signed_in(getattr(cast, who)).get(address("assignment", agreed))

    assert answer.status_code == 404


def test_a_draft_is_read_by_the_two_and_seen_by_leaders(cast: Cast, draft: Assignment) -> None:
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder ämneslaget")

    assert signed_in(cast.tora).get(address("assignment", draft)).status_code == 404
    seen = words(page(cast.hedda, draft))
    assert "Leder ämneslaget" not in seen
    assert "Bo Bok och Rut Rönn skriver på utkastet." in seen
    assert "Leder ämneslaget" in words(page(cast.rut, draft))


def test_leaders_see_the_gaps_and_colleagues_do_not(cast: Cast, agreed: Assignment) -> None:
    lose(agreed, "time")

    for who, sees in ((cast.hedda, True), (cast.bo, True), (cast.tora, False)):
        seen = words(page(who, agreed))
        assert ("Ingen nedsättning är avtalad" in seen) is sees
        assert ("Tid är inte avsatt" in seen) is sees


def test_a_hole_in_the_thread_leads_on(cast: Cast, agreed: Assignment) -> None:
    lose(agreed, "time")

    html = page(cast.bo, agreed)

    assert html.count('<li class="missing">') == 2  # time, and no dialogue is planned
    assert "Föreslå tid till Rut" in words(html)
    assert address("part-edit", agreed, "time") in html
    assert html.count("button primary") == 1


def test_a_person_with_protected_identity_is_seen_by_few(cast: Cast, agreed: Assignment) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)

    seen = {
        who: signed_in(getattr(cast, who)).get(address("assignment", agreed)).status_code
        for who in ("bo", "rut", "adam", "tora", "hedda")
    }

    assert seen == {"bo": 200, "rut": 200, "adam": 200, "tora": 404, "hedda": 404}


def test_a_principal_who_teaches_elsewhere_is_a_colleague_there(cast: Cast) -> None:
    """Rut is principal at Björkskolan and teaches at Alskolan."""
    pia = make_person("Pia Pil", cast.organiser)
    make_duty(pia, Role.PRINCIPAL, cast.alskolan)
    make_duty(cast.lena, Role.SENIOR_LECTURER, cast.alskolan)
    agreed = make_agreed(make_post(cast.lena, cast.alskolan), pia)
    open_to(agreed, mandate=Audience.STAFF, support=Audience.TWO)
    lose(agreed, "time")

    rut = signed_in(cast.rut)
    html = page(cast.rut, agreed)

    assert texts(html) == set(Part.values) - {"support", "time"}
    assert "Tid är inte avsatt" not in words(html)
    assert rut.get(address("part-edit", agreed, "time")).status_code == 403
    assert rut.post(address("end", agreed)).status_code == 403


def test_another_principal_cannot_write_but_reads(cast: Cast, agreed: Assignment) -> None:
    pia = make_person("Pia Pil", cast.organiser)
    make_duty(pia, Role.PRINCIPAL, cast.alskolan)

    client = signed_in(pia)

    assert client.get(address("assignment", agreed)).status_code == 200
    assert client.get(address("versions", agreed)).status_code == 403


def test_a_counterpart_whose_duty_ended_yesterday_is_out(cast: Cast, agreed: Assignment) -> None:
    ended = timezone.localdate() - timedelta(days=1)
    cast.rut.duties.update(ends_on=ended)

    assert signed_in(cast.rut).get(address("assignment", agreed)).status_code == 404


def test_a_holder_whose_duty_ended_yesterday_reads_and_writes_no_more(
    cast: Cast, agreed: Assignment
) -> None:
    cast.bo.duties.update(ends_on=timezone.localdate() - timedelta(days=1))
    bo = signed_in(cast.bo)

    html = said(bo.get(address("assignment", agreed)))
    answer = bo.post(address("part-edit", agreed, "mandate"), {"text": "Nytt", "audience": 2})

    assert texts(html) == set(Part.values)
    assert "Föreslå en ändring" not in html
    assert "Din tjänst på Björkskolan har upphört." in said(answer)
    assert agreed.versions.count() == 1


@pytest.mark.parametrize(("days", "status"), [(0, 200), (-1, 403)])
def test_a_deputy_comes_in_as_long_as_the_delegation_holds(
    cast: Cast, draft: Assignment, days: int, status: int
) -> None:
    delegate(cast, days)
    Assignment.objects.update(state=State.IN_FORCE, agreed_at=timezone.now())

    answer = signed_in(cast.lena).get(address("versions", draft))

    assert answer.status_code == status


def test_each_version_says_what_it_changed(cast: Cast, agreed: Assignment) -> None:
    propose(cast.bo, agreed, "mandate: ny text")
    say_yes(cast.rut, agreed)

    first, second = (page(cast.rut, agreed, "version", number) for number in (1, 2))

    assert ("<ins>" in first, "mandate: text" in first) == (False, True)
    assert "mandate: <ins>ny</ins> text" in second
    assert "Version 2 Gäller" in words(page(cast.bo, agreed, "versions"))
    assert signed_in(cast.bo).get(address("version", agreed, 3)).status_code == 404


@pytest.mark.parametrize("who", ["bo", "tora"])
def test_the_paper_has_only_what_the_staff_may_read(
    cast: Cast, agreed: Assignment, who: str
) -> None:
    open_to(agreed, support=Audience.TWO, mandate=Audience.STAFF)

    html = page(getattr(cast, who), agreed, "print")

    assert texts(html) == set(Part.values) - {"support"}


def test_a_draft_is_printed_by_the_two_alone(cast: Cast, draft: Assignment) -> None:
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder ämneslaget")

    assert "Ett utkast som ni inte är överens om än" in words(page(cast.rut, draft, "print"))
    assert signed_in(cast.hedda).get(address("print", draft)).status_code == 404


def begin_form(cast: Cast, **over: Any) -> dict[str, Any]:
    year = year_of(timezone.localdate())
    return {
        "year": year,
        "counterpart": cast.rut.pk,
        "title": "Läsande i alla ämnen",
        "start": "",
        **over,
    }


@pytest.mark.parametrize("who", ["bo", "rut"])
def test_it_is_begun_on_a_page_from_a_template(cast: Cast, who: str) -> None:
    make_post(cast.bo, cast.bjorkskolan)
    template = Template.objects.create(
        controller=cast.organiser, name="Mall", parts={"effect": "Vad ska eleverna kunna?"}
    )
    client, place = signed_in(getattr(cast, who)), reverse("assignments:begin")

    opened = words(said(client.get(place)))
    client.post(place, begin_form(cast, start=f"template-{template.pk.hex}"))

    begun = Assignment.objects.get()
    assert "Mallen ”Mall”" in opened
    assert (begun.holder, begun.counterpart, begun.title) == (
        cast.bo,
        cast.rut,
        "Läsande i alla ämnen",
    )
    assert begun.versions.get().parts.get(part="effect").text == "Vad ska eleverna kunna?"


def test_with_several_posts_one_chooses_first(cast: Cast) -> None:
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    make_post(cast.bo, cast.bjorkskolan)

    html = said(signed_in(cast.bo).get(reverse("assignments:begin")))

    assert html.count("?tjanst=") == 2
    assert "Alskolan" in words(html)


@pytest.mark.parametrize("who", ["tora", "adam", "cecilia", "anna"])
def test_whoever_has_no_post_and_leads_none_begins_nothing(cast: Cast, who: str) -> None:
    make_post(cast.bo, cast.bjorkskolan)
    client, place = signed_in(getattr(cast, who)), reverse("assignments:begin")

    assert "Det finns ingen karriärtjänst att utgå från." in words(said(client.get(place)))
    assert client.post(place, begin_form(cast)).status_code == 404


def test_facts_are_changed_by_either(cast: Cast, draft: Assignment) -> None:
    form = {
        "title": "Nytt namn",
        "subject": "Fysik",
        "stage": "7-9",
        "school_form": "GR",
        "dialogue_weeks": "6",
        "revision": revision_of(draft),
    }

    answer = signed_in(cast.rut).post(address("facts", draft), form)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.title, draft.subject, draft.stage, draft.dialogue_weeks) == (
        "Nytt namn",
        "Fysik",
        "7-9",
        6,
    )
    assert "var 6:e vecka" in words(page(cast.bo, draft))


def test_what_to_ask_about_stands_on_the_page(cast: Cast, agreed: Assignment) -> None:
    bo, place = signed_in(cast.bo), address("asking", agreed)

    bo.post(place, {"ask_about": "Bedömning", "ask_when": "Tisdagar"})

    assert "Fråga om Bedömning Tisdagar" in words(page(cast.tora, agreed))


def test_a_new_principal_is_shown_the_way_to_take_over(cast: Cast, agreed: Assignment) -> None:
    pia = make_person("Pia Pil", cast.organiser)
    make_duty(pia, Role.PRINCIPAL, cast.bjorkskolan)
    before = words(page(pia, agreed))
    cast.rut.duties.update(ends_on=timezone.localdate() - timedelta(days=1))

    offered = words(page(pia, agreed))
    signed_in(pia).post(address("take-over", agreed))

    assert ("Ta över uppdraget" in before, "Ta över uppdraget" in offered) == (False, True)
    assert "Föreslå en ändring" in words(page(pia, agreed))


def test_it_is_ended_on_a_page_of_its_own(cast: Cast, agreed: Assignment) -> None:
    rut = signed_in(cast.rut)

    asked = rut.get(address("end", agreed))
    rut.post(address("end", agreed))

    assert asked.status_code == 200
    assert "Avslutat" in words(page(cast.bo, agreed))
    assert "Föreslå en ändring" not in words(page(cast.bo, agreed))


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_often_whatever_stands_on_it(
    cast: Cast, agreed: Assignment, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        make_comment(actor=actor(cast.bo), assignment=agreed, part="mandate", text=f"{number}")
        propose(cast.bo, agreed, f"Text {number}")
        say_yes(cast.rut, agreed)
    propose(cast.bo, agreed, "Ännu en")
    client, place = signed_in(cast.rut), address("assignment", agreed)
    client.get(place)

    with django_assert_num_queries(15):
        client.get(place)


@pytest.mark.parametrize("count", [1, 3])
def test_versions_are_read_at_once(
    cast: Cast, agreed: Assignment, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        propose(cast.bo, agreed, f"Text {number}")
        say_yes(cast.rut, agreed)
    client, place = signed_in(cast.rut), address("versions", agreed)
    client.get(place)

    with django_assert_num_queries(9):
        client.get(place)


def test_each_part_says_when_its_own_text_was_agreed(cast: Cast, agreed: Assignment) -> None:
    past = timezone.now() - timedelta(days=60)
    agreed.versions.update(in_force_at=past)
    propose(cast.bo, agreed, "Leder och bestämmer")
    say_yes(cast.rut, agreed)

    seen = words(page(cast.bo, agreed))

    def said(day: Any) -> str:
        return f"Överenskommet {date_format(timezone.localdate(day), 'j F')}"

    assert f"Mandat {said(timezone.now())}" in seen
    assert f"Arbetssätt {said(past)}" in seen
    assert seen.count(said(timezone.now())) == 2  # the mandate, and the assignment as a whole


def test_the_hole_leads_to_the_dialogue_that_is_planned_else_to_planning_one(
    cast: Cast, agreed: Assignment
) -> None:
    lose(agreed, "time")
    none = page(cast.bo, agreed)
    dialogue = plan_dialogue(
        actor=actor(cast.bo), assignment=agreed, starts_at=timezone.now() + timedelta(days=3)
    )
    planned = page(cast.bo, agreed)

    to_plan = f'<a href="{reverse("assignments:dialogue-plan", args=[agreed.pk])}">'
    assert f"{to_plan}Planera en dialog om det</a>" in none
    to_it = f'<a href="{reverse("assignments:dialogue", args=[dialogue.pk])}">'
    assert f"{to_it}Ta upp i dialogen</a>" in planned


@pytest.mark.parametrize(
    ("who", "item"),
    [("bo", "Mitt uppdrag"), ("rut", "Uppdrag"), ("tora", "Vem gör vad")],
)
def test_the_menu_says_whose_assignment_it_is(
    cast: Cast, agreed: Assignment, who: str, item: str
) -> None:
    seen = page(getattr(cast, who), agreed)

    marked = re.findall(r'aria-current="page"[^>]*>(.*?)</a>', seen, re.S)
    assert strip_tags(marked[0]).strip() == item


def test_the_log_stands_below_my_assignment(cast: Cast, agreed: Assignment) -> None:
    seen = page(cast.bo, agreed, "log-of")

    marked = re.findall(r'aria-current="page"[^>]*>(.*?)</a>', seen, re.S)
    assert strip_tags(marked[0]).strip() == "Mitt uppdrag"


def test_the_unit_of_the_time_is_not_called_optional(cast: Cast, agreed: Assignment) -> None:
    make_terms(agreed)

    seen = words(page(cast.bo, agreed, "part-edit", "time"))

    assert "Räknat i " in seen
    assert "Räknat i (frivilligt)" not in seen


@pytest.mark.parametrize(("who", "other"), [("bo", "Rut Rönn"), ("rut", "Bo Bok")])
def test_nobody_is_told_that_it_is_agreed_with_themselves(
    cast: Cast, agreed: Assignment, who: str, other: str
) -> None:
    assert f"Överenskommet med {other}" in words(page(getattr(cast, who), agreed))


def test_the_names_in_the_margin_are_said_to_be_of_the_latest_change(
    cast: Cast, agreed: Assignment
) -> None:
    first = words(page(cast.bo, agreed))
    propose(cast.bo, agreed, "Leder och bestämmer")
    say_yes(cast.rut, agreed)

    assert "Senast överens" not in first
    assert "Senast överens" in words(page(cast.bo, agreed))
