"""Anonymous answers lead back to nobody: two hundred are held against two hundred invitations in every way there is.

At chance a pairing of 200 has about one right (Poisson, mean 1: twelve or more come once in a thousand million), and a
likeness of two orders beyond 0.4 is 5.6 standard deviations. Some hundred pairs of columns are tried each time.
"""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.organisations.models import Event
from samsyn.organisations.tests.test_two_at_once import at_once
from samsyn.surveys.actions import shuffling, store_anonymous_answer, store_open_answer
from samsyn.surveys.actions.mailings import decline, post_batch
from samsyn.surveys.actions.rounds import close_round
from samsyn.surveys.actions.settling import Chosen, choose_audience
from samsyn.surveys.actions.shuffling import shuffle_due_rounds, shuffle_round, sweep
from samsyn.surveys.models import (
    AudienceKind,
    Invitation,
    Mailing,
    Mode,
    Posting,
    Response,
    Round,
    SpentPage,
)
from samsyn.surveys.tests.asking import make_draft, make_open
from samsyn.surveys.tests.linking import Attempt, Rows, attempts, rows_of
from tests.cast import actor, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 200
HITS_BY_CHANCE, LIKENESS_BY_CHANCE = 12, 0.4


def answered_round() -> tuple[Round, dict[str, str], list[str]]:
    """Two hundred invited by mail, who answer in an order that somebody knows; whose answer is whose."""
    cast = make_cast()
    round = make_open(cast, addresses=PEOPLE)
    mailing = Mailing.objects.get(kind="invitation")
    post_batch(mailing.pk, next_batch=lambda _pk: None)
    order = list(Invitation.objects.filter(round=round).values_list("pk", flat=True))
    random.shuffle(order)
    truth = {}
    for number, invitation in enumerate(order):
        answers = {"role": [0], "q2": f"svar {number}"}
        store_anonymous_answer(
            round_id=round.pk, invitation_id=invitation, block=None, answers=answers
        )
        truth[f"svar {number}"] = plain(invitation)
    return round, truth, [plain(one) for one in order]


def plain(key: Any) -> str:
    return str(key).replace("-", "")


def answers_in(round: Round) -> Rows:
    """Each row with what was answered, which the test knows the writer of."""
    written = {
        plain(pk): answers["q2"]
        for pk, answers in Response.objects.filter(round=round).values_list("pk", "answers")
    }
    rows = rows_of(Response, "round", round.pk)
    return [{**row, "answers": "", "said": written[plain(row["id"])]} for row in rows]


def people_in(round: Round, order: list[str]) -> Rows:
    """Every invitation, with the place at which its owner is known to have answered."""
    known = {key: place for place, key in enumerate(order)}
    rows = rows_of(Invitation, "round", round.pk)
    return [{**row, "person": plain(row["id"]), "known": known[plain(row["id"])]} for row in rows]


def tried(round: Round, truth: dict[str, str], order: list[str]) -> list[Attempt]:
    answers, people = answers_in(round), people_in(round, order)
    found = attempts(answers, people, truth, answer="said", person="person")
    mailing = Mailing.objects.get(round=round, kind="invitation")
    posted = [
        {**row, "person": plain(row["invitation_id"])}
        for row in rows_of(Posting, "mailing", mailing.pk)
    ]
    return found + attempts(answers, posted, truth, answer="said", person="person")


def best(found: list[Attempt]) -> tuple[float, float]:
    """What the text of the answers itself says is left out: it is the test's own mark."""
    honest = [one for one in found if not one.by.startswith("said")]
    assert len(honest) > 50
    return max(one.hits for one in honest), max(abs(one.likeness) for one in honest)


def test_before_the_order_is_broken_up_the_rows_tell_whose_they_are() -> None:
    """The same attempts find every one of them: they can find something."""
    round, truth, order = answered_round()

    hits, likeness = best(tried(round, truth, order))

    assert (hits, round_to(likeness)) == (PEOPLE, 1.0)


def round_to(value: float) -> float:
    return float(f"{value:.6f}")


def test_afterwards_nothing_in_the_database_does_better_than_chance() -> None:
    round, truth, order = answered_round()

    shuffle_round(round.pk)
    sweep()

    hits, likeness = best(tried(round, truth, order))
    assert hits < HITS_BY_CHANCE
    assert likeness < LIKENESS_BY_CHANCE


def test_a_second_time_still_does_no_better() -> None:
    round, truth, order = answered_round()

    shuffle_round(round.pk)
    shuffle_round(round.pk)

    hits, likeness = best(tried(round, truth, order))
    assert hits < HITS_BY_CHANCE
    assert likeness < LIKENESS_BY_CHANCE


