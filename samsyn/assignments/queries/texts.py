"""Which texts of an assignment a page shows: what holds, what waits, what one writes; comments; earlier versions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from samsyn.assignments.models import (
    Assignment,
    Comment,
    Part,
    PartText,
    Version,
    VersionState,
)
from samsyn.assignments.queries.agreements import parts_of
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Event, Person

PEOPLE = ("author", "holder_agreed_by", "counterpart_agreed_by", "counterpart_agreed_for")
WRITER, AUTHOR = ("written_by",), ("author",)


@dataclass(frozen=True)
class Texts:
    """`holds` is what is agreed, `shared` the first draft or a proposal that waits, `own` a change the reader writes."""

    holds: Version | None = None
    shared: Version | None = None
    own: Version | None = None
    parts: dict[UUID, dict[str, PartText]] = field(default_factory=dict)

    def of(self, version: Version | None) -> dict[str, PartText]:
        return self.parts.get(version.pk, {}) if version else {}


def texts_of(assignment: Assignment, actor: Actor, *, is_of_the_two: bool) -> Texts:
    """Whoever is not one of the two is given what is agreed and nothing else."""
    versions = _versions_of(assignment.pk, actor.person_id if is_of_the_two else None)
    found = {version.state: version for version in with_people(versions, assignment)}
    return Texts(
        holds=found.get(VersionState.IN_FORCE),
        shared=found.get(VersionState.SHARED),
        own=found.get(VersionState.WRITING),
        parts={version.pk: parts_of(version) for version in found.values()},
    )


@prepared
def _versions_of(assignment: UUID, writer: UUID | None) -> QuerySet[Any, Any]:
    wanted = Q(state=VersionState.IN_FORCE)
    if writer:
        wanted |= Q(state=VersionState.SHARED) | Q(state=VersionState.WRITING, author=writer)
    return Version.objects.filter(wanted, assignment=assignment).prefetch_related("parts")


def with_people(found: list[Version], assignment: Assignment) -> list[Version]:
    for version in found:
        version.assignment = assignment
    texts = [text for version in found for text in version.parts.all()]
    rows = [*((version, PEOPLE) for version in found), *((text, WRITER) for text in texts)]
    give_people(assignment, rows)
    return found


def give_people(assignment: Assignment, rows: Iterable[tuple[Model, Iterable[str]]]) -> None:
    """Those whom the rows name are nearly always the two, who are there: joining them in would cost more than the rest."""
    named = [(row, name, f"{name}_id") for row, names in rows for name in names]
    people = {one.pk: one for one in (assignment.holder, assignment.counterpart) if one}
    others = {getattr(row, key) for row, _name, key in named} - {None, *people}
    people |= Person.objects.in_bulk(others) if others else {}
    for row, name, key in named:
        setattr(row, name, people.get(getattr(row, key)))


def comments_on(actor: Actor, assignment: Assignment) -> dict[str, list[Comment]]:
    """By part, settled ones with them."""
    comments = _comments_on(actor, assignment.pk)
    for comment in comments:
        comment.assignment = assignment
    give_people(assignment, ((comment, AUTHOR) for comment in comments))
    found: dict[str, list[Comment]] = {}
    for comment in comments:
        found.setdefault(comment.part, []).append(comment)
    return found


@prepared
def _comments_on(actor: Actor, assignment: UUID) -> QuerySet[Any, Any]:
    return Comment.objects.visible_to(actor).filter(assignment=assignment)


def cleared_yes(assignment: Assignment) -> Event | None:
    """That a text was changed after somebody had said yes to it: the latest time, with who changed which part."""
    kind = "assignment.yes_cleared"
    events = Event.objects.filter(matter_id=assignment.pk, kind=kind).select_related("actor")
    return events.first()


def versions_shown(actor: Actor, assignment: Assignment) -> QuerySet[Version]:
    """Those agreed and the proposals that were shared; never what one writes for oneself."""
    kept = Q(number__isnull=False) | Q(shared_at__isnull=False)
    return assignment.versions.visible_to(actor).filter(kept).select_related(*PEOPLE)


def numbered_version(assignment: Assignment, number: int) -> Version | None:
    found = assignment.versions.filter(number=number).prefetch_related("parts")
    return next(iter(with_people(list(found), assignment)), None)


def row_to_write(actor: Actor, assignment: Assignment, part: str) -> PartText | None:
    """What a form of the part starts from: the draft's row, one's own change, else the text that holds."""
    own = Q(version__state=VersionState.WRITING, version__author=actor.person_id)
    holds = Q(version__state=VersionState.IN_FORCE)
    wanted = Q(version__state=VersionState.SHARED) if is_draft(assignment) else own | holds
    rows = PartText.objects.filter(wanted, version__assignment=assignment, part=Part(part))
    by_state = {row.version.state: row for row in rows.select_related("version", "written_by")}
    order = (VersionState.SHARED, VersionState.WRITING, VersionState.IN_FORCE)
    return next((by_state[state] for state in order if state in by_state), None)


def is_draft(assignment: Assignment) -> bool:
    return not assignment.is_agreed
