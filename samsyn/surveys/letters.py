"""The mail of a round as it reaches one person: the coordinator's words, and around them what has to stand in each."""

import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.core.mail import post
from samsyn.core.words import one_line
from samsyn.surveys.models import MailingKind, Mode, Round
from samsyn.surveys.rules.mailings import CLOSES, GIVEN_NAME, filled
from samsyn.surveys.rules.rounds import said_hour


def in_head(text: str) -> str:
    """What somebody wrote, as it may stand in a line above a mail: what looks encoded already would be decoded there."""
    return one_line(text).replace("=?", "= ?")


@dataclass(frozen=True)
class Reader:
    """Who gets it. Without a token the links lead nowhere: a preview, or a trial to oneself."""

    email: str
    name: str = ""
    token: str = ""

    @property
    def given_name(self) -> str:
        """Also of “Norberg, Elin”, as mail programs write names."""
        return (self.name.rpartition(",")[2].split() or [""])[0]

    @property
    def answer_url(self) -> str:
        return _address("answering:personal", self.token)

    @property
    def decline_url(self) -> str:
        return _address("answering:decline", self.token)


def _address(name: str, token: str) -> str:
    return settings.BASE_URL + (reverse(name, args=[token]) if token else "/")


@dataclass(frozen=True)
class Letter:
    """`sender_line` says what the sender is: "koordinator, Mittskogs universitet"."""

    round: Round
    kind: str
    subject: str
    text: str
    sender_name: str
    sender_email: str
    sender_line: str = ""

    @property
    def is_named(self) -> bool:
        return self.round.mode == Mode.NAMED

    @property
    def is_results(self) -> bool:
        return self.kind == MailingKind.RESULTS

    @property
    def results_url(self) -> str:
        return _address("answering:released", self.round.release_token or "")

    @property
    def closes(self) -> str:
        return said_hour(self.round.closes_at) if self.round.closes_at else ""

    @property
    def from_line(self) -> str:
        _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return formataddr((f"{in_head(self.sender_name)} via Samsyn", address))

    def words_for(self, reader: Reader) -> dict[str, str]:
        return {GIVEN_NAME: reader.given_name, CLOSES: self.closes}

    def body(self, reader: Reader) -> str:
        return filled(self.text, self.words_for(reader)).strip()

    def marked(self, text: str, reader: Reader) -> SafeString:
        """For the preview: what varies from one person to another is marked."""
        words = {
            mark: f"<mark>{escape(word)}</mark>" if word else ""
            for mark, word in self.words_for(reader).items()
        }
        words[CLOSES] = escape(self.closes)
        return mark_safe(filled(escape(text), words))  # noqa: S308 - every part is escaped

    def marked_paragraphs(self, reader: Reader) -> list[SafeString]:
        parts = re.split(r"\n\s*\n", self.text.strip())
        return [self.marked(part, reader) for part in parts]

    def message(self, reader: Reader) -> EmailMultiAlternatives:
        subject = in_head(filled(self.subject, self.words_for(reader)))
        context = {
            "letter": self,
            "reader": reader,
            "subject": subject,
            "body": self.body(reader),
        }
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("surveys/mail/letter.txt", context).strip() + "\n",
            from_email=self.from_line,
            to=[reader.email],
            reply_to=[formataddr((in_head(self.sender_name), self.sender_email))],
            headers=self._headers(reader),
        )
        message.attach_alternative(
            render_to_string("surveys/mail/letter.html", context), "text/html"
        )
        return message

    def _headers(self, reader: Reader) -> dict[str, str]:
        """With the way out that mail programs show as a button (RFC 8058), where more mail may come."""
        headers = {"Auto-Submitted": "auto-generated"}
        if reader.token and not self.is_results:
            headers["List-Unsubscribe"] = f"<{reader.decline_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers


def tell_not_opened(round: Round, why: str) -> None:
    """That the worker could not open it at its hour."""
    subject = _("Not opened: %(title)s") % {"title": round.title}
    _tell_sender(round, subject, "surveys/mail/not_opened.txt", why=why)


def tell_count(round: Round, before: int) -> None:
    """That the register had changed between the settling and the opening."""
    subject = _("The invitations have gone out: %(title)s") % {"title": round.title}
    _tell_sender(round, subject, "surveys/mail/count_changed.txt", before=before)


def _tell_sender(round: Round, subject: str, template: str, **words: object) -> None:
    """Nobody where whoever settled it has left."""
    if round.sender and round.sender.email:
        page = settings.BASE_URL + reverse("surveys:inviting", args=[round.pk])
        context = {"round": round, "page": page, **words}
        post(to=[round.sender.email], subject=subject, template=template, context=context)
