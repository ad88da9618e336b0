"""A closed round's results are shared with those who were asked, at an address of their own, until that is taken back."""

import secrets

from django.db import transaction
from django.utils import timezone

from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys.actions.rounds import locked
from samsyn.surveys.models import Round
from samsyn.surveys.rules.exports import check_may_release


@transaction.atomic
def release_round(*, actor: Actor, round: Round) -> Round:
    """Shared again after having been taken back, or after the round was opened again, it has the same address."""
    round = locked(round)
    check_may_release(
        is_closed=round.is_closed and round.tabulation is not None,
        respondents=(round.tabulation or {}).get("respondents", 0),
        threshold=round.survey.threshold,
    )
    if round.released_at is None:
        round.released_at = timezone.now()
        round.release_token = round.release_token or secrets.token_urlsafe(15)
        round.save(update_fields=["released_at", "release_token", "changed_at"])
        _record("round.released", actor, round)
    return round


@transaction.atomic
def unrelease_round(*, actor: Actor, round: Round) -> None:
    round = locked(round)
    if round.released_at is not None:
        round.released_at = None
        round.save(update_fields=["released_at", "changed_at"])
        _record("round.unreleased", actor, round)


def _record(kind: str, actor: Actor, round: Round) -> None:
    record(kind, actor=actor, matter=round, controller=round.survey.organisation)
