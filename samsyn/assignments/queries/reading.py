"""What somebody may read of an assignment: each part has its audience, and the two read all of it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from samsyn.assignments.models import (
    Assignment,
    Audience,
    Outcome,
    Part,
    PartText,
    Version,
    VersionState,
)
from samsyn.organisations.access import GRID, Actor, Can, may, roots_of


def is_of_the_two(actor: Actor, assignment: Assignment) -> bool:
    return may(actor, Can.ASSIGNMENT_EDIT, assignment)


def audience_of(actor: Actor, assignment: Assignment) -> Audience:
    """The innermost audience the actor belongs to. Staff are those with a duty at the place or above it."""
    if is_of_the_two(actor, assignment):
        return Audience.TWO
    paths = [duty.path for duty in actor.duties if Can.ASSIGNMENT_VIEW in GRID[duty.role]]
    root = f"/{assignment.place.path.split('/')[1]}/"
    if any(assignment.place.path.startswith(path) for path in paths):
        return Audience.STAFF
    return Audience.ORGANISER if any(p.startswith(root) for p in paths) else Audience.NETWORK


def in_force(assignment: Assignment) -> Version | None:
    return assignment.versions.filter(state=VersionState.IN_FORCE).first()


def readable(actor: Actor, assignment: Assignment, parts: Iterable[PartText]) -> list[PartText]:
    """Of a version's parts those whose audience holds the actor. The only road from a version to a page."""
    innermost = audience_of(actor, assignment)
    return [part for part in parts if part.audience >= innermost]


def with_readable(actor: Actor, part: Part) -> Q:
    """The assignments whose text in force has the part, open to the actor: `readable` as a condition, for filters."""
    paths = [duty.path for duty in actor.duties if Can.ASSIGNMENT_VIEW in GRID[duty.role]]
    condition = Assignment.objects.of_the_two(actor) & _open(part, Audience.TWO)
    for path in paths:
        condition |= Q(place__path__startswith=path) & _open(part, Audience.STAFF)
    for root in roots_of(actor, Can.ASSIGNMENT_VIEW):
        condition |= Q(controller=root) & _open(part, Audience.ORGANISER)
    return condition | _open(part, Audience.NETWORK)


def _open(part: Part, innermost: Audience) -> Q:
    parts = PartText.objects.filter(
        version__assignment=OuterRef("pk"),
        version__state=VersionState.IN_FORCE,
        part=part,
        audience__gte=innermost,
    )
    return Q(Exists(parts))


def may_read_outcome(actor: Actor, assignment: Assignment, outcome: Outcome) -> bool:
    return outcome.audience >= audience_of(actor, assignment)
