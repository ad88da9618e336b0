"""What somebody finds: first by words where they may look, then read as on its page, so that no hit tells what is closed."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from samsyn.assignments.models import Assignment, Audience, PartText, State
from samsyn.assignments.queries.reading import readable
from samsyn.assignments.rules.years import said_year
from samsyn.core.prepared import prepared
from samsyn.core.words import capitalised
from samsyn.home.models import SearchEntry, SearchKind
from samsyn.home.queries.indexing import open_words, parts_in_force, text_of
from samsyn.home.stems import beginnings, finds, hits, stored
from samsyn.organisations.access import GRID, Actor, Can, reach, roots_of
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.queries.people import current_duties

SHOWN = 20
# An assignment whose words were closed a moment ago still stands in the index; a few more are read to make up for it.
READ = 40
# So many matches are told apart by name; more come from a wide search, of which the first in order will do.
NARROW = 300
AROUND = 70
Row = TypeVar("Row", Person, Organisation, Assignment)
ORDERS = {
    SearchKind.ORGANISATION: ("name", "pk"),
    SearchKind.PERSON: ("family_name", "given_name", "pk"),
    SearchKind.ASSIGNMENT: ("-year", "title", "pk"),
}


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    about: str
    excerpt: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Group:
    kind: str
    title: str | Promise
    hits: tuple[Hit, ...]
    has_more: bool


def search(actor: Actor, words: Sequence[str]) -> list[Group]:
    """Groups that have something; where a name matches, it comes first."""
    found = [make(actor, words) for make in (_organisations, _people, _assignments)]
    return [group for group in found if group.hits]


def _organisations(actor: Actor, words: Sequence[str]) -> Group:
    kind, where = SearchKind.ORGANISATION, _where(actor, Can.ORGANISATION_VIEW)
    return _group(kind, _found(actor, kind, words, where), _organisation_hit)


def _organisation_hit(organisation: Organisation) -> Hit:
    kind = capitalised(str(organisation.get_kind_display()))
    about = [kind, organisation.parent.name] if organisation.parent else [kind]
    url = reverse("organisations:organisation", args=[organisation.pk])
    return Hit(organisation.name, url, ", ".join(about))


def _people(actor: Actor, words: Sequence[str]) -> Group:
    kind, where = SearchKind.PERSON, _where(actor, Can.PERSON_VIEW)
    return _group(kind, _found(actor, kind, words, where), _person_hit)


def _person_hit(person: Person) -> Hit:
    duties = current_duties(person, timezone.localdate())
    said = [f"{duty.get_role_display()}, {duty.organisation.name}" for duty in duties]
    url = reverse("organisations:person", args=[person.pk])
    return Hit(person.name, url, capitalised("; ".join(said)))


def _assignments(actor: Actor, words: Sequence[str]) -> Group:
    kind = SearchKind.ASSIGNMENT
    rows = _found(actor, kind, words, _open_to(actor))
    parts = parts_in_force(rows) if rows else {}
    made = (_assignment_hit(actor, one, parts.get(one.pk, []), words) for one in rows)
    open_ones = tuple(islice(filter(None, made), SHOWN + 1))
    is_more = len(open_ones) > SHOWN or len(rows) == READ
    return Group(kind, kind.label, open_ones[:SHOWN], is_more)


def _assignment_hit(
    actor: Actor, assignment: Assignment, parts: Iterable[PartText], words: Sequence[str]
) -> Hit | None:
    """None where the words stand only in what is closed to the reader."""
    texts = [text_of(part) for part in readable(actor, assignment, parts)]
    there = stored([*open_words(assignment), *texts])
    if not all(finds(word, there) for word in words):
        return None
    state = [] if assignment.state == State.IN_FORCE else [assignment.get_state_display()]
    about = [
        assignment.holder.said_name,
        assignment.place.name,
        said_year(assignment.year),
        *state,
    ]
    url = reverse("assignments:assignment", args=[assignment.pk])
    return Hit(assignment.title, url, ", ".join(map(str, about)), _excerpt(texts, words))


def _excerpt(texts: Iterable[str], words: Sequence[str]) -> tuple[Piece, ...]:
    """The first place of an open part that has one of the words, with what stands about it."""
    for text in texts:
        text = " ".join(unicodedata.normalize("NFKC", text).split())
        spans = hits(text, words)
        if spans:
            return _cut(text, spans)
    return ()


def _cut(text: str, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    first = max(0, spans[0][0] - AROUND)
    last = min(len(text), spans[0][1] + 2 * AROUND)
    # Between words, as far as that is near.
    start = text.rfind(" ", 0, first) + 1 if first else 0
    end = text.find(" ", last) if text.find(" ", last) > 0 else len(text)
    pieces, at = [Piece("… ", is_hit=False)] if start else [], start
    for begin, stop in spans:
        if stop <= end:
            pieces += [
                Piece(text[at:begin], is_hit=False),
                Piece(text[begin:stop], is_hit=True),
            ]
            at = stop
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), is_hit=False))
    return tuple(piece for piece in pieces if piece.text)


# Where the actor may look


def _where(actor: Actor, can: Can) -> Q:
    """At the organisers where the actor has the right somewhere: what it costs is theirs, not the country's."""
    return Q(controller__in=_roots(reach(actor, can)))


