"""What the mails of a round say, to whom they go and how often."""

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken

# What stands in for each person's own words in a text; written so in both languages.
GIVEN_NAME, CLOSES = "{förnamn}", "{stänger}"
PLACEHOLDERS = (GIVEN_NAME, CLOSES)
REMINDERS_MAX = 3
BETWEEN = timedelta(days=2)
_BRACED = re.compile(r"\{[^{}]*\}")


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with a person's own words. A greeting to somebody without a name is a greeting all the same: “Hej,”."""
    for mark, word in words.items():
        if not word:
            text = re.sub(rf"\s*{re.escape(mark)}", "", text)
        text = text.replace(mark, word)
    return text


def check_text(subject: str, text: str) -> None:
    for braced in _BRACED.findall(subject + text):
        if braced not in PLACEHOLDERS:
            raise RuleBroken(
                _("%(word)s is not exchanged for anything. You can write %(known)s.")
                % {"word": braced, "known": _(" or ").join(PLACEHOLDERS)},
                field="text",
            )


def check_reminders(
    reminders: Sequence[datetime], *, opens_at: datetime, closes_at: datetime
) -> None:
    """At most three, between opening and closing, and two days apart."""
    if len(reminders) > REMINDERS_MAX:
        raise RuleBroken(_("Remind at most three times."), field="reminders")
    moments = [opens_at, *sorted(reminders)]
    for before, after in itertools.pairwise(moments):
        if after >= closes_at:
            raise RuleBroken(
                _("A reminder has to come before the survey closes."), field="reminders"
            )
        # By the clock on the wall: two days may be an hour shorter.
        if timezone.make_naive(after) - timezone.make_naive(before) < BETWEEN:
            raise RuleBroken(
                _("Leave two days at least between the invitation and each reminder."),
                field="reminders",
            )


def check_may_write(*, is_begun: bool) -> None:
    if is_begun:
        raise RuleBroken(
            _("The mail has been sent. Its text and its hour can no longer be changed.")
        )


def check_is_ahead(*, due_at: datetime, now: datetime) -> None:
    if due_at <= now:
        raise RuleBroken(_("Choose an hour that is still to come."), field="due_at")
