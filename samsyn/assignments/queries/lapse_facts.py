"""What lapses are read from: the duties, dialogues, terms and posts about many assignments, each asked for once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Dialogue,
    DialogueState,
    YearTerms,
)
from samsyn.assignments.rules.lapses import POST_WARNED_BEFORE
from samsyn.organisations.access import GRID, Can
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role

COUNTERPARTS = frozenset(role for role, rights in GRID.items() if Can.ASSIGNMENT_EDIT in rights)
# Who can do something about a school where nobody is principal.
IN_CHARGE = frozenset({Role.HEAD_OF_SCHOOLS, Role.ADMINISTRATOR})


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
        leads = Q(role__in=sorted(COUNTERPARTS | IN_CHARGE), organisation__in=places | roots)
        rows = Duty.objects.on(self.today).filter(Q(person__in=people) | leads)
        self.duties = defaultdict(list)
        for duty in rows.select_related("organisation", "person"):
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
    def dialogues(self) -> dict[UUID, list[Dialogue]]:
        """Those planned, under way or waiting for both: what has been approved or cancelled is over."""
        rows = Dialogue.objects.filter(
            assignment__in=[a.pk for a in self.assignments],
            state__in=[DialogueState.PLANNED, DialogueState.BEGUN, DialogueState.HELD],
        )
        found = defaultdict(list)
        for dialogue in rows.only("assignment", "state", "starts_at"):
            found[dialogue.assignment_id].append(dialogue)
        return found

    @cached_property
    def terms(self) -> dict[tuple[UUID, int], YearTerms]:
        rows = YearTerms.objects.filter(
            controller__in={a.controller_id for a in self.assignments},
            year__in={a.year for a in self.assignments},
        )
        return {(terms.controller_id, terms.year): terms for terms in rows}

    @cached_property
    def later_posts(self) -> list[CareerPost]:
        last_day = self.today + POST_WARNED_BEFORE
        ending = {
            a.holder_id for a in self.assignments if a.post.ends_on and a.post.ends_on <= last_day
        }
        return list(CareerPost.objects.filter(holder__in=ending)) if ending else []

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
