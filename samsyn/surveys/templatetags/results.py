"""Numbers as the reader's language writes them, and words that fit narrow columns."""

from functools import lru_cache

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(number: int) -> str:
    """Whole percent with its sign, which never stands alone on a line: 60 % in Swedish, 60% in English."""
    return _percent(number, get_language())


@lru_cache(maxsize=1000)
def _percent(number: int, language: str) -> str:
    return _("%(number)s%%") % {"number": number_format(number)}


@register.filter
def decimal(number: float) -> str:
    """With one decimal: 3,8."""
    return number_format(number, 1)


@register.filter
def tidy(number: float) -> str:
    """With one decimal where it has any: 4, or 3,5."""
    rounded = round(number, 1)
    return number_format(rounded, 0 if rounded == int(rounded) else 1)


@register.filter
def parting(label: str) -> SafeString:
    """A pair of long words, as Skolchefer/rektorer, may part after its stroke."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in label.split("/")))
