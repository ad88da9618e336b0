"""What all rows of the nation are dealt by: chance with a fixed seed, keys in order, and the day they are made."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from samsyn.assignments.rules.years import year_of

M = TypeVar("M", bound=Model)
# As uuid7 has them, version and variant in their places; the rest counts upwards.
FIRST_KEY = (0x019A << 112) | (7 << 76) | (2 << 62)


class Dealer:
    """Gathers the rows by model until they are written."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - made-up rows, no secrets
        self.rows: dict[type[Model], list[Model]] = defaultdict(list)
        self.today = timezone.localdate()
        self.now = timezone.now()
        self.year = year_of(self.today)
        self._keys = 0

    def key(self) -> UUID:
        self._keys += 1
        return UUID(int=FIRST_KEY + self._keys)

    def add(self, row: M) -> M:
        if isinstance(row.pk, UUID):
            row.pk = self.key()
        self.rows[type(row)].append(row)
        return row

    def add_all(self, rows: Iterable[Model]) -> None:
        for row in rows:
            self.add(row)

    def one_in(self, number: int) -> bool:
        return self.rng.randrange(number) == 0

    def percent(self, share: int) -> bool:
        return self.rng.randrange(100) < share

    def at(self, day: date, hour: int = 14) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour)))

    def days_on(self, day: date, least: int, most: int) -> date:
        return day + timedelta(days=self.rng.randint(least, most))

    @property
    def waiting(self) -> int:
        return sum(map(len, self.rows.values()))

    def taken(self) -> dict[type[Model], list[Model]]:
        """What is to be written now; the dealer goes on with empty hands."""
        taken, self.rows = self.rows, defaultdict(list)
        return taken
