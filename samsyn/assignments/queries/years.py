"""What a school year is begun from: the posts of a place, what each had last, and what is begun already."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Q

from samsyn.assignments.models import Assignment, CareerPost, Template
from samsyn.assignments.queries.agreements import counterparts_for, year_dates
from samsyn.organisations.access import GRID, Actor, Can, may
from samsyn.organisations.models import Organisation, Person


def not_begun_count(actor: Actor, place: Organisation, year: int) -> int:
    begun = Assignment.objects.filter(place=place, year=year)
    return posts_running(actor, place, year).exclude(pk__in=begun.values("post")).count()


@dataclass(frozen=True)
class YearPost:
    """A post, its assignment of the year when there is one, and the last one before it."""

    post: CareerPost
    begun: Assignment | None
    last: Assignment | None


def places_to_begin(actor: Actor) -> models.QuerySet[Organisation]:
    """Where the actor has a duty, own or delegated, that makes a counterpart: its very place, not all below it."""
    paths = {duty.path for duty in actor.duties if Can.ASSIGNMENT_EDIT in GRID[duty.role]}
    overview = {duty.path for duty in actor.duties if Can.ASSIGNMENT_OVERVIEW in GRID[duty.role]}
    return Organisation.objects.filter(path__in=paths & overview).order_by("-parent", "name")


def posts_running(actor: Actor, place: Organisation, year: int) -> models.QuerySet[CareerPost]:
    """Those of the place that run some day of the organiser's school year."""
    first, last = year_dates(place.root_id, year)
    posts = CareerPost.objects.visible_to(actor).filter(place=place, starts_on__lte=last)
    return posts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first)).order_by(
        "holder__family_name", "holder__given_name", "id"
    )


def posts_of_place_and_year(actor: Actor, place: Organisation, year: int) -> list[YearPost]:
    posts = list(posts_running(actor, place, year))
    begun = {
        one.post_id: one
        for one in Assignment.objects.filter(place=place, year=year, post__in=posts)
    }
    last = _last_by_holder(actor, place, year, {post.holder_id for post in posts})
    return [YearPost(post, begun.get(post.pk), last.get(post.holder_id)) for post in posts]


def _last_by_holder(
    actor: Actor, place: Organisation, year: int, holders: set[UUID]
) -> dict[UUID, Assignment]:
    """The newest that was agreed there before the year, whichever post it was for."""
    agreed = Assignment.objects.visible_to(actor).agreed()
    rows = agreed.filter(holder__in=holders, place=place, year__lt=year).order_by("year", "id")
    return {row.holder_id: row for row in rows}


def templates_to_begin_from(actor: Actor, place: Organisation) -> models.QuerySet[Template]:
    found = Template.objects.visible_to(actor)
    return found.filter(controller=place.root_id, is_archived=False)


def counterpart_of(actor: Actor, place: Organisation, post: CareerPost) -> Person | None:
    """In whose name the actor begins: their own, or the principal's whose deputy they are."""
    deputised = {
        duty.deputy_for
        for duty in actor.duties
        if duty.deputy_for and place.path.startswith(duty.path)
    }
    fit = {person.pk: person for person in counterparts_for(post=post, place=place)}
    own = fit.get(actor.person_id) if actor.person_id else None
    return own or next((fit[pk] for pk in deputised if pk in fit), None)


def may_begin(actor: Actor, place: Organisation) -> bool:
    return may(actor, Can.ASSIGNMENT_OVERVIEW, place) and any(
        found.pk == place.pk for found in places_to_begin(actor)
    )
