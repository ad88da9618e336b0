"""How lengths of time and activities are said in templates."""

from datetime import date, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.assignments.rules.log import said_activity
from samsyn.assignments.rules.time import said_minutes
from samsyn.core.words import capitalised

register = template.Library()


@register.filter
def duration(minutes: int) -> str:
    """90 is said 1 h 30 min."""
    return said_minutes(minutes)


@register.filter
def activity_name(code: str) -> str:
    """The short name, as it begins a line."""
    return capitalised(said_activity(code))


@register.filter
def day_of(day: date, today: date) -> str:
    """today, yesterday, a weekday of the last week, else the date."""
    back = (today - day).days
    if back in (0, 1):
        return _("yesterday") if back else _("today")
    near = timedelta(0) < today - day < timedelta(days=7)
    return date_format(day, "l" if near else "j F")
