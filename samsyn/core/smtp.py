"""Mail over SMTP, one after another on the same line, and what the server made of each. Writes nothing."""

import smtplib
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.encoding import punycode

TIMEOUT_SECONDS = 30
HAS_HAD_ENOUGH = 421


@dataclass(frozen=True)
class Delivery:
    """`refused` is what the server said of each address. `for_good` says that trying again is of no use."""

    accepted: bool
    for_good: bool = True
    refused: str = ""


class Line:
    """A connection that is opened for the first mail and used for those that follow: `with Line() as line`."""

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None
        # The last mail failed for a reason that holds for any other: no server, or one that will not have us.
        self.is_down = False

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._hang_up()

    def deliver(self, sender: str, recipients: list[str], message: bytes) -> Delivery:
        was_open = self._backend is not None
        delivery, code = self._try(sender, recipients, message)
        if was_open and code == HAS_HAD_ENOUGH:
            # Many servers take so and so many mails on a connection. It said so before it took this one.
            delivery, _code = self._try(sender, recipients, message)
        return delivery

    def _try(self, sender: str, recipients: list[str], message: bytes) -> tuple[Delivery, int]:
        self.is_down = False
        try:
            refused = self._smtp().sendmail(sender, [_ascii(to) for to in recipients], message)
        except UnicodeError as fault:
            self._hang_up()
            return Delivery(False, refused=str(fault)), 0
        except smtplib.SMTPRecipientsRefused as refusal:
            had_enough = any(code == HAS_HAD_ENOUGH for code, _said in refusal.recipients.values())
            if had_enough:
                self._hang_up()
            return _refused(refusal.recipients), HAS_HAD_ENOUGH if had_enough else 0
        except smtplib.SMTPResponseException as refusal:
            self._hang_up()
            said = {"": (refusal.smtp_code, refusal.smtp_error)}
            # A wrong password, or a sender that is not let in, is ours to mend: the mail waits for it.
            self.is_down = not isinstance(refusal, smtplib.SMTPDataError)
            early = isinstance(refusal, smtplib.SMTPSenderRefused)
            return _refused(said, is_ours=self.is_down), refusal.smtp_code if early else 0
        except (OSError, smtplib.SMTPException) as fault:
            self._hang_up()
            self.is_down = True
            return Delivery(False, for_good=False, refused=str(fault)), 0
        return Delivery(True, refused=_said(refused)), 0

    def _smtp(self) -> smtplib.SMTP:
        if self._backend is None:
            backend = _connection(settings.SMTP or {})
            backend.open()
            self._backend = backend
        return cast(smtplib.SMTP, self._backend.connection)

    def _hang_up(self) -> None:
        if self._backend is not None:
            self._backend.close()
        self._backend = None


def deliver(sender: str, recipients: list[str], message: bytes) -> Delivery:
    with Line() as line:
        return line.deliver(sender, recipients, message)


def _ascii(address: str) -> str:
    """As servers read it where the domain has å, ä or ö."""
    name, _at, domain = address.rpartition("@")
    return address if address.isascii() else f"{name}@{punycode(domain)}"


def _refused(said: dict[str, Any], *, is_ours: bool = False) -> Delivery:
    return Delivery(False, _for_good(said) and not is_ours, _said(said))


def _connection(smtp: dict[str, Any]) -> EmailBackend:
    return EmailBackend(
        host=smtp["EMAIL_HOST"],
        port=smtp["EMAIL_PORT"] or 25,
        username=smtp["EMAIL_HOST_USER"] or "",
        password=smtp["EMAIL_HOST_PASSWORD"] or "",
        use_tls=smtp.get("EMAIL_USE_TLS", False),
        use_ssl=smtp.get("EMAIL_USE_SSL", False),
        timeout=TIMEOUT_SECONDS,
    )


def _for_good(said: dict[str, Any]) -> bool:
    return all(code >= 500 for code, _sentence in said.values())


def _said(said: dict[str, Any]) -> str:
    return "\n".join(
        f"{address} {code} {bytes(sentence).decode(errors='replace')}".strip()
        for address, (code, sentence) in said.items()
    )
