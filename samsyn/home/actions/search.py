"""The words that search looks in, made anew where something has changed and, each night, as a whole."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.home.models import SearchEntry, SearchKind, SearchReading
from samsyn.home.queries import indexing

# Events are stamped before they are committed; reading one again costs little and changes nothing.
OVERLAP = timedelta(minutes=10)
AT_A_TIME = 500
KEY = ("matter_id", "audience", "controller_id")
WRITTEN = ("path", "name", "words")


def index_changed() -> int:
    """What has been recorded since the last time. The first time everything is made anew."""
    now = timezone.now()
    reading = SearchReading.objects.first()
    if reading is None:
        SearchReading.objects.create(read_until=now)
        return rebuild_search()
    changed = indexing.changed_since(reading.read_until - OVERLAP)
    written = sum(index(kind, keys) for kind, keys in changed.items())
    SearchReading.objects.filter(pk=reading.pk).update(read_until=now, changed_at=now)
    return written


def rebuild_search() -> int:
    """Everything, a little at a time, so that nobody waits for it; what is no longer there goes."""
    written = sum(index(kind, indexing.all_keys(kind)) for kind in SearchKind)
    for kind in SearchKind:
        there = indexing.MODELS[kind]._default_manager.values("pk")
        SearchEntry.objects.filter(kind=kind).exclude(matter_id__in=there).delete()
    return written


def index(kind: SearchKind, keys: Iterable[UUID]) -> int:
    return sum(_index(kind, batch) for batch in _batches(keys))


def _batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    iterator = iter(keys)
    while batch := list(islice(iterator, AT_A_TIME)):
        yield batch


@transaction.atomic
def _index(kind: SearchKind, keys: Collection[UUID]) -> int:
    """Writes only what differs. Two at once make the same of it, and the second leaves it be."""
    wanted = {_key(entry): entry for entry in indexing.entries_of(kind, keys)}
    there = {
        _key(entry): entry for entry in SearchEntry.objects.filter(kind=kind, matter_id__in=keys)
    }
    stale = [entry.pk for key, entry in there.items() if key not in wanted]
    new = [entry for key, entry in wanted.items() if key not in there]
    changed = [
        _with_words_of(there[key], entry)
        for key, entry in wanted.items()
        if key in there and _words(there[key]) != _words(entry)
    ]
    SearchEntry.objects.filter(pk__in=stale).delete()
    SearchEntry.objects.bulk_create(new, ignore_conflicts=True)
    SearchEntry.objects.bulk_update(changed, [*WRITTEN, "changed_at"])
    return len(stale) + len(new) + len(changed)


def _key(entry: SearchEntry) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in KEY)


def _words(entry: SearchEntry) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in WRITTEN)


def _with_words_of(there: SearchEntry, entry: SearchEntry) -> SearchEntry:
    for name in WRITTEN:
        setattr(there, name, getattr(entry, name))
    there.changed_at = timezone.now()
    return there
