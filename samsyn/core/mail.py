"""Mail leaves in two steps: a row in the same transaction as what it tells of, then SMTP by the worker."""

from collections.abc import Iterable, Sequence
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


def post(
    *,
    to: Iterable[str],
    subject: str,
    template: str,
    context: dict[str, Any],
    reply_to: Iterable[str] = (),
) -> None:
    """A mail of plain text from a template, with an HTML part made from the same words."""
    text = render_to_string(template, context).strip() + "\n"
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()), body=text, to=list(to), reply_to=list(reply_to)
    )
    html = render_to_string("core/mail/message.html", {"text": text, "subject": subject})
    message.attach_alternative(html, "text/html")
    message.send()
