"""When a round may be changed, open, close and open again. States are those of models.RoundState, as words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.rules import RuleBroken

DRAFT, SCHEDULED, OPEN, CLOSED = "draft", "scheduled", "open", "closed"
IMPORTED = "imported"
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=366)


def check_may_settle(*, state: str) -> None:
    """Audience, mode, texts and days are settled before anybody is asked."""
    if state == SCHEDULED:
        raise RuleBroken(
            _("The invitations are to be sent. Take that back first, then you can change this.")
        )
    if state != DRAFT:
        raise RuleBroken(
            _(
                "The first invitation has been sent. What was promised then can no longer be changed."
            )
        )


def check_times(*, opens_at: datetime | None, closes_at: datetime | None) -> None:
    if closes_at is None:
        raise RuleBroken(_("Say when the survey closes."), field="closes_at")
    if opens_at is None:
        raise RuleBroken(_("Say when the survey opens."), field="opens_at")
    if closes_at - opens_at < SHORTEST:
        raise RuleBroken(
            _("The survey has to be open for an hour at least. Choose a later closing."),
            field="closes_at",
        )
    if closes_at - opens_at > LONGEST:
        raise RuleBroken(
            _("A round is open for a year at most. Choose an earlier closing."), field="closes_at"
        )


def check_mode(*, is_named: bool, is_open_to_all: bool) -> None:
    if is_named and is_open_to_all:
        raise RuleBroken(
            _("Nobody is known by an open link: answers by it are anonymous."), field="mode"
        )


def check_may_schedule(*, state: str, opens_at: datetime | None, now: datetime) -> None:
    check_may_settle(state=state)
    if opens_at is not None and opens_at < now - timedelta(days=1):
        raise RuleBroken(
            _("The day for the invitations has passed. Choose a new one."), field="opens_at"
        )


def check_has_somebody(*, invited: int, is_open_to_all: bool) -> None:
    if not invited and not is_open_to_all:
        raise RuleBroken(
            _("Nobody would get an invitation. Choose other roles, other places or another day.")
        )


def check_has_sender(*, email: str) -> None:
    if not email:
        raise RuleBroken(
            _(
                "You have no address that answers could come back to. Ask your administrator to add it."
            )
        )


def check_is_sound(errors: Sequence[str]) -> None:
    """What the builder's checks call errors has to be mended first."""
    if errors:
        raise RuleBroken(
            ngettext(
                "The survey cannot be opened yet: %(first)s",
                "The survey cannot be opened yet, there are %(count)s things to mend. The first: %(first)s",
                len(errors),
            )
            % {"count": len(errors), "first": errors[0]}
        )


def check_may_take_back(*, state: str) -> None:
    if state != SCHEDULED:
        raise RuleBroken(
            _("The invitations have been sent already. You can close the survey early instead.")
        )


def check_is_open(*, state: str) -> None:
    if state != OPEN:
        raise RuleBroken(_("The survey is not open."))


def check_is_closed(*, state: str) -> None:
    if state != CLOSED:
        raise RuleBroken(_("The survey is not closed."))


def check_may_extend(*, state: str, closes_at: datetime, now: datetime) -> None:
    check_is_open(state=state)
    if closes_at <= now:
        raise RuleBroken(_("Choose a closing that is still to come."), field="closes_at")
    _check_not_too_long(closes_at=closes_at, now=now)


def _check_not_too_long(*, closes_at: datetime, now: datetime) -> None:
    if closes_at > now + LONGEST:
        raise RuleBroken(_("Choose a closing within a year."), field="closes_at")


def check_may_reopen(*, state: str, mode: str, closes_at: datetime, now: datetime) -> None:
    if mode == IMPORTED:
        raise RuleBroken(_("The answers came from a file. Such a round cannot be opened again."))
    check_is_closed(state=state)
    if closes_at < now + SHORTEST:
        raise RuleBroken(_("Choose a closing that is an hour away at least."), field="closes_at")
    _check_not_too_long(closes_at=closes_at, now=now)


def check_may_add_late(*, state: str, is_open_to_all: bool) -> None:
    check_is_open(state=state)
    if is_open_to_all:
        raise RuleBroken(_("Whoever has the link can answer: nobody has to be added."))


def check_asks_by_mail(*, is_open_to_all: bool) -> None:
    if is_open_to_all:
        raise RuleBroken(_("Whoever has the link can answer: nobody is known who could get mail."))


def said_hour(moment: datetime) -> str:
    """ "Friday 4 December at 16", by the clock in Stockholm, as the mail and the page say it."""
    local = timezone.localtime(moment)
    clock = date_format(local, "G.i" if local.minute else "G")
    return _("%(day)s at %(clock)s") % {"day": date_format(local, "l j F"), "clock": clock}


def said_clock(moment: datetime) -> str:
    """ "at 16", where the day stands beside."""
    local = timezone.localtime(moment)
    return _("at %(clock)s") % {"clock": date_format(local, "G.i" if local.minute else "G")}
