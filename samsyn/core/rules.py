"""The one exception for what the matter itself does not allow, and the engine's own thresholds."""

import re
from datetime import timedelta

# A job is begun at most this many times: one that kills its worker must not kill all of them for ever.
ATTEMPTS_MAX = 3
_MAIL_WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]


class RuleBroken(Exception):
    """Carries a whole sentence for the person: what happened, what is kept, what to do."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.field = field


def without_codes(subject: str) -> str:
    """A subject as it is kept: the code in it leaves with the mail, and opens nothing for who reads of the mail here."""
    return re.sub(r"\d{6,}", "······", subject)


def wait_before_attempt(attempt: int) -> timedelta | None:
    """How long a mail that could not be sent waits before its second, third … try; None when it is given up."""
    return _MAIL_WAITS[attempt - 2] if attempt - 2 < len(_MAIL_WAITS) else None
