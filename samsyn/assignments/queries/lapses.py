"""What is about to go wrong with assignments, whom it concerns, and what to do: for start pages and for mail.

A lapse is not stored: it is there as long as what it tells of, and gone when that is mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.assignments.models import Assignment, DialogueState, State
from samsyn.assignments.models.agreements import AssignmentQuerySet
from samsyn.assignments.queries.lapse_facts import COUNTERPARTS, IN_CHARGE, Facts
from samsyn.assignments.queries.waiting import Mine, mine_of, open_two
from samsyn.assignments.rules.lapses import (
    LapseKind,
    has_post_to_warn_of,
    lapse_of_time,
    missed_on,
    should_be_agreed_by,
    should_have_been_held_by,
)
from samsyn.assignments.rules.time import said_minutes, time_used
from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Duty, Person

OF_DIALOGUES = frozenset({LapseKind.DIALOGUE_MISSED, LapseKind.NO_DIALOGUE})


@dataclass(frozen=True)
class Lapse:
    """`concerns` are the people who can do something about it, `key` what makes it the same lapse tomorrow."""

    kind: LapseKind
    assignment: Assignment
    title: str
    text: str
    url: str
    act: str
    on: date
    concerns: frozenset[UUID]
    key: str


def lapses_for(actor: Actor, today: date, mine: Mine | None = None) -> list[Lapse]:
    """Those that the actor can do something about: as one of the two, as a new principal, or in charge of a school."""
    if actor.person_id is None:
        return []
    two = mine.two if mine else open_two(actor)
    own = [one for one in two if one.ends_on >= today]
    found = {one.pk: one for one in [*own, *_left_alone(actor, today)]}
    return [lapse for lapse in lapses_of(list(found.values()), today) if concerns(actor, lapse)]


@prepared
def _left_alone(actor: Actor, today: date) -> QuerySet[Assignment]:
    """Where the actor leads or keeps the roster, those whose counterpart has no duty there; elsewhere none."""
    led = within(actor, Can.ASSIGNMENT_OVERVIEW, "place__path")
    kept = within(actor, Can.ROSTER_EDIT, "place__path")
    rows = unfinished(Assignment.objects.visible_to(actor), today)
    return rows.filter(led | kept, ~Exists(_counterparts_duty(today)))


def concerns(actor: Actor, lapse: Lapse) -> bool:
    """A deputy hears what the principal hears, but for the dialogues, which are between two persons."""
    acts_for = {duty.deputy_for for duty in actor.duties if duty.deputy_for}
    persons = {actor.person_id} if lapse.kind in OF_DIALOGUES else {actor.person_id, *acts_for}
    return not persons.isdisjoint(lapse.concerns)


def unfinished(assignments: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
    """Of a queryset of assignments those that can still be mended."""
    open_ones = Q(state__in=[State.DRAFT, State.IN_FORCE], ends_on__gte=today)
    return assignments.filter(open_ones).select_related(
        "post", "place", "controller", "holder", "counterpart"
    )


def _counterparts_duty(today: date) -> Any:
    """The duties today by which an assignment's counterpart is still its counterpart."""
    duties = Duty.objects.on(today).filter(
        person=OuterRef("counterpart"), role__in=sorted(COUNTERPARTS)
    )
    place = ExpressionWrapper(OuterRef("place__path"), output_field=CharField())
    return duties.alias(place=place).filter(place__startswith=F("organisation__path"))


def lapses_of(assignments: Sequence[Assignment], today: date) -> list[Lapse]:
    """Of assignments as `unfinished` reads them. A school without principal is one lapse, however many it stops."""
    if not assignments:
        return []
    facts = Facts(assignments, today)
    # Those with protected identity first: what is said of a school is then said through another, if there is one.
    in_order = sorted(assignments, key=lambda one: not one.holder.protected_identity)
    found = (lapse for one in in_order for find in FINDERS for lapse in find(one, facts))
    return list({lapse.key: lapse for lapse in found}.values())


def the_two(assignment: Assignment) -> frozenset[UUID]:
    return frozenset({assignment.holder_id, assignment.counterpart_id} - {None})  # type: ignore[arg-type]


