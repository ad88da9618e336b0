"""What is read of organisations and people."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samsyn.accounts.models import User
from samsyn.core.prepared import prepared
from samsyn.organisations.access import NOBODY, Actor, ActorCooperation, ActorDuty, ActorMembership
from samsyn.organisations.models import (
    Cooperation,
    Delegation,
    Duty,
    Membership,
    Person,
    current,
    scopes_named,
)
from samsyn.organisations.roles import Role


def actor_for_user(user: User, today: date) -> Actor:
    """The person behind an account with what holds today: own duties, delegated ones, memberships, cooperations."""
    for person_id, given_name, family_name in _person(user.pk):
        duties = (*_own_duties(person_id, today), *_delegated_duties(person_id, today))
        return Actor(
            person_id=person_id,
            name=f"{given_name} {family_name}",
            duties=duties,
            memberships=tuple(ActorMembership(*row) for row in _memberships(person_id, today)),
            cooperations=_cooperations(duties, today),
        )
    return NOBODY


@prepared
def _person(user: UUID) -> QuerySet[Any, Any]:
    return Person.objects.filter(user=user).values_list("pk", "given_name", "family_name")


def _own_duties(person_id: UUID, today: date) -> Iterator[ActorDuty]:
    for role, path, name in _duty_rows(person_id, today):
        yield ActorDuty(Role(role), path, name)


@prepared
def _duty_rows(person: UUID, today: date) -> QuerySet[Any, Any]:
    rows = Duty.objects.on(today).filter(person=person)
    return rows.values_list("role", "organisation__path", "organisation__name")


def _delegated_duties(person_id: UUID, today: date) -> Iterator[ActorDuty]:
    for role, path, name, principal in _delegated_rows(person_id, today):
        yield ActorDuty(Role(role), path, name, deputy_for=principal)


@prepared
def _delegated_rows(deputy: UUID, today: date) -> QuerySet[Any, Any]:
    """A delegation holds only as long as the principal's own duty does."""
    rows = Delegation.objects.filter(current(today), deputy=deputy)
    rows = rows.filter(duty__in=Duty.objects.on(today))
    duty = ("role", "organisation__path", "organisation__name", "person_id")
    return rows.values_list(*(f"duty__{name}" for name in duty))


@prepared
def _memberships(person: UUID, today: date) -> QuerySet[Any, Any]:
    rows = Membership.objects.filter(current(today), person=person)
    return rows.values_list("part", "matter_kind", "matter_id")


def _cooperations(duties: Iterable[ActorDuty], today: date) -> tuple[ActorCooperation, ...]:
    roots = {UUID(hex=duty.path.split("/")[1]) for duty in duties}
    found = dict.fromkeys(row for root in sorted(roots) for row in _cooperation_rows(root, today))
    return tuple(
        ActorCooperation(university, organiser, scopes_named(networks=networks, surveys=surveys))
        for university, organiser, networks, surveys in found
    )


@prepared
def _cooperation_rows(root: UUID, today: date) -> QuerySet[Any, Any]:
    rows = Cooperation.objects.filter(current(today)).filter(Q(university=root) | Q(organiser=root))
    return rows.values_list("university__path", "organiser__path", "networks", "surveys")
