"""Mail leaves in two steps: a row in the same transaction as what it tells of, then SMTP by the worker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string

from samsyn.core import jobs
from samsyn.core.actions import post_mail, post_mails
from samsyn.core.models import MailState, OutgoingMail
from samsyn.core.words import one_line

# A code by mail waits for so many at most.
ON_ONE_LINE = 20


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        posted = [message for message in email_messages if message.recipients()]
        with transaction.atomic():
            for message in posted:
                mail = post_mail(message)
                if mail.state == MailState.WAITING:
                    jobs.enqueue(jobs.send_mail, mail.pk)
        return len(posted)


@transaction.atomic
def post_many(messages: Sequence[EmailMessage]) -> list[OutgoingMail]:
    """A round of mail to many, in the caller's transaction: sent a batch at a time, after what somebody waits for."""
    mails = post_mails(messages)
    waiting = [str(mail.pk) for mail in mails if mail.state == MailState.WAITING]
    for start in range(0, len(waiting), ON_ONE_LINE):
        jobs.enqueue(jobs.send_mails, uuid4().hex, waiting[start : start + ON_ONE_LINE])
    return mails


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object and its method (REQUEST or CANCEL), which the mail has to name as well (RFC 6047)."""

    content: bytes
    method: str
    filename: str


def post(
    *,
    to: Iterable[str],
    subject: str,
    template: str,
    context: dict[str, Any],
    reply_to: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
    calendar: CalendarPart | None = None,
) -> None:
    """A mail of plain text from a template, with an HTML part made from the same words."""
    text = render_to_string(template, context).strip() + "\n"
    message = EmailMultiAlternatives(
        # What looks encoded already would be decoded by whoever reads it.
        subject=one_line(subject).replace("=?", "= ?"),
        body=text,
        to=list(to),
        reply_to=list(reply_to),
        headers=dict(headers or {}),
    )
    html = render_to_string("core/mail/message.html", {"text": text, "subject": subject})
    message.attach_alternative(html, "text/html")
    if calendar is not None:
        _add_calendar(message, calendar)
    message.send()


def _add_calendar(message: EmailMultiAlternatives, calendar: CalendarPart) -> None:
    """As another way to say the mail, which calendars answer to, and as a file for those that do not."""
    kind = f"text/calendar; method={calendar.method}"
    message.attach_alternative(calendar.content.decode(), kind)
    message.attach(calendar.filename, calendar.content, "application/ics")
