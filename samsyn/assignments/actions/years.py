"""A school year is begun for the career teachers of a place at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from samsyn.assignments.actions.agreements import begin_assignment
from samsyn.assignments.models import Assignment, CareerPost, Template
from samsyn.assignments.queries.years import counterpart_of
from samsyn.assignments.rules.terms import cannot_begin, check_school_year, title_of_year
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Organisation


@dataclass(frozen=True)
class Start:
    """What a post's assignment is called, and from what its text begins."""

    title: str = ""
    template: Template | None = None
    last_year: Assignment | None = None


@transaction.atomic
def begin_year(
    *,
    actor: Actor,
    place: Organisation,
    year: int,
    posts: Iterable[CareerPost],
    starts: Mapping[UUID, Start] | None = None,
) -> list[Assignment]:
    """Drafts for the posts; `starts` by the post's key. What is begun already is let be, so that twice is as once."""
    check_school_year(year)
    wanted = [post.pk for post in posts]
    # In one order, so that two who press at once wait for each other and neither for both.
    rows = CareerPost.objects.select_for_update(of=("self",)).order_by("pk")
    locked = list(rows.select_related("place", "controller", "holder").filter(pk__in=wanted))
    begun = set(
        Assignment.objects.filter(post__in=wanted, place=place, year=year).values_list(
            "post_id", flat=True
        )
    )
    return [
        _begin(actor, post, place, year, (starts or {}).get(post.pk, Start()))
        for post in locked
        if post.pk not in begun
    ]


def _begin(
    actor: Actor, post: CareerPost, place: Organisation, year: int, start: Start
) -> Assignment:
    counterpart = counterpart_of(actor, place, post)
    if counterpart is None:
        raise RuleBroken(cannot_begin(place.name))
    last = start.last_year
    return begin_assignment(
        actor=actor,
        post=post,
        place=place,
        year=year,
        counterpart=counterpart,
        title=start.title or (last.title if last else title_of_year(year)),
        template=start.template,
        last_year=last,
    )
