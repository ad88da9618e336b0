"""Numbers as the reader's language writes them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(number: int) -> str:
    """Whole percent with its sign, which never stands alone on a line: 60 % in Swedish, 60% in English."""
    return _("%(number)s%%") % {"number": number_format(number)}
