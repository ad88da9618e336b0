"""Where rights hold: by duty, deputy, agreement, part in a matter, and of one's own record."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from samsyn.organisations.access import (
    BETWEEN_TWO,
    GRID,
    NOBODY,
    PARTS,
    SYSTEM,
    Actor,
    ActorMembership,
    Can,
    May,
    fetch,
    may,
    parts_in,
    reach,
)
from samsyn.organisations.models import (
    Cooperation,
    Delegation,
    Duty,
    Membership,
    Organisation,
    Person,
)
from samsyn.organisations.queries.grid import WORDS
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_duty, make_person

TODAY = timezone.localdate()


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def people_seen(person: Person) -> set[str]:
    return {one.given_name for one in Person.objects.visible_to(actor(person))}


def test_a_right_holds_below_the_duty_and_nowhere_else(cast: Cast) -> None:
    adam = actor(cast.adam)

    assert may(adam, Can.ORGANISATION_EDIT, cast.organiser)
    assert may(adam, Can.ORGANISATION_EDIT, cast.bjorkskolan)
    assert not may(adam, Can.ORGANISATION_EDIT, cast.other_organiser)
    assert not may(adam, Can.SURVEY_EDIT, cast.organiser)


def test_a_principal_at_one_school_is_a_teacher_at_the_other(cast: Cast) -> None:
    rut = actor(cast.rut)

    assert May(rut, cast.bjorkskolan)["DELEGATE"]
    assert not May(rut, cast.alskolan)["DELEGATE"]
    assert may(rut, Can.PERSON_VIEW, cast.alskolan)
    assert not may(rut, Can.ORGANISATION_VIEW, cast.organiser)


def test_nobody_and_the_system_reach_nothing(cast: Cast) -> None:
    for somebody in (NOBODY, SYSTEM):
        assert [reach(somebody, can) for can in Can] == [frozenset()] * len(Can)
        assert list(Organisation.objects.visible_to(somebody)) == []
        assert list(Person.objects.visible_to(somebody)) == []


def test_strangers_get_404_and_readers_403(cast: Cast) -> None:
    with pytest.raises(Http404):
        fetch(Organisation, actor(cast.cecilia), cast.bjorkskolan.pk, Can.ORGANISATION_VIEW)
    with pytest.raises(PermissionDenied):
        fetch(Organisation, actor(cast.bo), cast.bjorkskolan.pk, Can.ORGANISATION_EDIT)
    found = fetch(Organisation, actor(cast.bo), cast.bjorkskolan.pk, Can.ORGANISATION_VIEW)
    assert found == cast.bjorkskolan


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(-9, -1, False), (-9, 0, True), (0, 0, True), (0, None, True), (1, None, False)],
)
def test_a_duty_holds_its_first_and_its_last_day(
    cast: Cast, starts: int, ends: int | None, holds: bool
) -> None:
    ida = make_person("Ida Ivarsson", cast.organiser)
    last = None if ends is None else day(ends)
    make_duty(ida, Role.PRINCIPAL, cast.alskolan, starts_on=day(starts), ends_on=last)

    assert (Can.DELEGATE in actor(ida).rights) is holds


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(-9, -1, False), (-9, 0, True), (0, 9, True), (1, 9, False)]
)
def test_a_deputy_acts_between_the_days(cast: Cast, starts: int, ends: int, holds: bool) -> None:
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.tora, starts_on=day(starts), ends_on=day(ends))

    assert may(actor(cast.tora), Can.DELEGATE, cast.bjorkskolan) is holds
    assert not may(actor(cast.tora), Can.DELEGATE, cast.alskolan)


def test_a_deputy_stops_with_the_principals_own_duty(cast: Cast) -> None:
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.tora, starts_on=day(-9), ends_on=day(9))
    Duty.objects.filter(pk=duty.pk).update(ends_on=day(-1))

    assert not may(actor(cast.tora), Can.DELEGATE, cast.bjorkskolan)


def agreement(cast: Cast, **fields: object) -> None:
    Cooperation.objects.update(**fields)


def test_an_agreement_on_surveys_reaches_surveys_and_schools_only(cast: Cast) -> None:
    anna = actor(cast.anna)

    reached = {can for can in Can if may(anna, can, cast.bjorkskolan)}

    assert reached == {
        Can.ORGANISATION_VIEW,
        Can.SURVEY_VIEW,
        Can.SURVEY_EDIT,
        Can.RESULT_VIEW,
        Can.CODING_VIEW,
        Can.CODING_EDIT,
        Can.ASSIGNMENT_VIEW,
    }
    assert not may(anna, Can.SURVEY_EDIT, cast.other_organiser)


def test_an_agreement_on_networks_alone_opens_no_survey(cast: Cast) -> None:
    agreement(cast, surveys=False)
    anna, bo = actor(cast.anna), actor(cast.bo)

    reached = {can for can in Can if may(anna, can, cast.bjorkskolan)}
    assert reached == {Can.ORGANISATION_VIEW, Can.ASSIGNMENT_VIEW}
    assert not may(bo, Can.EDITION_READ, cast.university)


def test_an_agreement_about_nothing_opens_nothing(cast: Cast) -> None:
    agreement(cast, surveys=False, networks=False)

    assert not any(may(actor(cast.anna), can, cast.organiser) for can in Can)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(-9, -1, False), (-9, 0, True), (1, None, False)]
)
def test_an_agreement_holds_between_its_days(
    cast: Cast, starts: int, ends: int | None, holds: bool
) -> None:
    agreement(cast, starts_on=day(starts), ends_on=None if ends is None else day(ends))

    assert may(actor(cast.anna), Can.SURVEY_EDIT, cast.organiser) is holds


def test_people_of_an_organiser_read_what_the_university_issues(cast: Cast) -> None:
    assert may(actor(cast.bo), Can.EDITION_READ, cast.university)
    assert not may(actor(cast.cecilia), Can.EDITION_READ, cast.university)
    assert not may(actor(cast.bo), Can.SURVEY_VIEW, cast.university)


def test_a_part_gives_its_rights_in_that_matter_alone(cast: Cast) -> None:
    matter = cast.other_school
    Membership.objects.create(
        person=cast.bo,
        part="coder",
        matter_kind=matter._meta.label_lower,
        matter_id=matter.pk,
        starts_on=day(-1),
    )
    bo = actor(cast.bo)

    assert may(bo, Can.CODING_EDIT, matter)
    assert not may(bo, Can.CODING_EDIT, cast.other_organiser)
    assert not may(bo, Can.SURVEY_EDIT, matter)
    assert parts_in(bo, Can.CODING_VIEW, matter._meta.label_lower) == {matter.pk}
    assert Can.CODING_EDIT in bo.rights
    assert set(PARTS) == {"coder"}


def test_an_unknown_part_gives_nothing() -> None:
    somebody = Actor(memberships=(ActorMembership("guest", "x", uuid4()),))

    assert somebody.rights == frozenset()


def test_everybody_sees_their_own_page_wherever_they_work(cast: Cast) -> None:
    ida = make_person("Ida Ivarsson", cast.other_organiser)

    assert fetch(Person, actor(ida), ida.pk, Can.PERSON_VIEW) == ida
    with pytest.raises(PermissionDenied):
        fetch(Person, actor(ida), ida.pk, Can.PERSON_EDIT)


def test_colleagues_are_seen_and_strangers_are_not(cast: Cast) -> None:
    assert people_seen(cast.bo) == {"Bo", "Lena", "Rut", "Tora"}
    assert people_seen(cast.cecilia) == {"Cecilia"}
    assert people_seen(cast.anna) == {"Anna", "Nils"}
    assert people_seen(cast.rut) == {"Bo", "Lena", "Rut", "Tora"}


def test_somebody_whose_duty_has_ended_is_no_longer_seen_by_colleagues(cast: Cast) -> None:
    Duty.objects.filter(person=cast.lena).update(ends_on=day(-1))

    assert "Lena" not in people_seen(cast.bo)
    assert "Lena" in people_seen(cast.adam)


def test_a_duty_that_has_ended_gives_nobody_a_right_to_the_person(cast: Cast) -> None:
    """Adam, who sees Cecilia as a colleague at her present organiser, administrates the one she has left."""
    make_duty(cast.cecilia, Role.TEACHER, cast.bjorkskolan, ends_on=day(-1))
    make_duty(cast.adam, Role.TEACHER, cast.other_organiser)

    adam = actor(cast.adam)

    assert fetch(Person, adam, cast.cecilia.pk, Can.PERSON_VIEW)
    with pytest.raises(PermissionDenied):
        fetch(Person, adam, cast.cecilia.pk, Can.PERSON_EDIT)


def test_a_protected_person_is_seen_by_self_principal_and_administrator_only(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)

    seeing = {
        name
        for name in ("bo", "lena", "rut", "tora", "adam", "hedda", "dag", "anna", "cecilia")
        if "Bo" in people_seen(getattr(cast, name))
    }

    assert seeing == {"bo", "rut", "adam"}


def test_a_protected_colleague_at_the_school_where_rut_teaches_is_hidden_from_her(
    cast: Cast,
) -> None:
    ida = make_person("Ida Ivarsson", cast.organiser, protected_identity=True)
    make_duty(ida, Role.TEACHER, cast.alskolan)

    assert "Ida" not in people_seen(cast.rut)


def test_a_principal_may_act_for_people_of_the_school(cast: Cast) -> None:
    bo = fetch(Person, actor(cast.rut), cast.bo.pk, Can.PERSON_VOUCH)

    assert may(actor(cast.rut), Can.PERSON_VOUCH, bo)
    assert not may(actor(cast.rut), Can.PERSON_EDIT, bo)


def test_the_grid_names_every_role_and_the_page_every_right() -> None:
    assert set(GRID) == set(Role)
    assert set(WORDS) == set(Can)


def test_the_administrator_has_no_way_into_answers() -> None:
    answers = {Can.SURVEY_VIEW, Can.RESULT_VIEW, Can.CODING_VIEW, Can.SURVEY_EDIT, Can.CODING_EDIT}

    assert not GRID[Role.ADMINISTRATOR] & answers


@dataclass(frozen=True)
class Agreed:
    """A matter between two, as an assignment or a dialogue is one."""

    right_path: str
    concerns_id: UUID
    counterpart_id: UUID


def between_bo_and_rut(cast: Cast) -> Agreed:
    return Agreed(cast.bjorkskolan.path, cast.bo.pk, cast.rut.pk)


@pytest.mark.parametrize("can", sorted(BETWEEN_TWO))
def test_what_is_between_two_is_for_the_two_alone(cast: Cast, can: Can) -> None:
    matter = between_bo_and_rut(cast)
    people = ("anna", "nils", "bo", "lena", "rut", "tora", "adam", "hedda", "dag", "cecilia")

    let_in = {name for name in people if may(actor(getattr(cast, name)), can, matter)}

    assert let_in == {"bo", "rut"}


def test_a_counterpart_is_one_only_where_and_while_the_duty_holds(cast: Cast) -> None:
    elsewhere = Agreed(cast.alskolan.path, cast.bo.pk, cast.rut.pk)
    assert not may(actor(cast.rut), Can.ASSIGNMENT_EDIT, elsewhere)

    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(ends_on=day(-1))

    assert not may(actor(cast.rut), Can.ASSIGNMENT_EDIT, between_bo_and_rut(cast))


@pytest.mark.parametrize(("ends", "holds"), [(-1, False), (0, True)])
def test_a_deputy_agrees_in_the_principals_place_but_holds_no_dialogue(
    cast: Cast, ends: int, holds: bool
) -> None:
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(duty=duty, deputy=cast.tora, starts_on=day(-9), ends_on=day(ends))
    matter = between_bo_and_rut(cast)

    assert may(actor(cast.tora), Can.ASSIGNMENT_EDIT, matter) is holds
    assert not may(actor(cast.tora), Can.DIALOGUE_HOLD, matter)
