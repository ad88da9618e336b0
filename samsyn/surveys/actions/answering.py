"""An answer is stored, once. The only actions without an event: nobody is to read in the log who answered, or when.

All of them take the round's row first and then the invitation's, as closing and breaking up the order do.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from samsyn.surveys.answering import TYPED
from samsyn.surveys.models import (
    DayCount,
    Draft,
    Invitation,
    Response,
    Round,
    RoundState,
    SpentPage,
)

Answers = Mapping[str, Any]


class Outcome(StrEnum):
    STORED = "stored"
    # An answer had come by this link or this page before. This one is not counted.
    ALREADY = "already"
    # The round closed while it was written.
    CLOSED = "closed"


@dataclass(frozen=True)
class Seen:
    """What stood of a named answer when a page was read: nothing is written over what has come since."""

    draft_changed_at: datetime | None
    response: Answers | None


class Moved(Exception):
    """Another page was saved after it was looked at what stands: look again."""


def mark_opened(invitation_id: UUID) -> None:
    Invitation.objects.filter(pk=invitation_id, opened_on=None).update(
        opened_on=timezone.localdate()
    )


def store_anonymous_answer(
    *, round_id: UUID, invitation_id: UUID, block: int | None, answers: Answers
) -> Outcome:
    """The invitation learns that an answer came today, and nothing of which. Who marks it first has answered."""
    today = timezone.localdate()
    with transaction.atomic():
        if not _count_up(round_id):
            return Outcome.CLOSED
        unanswered = Invitation.objects.filter(pk=invitation_id, answered_on=None)
        if unanswered.update(answered_on=today):
            _insert(round_id, answers, block)
            return Outcome.STORED
        transaction.set_rollback(True)
    return Outcome.ALREADY


def store_open_answer(*, round_id: UUID, page: str, answers: Answers) -> Outcome:
    """By the link that is everybody's: the page it was written on, known by a random number, counts once."""
    digest = hashlib.sha256(page.encode()).hexdigest()
    try:
        with transaction.atomic():
            if not _count_up(round_id):
                return Outcome.CLOSED
            SpentPage(round_id=round_id, page=digest).save(force_insert=True)
            _insert(round_id, answers, None)
            _count_day(round_id, timezone.localdate())
    except IntegrityError:
        return Outcome.ALREADY
    return Outcome.STORED


def _count_up(round_id: UUID) -> bool:
    """False where the round has closed. Holds its row until the answer is stored, so that none slips in after."""
    open_rounds = Round.objects.filter(pk=round_id, state=RoundState.OPEN)
    return bool(open_rounds.update(unshuffled_count=F("unshuffled_count") + 1))


def _insert(round_id: UUID, answers: Answers, block: int | None) -> None:
    Response(
        round_id=round_id, respondent=uuid.uuid4().hex, answers=dict(answers), block=block
    ).save(force_insert=True)


def _count_day(round_id: UUID, day: date) -> None:
    counts = DayCount.objects.filter(round=round_id, day=day)
    if not counts.update(count=F("count") + 1):
        DayCount(round_id=round_id, day=day, count=1).save(force_insert=True)


@transaction.atomic
def save_draft(*, invitation_id: UUID, answers: Answers, section: int, seen: Seen) -> None:
    """What is written so far, also after the round has closed: it may be opened again."""
    kept, was = dict(answers), seen.draft_changed_at
    if was is None:
        _begin_draft(invitation_id, seen, Draft(answers=kept, section=section))
        return
    # Later than what was seen, whatever the clock says.
    changed_at = max(timezone.now(), was + timedelta(microseconds=1))
    drafts = Draft.objects.filter(invitation=invitation_id, changed_at=was)
    if not drafts.update(answers=kept, section=section, changed_at=changed_at):
        raise Moved


def _begin_draft(invitation_id: UUID, seen: Seen, draft: Draft) -> None:
    _check_nothing_came(invitation_id, seen)
    draft.invitation_id = invitation_id
    draft.save(force_insert=True)
    Invitation.objects.filter(pk=invitation_id, begun_on=None).update(begun_on=timezone.localdate())


def _check_nothing_came(invitation_id: UUID, seen: Seen) -> None:
    """No draft, and the same answer as before: asked with the invitation's row held, so that it stays so."""
    Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    stored = Response.objects.filter(invitation=invitation_id).values_list("answers", flat=True)
    if Draft.objects.filter(invitation=invitation_id).exists() or stored.first() != seen.response:
        raise Moved


@transaction.atomic
def store_named_answer(
    *, round_id: UUID, invitation_id: UUID, answers: Answers, seen: Seen | None = None
) -> Outcome:
    """Until the round closes it may be sent in again, and stands in the place of the one before."""
    open_rounds = Round.objects.select_for_update(of=("self",)).filter(
        pk=round_id, state=RoundState.OPEN
    )
    if not open_rounds.values_list("pk", flat=True):
        return Outcome.CLOSED
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    _end_draft(invitation_id, seen)
    kept = {key: value for key, value in answers.items() if key != TYPED}
    if not Response.objects.filter(invitation=invitation).update(answers=kept):
        Response(
            round_id=round_id,
            respondent=uuid.uuid4().hex,
            answers=kept,
            invitation=invitation,
            block=invitation.block,
        ).save(force_insert=True)
    if invitation.answered_on is None:
        invitation.answered_on = timezone.localdate()
        invitation.save(update_fields=["answered_on"])
    return Outcome.STORED


def _end_draft(invitation_id: UUID, seen: Seen | None) -> None:
    drafts = Draft.objects.filter(invitation=invitation_id)
    if seen is None:
        drafts.delete()
    elif seen.draft_changed_at is None:
        _check_nothing_came(invitation_id, seen)
    elif not drafts.filter(changed_at=seen.draft_changed_at).delete()[0]:
        raise Moved
