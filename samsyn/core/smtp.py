"""One mail over SMTP, and what the server made of it. Writes nothing."""

import smtplib
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Delivery:
    """`refused` is what the server said of each address. `for_good` says that trying again is of no use."""

    accepted: bool
    for_good: bool = True
    refused: str = ""


def deliver(sender: str, recipients: list[str], message: bytes) -> Delivery:
    connection = _connection(settings.SMTP or {})
    try:
        connection.open()
        refused = _opened(connection).sendmail(sender, recipients, message)
    except smtplib.SMTPRecipientsRefused as refusal:
        return Delivery(False, _for_good(refusal.recipients), _said(refusal.recipients))
    except smtplib.SMTPResponseException as refusal:
        said = {"": (refusal.smtp_code, refusal.smtp_error)}
        # A wrong password is ours to mend: the mail waits for it.
        ours = isinstance(refusal, smtplib.SMTPAuthenticationError)
        return Delivery(False, _for_good(said) and not ours, _said(said))
    except (OSError, smtplib.SMTPException) as fault:
        return Delivery(False, for_good=False, refused=str(fault))
    finally:
        connection.close()
    return Delivery(True, refused=_said(refused))


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


def _opened(connection: EmailBackend) -> smtplib.SMTP:
    return cast(smtplib.SMTP, connection.connection)


def _for_good(said: dict[str, Any]) -> bool:
    return all(code >= 500 for code, _sentence in said.values())


def _said(said: dict[str, Any]) -> str:
    return "\n".join(
        f"{address} {code} {bytes(sentence).decode(errors='replace')}".strip()
        for address, (code, sentence) in said.items()
    )
