"""What of people, schools and assignments can be searched for, made from the things themselves; and which have changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Model, QuerySet
from django.utils import timezone, translation

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Audience,
    Part,
    PartText,
    Stage,
    State,
    VersionState,
)
from samsyn.core.prepared import prepared
from samsyn.home.models import SearchEntry, SearchKind
from samsyn.home.stems import stored
from samsyn.organisations.models import Duty, Event, Organisation, Person
from samsyn.organisations.roles import Role

# The words are the schools' own, whatever language somebody reads the pages in.
LANGUAGE = "sv"
MODELS: dict[SearchKind, type[Model]] = {
    SearchKind.ORGANISATION: Organisation,
    SearchKind.PERSON: Person,
    SearchKind.ASSIGNMENT: Assignment,
}


def entries_of(kind: SearchKind, ids: Collection[UUID]) -> list[SearchEntry]:
    with translation.override(LANGUAGE):
        return list(_MAKERS[kind](ids))


def _of_organisations(ids: Collection[UUID]) -> Iterator[SearchEntry]:
    for organisation in Organisation.objects.filter(pk__in=ids):
        yield SearchEntry(
            kind=SearchKind.ORGANISATION,
            matter_id=organisation.pk,
            audience=Audience.ORGANISER,
            controller_id=organisation.root_id,
            path=organisation.path,
            name=stored([organisation.name]),
            words=stored([organisation.name]),
        )


def _of_people(ids: Collection[UUID]) -> Iterator[SearchEntry]:
    """At each organiser where they have duties, with the roles and schools they have there; nobody protected."""
    held = _duties_of(ids)
    rows = Person.objects.listed().filter(pk__in=ids).order_by()
    for pk, given, family, path in rows.values_list(
        "pk", "given_name", "family_name", "controller__path"
    ):
        by_root: dict[str, list[str]] = defaultdict(list)
        for where, said in [(path, []), *held[pk]]:
            by_root[where.split("/")[1]] += said
        for root, said in by_root.items():
            yield SearchEntry(
                kind=SearchKind.PERSON,
                matter_id=pk,
                audience=Audience.ORGANISER,
                controller_id=UUID(hex=root),
                path=f"/{root}/",
                name=stored([given, family]),
                words=stored([given, family, *said]),
            )


def _duties_of(ids: Collection[UUID]) -> dict[UUID, list[tuple[str, list[str]]]]:
    """By person where each duty is, and its words. As plain values: each night it is those of everybody."""
    duties = Duty.objects.on(timezone.localdate()).filter(person__in=ids).order_by()
    found = defaultdict(list)
    for person_id, role, name, path in duties.values_list(
        "person", "role", "organisation__name", "organisation__path"
    ):
        found[person_id].append((path, [str(Role(role).label), name]))
    return found


def _of_assignments(ids: Collection[UUID]) -> Iterator[SearchEntry]:
    """One for each audience whose words differ from those of the next wider one. Nothing of a protected holder's."""
    rows = Assignment.objects.filter(pk__in=ids, holder__protected_identity=False)
    assignments = list(rows.select_related("place", "holder"))
    parts = parts_in_force(assignments)
    for assignment in assignments:
        open_to_all = open_words(assignment)
        before = None
        for audience in sorted(Audience, reverse=True):
            texts = [text_of(part) for part in parts[assignment.pk] if part.audience >= audience]
            words = stored([*open_to_all, *texts])
            if words != before:
                yield _assignment_entry(assignment, audience, words)
            before = words


def _assignment_entry(assignment: Assignment, audience: Audience, words: str) -> SearchEntry:
    return SearchEntry(
        kind=SearchKind.ASSIGNMENT,
        matter_id=assignment.pk,
        audience=audience,
        controller_id=assignment.controller_id,
        path=assignment.place.path,
        name=stored([assignment.title, assignment.subject]),
        words=words,
    )


def open_words(assignment: Assignment) -> list[str]:
    """What lists say of it to everybody who sees that it exists."""
    stage = str(Stage(assignment.stage).label) if assignment.stage else ""
    asked = assignment.ask_about if assignment.state != State.DRAFT else ""
    said = (assignment.title, assignment.subject, stage, asked)
    return [*said, assignment.place.name, assignment.holder.said_name]


def text_of(part: PartText) -> str:
    activities = [str(Activity(code).label) for code in part.activities if code in Activity.values]
    return " ".join([*activities, part.text] if part.part == Part.ACTIVITIES else [part.text])


def parts_in_force(assignments: Iterable[Assignment]) -> dict[UUID, list[PartText]]:
    order = list(Part.values)
    found: dict[UUID, list[PartText]] = defaultdict(list)
    for part in _parts_of([assignment.pk for assignment in assignments]):
        found[part.of].append(part)
    for parts in found.values():
        parts.sort(key=lambda part: order.index(part.part))
    return found


@prepared
def _parts_of(assignments: Sequence[UUID]) -> QuerySet[Any]:
    rows = PartText.objects.filter(
        version__assignment__in=assignments, version__state=VersionState.IN_FORCE
    )
    said = rows.only("part", "text", "activities", "audience")
    return said.annotate(of=F("version__assignment"))


_MAKERS: dict[SearchKind, Callable[[Collection[UUID]], Iterator[SearchEntry]]] = {
    SearchKind.ORGANISATION: _of_organisations,
    SearchKind.PERSON: _of_people,
    SearchKind.ASSIGNMENT: _of_assignments,
}


# What has changed


def changed_since(moment: datetime) -> dict[SearchKind, set[UUID]]:
    """What events since then were about, and what says its words as well: a school's name stands at its assignments."""
    rows = Event.objects.filter(at__gte=moment).values_list("matter_kind", "matter_id")
    touched: dict[str, set[UUID]] = defaultdict(set)
    for matter_kind, matter_id in rows.distinct().order_by():
        touched[matter_kind].add(matter_id)
    organisations = touched[Organisation._meta.label_lower]
    people = touched[Person._meta.label_lower]
    duties = Duty.objects.filter(pk__in=touched[Duty._meta.label_lower])
    people |= set(duties.values_list("person", flat=True))
    people |= _keys(Duty.objects.filter(organisation__in=organisations), "person")
    assignments = touched[Assignment._meta.label_lower]
    assignments |= _keys(Assignment.objects.filter(holder__in=people), "pk")
    assignments |= _keys(Assignment.objects.filter(place__in=organisations), "pk")
    return {
        SearchKind.ORGANISATION: organisations,
        SearchKind.PERSON: people,
        SearchKind.ASSIGNMENT: assignments,
    }


def _keys(rows: QuerySet[Any], field: str) -> set[UUID]:
    return set(rows.values_list(field, flat=True))


def all_keys(kind: SearchKind) -> Iterator[UUID]:
    rows = MODELS[kind]._default_manager.order_by("pk").values_list("pk", flat=True)
    return rows.iterator(chunk_size=2000)
