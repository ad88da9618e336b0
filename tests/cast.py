"""The fixed cast of the tests. All of them, and their schools, are made up.

Anna coordinates at the university, Bo is a career teacher at Björkskolan, Cecilia is principal at another organiser,
Rut is principal at Björkskolan and teaches at Alskolan, Adam administrates the organiser, Hedda is its head of schools.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from samsyn.accounts.models import User
from samsyn.assignments.models import (
    Assignment,
    Audience,
    CareerPost,
    Part,
    PartText,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.rules.years import year_of
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Cooperation, Duty, Kind, Organisation, Person
from samsyn.organisations.queries import actor_for_user
from samsyn.organisations.roles import Role

LONG_AGO = date(2020, 8, 1)


def make_organisation(**over: Any) -> Organisation:
    parent = over.get("parent")
    organisation = Organisation(**{"kind": Kind.ORGANISER, "name": "Älvsunda kommun", **over})
    organisation.path = (parent.path if parent else "/") + f"{organisation.pk.hex}/"
    organisation.save(force_insert=True)
    return organisation


def make_person(name: str, controller: Organisation, **over: Any) -> Person:
    given, _, family = name.partition(" ")
    address = (
        f"{given}.{family}@samsyn.example".lower()
        .replace("ö", "o")
        .replace("å", "a")
        .replace("ä", "a")
    )
    user = over.pop("user", None) or User.objects.create(email=address)
    fields = {"given_name": given, "family_name": family, "email": address, **over}
    return Person.objects.create(user=user, controller=controller, **fields)


def make_duty(person: Person, role: Role, organisation: Organisation, **over: Any) -> Duty:
    fields = {"starts_on": LONG_AGO, **over}
    return Duty.objects.create(person=person, role=role, organisation=organisation, **fields)


def actor(person: Person) -> Actor:
    """The actor as the middleware would make it, today."""
    assert person.user is not None
    return actor_for_user(person.user, timezone.localdate())


@dataclass(frozen=True)
class Cast:
    university: Organisation
    organiser: Organisation
    bjorkskolan: Organisation
    alskolan: Organisation
    other_organiser: Organisation
    other_school: Organisation
    anna: Person
    nils: Person
    bo: Person
    lena: Person
    rut: Person
    tora: Person
    adam: Person
    hedda: Person
    dag: Person
    cecilia: Person


def make_cast() -> Cast:
    university = make_organisation(kind=Kind.UNIVERSITY, name="Mittskogs universitet")
    organiser = make_organisation(municipality_code="9901")
    other = make_organisation(name="Granlunda kommun", municipality_code="9902")
    bjork, al, gran = (
        make_organisation(
            kind=Kind.SCHOOL_UNIT,
            parent=parent,
            name=name,
            school_unit_code=code,
            school_forms=["GR"],
        )
        for parent, name, code in (
            (organiser, "Björkskolan", "99010001"),
            (organiser, "Alskolan", "99010002"),
            (other, "Granskolan", "99020001"),
        )
    )
    Cooperation.objects.create(university=university, organiser=organiser, starts_on=LONG_AGO)
    people = {
        "anna": make_person("Anna Ask", university),
        "nils": make_person("Nils Näver", university),
        **{
            key: make_person(name, organiser)
            for key, name in (
                ("bo", "Bo Bok"),
                ("lena", "Lena Lind"),
                ("rut", "Rut Rönn"),
                ("tora", "Tora Tall"),
                ("adam", "Adam Al"),
                ("hedda", "Hedda Hassel"),
                ("dag", "Dag Druva"),
            )
        },
        "cecilia": make_person("Cecilia Ceder", other),
    }
    for key, role, organisation in (
        ("anna", Role.COORDINATOR, university),
        ("nils", Role.NETWORK_LEAD, university),
        ("bo", Role.FIRST_TEACHER, bjork),
        ("lena", Role.SENIOR_LECTURER, bjork),
        ("rut", Role.PRINCIPAL, bjork),
        ("rut", Role.TEACHER, al),
        ("tora", Role.TEACHER, bjork),
        ("adam", Role.ADMINISTRATOR, organiser),
        ("hedda", Role.HEAD_OF_SCHOOLS, organiser),
        ("dag", Role.DEVELOPMENT_LEAD, organiser),
        ("cecilia", Role.PRINCIPAL, gran),
    ):
        make_duty(people[key], role, organisation)
    return Cast(university, organiser, bjork, al, other, gran, **people)


def make_post(holder: Person, place: Organisation, **over: Any) -> CareerPost:
    fields = {"role": Role.FIRST_TEACHER, "starts_on": LONG_AGO, "teaching_percent": 80, **over}
    return CareerPost.objects.create(
        holder=holder,
        place=place,
        controller=Organisation.objects.get(pk=place.root_id),
        **fields,
    )


def make_assignment(post: CareerPost, counterpart: Person | None, **over: Any) -> Assignment:
    """A draft of this school year; `make_agreed` gives one in force."""
    year = year_of(timezone.localdate())
    fields = {
        "title": "Elever som resonerar i matematik",
        "subject": "Matematik",
        "place": post.place,
        "year": year,
        "starts_on": date(year, 8, 10),
        "ends_on": date(year + 1, 6, 15),
        **over,
    }
    assignment = Assignment.objects.create(
        post=post,
        holder=post.holder,
        controller=post.controller,
        counterpart=counterpart,
        begun_by=post.holder,
        **fields,
    )
    Version.objects.create(
        assignment=assignment, state=VersionState.SHARED, author=post.holder, revision=1
    )
    return assignment


def make_agreed(post: CareerPost, counterpart: Person, **over: Any) -> Assignment:
    """In force since it began, with a text in each part: "background: text" and so on, open to the organiser."""
    assignment = make_assignment(
        post,
        counterpart,
        **{
            "state": State.IN_FORCE,
            "hours": Decimal(3),
            "has_mandate": True,
            "has_evaluation": True,
            "activity_codes": "|supervises|leads-learning|",
            "widest_audience": Audience.ORGANISER,
            "agreed_at": timezone.now(),
            **over,
        },
    )
    version = assignment.versions.get()
    now = timezone.now()
    version.number, version.state, version.in_force_at = 1, VersionState.IN_FORCE, now
    version.holder_agreed_at = version.counterpart_agreed_at = now
    version.holder_agreed_by, version.counterpart_agreed_by = post.holder, counterpart
    version.save()
    PartText.objects.bulk_create(
        PartText(
            version=version,
            part=part,
            text=f"{part}: text",
            activities=["supervises", "leads-learning"] if part == Part.ACTIVITIES else [],
            hours=assignment.hours if part == Part.TIME else None,
            audience=Audience.ORGANISER,
            written_by=post.holder,
            written_at=now,
        )
        for part in Part
    )
    return assignment
