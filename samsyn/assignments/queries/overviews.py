"""What a leader sees of the assignments in reach: which there are, what they lack, and how they are spread.

Never their drafts' text: what an assignment is about is asked of the parts in force that the leader may read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from samsyn.assignments import thread
from samsyn.assignments.models import (
    Activity,
    Assignment,
    Part,
    Stage,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.queries.reading import with_readable
from samsyn.core.prepared import prepared
from samsyn.core.thread import State as Mark
from samsyn.organisations.access import GRID, Actor, Can, roots_of, within
from samsyn.organisations.models import Kind, Person

# A draft that was closed as one is over, but was never agreed.
AGREED = Q(agreed_at__isnull=False)
GAPS = ("time", "mandate", "evaluation", "dialogue", "outcome")
# What the filter asks for beside the gaps.
NOT_AGREED, SOMETHING = "agreement", "something"

# What a row says of an assignment; each value more is made into Python's own for every row.
SAID = (
    *("title", "state", "hours", "has_mandate", "has_evaluation"),
    *("next_dialogue_at", "last_dialogue_at", "evaluated_at", "place__name", "post__role"),
    *("holder__given_name", "holder__family_name", "holder__protected_identity"),
    *("counterpart__given_name", "counterpart__family_name"),
    *("counterpart__protected_identity", "counterpart__email"),
)


def overview_places(actor: Actor) -> list[tuple[str, str]]:
    """Path and name of where the actor leads: schools, or the organiser that holds them."""
    found = {d.path: d.organisation_name for d in actor.duties if _leads(d.role)}
    highest = {
        path: name
        for path, name in found.items()
        if not any(path != other and path.startswith(other) for other in found)
    }
    return sorted(highest.items(), key=lambda place: place[1])


def _leads(role: Any) -> bool:
    return Can.ASSIGNMENT_OVERVIEW in GRID[role]


def led_by(actor: Actor) -> QuerySet[Assignment]:
    """Every assignment in reach; of those whose holder has protected identity only the actor's own two.

    A draft that was closed with its post came to nothing: it lacks nothing.
    """
    two = Assignment.objects.of_the_two(actor)
    return Assignment.objects.exclude(state=State.ENDED, agreed_at=None).filter(
        within(actor, Can.ASSIGNMENT_OVERVIEW, "place__path"),
        Q(holder__protected_identity=False) | two,
        # Says the same as the paths, by the key that is in the index.
        controller__in=roots_of(actor, Can.ASSIGNMENT_OVERVIEW),
    )


@prepared
def years_of(actor: Actor) -> QuerySet[Any, Any]:
    return led_by(actor).order_by("-year").values_list("year", flat=True).distinct()


@dataclass(frozen=True)
class Counted:
    """One line of a distribution: how many assignments have it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Place(Counted):
    is_school: bool = True


@dataclass(frozen=True)
class Sums:
    """How many there are and what they lack: the numbers of the sentence and of the rope."""

    total: int
    drafts: int
    something: int
    gaps: Mapping[str, int]
    under_way: int
    evaluated: int
    places: tuple[Place, ...]

    @property
    def whole(self) -> int:
        return self.total - self.drafts - self.something

    @property
    def schools(self) -> int:
        return sum(1 for place in self.places if place.is_school)

    @property
    def for_all(self) -> int:
        """Those of no school, but of the whole organiser."""
        return sum(place.count for place in self.places if not place.is_school)


class Fact(NamedTuple):
    """Of an assignment what sums and thread are made of: read once for all of a year, in the order of the page."""

    pk: UUID
    place: UUID
    place__name: str
    place__kind: str
    subject: str
    stage: str
    state: str
    hours: Decimal | None
    has_mandate: bool
    has_evaluation: bool
    next_dialogue_at: datetime | None
    last_dialogue_at: datetime | None


def facts_of(actor: Actor, year: int) -> list[Fact]:
    return [Fact(*row) for row in _facts(actor, year)]


@prepared
def _facts(actor: Actor, year: int) -> QuerySet[Any, Any]:
    in_year = led_by(actor).filter(year=year).order_by("place__name", "title", "pk")
    return in_year.values_list(*Fact._fields)


def sums_of(facts: Iterable[Fact], now: datetime) -> Sums:
    facts = list(facts)
    missing = [thread.lacking(fact, now) for fact in facts]
    gaps = Counter(gap for gaps in missing for gap in gaps)
    states = Counter(fact.state for fact in facts)
    places = Counter((fact.place, fact.place__name, fact.place__kind) for fact in facts)
    return Sums(
        total=len(facts),
        drafts=states[State.DRAFT],
        something=sum(1 for gaps_of_one in missing if gaps_of_one),
        gaps={gap: gaps[gap] for gap in GAPS},
        under_way=states[State.IN_FORCE],
        evaluated=states[State.EVALUATED],
        places=tuple(
            Place(str(pk), name, count, kind == Kind.SCHOOL_UNIT)
            for (pk, name, kind), count in places.items()
        ),
    )


