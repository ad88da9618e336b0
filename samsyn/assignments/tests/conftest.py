"""What the tests of this app may ask for: an assignment of Bo's that he and Rut have agreed on, and both as actors."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from samsyn.assignments.actions.agreements import begin_assignment
from samsyn.assignments.models import Assignment, Dialogue
from samsyn.assignments.rules.years import year_of
from samsyn.assignments.tests.talking import plan
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person
from tests.cast import Cast, actor, make_agreed, make_post

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, dialogue_weeks=6)


@pytest.fixture
def draft(cast: Cast) -> Assignment:
    post = make_post(cast.bo, cast.bjorkskolan)
    return begin_assignment(
        actor=actor(cast.bo),
        post=post,
        place=post.place,
        year=year_of(timezone.localdate()),
        counterpart=cast.rut,
        title="Elever som resonerar i matematik",
    )


@pytest.fixture
def bo(cast: Cast) -> Actor:
    return actor(cast.bo)


@pytest.fixture
def rut(cast: Cast) -> Actor:
    return actor(cast.rut)


@pytest.fixture
def dialogue(bo: Actor, agreed: Assignment) -> Dialogue:
    return plan(bo, agreed)


@pytest.fixture
def screen_for() -> Callable[[Person], Client]:
    """A browser of each one's own: the two sit at two screens."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person.user, backend=BACKEND)  # type: ignore[arg-type]  # everybody in the cast has one
        return client

    return sign_in
