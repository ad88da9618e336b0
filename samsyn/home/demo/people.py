"""Who acts in the demo's history: people of the rosters with an account, as the actors they were on a day."""

from bisect import bisect
from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from samsyn.accounts.models import User
from samsyn.assignments.models import CareerRole
from samsyn.home.demo.clock import at
from samsyn.home.demo.years import Years
from samsyn.organisations.access import SYSTEM, Actor
from samsyn.organisations.actions.people import invite_person
from samsyn.organisations.models import Duty, Kind, Organisation, Person, current
from samsyn.organisations.queries import actor_for_user
from samsyn.organisations.roles import Role

LEADERS = [
    Role.PRINCIPAL,
    Role.HEAD_OF_SCHOOLS,
    Role.DEVELOPMENT_LEAD,
    Role.ADMINISTRATOR,
]


def _turns() -> dict[UUID, list[date]]:
    """By person, the days on which a duty of theirs begins or has ended."""
    found: dict[UUID, set[date]] = defaultdict(set)
    for duty in Duty.objects.all():
        found[duty.person_id] |= {duty.starts_on}
        if duty.ends_on:
            found[duty.person_id] |= {duty.ends_on + timedelta(days=1)}
    return {person_id: sorted(days) for person_id, days in found.items()}


class People:
    def __init__(self, years: Years) -> None:
        self.years = years
        self.joined = years.moment("08-12 09:00", ago=1)
        self._by_name = {person.email.partition("@")[0]: person for person in self._invited()}
        self._actors: dict[tuple[UUID, int], Actor] = {}
        self._turns = _turns()

    def _invited(self) -> list[Person]:
        """Everybody who leads a school or has a career post, since the autumn before last."""
        roles = [*LEADERS, *CareerRole.values]
        people = Person.objects.filter(duties__role__in=roles, controller__kind=Kind.ORGANISER)
        with at(self.joined):
            for person in people.distinct().filter(user=None):
                invite_person(actor=SYSTEM, person=person)
        return list(people.distinct().select_related("user"))

    def called(self, name: str) -> Person:
        """By the address before the @."""
        return self._by_name[name]

    def acting(self, person: Person, moment: datetime) -> Actor:
        """As the middleware would make it on that day; made once for the days between two turns of a duty."""
        key = person.pk, bisect(self._turns[person.pk], moment.date())
        if key not in self._actors:
            user = User.objects.get(person=person)
            self._actors[key] = actor_for_user(user, moment.date())
        return self._actors[key]

    def leading(self, place: Organisation, role: Role, moment: datetime) -> Person:
        duties = Duty.objects.filter(current(moment.date()), role=role, organisation=place)
        return duties.select_related("person").earliest("starts_on").person
