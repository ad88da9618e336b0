"""Queries whose SQL is made once: the same as Django's own, and a refusal where a value would change the SQL."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from samsyn.core.models import Progress, WorkerHeartbeat, uuid7
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, ActorDuty, Can, within
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast
from tests.questions import checked


def make_progress(done: int) -> UUID:
    return Progress.objects.create(matter_id=uuid7(), done_count=done, total_count=9).pk


@pytest.mark.django_db
def test_rows_are_those_of_the_queryset_with_pythons_own_values() -> None:
    made: list[str] = []

    @prepared
    def progress_of(matter: UUID) -> QuerySet[Any, Any]:
        made.append("SQL")
        return Progress.objects.filter(matter_id=matter).values_list("matter_id", "done_count")

    first, second = make_progress(1), make_progress(2)

    assert progress_of(first) == [(first, 1)]
    assert progress_of(second) == [(second, 2)]
    assert progress_of(uuid7()) == []
    # for the shape, and three times by the tests to see that it is the same
    assert made == ["SQL"] * 4


@pytest.mark.django_db
def test_a_value_may_stand_in_several_places_beside_constants() -> None:
    @prepared
    def beats_of(worker: str, other: str) -> QuerySet[Any, Any]:
        rows = WorkerHeartbeat.objects.filter(worker__in=[other, worker, "ada"])
        return rows.exclude(worker=other).order_by("worker").values_list("worker", "beats_count")

    for beats, worker in enumerate(("ada", "bo", "cia", "dag")):
        WorkerHeartbeat.objects.create(worker=worker, beats_count=beats)

    assert beats_of("dag", "cia") == [("ada", 0), ("dag", 3)]
    assert beats_of("cia", "ada") == [("cia", 2)]


@pytest.mark.django_db
def test_a_value_that_does_not_stand_as_it_is_is_refused() -> None:
    @prepared
    def beats_of(worker: str) -> QuerySet[Any, Any]:
        return WorkerHeartbeat.objects.filter(worker__contains=worker).values_list("worker")

    with pytest.raises(TypeError, match="beats_of: each value has to stand"):
        beats_of("ada")


@pytest.mark.django_db
def test_a_list_of_keys_may_have_any_length_and_its_sql_is_made_for_a_few(
    django_assert_num_queries: Any,
) -> None:
    made: list[int] = []

    @prepared
    def progress_of(matters: Sequence[UUID]) -> QuerySet[Any, Any]:
        made.append(len(matters))
        found = Progress.objects.filter(matter_id__in=matters)
        return found.order_by("done_count").values_list("done_count", flat=True)

    keys = [make_progress(done) for done in range(7)]

    made.clear()
    for count in range(8):
        assert progress_of(keys[:count]) == list(range(count))
    # each once for its shape, and once for each asking to see that it is the same
    assert sorted(made) == sorted([0, 1, 2, 4, 8, *range(8)])
    with django_assert_num_queries(0):
        assert progress_of([]) == []


@pytest.mark.django_db
def test_a_day_beside_many_keys_is_asked_for_as_it_is() -> None:
    @prepared
    def beats_since(keys: Sequence[UUID], day: date) -> QuerySet[Any, Any]:
        found = WorkerHeartbeat.objects.filter(pk__in=keys, created_at__date__gte=day)
        return found.values_list("worker", flat=True)

    one = WorkerHeartbeat.objects.create(worker="ada")
    keys = [*(uuid7() for _ in range(100)), one.pk]

    assert beats_since(keys, one.created_at.date() - timedelta(1)) == ["ada"]
    assert beats_since(keys, one.created_at.date() + timedelta(2)) == []


def of_principals(paths: Sequence[str]) -> Actor:
    return Actor(duties=tuple(ActorDuty(Role.PRINCIPAL, path, path) for path in paths))


def test_what_an_actor_sees_is_asked_with_the_actors_own_places(cast: Cast) -> None:
    made: list[Actor] = []

    @prepared
    def places_of(actor: Actor) -> QuerySet[Any, Any]:
        made.append(actor)
        return Organisation.objects.filter(within(actor, Can.ORGANISATION_VIEW, "path"))

    schools = list(Organisation.objects.filter(path__startswith=cast.organiser.path).order_by("pk"))
    for school in schools:
        found = Organisation.objects.filter(path__startswith=school.path)
        assert places_of(of_principals([school.path])) == list(found)
    assert places_of(of_principals([])) == []
    shapes = {actor for actor in made if "f00dfeed" in str(actor)}
    assert len(schools) > len(shapes) == len({one.path.count("/") for one in schools})


def test_things_come_with_what_belongs_to_them_and_are_new_each_time(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    @prepared
    def people_of(user: UUID) -> QuerySet[Any, Any]:
        return Person.objects.filter(user=user).select_related("user").prefetch_related("duties")

    for person in (cast.anna, cast.bo):
        (found,) = people_of(person.user_id)
        with django_assert_num_queries(0):
            assert (found, found.user) == (person, person.user)
            assert len(found.duties.all()) > 0
    assert people_of(cast.anna.user_id)[0] is not people_of(cast.anna.user_id)[0]


@pytest.mark.django_db
def test_a_day_that_is_counted_from_another_is_refused() -> None:
    @prepared
    def beats_since(day: date) -> QuerySet[Any, Any]:
        since = [day, day - timedelta(7)]
        return WorkerHeartbeat.objects.filter(created_at__date__in=since).values_list("worker")

    with pytest.raises(AssertionError, match="beats_since"):
        beats_since(date(2026, 9, 1))


@pytest.mark.django_db
def test_a_thing_is_no_value() -> None:
    with pytest.raises(TypeError, match="with the key of"):
        checked(lambda one: Progress.objects.filter(pk=one.pk), (Progress(),))
