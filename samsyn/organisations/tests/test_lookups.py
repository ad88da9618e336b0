"""The lookups by which rights are asked: the rows they find, and that a large database finds them without reading all."""

import pytest
from django.db import connection, models
from django.db.models import Q

from samsyn.assignments.models import Assignment, CareerPost, Dialogue, LogEntry
from samsyn.organisations.models import Cooperation, Duty, Event, Import, Organisation, Person
from tests.cast import Cast, actor, make_organisation


def names(rows: models.QuerySet[Organisation]) -> list[str]:
    return sorted(rows.values_list("name", flat=True))


def test_below_is_the_organisation_and_all_under_it(cast: Cast) -> None:
    path = cast.organiser.path

    assert names(Organisation.objects.filter(path__below=(path,))) == [
        "Alskolan",
        "Björkskolan",
        "Älvsunda kommun",
    ]
    assert names(Organisation.objects.filter(path__below=(cast.alskolan.path,))) == ["Alskolan"]


def test_below_is_the_same_as_the_beginning_of_the_path(cast: Cast) -> None:
    paths = list(Organisation.objects.values_list("path", flat=True))
    longer = make_organisation(name="Kulla kommun")
    Organisation.objects.filter(pk=longer.pk).update(path=cast.organiser.path[:-1] + "0/")

    for path in paths:
        below = Organisation.objects.filter(path__below=(path,))
        begins = Organisation.objects.filter(path__startswith=path)
        assert set(below) == set(begins)
        duties = Duty.objects.filter(organisation__below=(path,))
        assert set(duties) == set(Duty.objects.filter(organisation__path__startswith=path))


def test_below_several_and_beside_other_conditions(cast: Cast) -> None:
    both = (cast.alskolan.path, cast.other_organiser.path)
    found = Organisation.objects.filter(Q(path__below=both) | Q(pk=cast.university.pk))

    assert names(found) == ["Alskolan", "Granlunda kommun", "Granskolan", "Mittskogs universitet"]
    people = Person.objects.filter(duties__organisation__below=both)
    assert sorted(person.given_name for person in people) == ["Cecilia", "Rut"]


def test_among_is_in(cast: Cast) -> None:
    duties = Duty.objects.filter(organisation=cast.bjorkskolan)
    found = Person.objects.filter(Q(pk__among=duties.values("person")) | Q(pk=cast.adam.pk))

    assert sorted(person.given_name for person in found) == ["Adam", "Bo", "Lena", "Rut", "Tora"]
    assert set(Duty.objects.filter(person__among=found.values("pk"))) == set(
        Duty.objects.filter(person__in=found)
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole")
@pytest.mark.parametrize("who", ["bo", "rut", "hedda", "adam", "anna"])
@pytest.mark.parametrize(
    "model",
    [Organisation, Person, Duty, Event, Import, Cooperation, CareerPost, Assignment, Dialogue, LogEntry],
)  # fmt: skip
def test_what_somebody_sees_is_found_by_an_index(
    cast: Cast, model: type[models.Model], who: str
) -> None:
    seen = model._default_manager.get_queryset().visible_to(actor(getattr(cast, who)))  # type: ignore[attr-defined]

    assert [line for line in seen.explain().splitlines() if " SCAN " in line] == []
