"""An answer is stored once, however many times and however close together it is sent in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection

from samsyn.surveys.actions import (
    store_anonymous_answer,
    store_named_answer,
    store_open_answer,
)
from samsyn.surveys.models import DayCount, Mode, Response, Round
from samsyn.surveys.tests.making import make_open_round
from tests.cast import make_organisation

AT_ONCE = 4
together = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the tests' SQLite is one memory"
)


def at_once(store: Callable[[int], str]) -> list[str]:
    def act(number: int) -> str:
        try:
            return str(store(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(act, range(AT_ONCE)))


def asked(**over: object) -> tuple[Round, UUID]:
    round = make_open_round(make_organisation(), 1, **over)
    return round, round.invitations.get().pk


@together
@pytest.mark.django_db(transaction=True)
def test_several_at_once_by_one_link_count_once() -> None:
    round, invitation_id = asked()

    outcomes = at_once(
        lambda number: store_anonymous_answer(
            round_id=round.pk, invitation_id=invitation_id, block=None, answers={"role": [number]}
        )
    )

    assert outcomes == ["already"] * (AT_ONCE - 1) + ["stored"]
    round.refresh_from_db()
    assert (Response.objects.count(), round.unshuffled_count) == (1, 1)


@together
@pytest.mark.django_db(transaction=True)
def test_several_at_once_of_one_page_count_once() -> None:
    round, _invitation = asked()

    outcomes = at_once(
        lambda number: store_open_answer(round_id=round.pk, page="page", answers={"role": [number]})
    )

    assert outcomes == ["already"] * (AT_ONCE - 1) + ["stored"]
    round.refresh_from_db()
    assert (Response.objects.count(), round.unshuffled_count) == (1, 1)
    assert DayCount.objects.get().count == 1


@together
@pytest.mark.django_db(transaction=True)
def test_several_at_once_by_name_are_one_answer() -> None:
    round, invitation_id = asked(round_mode=Mode.NAMED)

    outcomes = at_once(
        lambda number: store_named_answer(
            round_id=round.pk, invitation_id=invitation_id, answers={"role": [number]}
        )
    )

    assert outcomes == ["stored"] * AT_ONCE
    assert Response.objects.count() == 1


def test_the_block_of_the_audience_follows_an_anonymous_answer(db: None) -> None:
    round, invitation_id = asked()

    store_anonymous_answer(
        round_id=round.pk, invitation_id=invitation_id, block=2, answers={"role": [0]}
    )

    response = Response.objects.get()
    assert (response.block, response.invitation_id) == (2, None)
    assert response.respondent != response.pk.hex
