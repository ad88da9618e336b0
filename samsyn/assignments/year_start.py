"""What the coming school year puts on start pages from June to September: that it can be begun."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.assignments.queries.years import not_begun_count, places_to_begin
from samsyn.assignments.rules.years import is_time_to_begin, said_year, year_to_begin
from samsyn.core.panels import Item
from samsyn.core.words import capitalised, in_words
from samsyn.organisations.access import Actor, Can

SHOWN = 3


def year_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    today = timezone.localdate()
    if not is_time_to_begin(today) or Can.ASSIGNMENT_OVERVIEW not in actor.rights:
        return
    year = year_to_begin(today)
    for place in places_to_begin(actor)[:SHOWN]:
        count = not_begun_count(actor, place, year)
        if count:
            yield Item(
                title=_("Begin %(year)s at %(name)s")
                % {"year": said_year(year), "name": place.name},
                text=said_count(count),
                url=reverse("assignments:year-begin", args=[place.pk, year]),
                act=_("Begin the school year"),
            )


def said_count(count: int) -> str:
    said = ngettext(
        "One career teacher has no assignment for the year yet.",
        "%(count)s career teachers have no assignment for the year yet.",
        count,
    )
    return said % {"count": capitalised(in_words(count))}
