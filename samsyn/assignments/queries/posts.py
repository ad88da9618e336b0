"""What is read of career posts, and of what an organiser has settled for a school year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from samsyn.assignments import grants
from samsyn.assignments.models import Assignment, CareerPost, CareerRole, State, YearTerms
from samsyn.assignments.rules.posts import is_usual_term
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import Duty, Kind, Organisation, Person, current
from samsyn.organisations.queries.people import named

# Posts that end so soon are asked for by themselves: somebody has to see to what comes after.
SOON = timedelta(days=90)
HITS_MAX = 30


def terms_for(controller_id: UUID, year: int) -> YearTerms | None:
    return next(iter(_terms(controller_id, year)), None)


@prepared
def _terms(controller: UUID, year: int) -> models.QuerySet[Any, Any]:
    return YearTerms.objects.filter(controller=controller, year=year).order_by()


def places_for_posts(actor: Actor, can: Can = Can.POST_VIEW) -> models.QuerySet[Organisation]:
    """The organiser before its schools, where the actor reaches it."""
    kinds = [Kind.ORGANISER, Kind.SCHOOL_UNIT]
    rows = Organisation.objects.filter(within(actor, can, "path"), kind__in=kinds)
    return rows.order_by("kind", "name")


def places_for_holder(actor: Actor, holder: Person) -> models.QuerySet[Organisation]:
    """Where the actor may enter a post for the person: at the organisers where they have a duty."""
    paths = holder.duties.values_list("organisation__path", flat=True)
    below = Q(pk__in=[])
    for root in {path.split("/")[1] for path in paths}:
        below |= Q(path__startswith=f"/{root}/")
    return places_for_posts(actor, Can.POST_EDIT).filter(below)


def role_suggested(holder: Person, today: date) -> dict[str, Any]:
    """The career duty that the roster knows of, with its place and days; the first duty's place without one."""
    duties = list(holder.duties.select_related("organisation").order_by("-starts_on"))
    careers = [duty for duty in duties if duty.role in CareerRole.values]
    duty = next(iter(careers or duties), None)
    if duty is None:
        return {}
    place: dict[str, Any] = {"place": duty.organisation_id}
    if not careers:
        return place
    return {**place, "role": duty.role, "starts_on": duty.starts_on, "ends_on": duty.ends_on}


def posts_for(
    actor: Actor, today: date, *, name: str = "", school: str = "", role: str = "", state: str = ""
) -> models.QuerySet[CareerPost]:
    """By school and family name; nobody with protected identity, whoever asks."""
    posts = CareerPost.objects.visible_to(actor).filter(holder__protected_identity=False)
    posts = posts.filter(named(name, "holder__")) if name.strip() else posts
    posts = posts.filter(place__pk=school) if school else posts
    posts = posts.filter(role=role) if role else posts
    return posts.filter(in_state(state, today)).order_by(
        "place__name", "holder__family_name", "holder__given_name", "-starts_on", "id"
    )


@prepared
def posts_on(actor: Actor, today: date, first: int, last: int) -> models.QuerySet[Any, Any]:
    """Rows of the list that nothing is asked of."""
    return posts_for(actor, today)[first:last]


def in_state(state: str, today: date) -> Q:
    """What runs today, unless something else is asked for."""
    asked = {
        "ending": current(today) & Q(ends_on__lte=today + SOON),
        "coming": Q(starts_on__gt=today),
        "ended": Q(ends_on__lt=today),
        "all": Q(),
    }
    return asked.get(state, current(today))


def posts_of_year(actor: Actor, organiser: Organisation, year: int) -> models.QuerySet[CareerPost]:
    """All that run some day of the grant's year, by school and family name.

    Those with protected identity too: whoever shows them masks them, as `grant_list` does.
    """
    first, last = grants.rules_in(year).days_of(year)
    reached = CareerPost.objects.filter(within(actor, Can.TERMS_EDIT, "controller__path"))
    return (
        reached.filter(controller=organiser, starts_on__lte=last)
        .exclude(ends_on__lt=first)
        .select_related("place", "holder")
        .order_by("place__name", "holder__family_name", "holder__given_name", "starts_on", "id")
    )


