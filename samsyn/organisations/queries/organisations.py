"""What is read of organisations: the actor's tree, and one of them with its people and agreements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from samsyn.organisations.access import Actor, Can, may, within
from samsyn.organisations.models import Cooperation, Duty, Kind, Organisation, SchoolForm
from samsyn.organisations.roles import Role


@dataclass(frozen=True)
class Branch:
    """A root, or the highest organisation that the actor sees of a tree, with its school units."""

    organisation: Organisation
    schools: tuple[Organisation, ...]


def branches_for(actor: Actor) -> list[Branch]:
    """Everything the actor sees, by tree; the number of people counts nobody with protected identity."""
    rows = list(Organisation.objects.visible_to(actor).annotate(people=people_count()))
    below: dict[object, list[Organisation]] = defaultdict(list)
    seen = {row.pk for row in rows}
    for row in rows:
        if row.parent_id in seen:
            below[row.parent_id].append(row)
    for schools in below.values():
        schools.sort(key=lambda row: row.name)
    tops = [row for row in rows if row.parent_id not in seen]
    tops.sort(key=lambda row: (bool(row.parent_id), row.name))
    return [Branch(top, tuple(below[top.pk])) for top in tops]


def people_count() -> Count:
    today = timezone.localdate()
    holds = Q(duties__starts_on__lte=today) & (
        Q(duties__ends_on__isnull=True) | Q(duties__ends_on__gte=today)
    )
    listed = Q(duties__person__protected_identity=False)
    return Count("duties__person", filter=holds & listed, distinct=True)


def schools_below(organisation: Organisation, actor: Actor) -> models.QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(actor).filter(parent=organisation)
    return rows.annotate(people=people_count())


@dataclass(frozen=True)
class RoleGroup:
    role: str
    duties: tuple[Duty, ...]


def people_by_role(organisation: Organisation, actor: Actor) -> list[RoleGroup]:
    """Those who work there today and whom the actor may see, leaders first; nobody with protected identity."""
    if not may(actor, Can.PERSON_VIEW, organisation):
        return []
    duties = (
        Duty.objects.on(timezone.localdate())
        .filter(organisation=organisation, person__protected_identity=False)
        .select_related("person")
        .order_by("person__family_name", "person__given_name")
    )
    return list(_by_role(duties))


LEADERS_FIRST = (
    Role.HEAD_OF_SCHOOLS,
    Role.PRINCIPAL,
    Role.DEVELOPMENT_LEAD,
    Role.NETWORK_LEAD,
    Role.COORDINATOR,
    Role.SENIOR_LECTURER,
    Role.FIRST_TEACHER,
    Role.TEACHER,
    Role.ADMINISTRATOR,
)


def _by_role(duties: Iterable[Duty]) -> Iterator[RoleGroup]:
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        found[duty.role].append(duty)
    for role in LEADERS_FIRST:
        if found[role]:
            yield RoleGroup(str(role.label), tuple(found[role]))


def cooperations_of(organisation: Organisation, actor: Actor) -> models.QuerySet[Cooperation]:
    parties = Q(university=organisation) | Q(organiser=organisation)
    return Cooperation.objects.visible_to(actor).filter(parties)


def partners_for(organisation: Organisation) -> models.QuerySet[Organisation]:
    """The universities and regions an organiser can make an agreement with: their names are public."""
    kinds = [Kind.UNIVERSITY, Kind.REGION]
    return Organisation.objects.filter(kind__in=kinds).exclude(pk=organisation.pk)


def places_for_duties(actor: Actor) -> models.QuerySet[Organisation]:
    return Organisation.objects.filter(within(actor, Can.PERSON_EDIT, "path"))


def form_labels(codes: Iterable[str]) -> list[str]:
    known = dict(SchoolForm.choices)
    return [str(known.get(code, code)) for code in codes]


def root_called(name: str) -> Organisation | None:
    """For commands, which have no actor: an organiser, university or region by its name."""
    return Organisation.objects.filter(parent=None, name=name, closed_on=None).first()


def school_with_code(code: str) -> Organisation | None:
    """For commands: the national code is known to all."""
    return Organisation.objects.filter(school_unit_code=code).first()
