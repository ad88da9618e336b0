"""Posts, assignments and dialogues of a school that goes to another organiser, and of organisers that become one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Dialogue,
    DialogueState,
    Template,
    YearTerms,
)
from samsyn.assignments.queries.grants import grant_list
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM, Can, may
from samsyn.organisations.actions.moves import merge_organisers, move_school_unit
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_duty, make_post


def held(assignment: Assignment) -> Dialogue:
    assert assignment.counterpart is not None
    return Dialogue.objects.create(
        assignment=assignment,
        counterpart=assignment.counterpart,
        starts_at=timezone.now() - timedelta(days=7),
        state=DialogueState.HELD,
    )


def move(cast: Cast) -> None:
    move_school_unit(actor=SYSTEM, school_unit=cast.bjorkskolan, organiser=cast.other_organiser)


def merge(cast: Cast) -> None:
    merge_organisers(actor=SYSTEM, gone=cast.organiser, into=cast.other_organiser)


def new_head(cast: Cast) -> Person:
    return make_duty(cast.cecilia, Role.HEAD_OF_SCHOOLS, cast.other_organiser).person


def see(row: CareerPost | Assignment | Dialogue, *people: Person) -> list[str]:
    """The given names of those who see it."""
    found = type(row)._default_manager
    return [
        person.given_name
        for person in people
        if found.visible_to(actor(person)).filter(pk=row.pk).exists()
    ]


def test_posts_and_assignments_are_the_new_organisers(cast: Cast) -> None:
    there = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    left = make_agreed(make_post(cast.lena, cast.alskolan), cast.rut)

    move(cast)

    def controllers(assignment: Assignment) -> set[Organisation]:
        assignment = Assignment.objects.get(pk=assignment.pk)
        return {assignment.controller, assignment.post.controller}

    assert controllers(there) == {cast.other_organiser}
    assert controllers(left) == {cast.organiser}


def test_an_assignment_at_a_second_school_stays_where_the_school_is(cast: Cast) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    second = make_agreed(post, cast.rut, place=cast.alskolan)

    move(cast)

    second.refresh_from_db()
    assert second.controller == cast.organiser


def test_rights_follow_the_moved_school(cast: Cast) -> None:
    head = new_head(cast)
    post = make_post(cast.bo, cast.bjorkskolan)
    assignment = make_agreed(post, cast.rut)

    move(cast)

    assignment = Assignment.objects.get(pk=assignment.pk)
    assert see(post, cast.bo, cast.rut, head, cast.hedda, cast.dag, cast.adam) == [
        "Bo",
        "Rut",
        "Cecilia",
    ]
    assert see(assignment, cast.bo, cast.rut, cast.tora, head, cast.hedda, cast.adam) == [
        *("Bo", "Rut", "Tora", "Cecilia")
    ]
    assert may(actor(cast.rut), Can.ASSIGNMENT_EDIT, assignment)
    assert not may(actor(cast.hedda), Can.ASSIGNMENT_OVERVIEW, assignment)


def test_dialogues_stay_with_the_two(cast: Cast) -> None:
    head = new_head(cast)
    dialogue = held(make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut))

    move(cast)

    everybody = (cast.bo, cast.rut, cast.tora, cast.lena, head, cast.hedda, cast.dag, cast.adam)
    assert see(dialogue, *everybody) == ["Bo", "Rut"]


def test_the_grants_list_of_the_former_organiser_is_empty(cast: Cast) -> None:
    head = new_head(cast)
    make_post(cast.bo, cast.bjorkskolan, grant_category="first-teacher")

    move(cast)

    def names(person: Person, organiser: Organisation) -> list[str]:
        return [row.name for row in grant_list(actor(person), organiser, 2026).rows]

    assert names(cast.hedda, cast.organiser) == []
    assert names(head, cast.other_organiser) == ["Bo Bok"]


def test_merged_organisers_have_posts_assignments_and_dialogues_in_common(cast: Cast) -> None:
    head = new_head(cast)
    dialogue = held(make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut))
    wide = make_post(cast.lena, cast.organiser)

    merge(cast)

    wide.refresh_from_db()
    assert (wide.place, wide.controller) == (cast.other_organiser, cast.other_organiser)
    assert see(wide, cast.lena, head, cast.hedda, cast.adam) == ["Lena", "Cecilia"]
    assert see(dialogue, cast.bo, cast.rut, head, cast.hedda) == ["Bo", "Rut"]
    assert not CareerPost.objects.filter(controller=cast.organiser).exists()
    assert not Assignment.objects.filter(controller=cast.organiser).exists()


def terms(organiser: Organisation, year: int, weeks: int) -> YearTerms:
    return YearTerms.objects.create(
        controller=organiser,
        year=year,
        starts_on=date(year, 8, 10),
        ends_on=date(year + 1, 6, 12),
        teaching_weeks=weeks,
        full_time_hours=Decimal(18),
    )


def test_school_years_and_templates_are_kept_beside_the_successors_own(cast: Cast) -> None:
    terms(cast.organiser, 2025, 35)
    terms(cast.organiser, 2026, 35)
    terms(cast.other_organiser, 2026, 38)
    for organiser in (cast.organiser, cast.other_organiser):
        Template.objects.create(controller=organiser, name="Mentor")

    merge(cast)

    into = YearTerms.objects.filter(controller=cast.other_organiser)
    names = list(Template.objects.values_list("name", flat=True))
    assert set(into.values_list("year", "teaching_weeks")) == {(2025, 35), (2026, 38)}
    assert not Template.objects.filter(controller=cast.organiser).exists()
    assert [name[:24] for name in names] == ["Mentor", "Mentor (Älvsunda kommun "]


def test_the_same_post_at_both_stops_the_merger_as_a_whole(cast: Cast) -> None:
    make_post(cast.bo, cast.organiser)
    make_post(cast.bo, cast.other_organiser)

    with pytest.raises(RuleBroken) as broken:
        merge(cast)

    cast.bjorkskolan.refresh_from_db()
    assert broken.value.sentence == (
        "Bo Bok har samma karriärtjänst hos båda. Ändra en av dem först."
    )
    assert cast.bjorkskolan.path.startswith(cast.organiser.path)