@dataclass(frozen=True)
class Spread:
    """How the assignments are spread: by subject in alphabetical order, by stage and activity in the survey's."""

    subjects: tuple[Counted, ...]
    stages: tuple[Counted, ...]
    activities: tuple[Counted, ...]


def spread_of(facts: Iterable[Fact], activities: Mapping[UUID, str]) -> Spread:
    facts = list(facts)
    subjects = Counter(fact.subject for fact in facts)
    stages = Counter(fact.stage for fact in facts)
    found = Counter(code for codes in activities.values() for code in codes.split("|"))
    kinds = [*((stage.value, str(stage.label)) for stage in Stage), ("", "")]
    return Spread(
        # Without a subject stands last, though an empty word sorts first.
        tuple(
            Counted(subject, subject, subjects[subject])
            for subject in sorted(subjects, key=lambda subject: (not subject, subject))
        ),
        tuple(Counted(code, label, stages[code]) for code, label in kinds if stages[code]),
        tuple(
            Counted(kind.value, str(kind.label), found[kind.value])
            for kind in Activity
            if found[kind.value]
        ),
    )


def activities_of(actor: Actor, year: int) -> dict[UUID, str]:
    """The activities in force that the actor may read."""
    return dict(_activities(actor, year))


@prepared
def _activities(actor: Actor, year: int) -> QuerySet[Any, Any]:
    in_year = led_by(actor).filter(AGREED, with_readable(actor, Part.ACTIVITIES), year=year)
    return in_year.order_by().values_list("pk", "activity_codes")


def chosen(
    facts: Iterable[Fact], activities: Mapping[UUID, str], now: datetime, choice: Mapping[str, str]
) -> list[UUID]:
    """The keys of what the filter's sentence asks for, in the order of the page."""
    return [one.pk for one in facts if _is_chosen(one, activities.get(one.pk, ""), now, choice)]


def _is_chosen(fact: Fact, activities: str, now: datetime, choice: Mapping[str, str]) -> bool:
    lacks, activity = choice.get("lacks"), choice.get("activity")
    return (
        choice.get("place", str(fact.place)) == str(fact.place)
        and choice.get("subject", fact.subject) == fact.subject
        and choice.get("stage", fact.stage) == fact.stage
        and (not activity or f"|{activity}|" in activities)
        and (not lacks or _does_lack(fact, lacks, now))
    )


def _does_lack(fact: Fact, what: str, now: datetime) -> bool:
    if what == NOT_AGREED:
        return fact.state == State.DRAFT
    gaps = thread.lacking(fact, now)
    return bool(gaps) if what == SOMETHING else what in gaps


def with_keys(keys: Sequence[UUID]) -> list[Assignment]:
    """Of those the actor leads, in the order of the keys."""
    place = {key: number for number, key in enumerate(keys)}
    return sorted(_with_keys(keys), key=lambda one: place[one.pk])


@prepared
def _with_keys(keys: Sequence[UUID]) -> QuerySet[Any, Any]:
    found = Assignment.objects.filter(pk__in=keys).order_by()
    return found.select_related("place", "holder", "counterpart", "post").only(*SAID)


@dataclass(frozen=True)
class Row:
    """An assignment in a list: its thread, the codes of what it lacks, and the proposal that waits, if any."""

    assignment: Assignment
    states: tuple[Mark, ...]
    gaps: tuple[str, ...]
    waiting: Version | None


def agreed_with(actor: Actor, rows: Iterable[Row]) -> list[Person]:
    """Whom the one who leads can ask about what is missing: the counterparts of those rows, by name."""
    found = {row.assignment.counterpart for row in rows if row.gaps} - {None}
    people = [
        one
        for one in found
        if one and one.email and not one.protected_identity and one.pk != actor.person_id
    ]
    return sorted(people, key=lambda one: (one.family_name, one.given_name))


def rows_of(assignments: Iterable[Assignment], now: datetime) -> list[Row]:
    """One query more, for what waits for an answer: who has said yes to the draft, or proposed a change."""
    found = list(assignments)
    waiting = {one.assignment_id: one for one in _shared([one.pk for one in found])}
    return [
        Row(
            one,
            tuple(thread.states(one, now)),
            tuple(thread.lacking(one, now)),
            waiting.get(one.pk),
        )
        for one in found
    ]


@prepared
def _shared(assignments: Sequence[UUID]) -> QuerySet[Any, Any]:
    return Version.objects.filter(assignment__in=assignments, state=VersionState.SHARED).order_by()
