"""How what differs between two texts is drawn, where a place is, and whose turn it is."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samsyn.assignments.differences import Run
from samsyn.assignments.places import said_where
from samsyn.assignments.standing import Line
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Organisation

register = template.Library()
TAGS = {"gone": "del", "new": "ins"}


@register.filter
def runs(found: Iterable[Run], between: str = "") -> SafeString:
    """What is gone is struck and what is new underlined; what people wrote is text and never markup."""
    return format_html_join(between, "{}", ((run_of(one),) for one in found))


@register.filter
def run_of(run: Run) -> SafeString | str:
    """The space after the last word is neither struck nor underlined."""
    tag, words = TAGS.get(run.kind), run.text.rstrip()
    if tag is None:
        return run.text
    return format_html("<{0}>{1}</{0}>{2}", tag, words, run.text[len(words) :])


@register.filter
def where(place: Organisation) -> str:
    return said_where(place)


@register.filter
def said_to(line: Line, actor: Actor) -> str:
    """Where it stands, in words to the one who reads."""
    return line.standing_for(actor.person_id)
