"""Who does what: the assignments in force of a school or an organiser, as far as they are open to whoever asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
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
from samsyn.core.prepared import prepared
from samsyn.core.words import uncapitalised
from samsyn.organisations.access import GRID, Actor, Can, below, reach, roots_of, within
from samsyn.organisations.models import Kind, Organisation, Person

FOR_ALL_SHOWN = 10
# In the path of an organiser.
ROOT_SLASHES = 2
# What the page says of an assignment; each value more is made into Python's own for every row.
SAID = (
    *("title", "subject", "stage", "starts_on", "ask_about", "ask_when", "post__role"),
    *("place__name", "place__path", "place__parent", "controller__name"),
    *("holder__given_name", "holder__family_name", "holder__email", "holder__protected_identity"),
    *("counterpart__given_name", "counterpart__email", "counterpart__protected_identity"),
)


def places_near(actor: Actor) -> list[Organisation]:
    """Where the actor works and the organisers above, or by agreement reaches: schools first, then by name."""
    rank = {Kind.SCHOOL_UNIT: 0, Kind.ORGANISER: 1}
    return sorted(
        _places_near(actor), key=lambda place: (rank.get(Kind(place.kind), 2), place.name)
    )


@prepared
def _places_near(actor: Actor) -> QuerySet[Any, Any]:
    paths = {duty.path for duty in actor.duties if Can.ASSIGNMENT_VIEW in GRID[duty.role]}
    roots = {f"/{path.split('/')[1]}/" for path in paths}
    return Organisation.objects.filter(path__in=paths | roots | reach(actor, Can.ASSIGNMENT_VIEW))


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
    found: list[Organisation] = _place_for(actor, pk)
    if not found:
        raise Http404
    return found[0]


@prepared
def _place_for(actor: Actor, pk: UUID) -> QuerySet[Any, Any]:
    condition = within(actor, Can.ASSIGNMENT_VIEW, "path")
    for root in roots_of(actor, Can.ASSIGNMENT_VIEW):
        condition |= Q(path__startswith=f"/{root.hex}/")
    return Organisation.objects.filter(condition, pk=pk)


def _can_be_asked(today: date) -> Q:
    """In force and not over; nobody with protected identity, whoever asks: it is a list for everybody's screen."""
    return Q(state=State.IN_FORCE, ends_on__gte=today, holder__protected_identity=False)


@dataclass(frozen=True)
class There:
    """A place to ask at, with its organiser."""

    root: UUID
    path: str

    @property
    def is_root(self) -> bool:
        return self.path.count("/") == ROOT_SLASHES


class Holding(NamedTuple):
    """Who has an assignment, and what it is found by: what the page counts, in the order of the page."""

    pk: UUID
    place: UUID
    holder: UUID
    holder__family_name: str
    holder__given_name: str
    title: str
    subject: str
    stage: str
    activity_codes: str


@dataclass(frozen=True)
class Asked:
    """Whom one can ask at a place, and those who at its organiser are for all its schools."""

    here: list[Holding]
    for_all: list[Holding]


def asked_at(actor: Actor, there: There, today: date) -> Asked:
    found = [Holding(*row) for row in _open_at(actor, there, today)]
    if there.is_root:
        return Asked(found, [])
    return Asked(
        [one for one in found if one.place != there.root],
        [one for one in found if one.place == there.root],
    )


@prepared
def _open_at(actor: Actor, there: There, today: date) -> QuerySet[Any, Any]:
    order = ("holder__family_name", "holder__given_name", "holder", "title", "pk")
    return _open_to(actor, there, today).order_by(*order).values_list(*Holding._fields)


def _open_to(actor: Actor, there: There, today: date) -> QuerySet[Assignment]:
    place = below([there.path], "place__path") | Q(place=there.root)
    seen = Assignment.objects.visible_to(actor).filter(_can_be_asked(today))
    return seen.filter(place, controller=there.root)


def asked_for(
    found: Asked,
    open_ones: Collection[UUID],
    *,
    activities: Iterable[str] = (),
    subject: str = "",
    stage: str = "",
) -> Asked:
    """Found by an activity only where the actor may read of the activities: `open_ones`."""

    def fits(one: Holding) -> bool:
        does = one.pk in open_ones and any(f"|{code}|" in one.activity_codes for code in activities)
        return (
            (not subject or one.subject == subject)
            and (not stage or one.stage in {stage, Stage.ALL})
            and (not activities or does)
        )

    return Asked(list(filter(fits, found.here)), list(filter(fits, found.for_all)))


def with_open_activities(actor: Actor, there: There, today: date) -> set[UUID]:
    return set(_with_open_activities(actor, there, today))


@prepared
def _with_open_activities(actor: Actor, there: There, today: date) -> QuerySet[Any, Any]:
    rows = _open_to(actor, there, today).filter(with_readable(actor, Part.ACTIVITIES))
    return rows.order_by().values_list("pk", flat=True)


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


def tasks_of(actor: Actor, found: Iterable[Holding]) -> dict[UUID, Task]:
    """Of each assignment. Two queries: the assignments, and their activities in force."""
    keys = [one.pk for one in found]
    texts = {part.of: part for part in _activities_of(keys)}
    return {one.pk: _task(actor, one, texts.get(one.pk)) for one in _with_keys(keys)}


def _task(actor: Actor, assignment: Assignment, text: PartText | None) -> Task:
    open_text = readable(actor, assignment, [text] if text else [])
    codes = [code for part in open_text for code in part.activities]
    return Task(assignment, tuple(Activity(code) for code in codes if code in Activity.values))


@prepared
def _with_keys(keys: Sequence[UUID]) -> QuerySet[Any, Any]:
    found = Assignment.objects.filter(pk__in=keys).order_by()
    return found.select_related("place", "controller", "holder", "counterpart", "post").only(*SAID)


@prepared
def _activities_of(assignments: Sequence[UUID]) -> QuerySet[Any, Any]:
    in_force = PartText.objects.filter(
        version__assignment__in=assignments, version__state=VersionState.IN_FORCE
    )
    known = in_force.filter(part=Part.ACTIVITIES).only("activities", "audience")
    return known.annotate(of=F("version__assignment"))


def helpers(found: Iterable[Holding], tasks: Mapping[UUID, Task]) -> list[Helper]:
    """In the order in which their first assignments come."""
    theirs: dict[UUID, list[Task]] = defaultdict(list)
    for one in found:
        if one.pk in tasks:
            theirs[one.holder].append(tasks[one.pk])
    return [Helper(tasks[0].assignment.holder, tuple(tasks)) for tasks in theirs.values()]
