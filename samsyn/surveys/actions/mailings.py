"""Invitations and reminders are posted in batches: a batch's mails and who they went to are one transaction.

A worker that is killed has posted a batch or not; whoever comes after it goes on where it stands.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.core.actions import withdraw_mails
from samsyn.core.mail import post_many
from samsyn.organisations.access import SYSTEM, Actor
from samsyn.organisations.events import record
from samsyn.surveys.actions.rounds import locked
from samsyn.surveys.letters import Reader
from samsyn.surveys.models import (
    Invitation,
    Mailing,
    MailingKind,
    Posting,
    Round,
    RoundState,
)
from samsyn.surveys.queries import mailings as found
from samsyn.surveys.rules.links import link_token
from samsyn.surveys.rules.mailings import BETWEEN, LATE, RETURNED, check_may_invite_again
from samsyn.surveys.rules.rounds import check_is_open

BATCH = 200


@transaction.atomic
def begin_due_mailings(begin: Callable[[UUID], None], now: datetime | None = None) -> int:
    """Marks each as begun and has its first batch asked for, in one transaction."""
    now = now or timezone.now()
    due = list(found.due_mailings(now).select_for_update(of=("self",)))
    moved = set[UUID]()
    begun = 0
    for mailing in due:
        if mailing.pk in moved:
            continue
        mailing.begun_at = now
        mailing.save(update_fields=["begun_at", "changed_at"])
        begin(mailing.pk)
        begun += 1
        # Who comes late gets the invitation alone, and nobody else waits for the reminder.
        if not mailing.posted_count:
            moved |= keep_apart(mailing.round_id, now)
    return begun


def keep_apart(round_id: UUID, now: datetime) -> set[UUID]:
    """Reminders whose hour has passed, or comes too soon after a mail that was late, wait for as long as was promised."""
    reminders = Mailing.objects.filter(
        round=round_id, kind=MailingKind.REMINDER, begun_at=None, due_at__lt=now + BETWEEN - LATE
    )
    moved = list(reminders.select_for_update())
    for reminder in moved:
        reminder.due_at = now + BETWEEN
        reminder.save(update_fields=["due_at", "changed_at"])
    return {reminder.pk for reminder in moved}


@transaction.atomic
def post_batch(mailing_id: UUID, *, next_batch: Callable[[UUID], None]) -> int:
    """Writes the next mails and their postings, and asks for the batch after it; the last one ends the mailing."""
    mailing = Mailing.objects.select_for_update(of=("self",)).filter(pk=mailing_id).first()
    if mailing is None or mailing.posted_at is not None:
        return 0
    round = Round.objects.select_related("survey__organisation", "sender").get(pk=mailing.round_id)
    batch = found.next_to_post(mailing, BATCH) if may_leave(mailing, round) else []
    _post(mailing, round, list(batch))
    mailing.posted_count += len(batch)
    if len(batch) == BATCH:
        next_batch(mailing.pk)
    else:
        mailing.posted_at = timezone.now()
        if mailing.posted_count:
            facts = {"mail": mailing.kind, "posted": mailing.posted_count}
            _record("mailing.posted", SYSTEM, round, **facts)
    mailing.save(update_fields=["posted_count", "posted_at", "changed_at"])
    return len(batch)


def may_leave(mailing: Mailing, round: Round) -> bool:
    """The round may have closed since it began, or its results been withdrawn."""
    if mailing.kind == MailingKind.RESULTS:
        return round.released_at is not None
    return round.state == RoundState.OPEN


def _post(mailing: Mailing, round: Round, batch: list[Invitation]) -> None:
    letter = found.letter_of(mailing, round)
    mails = post_many([letter.message(_reader(invitation)) for invitation in batch])
    Posting.objects.bulk_create(
        Posting(mailing=mailing, invitation=invitation, mail=mail)
        for invitation, mail in zip(batch, mails, strict=True)
    )


def _reader(invitation: Invitation) -> Reader:
    return Reader(invitation.email, invitation.name, link_token(invitation.pk))


def send_trial(*, actor: Actor, mailing: Mailing, to: Reader) -> None:
    """To oneself, with links that lead nowhere. Leaves no trace but the mail."""
    round = mailing.round
    post_many([found.letter_of(mailing, round).message(to)])


def withdraw_needless_mails() -> int:
    """What has not left yet when it is of no use: a reminder to who has answered since, any mail of a closed round."""
    return withdraw_mails(found.needless_mails())


@transaction.atomic
def note_refusals() -> int:
    """What the receiving server said of an address is kept with the invitation: the outbox forgets it."""
    refused = list(found.refused_postings())
    for posting in refused:
        Invitation.objects.filter(pk=posting.invitation_id).update(
            refusal=str(posting.said)[:500]  # type: ignore[attr-defined]  # annotated
        )
    return len(refused)


@transaction.atomic
def note_bounce(*, actor: Actor, round: Round, email: str) -> bool:
    """A mail that came back to the sender afterwards; said by the sender."""
    marked = Invitation.objects.filter(round=round, email__iexact=email, refusal="").update(
        refusal=RETURNED
    )
    if marked:
        _record("mailing.returned", actor, round, returned=marked)
    return bool(marked)


@transaction.atomic
def invite_again(*, actor: Actor, round: Round, invitation: Invitation, email: str) -> None:
    """Whose mail did not arrive gets the invitation at another address, or once more at the same. The link stays."""
    round = locked(round)
    check_is_open(state=round.state)
    others = Invitation.objects.filter(round=round, email__iexact=email).exclude(pk=invitation.pk)
    check_may_invite_again(is_taken=others.exists())
    found = Invitation.objects.filter(round=round, pk=invitation.pk).exclude(refusal="")
    if found.update(email=email, refusal=""):
        Posting.objects.filter(invitation=invitation).delete()
        Mailing.objects.filter(round=round, kind=MailingKind.INVITATION).update(
            posted_at=None, begun_at=None
        )
        _record("mailing.sent_again", actor, round)


def decline(*, invitation_id: UUID) -> bool:
    """By the link in the mail, also pressed by mail programs. Twice is as once; who it was is in no event."""
    return bool(
        Invitation.objects.filter(pk=invitation_id, declined_on__isnull=True).update(
            declined_on=timezone.localdate()
        )
    )


def _record(event: str, actor: Actor, round: Round, **facts: object) -> None:
    record(event, actor=actor, matter=round, controller=round.survey.organisation, **facts)
