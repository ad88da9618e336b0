"""What is read of people: the list with its filter, and one person with duties, deputies and sign-in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from samsyn.core.prepared import prepared
from samsyn.core.queries import is_refusing_mail
from samsyn.organisations.access import Actor, Can, within
from samsyn.organisations.models import (
    AddressChange,
    Delegation,
    Duty,
    Invitation,
    Organisation,
    Person,
    current,
)


def people_for(
    actor: Actor, *, role: str = "", school: str = "", name: str = ""
) -> models.QuerySet[Person]:
    """People the actor sees, by family name; nobody with protected identity, whoever asks."""
    people = Person.objects.visible_to(actor).listed().select_related("user", "invitation")
    # To the last: of two with the same name, none stands on two pages of the list and the other on none.
    people = people.order_by("family_name", "given_name", "pk")
    if role or school:
        duties = Duty.objects.on(timezone.localdate())
        duties = duties.filter(role=role) if role else duties
        duties = duties.filter(organisation__pk=school) if school else duties
        people = people.filter(pk__in=duties.values("person"))
    return people.filter(named(name)) if name.strip() else people


def people_listed(actor: Actor, first: int, last: int) -> list[Person]:
    """Rows of the list that nothing is asked of."""
    return _people_listed(actor, timezone.localdate().toordinal(), first, last)


@prepared
def _people_listed(actor: Actor, day: int, first: int, last: int) -> models.QuerySet[Any, Any]:
    """By the day, since whom an actor sees is told by the duties of today."""
    return people_for(actor)[first:last]


def named(text: str, of: str = "") -> Q:
    """Every word in the given or the family name. SQLite folds only a to z, so each word is tried in its usual cases.

    `of` is the way to the person, as "holder__".
    """
    words = text.split()[:5]
    return reduce(and_, (reduce(or_, (_holds(case, of) for case in _cases(w))) for w in words))


def _cases(word: str) -> set[str]:
    return {word, word.lower(), word.upper(), word.capitalize()}


def _holds(word: str, of: str) -> Q:
    names = (f"{of}given_name__icontains", f"{of}family_name__icontains")
    return Q(**{names[0]: word}) | Q(**{names[1]: word})


@dataclass(frozen=True)
class PersonRow:
    person: Person
    duties: tuple[Duty, ...]
    sign_in: str


def rows_of(people: Iterable[Person]) -> list[PersonRow]:
    today = timezone.localdate()
    return [
        PersonRow(person, current_duties(person, today), sign_in_of(person)) for person in people
    ]


def current_duties(person: Person, today: date) -> tuple[Duty, ...]:
    """Of the duties already fetched with the person."""
    return tuple(
        duty
        for duty in person.duties.all()
        if duty.starts_on <= today and (duty.ends_on is None or duty.ends_on >= today)
    )


def sign_in_of(person: Person) -> str:
    """ "active" has signed in, "invited" has mail about it, "none" has neither."""
    if person.user and person.user.last_login:
        return "active"
    invitation = getattr(person, "invitation", None)
    if invitation and not invitation.withdrawn_at:
        return "invited"
    return "none"


@prepared
def schools_for(actor: Actor) -> models.QuerySet[Organisation]:
    return Organisation.objects.filter(within(actor, Can.PERSON_VIEW, "path"))


@dataclass(frozen=True)
class PersonPage:
    """What stands on a person's page."""

    person: Person
    duties: tuple[Duty, ...]
    earlier: tuple[Duty, ...]
    deputies: tuple[Delegation, ...]
    acts_for: tuple[Delegation, ...]
    invitation: Invitation | None
    sign_in: str
    is_refusing_mail: bool
    address_change: AddressChange | None
    unvouched: AddressChange | None


def person_page(person: Person) -> PersonPage:
    today = timezone.localdate()
    duties = tuple(person.duties.all())
    delegations = Delegation.objects.filter(ends_on__gte=today).select_related(
        "duty__organisation", "duty__person", "deputy"
    )
    changes = AddressChange.objects.filter(person=person)
    return PersonPage(
        person=person,
        duties=tuple(d for d in duties if d.ends_on is None or d.ends_on >= today),
        earlier=tuple(d for d in duties if d.ends_on and d.ends_on < today),
        deputies=tuple(delegations.filter(duty__person=person)),
        acts_for=tuple(delegations.filter(deputy=person)),
        invitation=Invitation.objects.filter(person=person, withdrawn_at=None).first(),
        sign_in=sign_in_of(person),
        is_refusing_mail=bool(person.email) and is_refusing_mail(person.email),
        address_change=changes.waiting().first(),
        unvouched=changes.shutting_rooms().first(),
    )


def colleagues_of(duty: Duty) -> models.QuerySet[Person]:
    """Those with a duty at the same school today, but the principal: whom the duty can be delegated to."""
    there = Duty.objects.filter(current(timezone.localdate()), organisation=duty.organisation)
    people = Person.objects.listed().filter(pk__in=there.values("person"))
    return people.exclude(pk=duty.person_id)
