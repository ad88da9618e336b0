"""Who does what: the assignments in force of a school or an organiser, as far as they are open to whoever asks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Part,
    PartText,
    Stage,
    State,
    VersionState,
)
from samsyn.assignments.queries.reading import readable, with_readable
from samsyn.core.words import uncapitalised
from samsyn.organisations.access import GRID, Actor, Can, reach, roots_of, within
from samsyn.organisations.models import Kind, Organisation, Person

FOR_ALL_SHOWN = 10


def places_near(actor: Actor) -> list[Organisation]:
    """Where the actor works and the organisers above, or by agreement reaches: schools first, then by name."""
    paths = {duty.path for duty in actor.duties if Can.ASSIGNMENT_VIEW in GRID[duty.role]}
    roots = {f"/{path.split('/')[1]}/" for path in paths}
    wanted = paths | roots | reach(actor, Can.ASSIGNMENT_VIEW)
    found = Organisation.objects.filter(path__in=wanted)
    rank = {Kind.SCHOOL_UNIT: 0, Kind.ORGANISER: 1}
    return sorted(found, key=lambda place: (rank.get(Kind(place.kind), 2), place.name))


def own_place(actor: Actor, near: Sequence[Organisation]) -> Organisation | None:
    """Where the actor works among those who can be asked; with only one place to go to, that one."""
    work = {Kind.SCHOOL_UNIT, Kind.ORGANISER}
    paths = [duty.path for duty in actor.duties]
    for place in near:
        if place.kind in work and any(path.startswith(place.path) for path in paths):
            return place
    others = [place for place in near if place.kind in work]
    return (others or list(near))[0] if len(others) <= 1 and near else None


class Choice(NamedTuple):
    """An organiser to choose, and how many can be asked there."""

    place: Organisation
    people: int


def choices_of(actor: Actor, near: Iterable[Organisation], today: date) -> list[Choice]:
    organisers = [place for place in near if place.kind == Kind.ORGANISER]
    found = Assignment.objects.visible_to(actor).filter(_can_be_asked(today))
    counted = found.filter(controller__in=organisers).order_by().values_list("controller")
    people = dict(counted.annotate(Count("holder", distinct=True)))
    return [Choice(place, people.get(place.pk, 0)) for place in organisers]


def place_for(actor: Actor, pk: UUID) -> Organisation:
    """Any school at the actor's organiser; there is a page for it even where the actor has nothing else to do."""
    condition = within(actor, Can.ASSIGNMENT_VIEW, "path")
    for root in roots_of(actor, Can.ASSIGNMENT_VIEW):
        condition |= Q(path__startswith=f"/{root.hex}/")
    place = Organisation.objects.filter(condition, pk=pk).first()
    if place is None:
        raise Http404
    return place


def _can_be_asked(today: date) -> Q:
    """In force and not over; nobody with protected identity, whoever asks: it is a list for everybody's screen."""
    return Q(state=State.IN_FORCE, ends_on__gte=today, holder__protected_identity=False)


def open_at(actor: Actor, place: Organisation, today: date) -> QuerySet[Assignment]:
    return Assignment.objects.visible_to(actor).filter(
        _can_be_asked(today), controller=place.root_id, place__path__startswith=place.path
    )


def for_everybody(actor: Actor, place: Organisation, today: date) -> QuerySet[Assignment]:
    """Of a school's organiser those that are for all its schools."""
    if place.parent_id is None:
        return Assignment.objects.none()
    root = Organisation(pk=place.root_id, path=f"/{place.root_id.hex}/")
    return open_at(actor, root, today).filter(place=place.root_id)


def asked_for(
    actor: Actor,
    assignments: QuerySet[Assignment],
    *,
    activities: Iterable[str] = (),
    subject: str = "",
    stage: str = "",
) -> QuerySet[Assignment]:
    """Found by an activity only where the actor may read of the activities."""
    if subject:
        assignments = assignments.filter(subject=subject)
    if stage:
        assignments = assignments.filter(stage__in=[stage, Stage.ALL])
    if activities:
        does = Q(pk__in=[])
        for code in activities:
            does |= Q(activity_codes__contains=f"|{code}|")
        assignments = assignments.filter(does, with_readable(actor, Part.ACTIVITIES))
    return assignments


class Holding(NamedTuple):
    """Who has an assignment, and in what subject: what the page counts, in the order of the page."""

    holder: UUID
    holder__family_name: str
    holder__given_name: str
    subject: str


def holdings(assignments: QuerySet[Assignment]) -> list[Holding]:
    order = ("holder__family_name", "holder__given_name", "holder")
    return [Holding(*row) for row in assignments.order_by(*order).values_list(*Holding._fields)]


def subjects_in(found: Iterable[Holding]) -> list[str]:
    return sorted({one.subject for one in found if one.subject})


def people_in(found: Iterable[Holding]) -> list[UUID]:
    """The holders, once each."""
    return list(dict.fromkeys(one.holder for one in found))


@dataclass(frozen=True)
class Task:
    """What somebody leads: the assignment, and of its text the activities that the reader may know of."""

    assignment: Assignment
    activities: tuple[Activity, ...]

    @property
    def said(self) -> str:
        """As one phrase, without what says nothing to whoever wants help."""
        labels = [str(kind.label) for kind in self.activities if kind != Activity.OTHER]
        return ", ".join([*labels[:1], *(uncapitalised(label) for label in labels[1:])])


@dataclass(frozen=True)
class Helper:
    person: Person
    tasks: tuple[Task, ...]


def helpers(actor: Actor, assignments: Iterable[Assignment]) -> list[Helper]:
    """In the order in which their first assignments come. One query more, for the activities in force."""
    found = list(assignments)
    parts = PartText.objects.filter(
        version__assignment__in=found, version__state=VersionState.IN_FORCE, part=Part.ACTIVITIES
    ).annotate(of=F("version__assignment"))
    texts = {part.of: part for part in parts}
    tasks: Mapping[Person, list[Task]] = defaultdict(list)
    for one in found:
        text = texts.get(one.pk)
        open_text = readable(actor, one, [text] if text else [])
        codes = [code for part in open_text for code in part.activities]
        known = tuple(Activity(code) for code in codes if code in Activity.values)
        tasks[one.holder].append(Task(one, known))
    return [Helper(person, tuple(theirs)) for person, theirs in tasks.items()]
