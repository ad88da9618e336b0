"""Fills an empty database with a made-up nation, by many rows at a time and without the actions: for measuring only."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.core.sealed import SealedTextField
from samsyn.home.demo.national.agreements import add_post
from samsyn.home.demo.national.dealing import Dealer
from samsyn.home.demo.national.people import Place, add_organiser, add_university
from samsyn.home.demo.national.sizes import Scale, organisers
from samsyn.home.models import SearchEntry, SearchKind, SearchReading
from samsyn.home.queries import indexing
from samsyn.organisations.models import Organisation

SEED = 2014
WRITTEN_AT_ONCE, SEARCHED_AT_ONCE = 20_000, 5_000
Say = Callable[[int, int], None]


@transaction.atomic
def fill_nation(scale: Scale, say: Say = lambda done, total: None) -> None:
    """`say` hears how many organisers are done, of how many. The same scale gives the same rows, on the same day."""
    if Organisation.objects.exists():
        raise RuleBroken(_("The database is not empty. The made-up nation is for an empty one."))
    deal = Dealer(SEED)
    universities = [
        add_university(deal, number, account="" if number else "larosate")
        for number in range(scale.universities)
    ]
    last_years = _with_last_year(scale)
    middle = scale.organisers // 2
    for size in organisers(scale, deal.rng):
        # The one in the middle has the university somebody can sign in at.
        university = universities[(size.number - middle) % scale.universities]
        _add_posts(deal, add_organiser(deal, size, university), last_years)
        if deal.waiting > WRITTEN_AT_ONCE:
            _write(deal)
            say(size.number + 1, scale.organisers)
    _write(deal)
    _make_searchable(deal.now)
    say(scale.organisers, scale.organisers)


def _with_last_year(scale: Scale) -> Iterator[bool]:
    """Post by post whether it had an assignment last year, so that the sum is that of the scale."""
    earlier = scale.assignments - scale.posts
    for number in range(scale.posts):
        yield (number + 1) * earlier // scale.posts > number * earlier // scale.posts


def _add_posts(deal: Dealer, places: list[Place], last_years: Iterator[bool]) -> None:
    for place in places:
        for holder, role in place.holders:
            add_post(deal, place, holder, role, has_last=next(last_years))


def _write(deal: Dealer) -> None:
    for model, rows in deal.taken().items():
        _insert(model, rows, deal.now)


def _insert(model: type[models.Model], rows: Sequence[models.Model], now: datetime) -> None:
    """As `bulk_create`, in a third of the time: what is a database's own value already is not asked of its field."""
    fields = model._meta.concrete_fields
    readers = [_reader(field, now) for field in fields]
    values = (tuple(read(row) for read in readers) for row in rows)
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    into = f"{quoted(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", list(values))  # noqa: S608 - names from models


def _make_searchable(now: datetime) -> None:
    """As the nightly job makes it, many at a time."""
    for kind in SearchKind:
        keys = list(indexing.all_keys(kind))
        for first in range(0, len(keys), SEARCHED_AT_ONCE):
            entries = indexing.entries_of(kind, keys[first : first + SEARCHED_AT_ONCE])
            _insert(SearchEntry, entries, now)
    SearchReading.objects.create(read_until=now)


PLAIN = (str, int, bool, type(None))


def _reader(field: models.Field[Any, Any], now: datetime) -> Callable[[models.Model], Any]:
    """What gives a row's value of the field as the database takes it."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        moment = field.get_db_prep_save(now, connection)
        return lambda row: moment
    value_of = attrgetter(field.attname)
    has_uuid = connection.features.has_native_uuid_field

    def read(row: models.Model) -> Any:
        value = value_of(row)
        if type(value) is UUID:
            return value if has_uuid else value.hex
        # JSON has plain values of its own, which are written otherwise.
        if type(value) in PLAIN and not isinstance(field, models.JSONField | SealedTextField):
            return value
        return field.get_db_prep_save(value, connection)

    return read


def gather_statistics() -> None:
    """What PostgreSQL's own housekeeping does in a while. SQLite has none, so it is measured without."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
