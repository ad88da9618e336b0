"""A closed round's results are shared with those who were asked, at an address of their own, until that is taken back."""

import secrets
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys.actions.rounds import locked
from samsyn.surveys.models import AudienceKind, Mailing, MailingKind, Round
from samsyn.surveys.rules.exports import check_is_shared, check_may_release
from samsyn.surveys.rules.mailings import check_may_write
from samsyn.surveys.rules.rounds import check_asks_by_mail, check_has_sender


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


@transaction.atomic
def write_results_mail(*, actor: Actor, round: Round) -> Mailing:
    """With the usual words, to be changed and sent. A round has one, however often it is asked for."""
    round = locked(round)
    _check_may_tell(round)
    existing = Mailing.objects.filter(round=round, kind=MailingKind.RESULTS).first()
    return existing or Mailing.objects.create(
        round=round,
        kind=MailingKind.RESULTS,
        subject=_("The results: %(title)s") % {"title": round.title},
        text=_(
            "Hi {förnamn},\n\nthe survey has closed, and now you can read the results. Thank you to all who answered."
        ),
        due_at=timezone.now(),
    )


@transaction.atomic
def send_results_mail(*, actor: Actor, mailing: Mailing, begin: Callable[[UUID], None]) -> Mailing:
    """To all who were asked by mail and have not said no, whether they answered or not. Once, also if shared anew."""
    round = locked(mailing.round)
    _check_may_tell(round)
    found = Mailing.objects.select_for_update().get(pk=mailing.pk, kind=MailingKind.RESULTS)
    check_may_write(is_begun=found.is_begun)
    found.begun_at = timezone.now()
    found.save(update_fields=["begun_at", "changed_at"])
    begin(found.pk)
    _record("round.results_told", actor, round)
    return found


def _check_may_tell(round: Round) -> None:
    check_is_shared(is_shared=round.released_at is not None)
    check_asks_by_mail(is_open_to_all=round.audience_kind == AudienceKind.LINK)
    check_has_sender(email=round.sender.email if round.sender else "")


def _record(kind: str, actor: Actor, round: Round) -> None:
    record(kind, actor=actor, matter=round, controller=round.survey.organisation)
