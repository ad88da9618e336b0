"""A school goes to another organiser, and organisers become one: tree, staff, log, and who is let in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM, Actor
from samsyn.organisations.actions.moves import merge_organisers, move_school_unit
from samsyn.organisations.actions.organisations import make_organisation
from samsyn.organisations.actions.people import make_duty
from samsyn.organisations.models import Cooperation, Duty, Event, Kind, Organisation, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor
from tests.cast import make_duty as cast_duty


def move(cast: Cast) -> None:
    move_school_unit(actor=SYSTEM, school_unit=cast.bjorkskolan, organiser=cast.other_organiser)
    cast.bjorkskolan.refresh_from_db()


def merge(cast: Cast) -> None:
    merge_organisers(actor=SYSTEM, gone=cast.organiser, into=cast.other_organiser)
    for organisation in (cast.organiser, cast.bjorkskolan, cast.alskolan):
        organisation.refresh_from_db()


def sees(who: Actor, model: type[Organisation] | type[Person]) -> set[str]:
    return {str(row) for row in model.objects.visible_to(who)}


def test_a_moved_school_lies_under_its_new_organiser(cast: Cast) -> None:
    move(cast)

    assert cast.bjorkskolan.parent == cast.other_organiser
    assert cast.bjorkskolan.path == f"{cast.other_organiser.path}{cast.bjorkskolan.pk.hex}/"
    assert Organisation.objects.get(pk=cast.alskolan.pk).path.startswith(cast.organiser.path)


def test_the_staff_goes_with_the_school_unless_they_work_at_the_former_organiser_too(
    cast: Cast,
) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(external_id="7")
    Person.objects.filter(pk=cast.cecilia.pk).update(external_id="7")

    move(cast)

    def record_of(person: Person) -> tuple[str, str]:
        person.refresh_from_db()
        return person.controller.name, person.external_id

    # The key of the former organiser's roster may be somebody else's at the new one.
    assert record_of(cast.bo) == ("Granlunda kommun", "")
    assert record_of(cast.tora) == ("Granlunda kommun", "")
    # Rut teaches at Alskolan.
    assert record_of(cast.rut)[0] == "Älvsunda kommun"
    assert record_of(cast.hedda)[0] == "Älvsunda kommun"


def test_nobody_of_the_former_organiser_keeps_a_way_in(cast: Cast) -> None:
    move(cast)

    for person in (cast.hedda, cast.dag, cast.adam, cast.anna):
        who = actor(person)
        assert "Björkskolan" not in sees(who, Organisation)
        assert sees(who, Person) & {"Bo Bok", "Lena Lind", "Tora Tall"} == set()


def test_those_of_the_school_and_of_its_new_organiser_see_it(cast: Cast) -> None:
    head = cast_duty(cast.cecilia, Role.HEAD_OF_SCHOOLS, cast.other_organiser).person

    move(cast)

    for person in (cast.rut, cast.bo, head):
        assert "Björkskolan" in sees(actor(person), Organisation)
    assert {"Bo Bok", "Lena Lind", "Tora Tall"} <= sees(actor(head), Person)


def test_both_logs_say_that_a_school_was_moved(cast: Cast) -> None:
    move(cast)

    events = Event.objects.filter(kind="school.moved", matter_id=cast.bjorkskolan.pk)
    assert {event.controller for event in events} == {cast.organiser, cast.other_organiser}


@pytest.mark.parametrize("to", ["organiser", "university", "alskolan"])
def test_a_school_goes_to_no_other_place(cast: Cast, to: str) -> None:
    with pytest.raises(RuleBroken):
        move_school_unit(actor=SYSTEM, school_unit=cast.bjorkskolan, organiser=getattr(cast, to))

    assert not Event.objects.filter(kind="school.moved").exists()


def test_merged_organisers_have_their_schools_and_people_in_common(cast: Cast) -> None:
    merge(cast)

    into = cast.other_organiser
    assert {cast.bjorkskolan.parent, cast.alskolan.parent} == {into}
    assert set(Person.objects.filter(controller=cast.organiser)) == set()
    assert Person.objects.get(pk=cast.hedda.pk).controller == into


def test_an_organiser_that_is_gone_lets_nobody_in(cast: Cast) -> None:
    merge(cast)

    today = timezone.localdate()
    assert cast.organiser.closed_on is not None
    assert not Duty.objects.on(today).filter(organisation=cast.organiser).exists()
    assert not Cooperation.objects.filter(organiser=cast.organiser, ends_on=None).exists()
    for person in (cast.hedda, cast.dag, cast.adam):
        assert actor(person).duties == ()
        assert sees(actor(person), Organisation) == set()
    assert sees(actor(cast.anna), Organisation) == {"Mittskogs universitet"}


def test_principals_and_staff_of_a_merged_organiser_go_on(cast: Cast) -> None:
    merge(cast)

    rut = actor(cast.rut)
    assert {(duty.role, duty.organisation_name) for duty in rut.duties} == {
        (Role.PRINCIPAL, "Björkskolan"),
        (Role.TEACHER, "Alskolan"),
    }
    assert "Bo Bok" in sees(rut, Person)


def test_the_log_of_an_organiser_that_is_gone_is_its_successors(cast: Cast) -> None:
    duty = make_duty(
        actor=actor(cast.adam),
        person=cast.tora,
        role=Role.TEACHER,
        organisation=cast.alskolan,
        extent=50,
        starts_on=timezone.localdate(),
        ends_on=None,
    )

    merge(cast)

    assert Event.objects.get(kind="duty.made", matter_id=duty.pk).controller == (
        cast.other_organiser
    )


def test_nothing_new_is_entered_at_a_closed_organiser(cast: Cast) -> None:
    merge(cast)

    with pytest.raises(RuleBroken) as broken:
        make_organisation(
            actor=SYSTEM,
            kind=Kind.SCHOOL_UNIT,
            name="Ny skola",
            parent=cast.organiser,
            school_unit_code="99010009",
        )

    assert broken.value.sentence == "Älvsunda kommun är stängd. Inget nytt läggs in där."


@pytest.mark.parametrize("into", ["organiser", "university", "bjorkskolan"])
def test_an_organiser_goes_up_only_in_another_organiser(cast: Cast, into: str) -> None:
    with pytest.raises(RuleBroken):
        merge_organisers(actor=SYSTEM, gone=cast.organiser, into=getattr(cast, into))


def test_organisers_are_merged_once(cast: Cast) -> None:
    merge(cast)

    with pytest.raises(RuleBroken):
        merge_organisers(actor=SYSTEM, gone=cast.organiser, into=cast.other_organiser)


def test_a_school_is_moved_by_command(cast: Cast) -> None:
    out = StringIO()

    call_command("move_school", "99010001", "--to", "Granlunda kommun", stdout=out)

    cast.bjorkskolan.refresh_from_db()
    assert cast.bjorkskolan.parent == cast.other_organiser
    assert out.getvalue() == "Björkskolan is now at Granlunda kommun.\n"


def test_organisers_are_merged_by_command(cast: Cast) -> None:
    out = StringIO()

    call_command("merge_organisers", "Älvsunda kommun", "--into", "Granlunda kommun", stdout=out)

    cast.organiser.refresh_from_db()
    assert cast.organiser.closed_on is not None
    assert out.getvalue() == "Älvsunda kommun is now part of Granlunda kommun.\n"


@pytest.mark.parametrize(
    "command",
    [
        ("move_school", "00000000", "--to", "Granlunda kommun"),
        ("move_school", "99010001", "--to", "Ingenstans"),
        ("move_school", "99010001", "--to", "Älvsunda kommun"),
        ("merge_organisers", "Ingenstans", "--into", "Granlunda kommun"),
        ("merge_organisers", "Älvsunda kommun", "--into", "Älvsunda kommun"),
    ],
)
def test_a_command_says_what_cannot_be_done(cast: Cast, command: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command(*command)