def candidates_for(actor: Actor, today: date, text: str) -> list[Person]:
    """Whom a post can be entered for: by name, or by the whole address; without either, career teachers without post.

    Somebody with protected identity is found by the address alone, by those who may see them.
    """
    duties = Duty.objects.not_ended(today).filter(
        within(actor, Can.POST_EDIT, "organisation__path")
    )
    people = Person.objects.visible_to(actor)
    if "@" in text:
        people = people.filter(email__iexact=text.strip())
    elif text.strip():
        people = people.listed().filter(named(text))
    else:
        duties = duties.filter(role__in=CareerRole.values)
        posts = CareerPost.objects.exclude(ends_on__lt=today)
        people = people.listed().exclude(pk__in=posts.values("holder"))
    return list(people.filter(pk__in=duties.values("person"))[: HITS_MAX + 1])


def earlier_posts(actor: Actor, place_path: str, holder: Person) -> models.QuerySet[CareerPost]:
    """Those a post may go on from: the holder's own, and those of the organiser that the actor sees."""
    root = f"/{place_path.split('/')[1]}/"
    posts = CareerPost.objects.visible_to(actor).filter(place__path__startswith=root)
    seen = Q(holder__protected_identity=False) | Q(holder=holder)
    return posts.filter(seen).order_by("holder__family_name", "holder__given_name", "-starts_on")


@dataclass(frozen=True)
class PostPage:
    """What stands on a post's page."""

    post: CareerPost
    category: str
    is_usual: bool
    usual_months: tuple[int, int]
    rules: grants.RuleSet
    is_short_of_teaching: bool
    after: CareerPost | None
    goes_on: tuple[CareerPost, ...]
    assignments: tuple[Assignment, ...]
    is_ended: bool


def post_page(actor: Actor, post: CareerPost, today: date) -> PostPage:
    rules, usual = grants.newest(), grants.rules().usual_months
    category = grants.category_called(post.grant_category)
    seen = CareerPost.objects.visible_to(actor)
    assignments = Assignment.objects.visible_to(actor).filter(post=post)
    return PostPage(
        post=post,
        category=category.label if category else "",
        is_usual=is_usual_term(post.starts_on, post.ends_on, usual),
        usual_months=usual,
        rules=rules,
        is_short_of_teaching=post.teaching_percent < rules.teaching_percent_min,
        after=seen.filter(pk=post.after_id).first() if post.after_id else None,
        goes_on=tuple(seen.filter(after=post)),
        assignments=tuple(assignments.order_by("-year", "place__name")),
        is_ended=post.ends_on is not None and post.ends_on < today,
    )


def running_past(post: CareerPost, day: date) -> models.QuerySet[Assignment]:
    """The drafts and the assignments in force of the post that go on after the day."""
    rows = Assignment.objects.filter(post=post, ends_on__gt=day)
    rows = rows.filter(state__in=[State.DRAFT, State.IN_FORCE])
    return rows.select_related("place").order_by("starts_on", "place__name", "id")


@dataclass(frozen=True)
class Ending:
    """What ends when a post does: those in force the same day, drafts and those that had not begun for good."""

    day: date
    shortened: tuple[Assignment, ...]
    closed: tuple[Assignment, ...]

    def __bool__(self) -> bool:
        return bool(self.shortened or self.closed)


def ends_with(post: CareerPost, day: date) -> Ending:
    found = list(running_past(post, day))
    goes_on = {one.pk for one in found if one.state == State.IN_FORCE and one.starts_on <= day}
    return Ending(
        day=day,
        shortened=tuple(one for one in found if one.pk in goes_on),
        closed=tuple(one for one in found if one.pk not in goes_on),
    )


@dataclass(frozen=True)
class PostRow:
    post: CareerPost
    category: str
    is_short_of_teaching: bool
    state: str


def rows_of(posts: Iterable[CareerPost], today: date) -> list[PostRow]:
    least = grants.newest().teaching_percent_min
    labels = {one.code: one.label for rules in grants.rules().sets for one in rules.categories}
    return [
        PostRow(
            post,
            labels.get(post.grant_category, ""),
            post.teaching_percent < least,
            state_of(post, today),
        )
        for post in posts
    ]


def state_of(post: CareerPost, today: date) -> str:
    if post.starts_on > today:
        return "coming"
    if post.ends_on is None or post.ends_on > today + SOON:
        return "running"
    return "ending" if post.ends_on >= today else "ended"