def _lapse(kind: LapseKind, assignment: Assignment, basis: object, **over: Any) -> Lapse:
    fields = {
        "url": reverse("assignments:assignment", args=[assignment.pk]),
        "act": _("Open the assignment"),
        "concerns": the_two(assignment),
        "key": f"{kind}:{assignment.pk}:{basis}",
        **over,
    }
    return Lapse(kind, assignment, **fields)


def _counterpart_left(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    place = assignment.place
    if facts.has_duty(assignment.counterpart_id, COUNTERPARTS, place.path):
        return
    if now := facts.leaders_at(place.pk, COUNTERPARTS):
        yield _new_principal(assignment, facts, now)
    else:
        yield from _no_principal(assignment, facts)


def _new_principal(assignment: Assignment, facts: Facts, now: list[Person]) -> Lapse:
    before = assignment.counterpart
    words = {
        "title": assignment.title,
        "before": before.said_name if before else _("somebody"),
        "now": " / ".join(person.said_name for person in now),
        "place": assignment.place.name,
    }
    return _lapse(
        LapseKind.NEW_PRINCIPAL,
        assignment,
        assignment.counterpart_id,
        title=_has_new(assignment) % words,
        text=_(
            "The assignment “%(title)s” is between the career teacher and %(before)s, who is no longer there. Go "
            "through it together; then %(now)s takes it over."
        )
        % words,
        on=facts.today,
        concerns=frozenset({assignment.holder_id, *(person.pk for person in now)}),
    )


def _has_new(assignment: Assignment) -> str:
    if assignment.place.parent_id:
        return _("%(place)s has a new principal: %(now)s")
    return _("%(now)s leads the schools of %(place)s now")


def _no_principal(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    """For the career teacher it is about the assignment; for those in charge about the school, once for all of them."""
    place = assignment.place
    title = (
        _("Nobody is principal at %(place)s today")
        if place.parent_id
        else _("Nobody leads the schools of %(place)s today")
    )
    said: dict[str, Any] = {
        "title": title % {"place": place.name},
        "text": _(
            "Until somebody does, nobody there can agree on assignments or hold dialogues. The administrator enters "
            "the new duty."
        ),
        "on": facts.today,
    }
    kind, before = LapseKind.NO_PRINCIPAL, assignment.counterpart_id
    yield _lapse(kind, assignment, before, **said, concerns=frozenset({assignment.holder_id}))
    in_charge = facts.leaders_at(assignment.controller_id, IN_CHARGE)
    yield _lapse(
        kind,
        assignment,
        before,
        **said,
        url=reverse("organisations:organisation", args=[place.pk]),
        act=_("See who works there"),
        concerns=frozenset(person.pk for person in in_charge),
        key=f"{kind}:{place.pk}:{before}",
    )


def _holder_left(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    if facts.works_near(assignment.holder_id, assignment.place.path):
        return
    words = {
        "name": assignment.holder.said_name,
        "place": assignment.place.name,
        "title": assignment.title,
    }
    yield _lapse(
        LapseKind.NO_DUTY,
        assignment,
        facts.today.year,
        title=_("%(name)s has no duty at %(place)s today") % words,
        text=_(
            "The assignment “%(title)s” goes on meanwhile. Ask the administrator to enter the duty, or end the assignment."
        )
        % words,
        on=facts.today,
    )


def _post_ends(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    post = assignment.post
    if post.ends_on is None or not has_post_to_warn_of(
        post.ends_on, facts.today, goes_on=facts.goes_on(post)
    ):
        return
    day = date_format(post.ends_on, "j F Y")
    yield _lapse(
        LapseKind.POST_ENDS,
        assignment,
        post.ends_on,
        title=_("The career post ends on %(day)s") % {"day": day}
        if post.ends_on >= facts.today
        else _("The career post ended on %(day)s") % {"day": day},
        text=_(
            "Decide whether it goes on. If it does not, write together how “%(title)s” turned out before it is forgotten."
        )
        % {"title": assignment.title},
        on=post.ends_on,
    )


def _not_agreed(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    due = should_be_agreed_by(assignment.starts_on)
    if assignment.state != State.DRAFT or facts.today < due:
        return
    yield _lapse(
        LapseKind.NOT_AGREED,
        assignment,
        due,
        title=_("“%(title)s” is not agreed") % {"title": assignment.title},
        text=_(
            "It began four weeks ago or more, and colleagues cannot see it yet. Go through what is left together and say yes."
        ),
        act=_("Go through it"),
        on=due,
    )


def _dialogue(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    dialogues = facts.dialogues.get(assignment.pk, [])
    is_under_way = any(dialogue.state != DialogueState.PLANNED for dialogue in dialogues)
    if assignment.state != State.IN_FORCE or is_under_way:
        return
    planned = {timezone.localdate(dialogue.starts_at): dialogue.pk for dialogue in dialogues}
    if day := missed_on(planned, facts.today):
        yield _missed(assignment, day, planned[day])
    elif due := should_have_been_held_by(
        planned, _last_talked(assignment), assignment.dialogue_weeks, facts.today
    ):
        yield _none_planned(assignment, due)


def _missed(assignment: Assignment, day: date, dialogue_id: UUID) -> Lapse:
    return _lapse(
        LapseKind.DIALOGUE_MISSED,
        assignment,
        f"{dialogue_id}:{day}",
        title=_("The dialogue on %(day)s was not held") % {"day": date_format(day, "j F")},
        text=_("Move it to a day that suits you both, or cancel it."),
        url=reverse("assignments:dialogue", args=[dialogue_id]),
        act=_("Choose a new time"),
        on=day,
    )


def _none_planned(assignment: Assignment, due: date) -> Lapse:
    return _lapse(
        LapseKind.NO_DIALOGUE,
        assignment,
        due,
        title=_("No dialogue is planned in “%(title)s”") % {"title": assignment.title},
        text=_("You have agreed on one every %(weeks)s weeks. The last day for it was %(day)s.")
        % {"weeks": assignment.dialogue_weeks, "day": date_format(due, "j F")},
        act=_("Plan a dialogue"),
        on=due,
    )


def _last_talked(assignment: Assignment) -> date:
    """The day the interval counts from: the last dialogue; before the first, the start, or the yes where it came later."""
    if assignment.last_dialogue_at:
        return timezone.localdate(assignment.last_dialogue_at)
    agreed = timezone.localdate(assignment.agreed_at) if assignment.agreed_at else None
    return max(assignment.starts_on, agreed or assignment.starts_on)


def _time(assignment: Assignment, facts: Facts) -> Iterator[Lapse]:
    used = time_used(
        logged=assignment.logged_minutes,
        hours=assignment.hours,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
        terms=facts.terms.get((assignment.controller_id, assignment.year)),
        today=facts.today,
    )
    kind = lapse_of_time(used) if assignment.state == State.IN_FORCE else None
    if kind is None:
        return
    words = {
        "logged": said_minutes(used.logged),
        "allowed": said_minutes(used.allowed),
        "title": assignment.title,
    }
    # Once in the autumn and once in the spring: a sum that stays as it is has been told of.
    is_spring = facts.today.year > assignment.year
    title, text = TIME_WORDS[kind]()
    yield _lapse(
        kind,
        assignment,
        "spring" if is_spring else "autumn",
        title=title % words,
        text=text % words,
        act=_("See the time"),
        on=facts.today,
    )


TIME_WORDS: dict[LapseKind, Callable[[], tuple[str, str]]] = {
    LapseKind.TIME_SPENT: lambda: (
        _("The time for “%(title)s” is spent"),
        _(
            "%(logged)s is logged, and %(allowed)s was given until today. Agree on more time, or on what is to wait."
        ),
    ),
    LapseKind.TIME_UNUSED: lambda: (
        _("The time for “%(title)s” is not used"),
        _(
            "%(logged)s is logged, and %(allowed)s was given until today. Log what has been done, or talk about what "
            "takes the time."
        ),
    ),
}
FINDERS: tuple[Callable[[Assignment, Facts], Iterator[Lapse]], ...] = (
    _counterpart_left,
    _holder_left,
    _post_ends,
    _not_agreed,
    _dialogue,
    _time,
)


def lapses_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    """What start pages show of it; a deputy's and a principal's as well as the career teacher's."""
    for lapse in lapses_for(actor, timezone.localdate(), mine_of(actor, thing)):
        yield item_of(lapse)


def item_of(lapse: Lapse) -> Item:
    return Item(title=lapse.title, text=lapse.text, url=lapse.url, act=lapse.act, on=lapse.on)
