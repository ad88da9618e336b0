"""What of the actor's own assignments waits for somebody: few queries, and none more where there is no assignment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Comment,
    Outcome,
    Part,
    PartText,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.queries.years import places_to_begin
from samsyn.organisations.access import Actor

OPEN = (State.DRAFT, State.IN_FORCE)


def own_two(actor: Actor) -> QuerySet[Assignment]:
    """Those in which the actor is one of the two, found by key first: the right's condition reads the place too."""
    persons = {duty.deputy_for for duty in actor.duties if duty.deputy_for}
    own = Q(holder=actor.person_id) | Q(counterpart__in=persons | {actor.person_id})
    found = Assignment.objects.filter(own).filter(Assignment.objects.of_the_two(actor))
    return found.select_related("place", "holder", "counterpart")


def has_any(actor: Actor) -> bool:
    """Whether the actor is, or was, one of the two of any assignment."""
    return own_two(actor).exists()


@dataclass(frozen=True)
class Waiting:
    """The unfinished assignments between the actor and another, with what is written and said in them."""

    assignments: Sequence[Assignment] = ()
    shared: Mapping[UUID, Version] = field(default_factory=dict)
    own: Mapping[UUID, Version] = field(default_factory=dict)
    # The texts by version; those that hold by assignment.
    parts: Mapping[UUID, dict[str, PartText]] = field(default_factory=dict)
    holds: Mapping[UUID, dict[str, PartText]] = field(default_factory=dict)
    comments: Mapping[UUID, list[Comment]] = field(default_factory=dict)
    outcomes: Mapping[UUID, Outcome] = field(default_factory=dict)


def waiting_for(actor: Actor) -> Waiting:
    if actor.person_id is None:
        return Waiting()
    found = list(own_two(actor).filter(state__in=OPEN).order_by("starts_on", "title", "pk"))
    if not found:
        return Waiting()
    versions = _versions_of(actor, found)
    changes = [one for one in versions if _is_change(one, found)]
    parts, holds = _texts_of(changes)
    return Waiting(
        assignments=found,
        shared={v.assignment_id: v for v in versions if v.state == VersionState.SHARED},
        own={v.assignment_id: v for v in versions if v.state == VersionState.WRITING},
        parts=parts,
        holds=holds,
        comments=_comments_on(found),
        outcomes={one.assignment_id: one for one in Outcome.objects.filter(assignment__in=found)},
    )


def _versions_of(actor: Actor, assignments: list[Assignment]) -> list[Version]:
    """Shared with both, or what the actor writes and nobody else sees."""
    wanted = Q(state=VersionState.SHARED) | Q(state=VersionState.WRITING, author=actor.person_id)
    return list(Version.objects.filter(wanted, assignment__in=assignments))


def _is_change(version: Version, assignments: list[Assignment]) -> bool:
    in_force = {one.pk for one in assignments if one.state == State.IN_FORCE}
    return version.state == VersionState.SHARED and version.assignment_id in in_force


def _texts_of(
    changes: list[Version],
) -> tuple[dict[UUID, dict[str, PartText]], dict[UUID, dict[str, PartText]]]:
    parts: dict[UUID, dict[str, PartText]] = defaultdict(dict)
    holds: dict[UUID, dict[str, PartText]] = defaultdict(dict)
    if not changes:
        return parts, holds
    in_force = Q(
        version__state=VersionState.IN_FORCE,
        version__assignment__in=[one.assignment_id for one in changes],
    )
    rows = PartText.objects.filter(Q(version__in=changes) | in_force).select_related("version")
    for row in rows:
        if row.version.state == VersionState.IN_FORCE:
            holds[row.version.assignment_id][row.part] = row
        else:
            parts[row.version_id][row.part] = row
    return parts, holds


def _comments_on(assignments: list[Assignment]) -> dict[UUID, list[Comment]]:
    rows = Comment.objects.filter(assignment__in=assignments, resolved_at=None)
    found: dict[UUID, list[Comment]] = defaultdict(list)
    for row in rows.select_related("author").order_by("created_at", "pk"):
        found[row.assignment_id].append(row)
    return found


def in_page_order(parts: Mapping[str, PartText]) -> list[PartText]:
    return [parts[code] for code in Part.values if code in parts]


def answered_since(actor: Actor, since: datetime) -> QuerySet[Version]:
    """What has come in force between the actor and another, and what the actor proposed and was said no to."""
    agreed = Q(state=VersionState.IN_FORCE, in_force_at__gte=since)
    refused = Q(
        state=VersionState.DECLINED, author=actor.person_id, changed_at__gte=since, answer__gt=""
    )
    found = Version.objects.filter(agreed | refused, assignment__in=own_two(actor).values("pk"))
    return found.select_related(
        "assignment__holder", "assignment__counterpart", "assignment__place"
    )


@dataclass(frozen=True)
class ToBegin:
    """The career posts of a place without an assignment of the school year."""

    place: UUID
    count: int


def places_without(actor: Actor, year: int, first: date, last: date) -> list[ToBegin]:
    begun = Assignment.objects.filter(post=OuterRef("pk"), year=year)
    posts = CareerPost.objects.filter(
        ~Exists(begun),
        Q(ends_on__isnull=True) | Q(ends_on__gte=first),
        place__in=places_to_begin(actor),
        starts_on__lte=last,
    )
    counted = posts.order_by("place__name").values_list("place").annotate(count=Count("pk"))
    return [ToBegin(place, count) for place, count in counted]