def _roots(paths: Iterable[str]) -> set[UUID]:
    return {UUID(hex=path.split("/")[1]) for path in paths}


def _open_to(actor: Actor) -> Q:
    """Entries of the audiences that the actor belongs to, and all of those of their own assignments."""
    own = Assignment.objects.filter(Assignment.objects.of_the_two(actor)).values_list("pk")
    paths = reach(actor, Can.ASSIGNMENT_VIEW)
    duties = {duty.path for duty in actor.duties if Can.ASSIGNMENT_VIEW in GRID[duty.role]}
    staff = [Q(path__startswith=path) for path in sorted(duties)]
    network = [Q(path__startswith=path) for path in sorted(paths)]
    open_there = [
        Q(audience__gte=Audience.STAFF) & _any(staff),
        Q(audience__gte=Audience.ORGANISER, controller__in=roots_of(actor, Can.ASSIGNMENT_VIEW)),
        Q(audience=Audience.NETWORK) & _any(network),
    ]
    return Q(matter_id__among=own) | (Q(controller__in=_roots(paths)) & _any(open_there))


def _any(conditions: Sequence[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


# What matches


def _found(actor: Actor, kind: SearchKind, words: Sequence[str], where: Q) -> list[Any]:
    """Those whose name matches first. Of a wide search, as for “lärare”, the first in order."""
    entries = SearchEntry.objects.filter(where, _has("words", words), kind=kind)
    near = list(entries.values_list("matter_id", "name")[:NARROW])
    if not near:
        return []
    named = {key for key, name in near if all(finds(word, name) for word in words)} or None
    if len(near) == NARROW:
        return list(_named_first(kind, actor, entries.values("matter_id"), named))
    keys = {key for key, _name in near}
    return _found_with(kind, actor, keys, named, timezone.localdate().toordinal())


@prepared
def _found_with(
    kind: SearchKind, actor: Actor, keys: Set[UUID], named: Set[UUID] | None, day: int
) -> QuerySet[Any, Any]:
    """By the day, since whom an actor sees is told by the duties of today."""
    return _named_first(kind, actor, keys, named)


def _named_first(
    kind: SearchKind, actor: Actor, keys: Any, named: Set[UUID] | None
) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = _seen(kind, actor).filter(pk__in=keys)
    order = ORDERS[kind]
    if named is None:
        # A constant to order by would be the number of a column to PostgreSQL.
        return rows.order_by(*order)[:READ]
    first = Case(When(pk__in=named, then=Value(0)), default=Value(1), output_field=IntegerField())
    named_first: QuerySet[Any, Any] = rows.alias(is_other=first).order_by("is_other", *order)
    return named_first[:READ]


def _seen(kind: SearchKind, actor: Actor) -> QuerySet[Any, Any]:
    if kind == SearchKind.ORGANISATION:
        return Organisation.objects.visible_to(actor).select_related("parent")
    if kind == SearchKind.PERSON:
        return Person.objects.visible_to(actor).listed()
    return Assignment.objects.visible_to(actor).filter(holder__protected_identity=False)


def _has(field: str, words: Sequence[str]) -> Q:
    return reduce(and_, (_has_word(field, word) for word in words))


def _has_word(field: str, word: str) -> Q:
    return _any([Q(**{f"{field}__contains": beginning}) for beginning in sorted(beginnings(word))])


def _group(kind: SearchKind, rows: Sequence[Row], hit: Callable[[Row], Hit]) -> Group:
    return Group(kind, kind.label, tuple(map(hit, rows[:SHOWN])), len(rows) > SHOWN)
