"""Organisers with schools and people, and the universities that reach them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from samsyn.accounts.models import User
from samsyn.assignments.models import Template, YearTerms
from samsyn.home.demo.national import names
from samsyn.home.demo.national.dealing import Dealer
from samsyn.home.demo.national.sizes import Organiser, School
from samsyn.organisations.models import (
    Cooperation,
    Duty,
    Event,
    Kind,
    Organisation,
    Person,
    SchoolForm,
)
from samsyn.organisations.roles import Role

SINCE = date(2018, 8, 1)


@dataclass(frozen=True)
class Place:
    """Where posts are: a school with its principal, or the whole organiser with its head of schools."""

    organisation: Organisation
    counterpart: Person
    holders: list[tuple[Person, Role]] = field(default_factory=list)


@dataclass
class People:
    """Makes them, and gives an account to the first of each role where somebody is to sign in."""

    deal: Dealer
    root: Organisation
    account: str
    roles: set[Role] = field(default_factory=set)

    def make(self, role: Role, organisation: Organisation) -> Person:
        given, family = names.person_name(self.deal.rng)
        person = self.deal.add(Person(controller=self.root, given_name=given, family_name=family))
        number = str(person.pk.int % 2**32)
        person.external_id, person.email = f"P{number}", f"p{number}@nation.example"
        if self.account and role not in self.roles:
            self._give_account(person, role)
        else:
            person.protected_identity = self.deal.one_in(500)
        self.roles.add(role)
        self._employ(person, role, organisation)
        return person

    def _give_account(self, person: Person, role: Role) -> None:
        person.email = f"{role.value.replace('_', '-')}@{self.account}.example"
        user = User(email=person.email)
        user.set_unusable_password()
        person.user = self.deal.add(user)

    def _employ(self, person: Person, role: Role, organisation: Organisation) -> None:
        starts_on = SINCE + timedelta(days=self.deal.rng.randrange(365))
        self.deal.add(
            Duty(person=person, role=role, organisation=organisation, starts_on=starts_on)
        )
        self.deal.add(
            Event(
                kind="person.made",
                controller=self.root,
                matter_kind="organisations.person",
                matter_id=person.pk,
                facts={"source": "roster"},
            )
        )


def add_root(deal: Dealer, kind: Kind, name: str, **fields: str) -> Organisation:
    root = deal.add(Organisation(kind=kind, name=name, **fields))
    root.path = f"/{root.pk.hex}/"
    return root


def add_university(deal: Dealer, number: int, account: str = "") -> Organisation:
    root = add_root(deal, Kind.UNIVERSITY, names.university_name(number))
    people = People(deal, root, account)
    people.make(Role.COORDINATOR, root)
    people.make(Role.NETWORK_LEAD, root)
    return root


def add_organiser(deal: Dealer, size: Organiser, university: Organisation) -> list[Place]:
    """The places where it has posts, itself first."""
    root = add_root(
        deal,
        Kind.ORGANISER,
        names.municipality_name(size.number),
        municipality_code=f"9{size.number:03d}",
    )
    deal.add(Cooperation(university=university, organiser=root, starts_on=SINCE))
    add_terms(deal, root)
    people = People(deal, root, size.account)
    head = people.make(Role.HEAD_OF_SCHOOLS, root)
    people.make(Role.DEVELOPMENT_LEAD, root)
    people.make(Role.ADMINISTRATOR, root)
    whole = Place(root, head)
    return [whole, *(_add_school(people, n, s, whole) for n, s in enumerate(size.schools))]


def add_terms(deal: Dealer, root: Organisation) -> None:
    for year in (deal.year - 1, deal.year):
        deal.add(
            YearTerms(
                controller=root,
                year=year,
                starts_on=date(year, 8, 15),
                ends_on=date(year + 1, 6, 12),
                teaching_weeks=36,
                full_time_hours=18,
            )
        )
    deal.add(
        Template(
            controller=root,
            name="Leda kollegors lärande",
            parts={"method": "Vi prövar, ser efter och talar om vad vi såg."},
        )
    )


def _add_school(people: People, number: int, size: School, whole: Place) -> Place:
    root, deal = people.root, people.deal
    is_upper = deal.one_in(8)
    school = Organisation(
        kind=Kind.SCHOOL_UNIT,
        parent=root,
        name=names.school_name(number),
        school_forms=[SchoolForm.UPPER_SECONDARY if is_upper else SchoolForm.COMPULSORY],
    )
    deal.add(school)
    school.path = f"{root.path}{school.pk.hex}/"
    school.school_unit_code = f"{school.pk.int % 2**32 + 90_000_000:08d}"
    place = Place(school, people.make(Role.PRINCIPAL, school))
    for _ in range(size.posts):
        # One in fifty posts is for the whole organiser. An organiser's second is a senior lecturer's.
        where = whole if deal.one_in(50) else place
        is_second = Role.FIRST_TEACHER in people.roles and Role.SENIOR_LECTURER not in people.roles
        role = Role.SENIOR_LECTURER if is_second or deal.one_in(20) else Role.FIRST_TEACHER
        where.holders.append((people.make(role, where.organisation), role))
    for _ in range(size.persons - size.posts - 1):
        people.make(Role.TEACHER, school)
    return place
