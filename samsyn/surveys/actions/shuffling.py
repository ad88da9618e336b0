"""Breaks up the order in which anonymous answers came: after it no row tells which invitation it belongs to.

The marks of the invitations and the spent pages are written anew in random order, in a transaction of their own; then
the answers, with new keys, in another. Neither rows' places nor the numbers of transactions lead from one to the
other. docs/anonymity.md says what this does not reach.
"""

import random
import secrets
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from samsyn.surveys.models import Invitation, Mode, Response, Round, SpentPage

BATCH = 1_000
_order = random.SystemRandom().shuffle


def shuffle_due_rounds(shuffle: Callable[[uuid.UUID], None]) -> int:
    """Nightly, every round with new answers. All its answers are rewritten, so that one new one hides among the old."""
    rounds = Round.objects.filter(mode=Mode.ANONYMOUS, unshuffled_count__gt=0)
    keys = list(rounds.values_list("pk", flat=True))
    for key in keys:
        shuffle(key)
    return len(keys)


def shuffle_round(round_id: uuid.UUID) -> None:
    """Twice does no harm, and once begun it is due until the answers, which are last, are done.

    Named rounds have nothing to hide: their answers say whose they are.
    """
    if not Round.objects.filter(pk=round_id, mode=Mode.ANONYMOUS).exists():
        return
    _rewrite_marks(round_id)
    _rewrite_responses(round_id)


@transaction.atomic
def _rewrite_responses(round_id: uuid.UUID) -> None:
    """With the round locked: answers that come meanwhile wait, or are counted for the next time."""
    round = Round.objects.select_for_update().get(pk=round_id)
    rows = list(Response.objects.filter(round=round))
    for row in rows:
        row.pk, row.respondent = uuid.uuid4(), secrets.token_hex(16)
    _rewrite(Response, rows, round_id)
    Round.objects.filter(pk=round_id).update(unshuffled_count=0, shuffled_on=timezone.localdate())


@transaction.atomic
def _rewrite_marks(round_id: uuid.UUID) -> None:
    """The invitations keep their keys, which the links are made of; what points at them points at them again."""
    Round.objects.select_for_update().get(pk=round_id)
    _keep_writers_out()
    _rewrite(Invitation, list(Invitation.objects.filter(round=round_id)), round_id)
    pages = list(SpentPage.objects.filter(round=round_id))
    for page in pages:
        page.pk = uuid.uuid4()
    _rewrite(SpentPage, pages, round_id)


def _keep_writers_out() -> None:
    """Who had waited for a row would find it gone, and a mark would be lost. SQLite lets one write at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Invitation, SpentPage):
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def _rewrite(model: type[models.Model], rows: list[Any], round_id: uuid.UUID) -> None:
    """The constraints that point here are looked at when the transaction ends, and hold again by then."""
    old = model._default_manager.filter(round=round_id)
    old._raw_delete(using=connection.alias)
    _order(rows)
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def sweep() -> None:
    """Clears away what the databases keep of rows that are gone, as far as they let themselves be asked."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in (Response, Invitation, SpentPage, Round):
                cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
