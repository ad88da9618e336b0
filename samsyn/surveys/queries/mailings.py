"""To whom a round's mails go, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from samsyn.core.models import MailState
from samsyn.organisations.access import GRID, Can
from samsyn.organisations.models import Duty
from samsyn.surveys.letters import Letter
from samsyn.surveys.models import Invitation, Mailing, MailingKind, Posting, Round, RoundState


def due_mailings(now: datetime) -> QuerySet[Mailing]:
    """Those whose hour has come and whose first batch nobody has asked for."""
    return Mailing.objects.filter(
        round__state=RoundState.OPEN, due_at__lte=now, begun_at__isnull=True
    ).select_related("round")


def next_to_post(mailing: Mailing, count: int) -> Sequence[Invitation]:
    """Who is still to get it: a reminder only goes to those who have neither answered nor said no."""
    posted = Posting.objects.filter(mailing=mailing, invitation=OuterRef("pk"))
    rows = waiting_for(mailing).filter(~Exists(posted))
    return list(rows.order_by("pk")[:count])


def waiting_for(mailing: Mailing) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(round=mailing.round_id).exclude(email="")
    if mailing.kind == MailingKind.REMINDER:
        rows = rows.filter(answered_on__isnull=True, declined_on__isnull=True, refusal="")
    return rows


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
    return Posting.objects.filter(mail__state=MailState.REFUSED, invitation__refusal="").annotate(
        said=F("mail__refusal")
    )


def invited(invitation_id: UUID) -> Invitation | None:
    """Whoever a link belongs to."""
    return Invitation.objects.select_related("round").filter(pk=invitation_id).first()
