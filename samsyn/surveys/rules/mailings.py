"""What the mails of a round say, to whom they go and how often."""

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core.rules import RuleBroken

# What stands in for each person's own words in a text; written so in both languages.
GIVEN_NAME, CLOSES = "{förnamn}", "{stänger}"
PLACEHOLDERS = (GIVEN_NAME, CLOSES)
REMINDERS_MAX = 3
BETWEEN = timedelta(days=2)
# What a worker that was away sends so much too late moves the reminders after it.
LATE = timedelta(hours=12)
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


# What a person has noted, instead of what a server said.
RETURNED = "returned"
# By the enhanced codes of RFC 3463, which nearly all servers say beside their own words.
_SAID = (
    (re.compile(r"\b5\.1\.\d"), gettext_lazy("There is no such address there.")),
    (re.compile(r"\b[45]\.2\.2\b|\b552\b"), gettext_lazy("The mailbox is full.")),
    (re.compile(r"\b5\.7\.\d"), gettext_lazy("The server there does not let the mail in.")),
    (re.compile(r"\b5\d\d\b"), gettext_lazy("The server there does not take mail to the address.")),
)


def refusal_in_words(refusal: str) -> str:
    if refusal == RETURNED:
        return _("It came back to the sender afterwards.")
    for code, said in _SAID:
        if code.search(refusal):
            return str(said)
    return _("No server took the mail, though it was tried for a day.")


def check_may_invite_again(*, is_taken: bool) -> None:
    if is_taken:
        raise RuleBroken(_("Somebody else has been invited at that address."))
