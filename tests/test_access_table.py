"""Every address, visited by every role, by nobody, and by someone who has every role at another organiser.

The table is complete by construction: an address without a row fails, and so does a row without an address. A new
address gets its row in tests/access_table.
"""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_table import PEOPLE, TABLE, Row
from tests.world import World, make_world

NOBODY = "nobody"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, space + (f"{entry.namespace}:" if entry.namespace else ""))
        else:
            yield space + str(entry.name or entry.pattern)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = set(names(get_resolver()))

    missing, stale = sorted(addresses - set(TABLE)), sorted(set(TABLE) - addresses)

    assert (missing, stale) == ([], []), "Say in tests/access_table who may visit the address."


def test_every_address_has_a_name_of_its_own() -> None:
    found = list(names(get_resolver()))

    twice = {name for name in found if found.count(name) > 1}

    assert twice == set()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def wrong_answers(name: str, row: Row, world: World) -> Iterator[str]:
    address = reverse(name, kwargs=dict(row.place(world)))
    for who in (NOBODY, *PEOPLE):
        wanted = row.wanted(who)
        got = answer(address, row, who, world)
        if got != wanted:
            yield f"{name} answers {who} with {got} instead of {wanted}"


def answer(address: str, row: Row, who: str, world: World) -> int:
    """The status, with everything the visit changed undone."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if who != NOBODY:
            client.force_login(world.user(who), backend=BACKEND)
        visit = client.post if row.method == "post" else client.get
        status = visit(address + row.query, row.form or None).status_code
        transaction.set_rollback(True)
    return status


def test_every_address_lets_in_whom_the_table_says(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    # Being turned away is what half of the visits are for.
    caplog.set_level(logging.ERROR, logger="django.request")

    wrong = [line for name, row in TABLE.items() for line in wrong_answers(name, row, world)]

    assert "\n".join(wrong) == ""


def test_no_address_takes_what_is_not_a_key() -> None:
    """A key in an address is a UUID, or a code or token that cannot reach into another folder."""
    loose = [str(entry.pattern) for entry in flat(get_resolver()) if "<path:" in str(entry.pattern)]

    assert loose == []


def flat(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from flat(entry)
        else:
            yield entry
