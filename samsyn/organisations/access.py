"""Rights: which acts a role may do (GRID), where they hold (reach), and the only road to an object (fetch).

Which objects an actor sees is each model's `visible_to`; whether something may be done now is each app's `rules`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from samsyn.core.doors import Door
from samsyn.core.prepared import UNASKED, prepared
from samsyn.organisations import lookups  # noqa: F401 - `below` is one of them
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
    POST_VIEW = "post.view"
    POST_EDIT = "post.edit"
    TERMS_EDIT = "terms.edit"
    ASSIGNMENT_VIEW = "assignment.view"
    ASSIGNMENT_OVERVIEW = "assignment.overview"
    ASSIGNMENT_EDIT = "assignment.edit"
    DIALOGUE_HOLD = "dialogue.hold"


_STAFF = frozenset({Can.ORGANISATION_VIEW, Can.PERSON_VIEW, Can.EDITION_READ, Can.ASSIGNMENT_VIEW})
_LEADERS = _STAFF | {Can.GRID_VIEW}
# Those with whom a career teacher can have an assignment.
_COUNTERPARTS = _LEADERS | {
    Can.POST_VIEW,
    Can.POST_EDIT,
    Can.ASSIGNMENT_OVERVIEW,
    Can.ASSIGNMENT_EDIT,
    Can.DIALOGUE_HOLD,
}
_SURVEY_READER = frozenset({Can.SURVEY_VIEW, Can.RESULT_VIEW, Can.CODING_VIEW})
_SURVEY_EDITOR = _SURVEY_READER | {Can.SURVEY_EDIT, Can.CODING_EDIT}

GRID: dict[Role, frozenset[Can]] = {
    Role.TEACHER: _STAFF,
    Role.FIRST_TEACHER: _STAFF,
    Role.SENIOR_LECTURER: _STAFF,
    Role.PRINCIPAL: _COUNTERPARTS | {Can.PROTECTED_PERSON_VIEW, Can.DELEGATE, Can.PERSON_VOUCH},
    Role.HEAD_OF_SCHOOLS: _COUNTERPARTS | {Can.PERSON_VOUCH, Can.TERMS_EDIT},
    Role.DEVELOPMENT_LEAD: _COUNTERPARTS | {Can.TERMS_EDIT},
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
        Can.POST_VIEW,
        Can.POST_EDIT,
        Can.TERMS_EDIT,
    },
}

# The rights by which files are read in: every kind of import asks for one of them.
FILES_IN = frozenset({Can.ROSTER_EDIT, Can.SURVEY_EDIT, Can.CODING_EDIT})

# What a university's duty reaches at a cooperating organiser, by what the agreement is about.
BY_COOPERATION: dict[str, frozenset[Can]] = {
    "surveys": _SURVEY_EDITOR | {Can.ORGANISATION_VIEW},
    "networks": frozenset({Can.ORGANISATION_VIEW, Can.ASSIGNMENT_VIEW}),
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
OF_OWN = frozenset(
    {
        Can.PERSON_VIEW,
        Can.POST_VIEW,
        Can.ASSIGNMENT_VIEW,
        Can.ASSIGNMENT_EDIT,
        Can.DIALOGUE_HOLD,
    }
)
# What only the two that a matter is agreed between may do in it, whatever others' duties: the one it concerns
# (`concerns_id`), and its counterpart (`counterpart_id`) by a duty there that gives the right.
BETWEEN_TWO = frozenset({Can.ASSIGNMENT_EDIT, Can.DIALOGUE_HOLD})
# A deputy acts in the principal's place, but is not let in to what two persons said to each other.
NOT_DELEGATED = frozenset({Can.DIALOGUE_HOLD})


@dataclass(frozen=True)
class ActorDuty:
    role: Role
    path: str
    organisation_name: str = field(default="", metadata=UNASKED)
    # The principal whose duty it is, when it is delegated.
    deputy_for: UUID | None = None


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
    name: str = field(default="", metadata=UNASKED)
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
    return below(sorted(reach(actor, can)), path_field)


def below(paths: Sequence[str], path_field: str) -> Q:
    """The rows whose organisation lies at or below one of the paths: `path_field` is "place__path", or its own "path"."""
    place = path_field.removesuffix("__path")
    return Q(**{f"{place}__below": tuple(paths)}) if paths else Q(pk__in=[])


def roots_of(actor: Actor, can: Can) -> frozenset[UUID]:
    """The keys of the roots in which the actor has the right by a duty somewhere: what is open to all who work there."""
    paths = {duty.path for duty in actor.duties if can in GRID[duty.role]}
    return frozenset(UUID(hex=path.split("/")[1]) for path in paths)


def between_two(actor: Actor, can: Can, *, concerns: str, counterpart: str, path: str) -> Q:
    """The rows in which the actor is one of the two (BETWEEN_TWO): fields of the person, the counterpart, the place."""
    condition = Q(**{concerns: actor.person_id}) if actor.person_id else Q(pk__in=[])
    for person_id, duty in _as_counterpart(actor, can):
        condition |= Q(**{counterpart: person_id}) & below([duty.path], f"{path}__path")
    return condition


def _as_counterpart(actor: Actor, can: Can) -> Iterator[tuple[UUID, ActorDuty]]:
    """In whose place the actor may act as a counterpart, and by which duty."""
    for duty in actor.duties:
        if can not in GRID[duty.role] or (duty.deputy_for and can in NOT_DELEGATED):
            continue
        if person_id := duty.deputy_for or actor.person_id:
            yield person_id, duty


def is_counterpart(actor: Actor, can: Can, matter: Placed) -> bool:
    """By a duty that holds today; the counterparts are `counterpart_ids`, where a matter has had several."""
    ids = getattr(matter, "counterpart_ids", None) or (getattr(matter, "counterpart_id", None),)
    return any(
        person_id in ids and matter.right_path.startswith(duty.path)
        for person_id, duty in _as_counterpart(actor, can)
    )


def parts_in(actor: Actor, can: Can, matter_kind: str) -> frozenset[UUID]:
    """The keys of the matters of a kind in which a membership gives the right, for the model's `visible_to`."""
    return frozenset(
        membership.matter_id
        for membership in actor.memberships
        if membership.matter_kind == matter_kind and can in PARTS.get(membership.part, ())
    )


