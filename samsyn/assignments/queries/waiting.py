"""What of the actor's own assignments waits for somebody: few queries, and none more where there is no assignment."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from samsyn.assignments.models import (
    Assignment,
    Comment,
    Outcome,
    Part,
    PartText,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.queries.dialogues import UnderWay, is_shut_for, under_way
from samsyn.assignments.queries.next_steps import Steps, steps_of
from samsyn.assignments.queries.presence import OPEN, presence_of
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor


def own_two(actor: Actor) -> QuerySet[Assignment]:
    """Those in which the actor is one of the two, found by key first: the right's condition reads the place too."""
    persons = {duty.deputy_for for duty in actor.duties if duty.deputy_for}
    own = Q(holder=actor.person_id) | Q(counterpart__in=persons | {actor.person_id})
    found = Assignment.objects.filter(own).filter(Assignment.objects.of_the_two(actor))
    return found.select_related("post", "place", "holder", "counterpart")


class Mine:
    """What the start page asks of one actor's own assignments, each at most once."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def has(self, kind: str) -> bool:
        return kind in self._present

    @cached_property
    def _present(self) -> frozenset[str]:
        """For some of them the actor may no longer have the right: that is asked where they are read."""
        persons = {duty.deputy_for for duty in self._actor.duties} | {self._actor.person_id}
        found = (presence_of(person, timezone.localdate()) for person in persons if person)
        return frozenset().union(*found)

    @cached_property
    def two(self) -> list[Assignment]:
        """The unfinished ones in which the actor is one of the two."""
        return open_two(self._actor) if self.has("open") else []

    @cached_property
    def _is_shut(self) -> bool:
        return is_shut_for(self._actor)

    @cached_property
    def talks(self) -> UnderWay:
        """The actor's dialogues that are not over."""
        if self.has("talks") and not self._is_shut:
            return under_way(self._actor)
        return UnderWay()

    @cached_property
    def steps(self) -> Steps:
        """What is agreed in dialogues: the actor's own to do, and what is new of the other's."""
        if self.has("steps") and not self._is_shut:
            return steps_of(self._actor, timezone.localdate())
        return Steps()


def mine_of(actor: Actor, thing: object) -> Mine:
    """The start page brings its own, so that what it shows beside is read once."""
    return thing if isinstance(thing, Mine) else Mine(actor)


@prepared
def open_two(actor: Actor) -> QuerySet[Assignment]:
    return own_two(actor).filter(state__in=OPEN).order_by("starts_on", "title", "pk")


@dataclass(frozen=True)
class Waiting:
    """What is written and said in the unfinished assignments between the actor and another, by assignment."""

    shared: Mapping[UUID, Version] = field(default_factory=dict)
    own: Mapping[UUID, Version] = field(default_factory=dict)
    # The texts by version; those that hold by assignment.
    parts: Mapping[UUID, dict[str, PartText]] = field(default_factory=dict)
    holds: Mapping[UUID, dict[str, PartText]] = field(default_factory=dict)
    comments: Mapping[UUID, list[Comment]] = field(default_factory=dict)
    outcomes: Mapping[UUID, Outcome] = field(default_factory=dict)


def waiting_in(actor: Actor, mine: Mine) -> Waiting:
    """Asks only for what there is some of."""
    assignments = mine.two
    keys = [one.pk for one in assignments]
    versions = _versions_of(actor.person_id, keys) if mine.has("versions") else []
    parts, holds = _texts_of([one for one in versions if _is_change(one, assignments)])
    outcomes = _outcomes_of(keys) if mine.has("outcomes") else ()
    return Waiting(
        shared={v.assignment_id: v for v in versions if v.state == VersionState.SHARED},
        own={v.assignment_id: v for v in versions if v.state == VersionState.WRITING},
        parts=parts,
        holds=holds,
        comments=_comments_on(keys) if mine.has("comments") else {},
        outcomes={one.assignment_id: one for one in outcomes},
    )


@prepared
def _versions_of(person: UUID, assignments: list[UUID]) -> QuerySet[Version]:
    """Shared with both, or what the person writes and nobody else sees."""
    wanted = Q(state=VersionState.SHARED) | Q(state=VersionState.WRITING, author=person)
    return Version.objects.filter(wanted, assignment__in=assignments)


@prepared
def _outcomes_of(assignments: list[UUID]) -> QuerySet[Outcome]:
    return Outcome.objects.filter(assignment__in=assignments)


def _is_change(version: Version, assignments: list[Assignment]) -> bool:
    in_force = {one.pk for one in assignments if one.state == State.IN_FORCE}
    return version.state == VersionState.SHARED and version.assignment_id in in_force


def _texts_of(
    changes: list[Version],
) -> tuple[dict[UUID, dict[str, PartText]], dict[UUID, dict[str, PartText]]]:
    parts: dict[UUID, dict[str, PartText]] = defaultdict(dict)
    holds: dict[UUID, dict[str, PartText]] = defaultdict(dict)
    rows = _texts_beside([one.pk for one in changes], [one.assignment_id for one in changes])
    for row in rows:
        if row.version.state == VersionState.IN_FORCE:
            holds[row.version.assignment_id][row.part] = row
        else:
            parts[row.version_id][row.part] = row
    return parts, holds


@prepared
def _texts_beside(changes: list[UUID], assignments: list[UUID]) -> QuerySet[PartText]:
    holds = Q(version__state=VersionState.IN_FORCE, version__assignment__in=assignments)
    found = PartText.objects.filter(Q(version__in=changes) | holds).select_related("version")
    return found.only(
        *(
            "part",
            "text",
            "activities",
            "hours",
            "audience",
            "version__state",
            "version__assignment",
        )
    )


def _comments_on(assignments: list[UUID]) -> dict[UUID, list[Comment]]:
    found: dict[UUID, list[Comment]] = defaultdict(list)
    for row in _unanswered(assignments):
        found[row.assignment_id].append(row)
    return found


@prepared
def _unanswered(assignments: list[UUID]) -> QuerySet[Comment]:
    """Neither resolved nor answered: whoever has written after it on the same part has had their say."""
    answers = Comment.objects.filter(
        assignment=OuterRef("assignment"),
        part=OuterRef("part"),
        created_at__gt=OuterRef("created_at"),
    ).exclude(author=OuterRef("author"))
    rows = Comment.objects.filter(~Exists(answers), assignment__in=assignments, resolved_at=None)
    return rows.order_by("created_at", "pk")


def in_page_order(parts: Mapping[str, PartText]) -> list[PartText]:
    return [parts[code] for code in Part.values if code in parts]


@prepared
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
