"""For which posts, and at which places, somebody can begin an assignment."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from samsyn.assignments.models import Assignment, CareerPost
from samsyn.assignments.queries.agreements import LEADERS, counterparts_for
from samsyn.assignments.rules.years import year_of
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Duty, Kind, Organisation, Person, current
from samsyn.organisations.roles import Role

MOST = 100


@dataclass(frozen=True)
class Beginning:
    """A post at a place, and the assignment that is there already this school year."""

    post: CareerPost
    place: Organisation
    actor: Actor
    existing: Assignment | None = None

    @property
    def code(self) -> str:
        return f"{self.post.pk.hex}-{self.place.pk.hex}"

    @property
    def counterparts(self) -> QuerySet[Person]:
        return counterparts_for(post=self.post, place=self.place)

    @property
    def counterpart_id(self) -> UUID | None:
        """The reader, or whom the reader is deputy for."""
        ids = {duty.deputy_for or self.actor.person_id for duty in self.actor.duties}
        return next((person.pk for person in self.counterparts if person.pk in ids), None)


def beginnings_for(actor: Actor) -> list[Beginning]:
    today = timezone.localdate()
    posts = CareerPost.objects.visible_to(actor).filter(current(today) | Q(starts_on__gt=today))
    own = posts.filter(holder=actor.person_id)
    led = posts.filter(place__path__in=_led(actor)).exclude(holder=actor.person_id)
    found = [*own, *led.order_by("holder__family_name", "holder__given_name")[:MOST]]
    places = _places_of(actor) if own else []
    pairs = [(post, post.place) for post in found]
    pairs += [(post, place) for post in own for place in places if place != post.place]
    there = _existing([post for post, _place in pairs])
    return [Beginning(p, place, actor, there.get((p.pk, place.pk))) for p, place in pairs]


def has_post(actor: Actor) -> bool:
    """A career post that runs or is to come."""
    today = timezone.localdate()
    running = CareerPost.objects.filter(current(today) | Q(starts_on__gt=today))
    return actor.person_id is not None and running.filter(holder=actor.person_id).exists()


def _led(actor: Actor) -> set[str]:
    """The paths of the places at which the actor is a counterpart: a principal's school, a leader's whole organiser."""
    led = {duty.path for duty in actor.duties if duty.role == Role.PRINCIPAL}
    return led | {d.path for d in actor.duties if d.role in LEADERS and d.path.count("/") == 2}


def _places_of(actor: Actor) -> list[Organisation]:
    """The schools at which the actor works today."""
    duties = Duty.objects.filter(current(timezone.localdate()), person=actor.person_id)
    schools = Organisation.objects.filter(kind=Kind.SCHOOL_UNIT)
    return list(schools.filter(pk__in=duties.values("organisation")))


def _existing(posts: list[CareerPost]) -> dict[tuple[UUID, UUID], Assignment]:
    rows = Assignment.objects.filter(post__in=posts, year=year_of(timezone.localdate()))
    return {(row.post_id, row.place_id): row for row in rows}


def earlier_for(actor: Actor, post: CareerPost) -> QuerySet[Assignment]:
    """Agreed texts of the same person, the newest first: what of them is copied is what the actor reads."""
    agreed = Assignment.objects.visible_to(actor).agreed()
    return agreed.filter(holder=post.holder_id, controller=post.controller_id)[:5]
