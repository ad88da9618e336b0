"""How a moment is said: only by the clock on the same day, else by its date too. And a day alone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def said_moment(moment: datetime) -> str:
    """ "at 10.42", "3 September at 10.42", and the year where it is another one."""
    local, today = timezone.localtime(moment), timezone.localdate()
    clock = date_format(local, "G.i")
    if local.date() == today:
        return _("at %(clock)s") % {"clock": clock}
    day = date_format(local, "j F" if local.year == today.year else "j F Y")
    return _("%(day)s at %(clock)s") % {"day": day, "clock": clock}


def said_day(day: date) -> str:
    """ "3 September", and the year where it is another one."""
    return date_format(day, "j F" if day.year == timezone.localdate().year else "j F Y")


def said_clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G.i")
