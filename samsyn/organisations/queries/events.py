"""The log in words: what happened, who did it and to whom, without any content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.organisations.events import words_of
from samsyn.organisations.models import Duty, Event, Import, Organisation, Person


@dataclass(frozen=True)
class EventRow:
    at: datetime
    who: str
    what: str
    whom: str


def rows_of(events: Sequence[Event]) -> list[EventRow]:
    """Four queries however many events: names of people, of those whose duties it was, of organisations and files."""
    names = _names(events)
    return [
        EventRow(
            at=event.at,
            who=event.actor.said_name if event.actor else _("Samsyn"),
            what=words_of(event.kind),
            whom=names.get(event.matter_id, ""),
        )
        for event in events
    ]


def _names(events: Iterable[Event]) -> dict[Any, str]:
    ids = {event.matter_id for event in events}
    duties = Duty.objects.filter(pk__in=ids).select_related("person")
    return {
        **{person.pk: person.said_name for person in Person.objects.filter(pk__in=ids)},
        **{duty.pk: duty.person.said_name for duty in duties},
        **{one.pk: one.name for one in Organisation.objects.filter(pk__in=ids)},
        **{one.pk: one.filename for one in Import.objects.filter(pk__in=ids)},
    }
