"""Queries whose SQL is made once: the same rows as Django's own, and a refusal where a value would change the SQL."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from samsyn.core.models import Progress, WorkerHeartbeat, uuid7
from samsyn.core.prepared import prepared


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
    assert made == ["SQL"]


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
