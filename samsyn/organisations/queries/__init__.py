"""What is read of organisations and people."""

from datetime import date

from django.db.models import Q

from samsyn.accounts.models import User
from samsyn.organisations.access import NOBODY, Actor, ActorCooperation, ActorDuty, ActorMembership
from samsyn.organisations.models import Cooperation, Delegation, Duty, Membership, Person, current
from samsyn.organisations.roles import Role


def actor_for_user(user: User, today: date) -> Actor:
    """The person behind an account with what holds today: own duties, delegated ones, memberships, cooperations."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return NOBODY
    duties = (*_own_duties(person, today), *_delegated_duties(person, today))
    return Actor(
        person_id=person.pk,
        name=person.name,
        duties=duties,
        memberships=_memberships(person, today),
        cooperations=_cooperations(duties, today),
    )


def _own_duties(person: Person, today: date) -> list[ActorDuty]:
    rows = Duty.objects.on(today).filter(person=person).select_related("organisation")
    return [ActorDuty(Role(d.role), d.organisation.path, d.organisation.name) for d in rows]


def _delegated_duties(person: Person, today: date) -> list[ActorDuty]:
    """A delegation holds only as long as the principal's own duty does."""
    rows = (
        Delegation.objects.filter(current(today), deputy=person)
        .filter(duty__in=Duty.objects.on(today))
        .select_related("duty__organisation")
    )
    return [
        ActorDuty(
            Role(d.duty.role),
            d.duty.organisation.path,
            d.duty.organisation.name,
            deputy_for=d.duty.person_id,
        )
        for d in rows
    ]


def _memberships(person: Person, today: date) -> tuple[ActorMembership, ...]:
    rows = Membership.objects.filter(current(today), person=person)
    return tuple(ActorMembership(m.part, m.matter_kind, m.matter_id) for m in rows)


def _cooperations(duties: tuple[ActorDuty, ...], today: date) -> tuple[ActorCooperation, ...]:
    roots = {f"/{duty.path.split('/')[1]}/" for duty in duties}
    rows = (
        Cooperation.objects.filter(current(today))
        .filter(Q(university__path__in=roots) | Q(organiser__path__in=roots))
        .select_related("university", "organiser")
    )
    return tuple(ActorCooperation(c.university.path, c.organiser.path, c.scopes) for c in rows)
