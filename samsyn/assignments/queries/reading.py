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
from samsyn.organisations.access import GRID, Actor, Can, below, between_two, may, roots_of


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
    of = "version__assignment"
    paths = [duty.path for duty in actor.duties if Can.ASSIGNMENT_VIEW in GRID[duty.role]]
    roots = roots_of(actor, Can.ASSIGNMENT_VIEW)
    two = between_two(
        actor,
        Can.ASSIGNMENT_EDIT,
        concerns=f"{of}__holder",
        counterpart=f"{of}__counterpart",
        path=f"{of}__place",
    )
    open_to_actor = (
        two
        | Q(audience__gte=Audience.STAFF) & below(paths, f"{of}__place__path")
        | Q(audience__gte=Audience.ORGANISER, **{f"{of}__controller__in": roots})
        | Q(audience=Audience.NETWORK)
    )
    in_force = PartText.objects.filter(
        version__assignment=OuterRef("pk"), version__state=VersionState.IN_FORCE, part=part
    )
    return Q(Exists(in_force.filter(open_to_actor)))


def may_read_outcome(actor: Actor, assignment: Assignment, outcome: Outcome) -> bool:
    return outcome.audience >= audience_of(actor, assignment)
