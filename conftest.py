"""What every test may ask for."""

import pytest
from django.test import Client
from hypothesis import settings

from samsyn.core import prepared
from tests.cast import Cast, make_cast
from tests.clock import CLOCK
from tests.questions import checked

# A busy machine is no fault of the code: speed is measured in bench/.
settings.register_profile("samsyn", deadline=None)
settings.load_profile("samsyn")

# Already now: some tests say once what day it is, when they are read.
CLOCK.rule()


@pytest.fixture(autouse=True)
def _same_moment() -> None:
    CLOCK.restart()


@pytest.fixture(autouse=True)
def _questions_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question whose SQL is made once has to be the one that Django makes of it each time."""
    monkeypatch.setattr(prepared, "question", checked)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def client_for(client: Client):  # type: ignore[no-untyped-def]  # a function of a person, see the cast
    """`client_for(cast.anna)`: a client signed in as that person."""

    def sign_in(person) -> Client:  # type: ignore[no-untyped-def]
        client.force_login(
            person.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in
