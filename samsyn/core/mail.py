"""Mail leaves in two steps: a row in the same transaction as what it tells of, then SMTP by the worker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string

from samsyn.core import jobs
from samsyn.core.actions import post_mail
from samsyn.core.models import MailState


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        posted = [message for message in email_messages if message.recipients()]
        with transaction.atomic():
            for message in posted:
                mail = post_mail(message)
                if mail.state == MailState.WAITING:
                    jobs.enqueue(jobs.send_mail, mail.pk)
        return len(posted)


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
        subject=" ".join(subject.split()),
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
