"""How a school year is said in templates."""

from django import template

from samsyn.assignments.rules.years import said_year

register = template.Library()


@register.filter
def school_year(year: int) -> str:
    """2026 is said 2026/27."""
    return said_year(year)
