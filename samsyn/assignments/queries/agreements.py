"""What is read of assignments while they are begun, written and agreed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Part,
    PartText,
    Version,
    VersionState,
)
from samsyn.assignments.queries.posts import terms_for
from samsyn.assignments.queries.reading import in_force
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Duty, Organisation, Person, current
from samsyn.organisations.roles import Role

# Who can be a counterpart for a post of the whole organiser, by a duty at the place or above it.
LEADERS = (Role.HEAD_OF_SCHOOLS, Role.DEVELOPMENT_LEAD)


def counterparts_for(*, post: CareerPost, place: Organisation) -> QuerySet[Person]:
    """The principals of the place today; for a post of the whole organiser those who lead it as well."""
    duties = Duty.objects.filter(current(timezone.localdate()))
    there = Q(role=Role.PRINCIPAL, organisation=place)
    if post.place.parent_id is None:
        there |= Q(role__in=LEADERS) & _at_or_above(place)
    people = Person.objects.filter(pk__in=duties.filter(there).values("person"))
    return people.exclude(pk=post.holder_id)


@prepared
def seen_by(actor: Actor, pk: UUID) -> QuerySet[Any, Any]:
    """With what its page names: whoever answers for it is not."""
    seen = Assignment.objects.visible_to(actor).filter(pk=pk).order_by()
    return seen.select_related(None).select_related("place", "holder", "counterpart", "post")


def is_among(people: Iterable[Person], person_id: UUID | None) -> bool:
    return any(person.pk == person_id for person in people)


def _at_or_above(place: Organisation) -> Q:
    """The keys of the place and of all above it are in its path."""
    return Q(organisation__in=[UUID(hex=key) for key in place.path.split("/") if key])


def works_at(person: Person, place: Organisation, starts_on: date, ends_on: date) -> bool:
    """Whether a duty at the place, above or below it holds some day of the time."""
    duties = person.duties.filter(starts_on__lte=ends_on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    )
    below = Q(organisation__path__startswith=place.path)
    return duties.filter(below | _at_or_above(place)).exists()


def year_dates(controller_id: UUID, year: int) -> tuple[date, date]:
    """As the organiser has settled them, else the usual ones."""
    terms = terms_for(controller_id, year)
    return (terms.starts_on, terms.ends_on) if terms else (date(year, 8, 10), date(year + 1, 6, 15))


def next_number(assignment: Assignment) -> int:
    return (assignment.versions.aggregate(most=Max("number"))["most"] or 0) + 1


def shared_version(assignment: Assignment) -> Version | None:
    """The first draft, or the proposal that waits for an answer."""
    shared = assignment.versions.filter(state=VersionState.SHARED)
    return shared.select_related("author").first()


def parts_of(version: Version | None) -> dict[str, PartText]:
    return {part.part: part for part in version.parts.all()} if version else {}


def text_in_force(assignment: Assignment, part: str) -> PartText | None:
    return PartText.objects.filter(
        version__assignment=assignment, version__state=VersionState.IN_FORCE, part=part
    ).first()


def agreed_moments(holds: Version | None) -> dict[str, datetime]:
    """When each part's text came in force: an unchanged part goes along in every later version as it was written."""
    if holds is None or holds.in_force_at is None:
        return {}
    if holds.number == 1:
        return dict.fromkeys(Part.values, holds.in_force_at)
    agreed = PartText.objects.filter(version__assignment=holds.assignment_id)
    found: dict[tuple[str, datetime | None], datetime] = {}
    for part, written, moment in agreed.values_list("part", "written_at", "version__in_force_at"):
        if moment is not None:
            found[part, written] = min(moment, found.get((part, written), moment))
    return {row.part: found[row.part, row.written_at] for row in holds.parts.all()}


def latest_change(version: Version) -> PartText | None:
    written = version.parts.filter(written_at__isnull=False).select_related("written_by")
    return written.order_by("-written_at").first()


def merged_parts(assignment: Assignment, version: Version) -> list[PartText]:
    """All parts as they are when the version holds: its own, and the others as they were."""
    parts = parts_of(in_force(assignment)) | parts_of(version)
    return [parts[code] for code in Part.values if code in parts]


def leaves_to(assignment: Assignment) -> bool:
    """Whether nobody is there to agree with: the counterpart has no duty at the place any longer."""
    fit = counterparts_for(post=assignment.post, place=assignment.place)
    return not is_among(fit, assignment.counterpart_id)