def may(actor: Actor, can: Can, matter: Placed) -> bool:
    """By a duty above the object, a part in it, being the person whom it concerns, or one of the two it is between."""
    concerns_actor = getattr(matter, "concerns_id", None) == (actor.person_id or "")
    if can in BETWEEN_TWO:
        return concerns_actor or is_counterpart(actor, can, matter)
    paths = getattr(matter, "right_paths", None) or (matter.right_path,)
    reached = reach(actor, can)
    if any(_starts(path, reached) for path in paths):
        return True
    if can in OF_OWN and concerns_actor:
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
    found: Any
    if lookup or not isinstance(pk, UUID):
        found = _visible(model, actor).filter(pk=pk, **lookup).first()
    else:
        found = next(iter(_seen(model, actor, pk, timezone.localdate().toordinal())), None)
    if found is None:
        raise Http404
    if not may(actor, can, found):
        raise PermissionDenied
    return found  # type: ignore[no-any-return]


def _visible(model: type[M], actor: Actor) -> QuerySet[M]:
    return model._default_manager.get_queryset().visible_to(actor)  # type: ignore[attr-defined,no-any-return]


@prepared
def _seen(model: type[Model], actor: Actor, pk: UUID, day: int) -> QuerySet[Any, Any]:
    """On nearly every page. By the day, since some ask for the duties that hold today."""
    return _visible(model, actor).filter(pk=pk)


def _has_somewhere(actor: Actor, can: Can) -> bool:
    return can in actor.rights or (can in OF_OWN and actor.person_id is not None)


View = Callable[..., Any]


def needs(can: Can) -> Callable[[View], View]:
    """Names the view's right and turns away whoever has it nowhere. The object itself is still to be fetched."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def inner(request: ActorRequest, *args: Any, **kwargs: Any) -> Any:
            if not _has_somewhere(request.actor, can):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.door = Door("right", can.value)  # type: ignore[attr-defined]  # read by the house's test
        return inner

    return mark
