"""The demo's history is made by the same actions as everything else; only the clock says another day meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.test.utils import override_settings
from django.utils import timezone

from samsyn.surveys.actions import mailings
from samsyn.surveys.letters import Letter


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Django's clock stands at the moment: rules, events and the times of rows go by it.

    Two school years of agreements and dialogues cannot be waited for, and rows with dates written into them would
    never have met the rules.
    """
    with patch.object(timezone, "now", lambda: moment):
        yield


@contextmanager
def long_ago() -> Iterator[None]:
    """What was mailed in those days has been read and thrown away."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        yield


@contextmanager
def forgotten() -> Iterator[None]:
    """A round's mails, as they are when the outbox has forgotten them: that they went out is kept, they are not."""
    with (
        patch.object(Letter, "message", lambda *_: None),
        patch.object(mailings, "post_many", lambda messages: [None] * len(messages)),
    ):
        yield
