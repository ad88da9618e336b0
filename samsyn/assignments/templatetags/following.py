"""How lengths of time and activities are said in templates."""

from django import template

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
