"""How much of the agreed time is gone: of one assignment, or of many with one question."""

from collections.abc import Iterable, Set
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from samsyn.assignments.models import Assignment, YearTerms
from samsyn.assignments.queries.posts import terms_for
from samsyn.assignments.rules import time as rules
from samsyn.assignments.rules.time import TimeUsed
from samsyn.core.prepared import prepared


def time_used(assignment: Assignment, today: date) -> TimeUsed:
    return _time_used(assignment, terms_for(assignment.controller_id, assignment.year), today)


def times_used(assignments: Iterable[Assignment], today: date) -> dict[UUID, TimeUsed]:
    """By assignment. Reads the terms of all their organisers at once."""
    rows = list(assignments)
    terms = {
        (found.controller_id, found.year): found
        for found in _terms_of({row.controller_id for row in rows}, {row.year for row in rows})
    }
    return {
        row.pk: _time_used(row, terms.get((row.controller_id, row.year)), today) for row in rows
    }


@prepared
def _terms_of(controllers: Set[UUID], years: Set[int]) -> QuerySet[Any, Any]:
    return YearTerms.objects.filter(controller__in=controllers, year__in=years).order_by()


def _time_used(assignment: Assignment, terms: YearTerms | None, today: date) -> TimeUsed:
    return rules.time_used(
        logged=assignment.logged_minutes,
        hours=assignment.hours,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
        terms=terms,
        today=today,
    )
