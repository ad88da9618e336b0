"""What lapses are read from: the duties, dialogues, terms and posts about many assignments, each asked for once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Dialogue,
    DialogueState,
    YearTerms,
)
from samsyn.assignments.queries.dialogues import names_of
from samsyn.assignments.rules.lapses import POST_WARNED_BEFORE
from samsyn.core.prepared import prepared
from samsyn.organisations.access import GRID, Can
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role

COUNTERPARTS = frozenset(role for role, rights in GRID.items() if Can.ASSIGNMENT_EDIT in rights)
# Who can do something about a school where nobody is principal.
IN_CHARGE = frozenset({Role.HEAD_OF_SCHOOLS, Role.ADMINISTRATOR})


class Talk(NamedTuple):
    """Of a dialogue when it is to be, and how far it has come."""

    pk: UUID
    state: str
    starts_at: datetime


@dataclass
class Facts:
    """What is asked of the database, once for all of the assignments."""

    assignments: Sequence[Assignment]
    today: date
    duties: dict[UUID, list[Duty]] = field(init=False)

    def __post_init__(self) -> None:
        people = {a.holder_id for a in self.assignments} | {
            a.counterpart_id for a in self.assignments if a.counterpart_id
        }
        places = {a.place_id for a in self.assignments}
        roots = {a.controller_id for a in self.assignments}
        self.duties = defaultdict(list)
        for duty in _duties(people, places | roots, self.today):
            self.duties[duty.person_id].append(duty)

    def has_duty(self, person_id: UUID | None, roles: frozenset[Role], path: str) -> bool:
        """At the place or above it."""
        duties = self.duties.get(person_id, []) if person_id else []
        return any(d.role in roles and path.startswith(d.organisation.path) for d in duties)

    def works_near(self, person_id: UUID, path: str) -> bool:
        """At the place, above it or, for a post of the whole organiser, anywhere below."""
        return any(
            path.startswith(duty.organisation.path) or duty.organisation.path.startswith(path)
            for duty in self.duties.get(person_id, [])
        )

    def leaders_at(self, organisation_id: UUID, roles: frozenset[Role]) -> list[Person]:
        found = {
            duty.person_id: duty.person
            for duties in self.duties.values()
            for duty in duties
            if duty.organisation_id == organisation_id and duty.role in roles
        }
        return sorted(found.values(), key=lambda person: person.name)

    @cached_property
    def dialogues(self) -> dict[UUID, list[Talk]]:
        found = defaultdict(list)
        for assignment, *talk in _talks([a.pk for a in self.assignments]):
            found[assignment].append(Talk(*talk))
        return found

    @cached_property
    def terms(self) -> dict[tuple[UUID, int], YearTerms]:
        years = sorted({a.year for a in self.assignments})
        rows = _terms({a.controller_id for a in self.assignments}, years)
        return {(terms.controller_id, terms.year): terms for terms in rows}

    @cached_property
    def later_posts(self) -> list[CareerPost]:
        last_day = self.today + POST_WARNED_BEFORE
        ending = {
            a.holder_id for a in self.assignments if a.post.ends_on and a.post.ends_on <= last_day
        }
        return _posts(ending)

    def goes_on(self, post: CareerPost) -> bool:
        """Another post was made to go on from it, or the same one again at the same place."""
        return any(
            later.after_id == post.pk
            or (
                (later.holder_id, later.place_id) == (post.holder_id, post.place_id)
                and later.starts_on > post.starts_on
            )
            for later in self.later_posts
        )


@prepared
def _duties(people: set[UUID], places: set[UUID], today: date) -> QuerySet[Duty]:
    """What the people have, and who leads the places."""
    leads = Q(role__in=sorted(COUNTERPARTS | IN_CHARGE), organisation__in=places)
    rows = Duty.objects.on(today).filter(Q(person__in=people) | leads)
    return rows.select_related("organisation", "person").only(
        "role", "organisation__path", *names_of("person")
    )


@prepared
def _talks(assignments: list[UUID]) -> QuerySet[Any, Any]:
    """Those planned, under way or waiting for both: what has been approved or cancelled is over."""
    states = [DialogueState.PLANNED, DialogueState.BEGUN, DialogueState.HELD]
    rows = Dialogue.objects.filter(assignment__in=assignments, state__in=states)
    return rows.values_list("assignment_id", *Talk._fields)


@prepared
def _terms(controllers: set[UUID], years: list[int]) -> QuerySet[YearTerms]:
    return YearTerms.objects.filter(controller__in=controllers, year__in=years)


@prepared
def _posts(holders: set[UUID]) -> QuerySet[CareerPost]:
    return CareerPost.objects.filter(holder__in=holders)
