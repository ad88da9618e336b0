"""Rights: which acts a role may do (GRID), where they hold (reach), and the only road to an object (fetch).

Which objects an actor sees is each model's `visible_to`; whether something may be done now is each app's `rules`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404, HttpRequest

from samsyn.core.doors import Door
from samsyn.organisations.roles import Role


class Can(StrEnum):
    """Every right of the product."""

    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_EDIT = "organisation.edit"
    PERSON_VIEW = "person.view"
    PERSON_EDIT = "person.edit"
    PERSON_INVITE = "person.invite"
    PERSON_VOUCH = "person.vouch"
    PROTECTED_PERSON_VIEW = "person.view_protected"
    ROSTER_EDIT = "roster.edit"
    DELEGATE = "duty.delegate"
    COOPERATION_EDIT = "cooperation.edit"
    GRID_VIEW = "grid.view"
    LOG_VIEW = "log.view"
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
_SURVEY_EDITOR = _SURVEY_READER | {Can.SURVEY_EDIT, Can.CODING_EDIT}

GRID: dict[Role, frozenset[Can]] = {
    Role.TEACHER: _STAFF,
    Role.FIRST_TEACHER: _STAFF,
    Role.SENIOR_LECTURER: _STAFF,
    Role.PRINCIPAL: _LEADERS | {Can.PROTECTED_PERSON_VIEW, Can.DELEGATE, Can.PERSON_VOUCH},
    Role.HEAD_OF_SCHOOLS: _LEADERS | {Can.PERSON_VOUCH},
    Role.DEVELOPMENT_LEAD: _LEADERS,
    Role.NETWORK_LEAD: _LEADERS | _SURVEY_READER,
    Role.COORDINATOR: _LEADERS
    | _SURVEY_EDITOR
    | {Can.REPORT_EDIT, Can.PERSON_INVITE, Can.COOPERATION_EDIT, Can.IMPORT},
    Role.ADMINISTRATOR: _LEADERS
    | {
        Can.ORGANISATION_EDIT,
        Can.PERSON_EDIT,
        Can.PROTECTED_PERSON_VIEW,
        Can.PERSON_INVITE,
        Can.ROSTER_EDIT,
        Can.COOPERATION_EDIT,
        Can.IMPORT,
        Can.LOG_VIEW,
        Can.FAULTS_VIEW,
    },
}

# The rights by which files are read in: every kind of import asks for one of them.
FILES_IN = frozenset({Can.ROSTER_EDIT, Can.SURVEY_EDIT, Can.CODING_EDIT})

# What a university's duty reaches at a cooperating organiser, by what the agreement is about.
BY_COOPERATION: dict[str, frozenset[Can]] = {
    "surveys": _SURVEY_EDITOR | {Can.ORGANISATION_VIEW},
    "networks": frozenset({Can.ORGANISATION_VIEW}),
}
# What a duty at a cooperating organiser reaches of the university's.
FROM_COOPERATION: dict[str, frozenset[Can]] = {
    "surveys": frozenset({Can.EDITION_READ}),
    "networks": frozenset(),
}
# What a part in one matter gives in that matter alone.
PARTS: dict[str, frozenset[Can]] = {
    "coder": frozenset({Can.CODING_VIEW, Can.CODING_EDIT}),
}
# What people may of the record that is about themselves, wherever they work.
OF_OWN = frozenset({Can.PERSON_VIEW})


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
class ActorCooperation:
    """An agreement that holds today and touches a duty; `scopes` are "surveys", "networks" or both."""

    university: str
    organiser: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """The one who acts: a person with the duties and memberships that hold today."""

    person_id: UUID | None = None
    name: str = ""
    duties: tuple[ActorDuty, ...] = ()
    memberships: tuple[ActorMembership, ...] = ()
    cooperations: tuple[ActorCooperation, ...] = ()

    @functools.cached_property
    def rights(self) -> frozenset[Can]:
        """What the person may do somewhere. Grants nothing by itself: the object decides where."""
        by_duty = (GRID[duty.role] for duty in self.duties)
        by_part = (PARTS.get(membership.part, frozenset()) for membership in self.memberships)
        return frozenset().union(*by_duty, *by_part)


NOBODY = Actor()
SYSTEM = Actor(name="Samsyn")


class ActorRequest(HttpRequest):
    actor: Actor


class Placed(Protocol):
    """What lies in an organisation. May have `right_paths` too, where it lies in several (a person's duties)."""

    @property
    def right_path(self) -> str: ...


def reach(actor: Actor, can: Can) -> frozenset[str]:
    """The paths of the organisations below which the actor has the right by duty or agreement."""
    own = {duty.path for duty in actor.duties if can in GRID[duty.role]}
    reached = set(own)
    for agreement in actor.cooperations:
        if _is_in(can, agreement, BY_COOPERATION) and _starts(agreement.university, own):
            reached.add(agreement.organiser)
        if _is_in(can, agreement, FROM_COOPERATION) and _lies_below(agreement.organiser, own):
            reached.add(agreement.university)
    return frozenset(reached)


def _is_in(can: Can, agreement: ActorCooperation, rights: dict[str, frozenset[Can]]) -> bool:
    return any(can in rights[scope] for scope in agreement.scopes)


def _starts(path: str, prefixes: Iterable[str]) -> bool:
    return any(path.startswith(prefix) for prefix in prefixes)


def _lies_below(path: str, paths: Iterable[str]) -> bool:
    return any(other.startswith(path) for other in paths)


def within(actor: Actor, can: Can, path_field: str) -> Q:
    """The rows whose organisation's path lies where the actor has the right; none where they have it nowhere."""
    condition = Q(pk__in=[])
    for path in sorted(reach(actor, can)):
        condition |= Q(**{f"{path_field}__startswith": path})
    return condition


def parts_in(actor: Actor, can: Can, matter_kind: str) -> frozenset[UUID]:
    """The keys of the matters of a kind in which a membership gives the right, for the model's `visible_to`."""
    return frozenset(
        membership.matter_id
        for membership in actor.memberships
        if membership.matter_kind == matter_kind and can in PARTS.get(membership.part, ())
    )


def may(actor: Actor, can: Can, matter: Placed) -> bool:
    """By a duty above the object, a part in it, or being the person whom it concerns."""
    paths = getattr(matter, "right_paths", None) or (matter.right_path,)
    reached = reach(actor, can)
    if any(_starts(path, reached) for path in paths):
        return True
    if can in OF_OWN and getattr(matter, "concerns_id", None) == (actor.person_id or ""):
        return True
    if isinstance(matter, Model):
        return matter.pk in parts_in(actor, can, matter._meta.label_lower)
    return False


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
