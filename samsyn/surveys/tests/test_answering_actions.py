"""An answer is stored once, however many times and however close together it is sent in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.surveys.actions import (
    save_draft,
    store_anonymous_answer,
    store_named_answer,
    store_open_answer,
)
from samsyn.surveys.actions.answering import Moved, Seen
from samsyn.surveys.models import DayCount, Draft, Mode, Response, Round
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


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_begun", [False, True])
def test_of_several_drafts_at_once_one_is_stored_and_the_others_look_again(is_begun: bool) -> None:
    _round, invitation_id = asked(round_mode=Mode.NAMED)
    seen = Seen(None, None)
    if is_begun:
        save_draft(invitation_id=invitation_id, answers={}, section=0, seen=seen)
        seen = Seen(Draft.objects.get().changed_at, None)

    def save(number: int) -> str:
        try:
            save_draft(
                invitation_id=invitation_id, answers={"role": [number]}, section=1, seen=seen
            )
        except Moved:
            return "moved"
        return "stored"

    assert at_once(save) == ["moved"] * (AT_ONCE - 1) + ["stored"]
    assert Draft.objects.get().section == 1


def test_nothing_is_stored_over_a_draft_that_was_not_seen(db: None) -> None:
    round, invitation_id = asked(round_mode=Mode.NAMED)
    unseen = Seen(None, None)
    save_draft(invitation_id=invitation_id, answers={"role": [0]}, section=1, seen=unseen)

    with pytest.raises(Moved):
        save_draft(invitation_id=invitation_id, answers={"role": [1]}, section=2, seen=unseen)
    with pytest.raises(Moved):
        store_named_answer(
            round_id=round.pk, invitation_id=invitation_id, answers={"role": [1]}, seen=unseen
        )

    assert Response.objects.count() == 0
    assert Draft.objects.values_list("answers", "section").get() == ({"role": [0]}, 1)


def test_nothing_is_stored_over_an_answer_that_was_not_seen(db: None) -> None:
    round, invitation_id = asked(round_mode=Mode.NAMED)
    save_draft(invitation_id=invitation_id, answers={"role": [1]}, section=1, seen=Seen(None, None))
    before = Seen(Draft.objects.get().changed_at, None)
    store_named_answer(
        round_id=round.pk, invitation_id=invitation_id, answers={"role": [0]}, seen=before
    )

    for seen in (before, Seen(None, None)):
        with pytest.raises(Moved):
            save_draft(invitation_id=invitation_id, answers={"role": [1]}, section=1, seen=seen)
        with pytest.raises(Moved):
            store_named_answer(
                round_id=round.pk, invitation_id=invitation_id, answers={"role": [1]}, seen=seen
            )

    assert Draft.objects.count() == 0
    assert Response.objects.get().answers == {"role": [0]}


def test_a_draft_is_never_as_old_as_the_one_before(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by a clock that stands still: the moment is what tells two drafts apart."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    _round, invitation_id = asked(round_mode=Mode.NAMED)
    save_draft(invitation_id=invitation_id, answers={}, section=0, seen=Seen(None, None))

    save_draft(invitation_id=invitation_id, answers={}, section=1, seen=Seen(now, None))

    assert Draft.objects.get().changed_at == now + timedelta(microseconds=1)


def test_the_block_of_the_audience_follows_an_anonymous_answer(db: None) -> None:
    round, invitation_id = asked()

    store_anonymous_answer(
        round_id=round.pk, invitation_id=invitation_id, block=2, answers={"role": [0]}
    )

    response = Response.objects.get()
    assert (response.block, response.invitation_id) == (2, None)
    assert response.respondent != response.pk.hex