@pytest.mark.parametrize("breaks_up", [False, True])
def test_pages_of_an_open_link_lead_to_no_answer(*, breaks_up: bool) -> None:
    cast = make_cast()
    draft = choose_audience(
        actor=actor(cast.anna), round=make_draft(cast), chosen=Chosen(kind=AudienceKind.LINK)
    )
    Round.objects.filter(pk=draft.pk).update(state="open")
    truth: dict[str, str] = {}
    for number in range(PEOPLE):
        answers = {"role": [0], "q2": f"svar {number}"}
        store_open_answer(round_id=draft.pk, page=f"sida {number}", answers=answers)
        latest = set(SpentPage.objects.values_list("page", flat=True)) - set(truth.values())
        truth[f"svar {number}"] = latest.pop()

    if breaks_up:
        shuffle_round(draft.pk)

    pages = rows_of(SpentPage, "round", draft.pk)
    found = attempts(answers_in(draft), pages, truth, answer="said", person="page")
    hits = max(one.hits for one in found if not one.by.startswith("said"))
    assert (hits < HITS_BY_CHANCE) == breaks_up


def test_every_answer_and_every_mark_is_there_afterwards() -> None:
    round, truth, _order = answered_round()
    before = sorted(Response.objects.values_list("answers__q2", "block"))
    marks = sorted(Invitation.objects.values_list("pk", "email", "answered_on", "is_late"))
    keys = set(Response.objects.values_list("pk", "respondent"))

    shuffle_round(round.pk)

    assert sorted(Response.objects.values_list("answers__q2", "block")) == before
    assert sorted(Invitation.objects.values_list("pk", "email", "answered_on", "is_late")) == marks
    assert keys.isdisjoint(Response.objects.values_list("pk", "respondent"))
    assert Posting.objects.filter(invitation__round=round).count() == len(truth)
    shuffled = Round.objects.get(pk=round.pk)
    assert (shuffled.unshuffled_count, shuffled.shuffled_on) == (0, timezone.localdate())


@pytest.mark.parametrize(
    ("answers", "is_closed", "done"), [(0, False, 0), (1, False, 1), (1, True, 1)]
)
def test_at_night_new_answers_are_put_among_the_old(
    answers: int, is_closed: bool, done: int
) -> None:
    cast = make_cast()
    round = make_open(cast, addresses=6)
    for pk in Invitation.objects.values_list("pk", flat=True)[:answers]:
        store_anonymous_answer(
            round_id=round.pk, invitation_id=pk, block=None, answers={"role": [0]}
        )
    if is_closed:
        close_round(actor=actor(cast.anna), round=round)

    counts = [shuffle_due_rounds(shuffle_round) for _night in range(2)]

    assert counts == [done, 0]


def test_a_named_round_is_left_as_it_is() -> None:
    cast = make_cast()
    round = make_open(cast, addresses=1, mode=Mode.NAMED)
    response = Response.objects.create(round=round, respondent="x")

    shuffle_round(round.pk)

    assert Response.objects.get().pk == response.pk


def test_an_answer_leaves_no_event_and_no_mail() -> None:
    round, _truth, _order = answered_round()

    kinds = set(Event.objects.filter(matter_id=round.pk).values_list("kind", flat=True))

    assert kinds == {
        "round.made",
        "round.audience_chosen",
        "round.scheduled",
        "round.opened",
    }


def test_one_that_is_killed_between_the_two_rewritings_is_done_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round, truth, order = answered_round()

    def die(_round_id: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(shuffling, "_rewrite_responses", die)
    with pytest.raises(SystemExit):
        shuffle_round(round.pk)
    monkeypatch.undo()

    assert shuffle_due_rounds(shuffle_round) == 1
    hits, likeness = best(tried(round, truth, order))
    assert hits < HITS_BY_CHANCE
    assert likeness < LIKENESS_BY_CHANCE


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory")
def test_two_at_once_lose_no_answer_and_no_mark() -> None:
    """At night and at the closing, while mails are posted, refusals noted and answers come."""
    cast = make_cast()
    round = make_open(cast, addresses=60)
    invited = list(Invitation.objects.filter(round=round))
    answer_all(round, invited[:40])
    mailing = Mailing.objects.get(kind="invitation")

    broken = at_once(
        lambda: shuffle_round(round.pk),
        lambda: shuffle_round(round.pk),
        lambda: post_batch(mailing.pk, next_batch=lambda _pk: None),
        lambda: answer_all(round, invited[40:50]),
        lambda: [decline(invitation_id=one.pk) for one in invited[50:]],
    )

    assert broken == []
    assert Response.objects.filter(round=round).count() == 50
    assert Invitation.objects.filter(round=round, answered_on__isnull=False).count() == 50
    assert Invitation.objects.filter(round=round, declined_on__isnull=False).count() == 10
    assert Posting.objects.filter(mailing=mailing).count() == 60


def answer_all(round: Round, invited: Sequence[Invitation]) -> None:
    for one in invited:
        outcome = store_anonymous_answer(
            round_id=round.pk, invitation_id=one.pk, block=None, answers={"role": [0]}
        )
        assert outcome == "stored"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
def test_what_sqlite_deletes_is_written_over() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
