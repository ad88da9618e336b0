"""The pages that are measured: what each is called, who looks, and where it is for that person."""

from collections.abc import Callable

import product  # noqa: F401 - sets up Django
from django.urls import reverse

from samsyn.assignments.models import Assignment, State
from samsyn.home.demo.queries import GUIDES
from samsyn.organisations.models import Kind, Organisation, Person
from samsyn.organisations.roles import Role

TEACHER, HOLDER, PRINCIPAL = Role.TEACHER, Role.FIRST_TEACHER, Role.PRINCIPAL
HEAD, LEAD, KEEPER = Role.HEAD_OF_SCHOOLS, Role.DEVELOPMENT_LEAD, Role.ADMINISTRATOR
UNIVERSITY = Role.COORDINATOR


def person_of(role: Role) -> Person:
    """The demo's guide for the role, or the nation's account."""
    guides = [guide.address for guide in GUIDES if guide.role == role]
    host = "larosate" if role in {Role.COORDINATOR, Role.NETWORK_LEAD} else "mellan"
    nation = f"{role.value.replace('_', '-')}@{host}.example"
    return Person.objects.filter(email__in=[nation, *guides]).select_related("user").get()


def school_of(person: Person) -> Organisation:
    return Organisation.objects.filter(duties__person=person, kind=Kind.SCHOOL_UNIT)[0]


def page(name: str, *args: object) -> str:
    return reverse(name, args=args)


def agreed_at_school(person: Person) -> Assignment:
    """One in force at the principal's school."""
    own = Assignment.objects.filter(counterpart=person, state=State.IN_FORCE)
    return own.order_by("-year", "pk")[0]


def colleagues_assignment(person: Person) -> Assignment:
    there = Assignment.objects.filter(place=school_of(person), state=State.IN_FORCE)
    near = Assignment.objects.filter(controller=person.controller, state=State.IN_FORCE)
    found = there.order_by("-year", "pk").first() or near.order_by("-year", "pk").first()
    assert found is not None
    return found


# What is measured: its name, who looks, and where.
PAGES: tuple[tuple[str, Role, Callable[[Person], str]], ...] = (
    ("start page, career teacher", HOLDER, lambda who: page("home:start")),
    ("start page, principal", PRINCIPAL, lambda who: page("home:start")),
    ("start page, head of schools", HEAD, lambda who: page("home:start")),
    ("start page, development lead", LEAD, lambda who: page("home:start")),
    ("start page, teacher", TEACHER, lambda who: page("home:start")),
    ("overview, principal", PRINCIPAL, lambda who: page("assignments:overview")),
    ("overview, head of schools", HEAD, lambda who: page("assignments:overview")),
    ("overview, development lead", LEAD, lambda who: page("assignments:overview")),
    ("my assignment", HOLDER, lambda who: page("assignments:mine")),
    ("my log", HOLDER, lambda who: page("assignments:log")),
    ("dialogues, principal", PRINCIPAL, lambda who: page("assignments:dialogues")),
    ("who does what, school", TEACHER, lambda who: page("assignments:who-at", school_of(who).pk)),
    (
        "who does what, organiser",
        TEACHER,
        lambda who: page("assignments:who-at", who.controller_id),
    ),
    (
        "who does what, who supervises",
        TEACHER,
        lambda who: f"{page('assignments:who-at', who.controller_id)}?help=supervision",
    ),
    (
        "assignment, one of the two",
        PRINCIPAL,
        lambda who: page("assignments:assignment", agreed_at_school(who).pk),
    ),
    (
        "assignment, a colleague",
        TEACHER,
        lambda who: page("assignments:assignment", colleagues_assignment(who).pk),
    ),
    ("search, a word", HEAD, lambda who: f"{page('home:search')}?q=matematik"),
    ("search, a teacher", TEACHER, lambda who: f"{page('home:search')}?q=skolan"),
    ("career posts", KEEPER, lambda who: page("assignments:posts")),
    ("schools", KEEPER, lambda who: page("organisations:organisations")),
    ("people", KEEPER, lambda who: page("organisations:people")),
    ("what has happened", KEEPER, lambda who: page("organisations:events")),
    ("start page, coordinator", UNIVERSITY, lambda who: page("home:start")),
)
