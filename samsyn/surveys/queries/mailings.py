"""To whom a round's mails go, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from samsyn.core.models import MailState
from samsyn.organisations.access import GRID, Can
from samsyn.organisations.models import Duty
from samsyn.surveys.letters import Letter
from samsyn.surveys.models import (
    AudienceKind,
    Invitation,
    Mailing,
    MailingKind,
    Posting,
    Round,
    RoundState,
)


def due_mailings(now: datetime) -> QuerySet[Mailing]:
    """Those whose hour has come and whose first batch nobody has asked for, the invitation first."""
    rows = Mailing.objects.filter(
        round__state=RoundState.OPEN, due_at__lte=now, begun_at__isnull=True
    )
    asking = rows.exclude(kind=MailingKind.RESULTS).exclude(round__audience_kind=AudienceKind.LINK)
    return asking.select_related("round").order_by("kind", "due_at")


def next_to_post(mailing: Mailing, count: int) -> Sequence[Invitation]:
    """Who is still to get it."""
    posted = Posting.objects.filter(mailing=mailing, invitation=OuterRef("pk"))
    rows = waiting_for(mailing).filter(~Exists(posted))
    return list(rows.order_by("pk")[:count])


def waiting_for(mailing: Mailing) -> QuerySet[Invitation]:
    """A reminder goes to those who have neither answered nor said no; the results to all who have not said no."""
    rows = Invitation.objects.filter(round=mailing.round_id).exclude(email="")
    if mailing.kind == MailingKind.INVITATION:
        return rows
    rows = rows.filter(declined_on__isnull=True, refusal="")
    return rows.filter(answered_on__isnull=True) if mailing.kind == MailingKind.REMINDER else rows


def has_invited(round: Round) -> bool:
    return Invitation.objects.filter(round=round).exists()


def results_mail(round: Round) -> Mailing | None:
    return Mailing.objects.filter(round=round, kind=MailingKind.RESULTS).first()


def letter_of(mailing: Mailing, round: Round) -> Letter:
    return Letter(
        round=round,
        kind=mailing.kind,
        subject=mailing.subject,
        text=mailing.text,
        sender_name=round.sender.name if round.sender else "",
        sender_email=round.sender.email if round.sender else "",
        sender_line=sender_line(round),
    )


def sender_line(round: Round) -> str:
    """What the sender is where the survey is asked: "koordinator, Mittskogs universitet"."""
    duties = Duty.objects.on(timezone.localdate()).filter(person=round.sender_id)
    for duty in duties.select_related("organisation"):
        if Can.SURVEY_EDIT in GRID.get(duty.role, ()):  # type: ignore[call-overload]  # a role
            return f"{duty.get_role_display()}, {duty.organisation.name}"
    return str(round.survey.organisation)


def refused_postings() -> QuerySet[Posting]:
    """What the outbox knows of addresses that were not taken, and the invitation does not know yet."""
    rows = Posting.objects.filter(mail__state=MailState.REFUSED, invitation__refusal="")
    return rows.exclude(mail__refusal="").annotate(said=F("mail__refusal"))


def needless_mails() -> list[UUID]:
    """The outbox's keys of mails that wait and should no longer leave."""
    waiting = Posting.objects.filter(mail__state=MailState.WAITING)
    has_closed = ~Q(mailing__kind=MailingKind.RESULTS) & ~Q(mailing__round__state=RoundState.OPEN)
    is_settled = Q(invitation__answered_on__isnull=False) | Q(invitation__declined_on__isnull=False)
    needless = has_closed | Q(mailing__kind=MailingKind.REMINDER) & is_settled
    return [key for key in waiting.filter(needless).values_list("mail", flat=True) if key]


def invited(invitation_id: UUID) -> Invitation | None:
    """Whoever a link belongs to."""
    return Invitation.objects.select_related("round").filter(pk=invitation_id).first()
