"""Rights: which acts a role may do (GRID), where they hold (reach), and the only road to an object (fetch).

Which objects an actor sees is each model's `visible_to`; whether something may be done now is each app's `rules`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404, HttpRequest

from samsyn.core.doors import Door
from samsyn.organisations.models import Role


class Can(StrEnum):
    """Every right of the product."""

    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_EDIT = "organisation.edit"
    PERSON_VIEW = "person.view"
    PERSON_INVITE = "person.invite"
    PROTECTED_PERSON_VIEW = "person.view_protected"
    ROSTER_EDIT = "roster.edit"
    DELEGATE = "duty.delegate"
    GRID_VIEW = "grid.view"
    IMPORT = "import"
    FAULTS_VIEW = "faults.view"
    SURVEY_VIEW = "survey.view"
    SURVEY_EDIT = "survey.edit"
    RESULT_VIEW = "result.view"
    CODING_VIEW = "coding.view"
    CODING_EDIT = "coding.edit"
    REPORT_EDIT = "report.edit"
    EDITION_READ = "edition.read"


_STAFF = frozenset({Can.ORGANISATION_VIEW, Can.PERSON_VIEW, Can.EDITION_READ})
_LEADERS = _STAFF | {Can.GRID_VIEW}
_SURVEY_READER = frozenset({Can.SURVEY_VIEW, Can.RESULT_VIEW, Can.CODING_VIEW})

GRID: dict[Role, frozenset[Can]] = {
    Role.TEACHER: _STAFF,
    Role.FIRST_TEACHER: _STAFF,
    Role.SENIOR_LECTURER: _STAFF,
    Role.PRINCIPAL: _LEADERS | {Can.PROTECTED_PERSON_VIEW, Can.DELEGATE},
    Role.HEAD_OF_SCHOOLS: _LEADERS,
    Role.DEVELOPMENT_LEAD: _LEADERS,
    Role.NETWORK_LEAD: _LEADERS | _SURVEY_READER,
    Role.COORDINATOR: _LEADERS
    | _SURVEY_READER
    | {Can.SURVEY_EDIT, Can.CODING_EDIT, Can.REPORT_EDIT, Can.PERSON_INVITE, Can.IMPORT},
    Role.ADMINISTRATOR: _LEADERS
    | {
        Can.ORGANISATION_EDIT,
        Can.PROTECTED_PERSON_VIEW,
        Can.PERSON_INVITE,
        Can.ROSTER_EDIT,
        Can.IMPORT,
        Can.FAULTS_VIEW,
    },
}

# A university's duty reaches its cooperating organisers with these, and no others.
BY_COOPERATION = frozenset(
    {Can.ORGANISATION_VIEW, *_SURVEY_READER, Can.SURVEY_EDIT, Can.CODING_EDIT}
)
# A duty at a cooperating organiser reaches what the university has issued.
FROM_COOPERATION = frozenset({Can.EDITION_READ})


@dataclass(frozen=True)
class ActorDuty:
    role: Role
    path: str
    organisation_name: str = ""


@dataclass(frozen=True)
class ActorMembership:
    part: str
    matter_kind: str
    matter_id: UUID


@dataclass(frozen=True)
class Actor:
    """The one who acts: a person with the duties and memberships that hold today."""

    person_id: UUID | None = None
    name: str = ""
    duties: tuple[ActorDuty, ...] = ()
    memberships: tuple[ActorMembership, ...] = ()
    # (university's path, organiser's path) of every cooperation that holds today and touches a duty.
    cooperations: tuple[tuple[str, str], ...] = field(default=())

    @functools.cached_property
    def rights(self) -> frozenset[Can]:
        """What the person may do somewhere. Grants nothing by itself: the object decides where."""
        return frozenset().union(*(GRID[duty.role] for duty in self.duties))


NOBODY = Actor()
SYSTEM = Actor(name="Samsyn")


class ActorRequest(HttpRequest):
    actor: Actor


class Placed(Protocol):
    @property
    def right_path(self) -> str: ...


def reach(actor: Actor, can: Can) -> frozenset[str]:
    """The paths of the organisations below which the actor has the right."""
    own = {duty.path for duty in actor.duties if can in GRID[duty.role]}
    reached = set(own)
    if can in BY_COOPERATION:
        reached |= {to for by, to in actor.cooperations if any(by.startswith(p) for p in own)}
    if can in FROM_COOPERATION:
        reached |= {by for by, to in actor.cooperations if any(p.startswith(to) for p in own)}
    return frozenset(reached)


def within(actor: Actor, can: Can, path_field: str) -> Q:
    """The rows whose organisation's path lies where the actor has the right; none where they have it nowhere."""
    condition = Q(pk__in=[])
    for path in sorted(reach(actor, can)):
        condition |= Q(**{f"{path_field}__startswith": path})
    return condition


def may(actor: Actor, can: Can, matter: Placed) -> bool:
    return any(matter.right_path.startswith(path) for path in reach(actor, can))


class May:
    """`{% if may.SURVEY_EDIT %}` of the object at hand, from the same grid."""

    def __init__(self, actor: Actor, matter: Placed) -> None:
        self._actor, self._matter = actor, matter

    def __getitem__(self, name: str) -> bool:
        return may(self._actor, Can[name], self._matter)


M = TypeVar("M", bound=Model)


def fetch(model: type[M], actor: Actor, pk: Any, can: Can, **lookup: Any) -> M:
    """The object, if the actor may see it (else 404) and has the right to it (else 403)."""
    queryset = model._default_manager.get_queryset()
    found = queryset.visible_to(actor).filter(pk=pk, **lookup).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    if not may(actor, can, found):
        raise PermissionDenied
    return found  # type: ignore[no-any-return]


View = Callable[..., Any]


def needs(can: Can) -> Callable[[View], View]:
    """Names the view's right and turns away whoever has it nowhere. The object itself is still to be fetched."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def inner(request: ActorRequest, *args: Any, **kwargs: Any) -> Any:
            if can not in request.actor.rights:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.door = Door("right", can.value)  # type: ignore[attr-defined]  # read by the house's test
        return inner

    return mark
