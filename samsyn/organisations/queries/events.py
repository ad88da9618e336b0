"""The log in words: what happened, who did it and to whom, without any content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor
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
    return {
        **{person.pk: person.said_name for person in _with_keys(Person, ids)},
        **{duty.pk: duty.person.said_name for duty in _duties(ids)},
        **{one.pk: one.name for one in _with_keys(Organisation, ids)},
        **{one.pk: one.filename for one in _files(ids)},
    }


@prepared
def _with_keys(model: type[Person] | type[Organisation], ids: set[UUID]) -> QuerySet[Any, Any]:
    return model._default_manager.filter(pk__in=ids).order_by()


@prepared
def _duties(ids: set[UUID]) -> QuerySet[Any, Any]:
    return Duty.objects.filter(pk__in=ids).order_by().select_related("person")


@prepared
def _files(ids: set[UUID]) -> QuerySet[Any, Any]:
    return Import.objects.filter(pk__in=ids).order_by().only("filename")


@prepared
def events_listed(actor: Actor, first: int, last: int) -> QuerySet[Any, Any]:
    return Event.objects.visible_to(actor).select_related("actor")[first:last]
