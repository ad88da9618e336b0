"""Queries whose SQL is made once, since putting them together costs more than asking them.

A function that gives a queryset, marked `@prepared`, gives a list of what the queryset holds instead:

    @prepared
    def duties_of(person: UUID, today: date) -> QuerySet: ...

The SQL is kept for each *shape* of the arguments. Keys, days, moments and texts are values, exchanged at each asking,
also within dataclasses such as the actor, and in lists of keys (whose length is rounded up); all else (numbers,
choices, None, how many duties there are and where) is the shape. So the function reads no clock, counts no days from
a value and compares no values: the tests make every question the usual way as well, and refuse one that differs.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

# Mark of a dataclass's field that no query asks for: `field(default="", metadata=UNASKED)`.
UNASKED = {"asked": False}
KEPT = 2000
# So often PostgreSQL is asked before it keeps the plan.
ASKED_UNPLANNED = 2
FIELDS: dict[type, models.Field[Any, Any]] = {
    UUID: models.UUIDField(),
    str: models.TextField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
}
# Stand-ins for keys begin so; the first is had by nothing, and fills lists up.
MARK = "f00dfeedf00dfeed"
FILLING = UUID(hex=f"{MARK}{0:016x}")
# Far enough apart for a day that is counted from one to be no other.
DAYS_BETWEEN, LAST_YEAR = 5000, 1800
KEY, MARKED = re.compile(r"[0-9a-f]{32}"), re.compile(MARK + r"[0-9a-f]{16}")
Build = Callable[..., "models.QuerySet[Any, Any]"]
T = TypeVar("T")


def prepared(build: Build) -> Callable[..., list[Any]]:
    @functools.wraps(build)
    def ask(*given: Any) -> list[Any]:
        statement, params = question(build, given)
        return statement.answers(params) if statement else []

    return ask


def question(build: Build, given: tuple[Any, ...]) -> tuple["Statement | None", list[Any]]:
    """None where the shape tells already that there is nothing."""
    shape = Shape()
    # The days first: there is room for some sixty of them.
    shape.name(value for value in given if isinstance(value, date))
    statement = _statement(build, tuple(shape.of(value) for value in given))
    return statement, statement.params(shape.values) if statement else []


class Shape:
    """Puts a stand-in for each value of the arguments, the same for values that are equal; and remembers the values."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def name(self, given: Iterable[Any]) -> None:
        for one in given:
            self.of(one)

    def of(self, given: Any) -> Any:
        if type(given) in FIELDS:
            return self._stand_in(given, (type(given), given))
        if isinstance(given, (list, tuple, set, frozenset)):
            return self._of_many(list(dict.fromkeys(given)))
        if isinstance(given, models.Model):
            raise TypeError(f"A question is asked with the key of {given!r}.")
        return self._inside(given) if is_dataclass(given) else given

    def _stand_in(self, given: Any, known_by: Any) -> Any:
        if known_by not in self._numbers:
            self._numbers[known_by] = len(self.values)
            self.values.append(given)
        return stand_in(type(given), self._numbers[known_by])

    def _of_many(self, given: list[Any]) -> tuple[Any, ...]:
        found = tuple(self.of(one) for one in given)
        if not given or type(given[0]) is not UUID:
            return found
        size = 1 << max(0, len(given) - 1).bit_length()
        return found + tuple(self._stand_in(FILLING, n) for n in range(size - len(given)))

    def _inside(self, given: Any) -> Any:
        asked = ((one.name, one.metadata.get("asked", True)) for one in fields(given))
        return replace(
            given, **{name: self._part(getattr(given, name)) if a else "" for name, a in asked}
        )

    def _part(self, given: Any) -> Any:
        """Of a dataclass's texts the keys alone are values: paths are made of them."""
        if type(given) is str:
            return KEY.sub(lambda found: self.of(UUID(hex=found[0])).hex, given)
        if isinstance(given, tuple):
            return tuple(self._part(one) for one in given)
        return self.of(given) if type(given) in FIELDS or is_dataclass(given) else given


def stand_in(kind: type, number: int) -> Any:
    if kind is UUID:
        return UUID(hex=f"{MARK}{number + 1:016x}")
    if kind is str:
        return f"prepared text {number}"
    day = datetime(1000, 1, 1, tzinfo=UTC) + timedelta(DAYS_BETWEEN * number)
    if day.year > LAST_YEAR:
        raise TypeError("More days than there are stand-ins for.")
    return day if kind is datetime else day.date()


@dataclass(frozen=True)
class Statement:
    queryset: models.QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    # Of each parameter the number of the value it is, or None and what it is else.
    places: tuple[tuple[int | None, Any], ...]

    def params(self, values: list[Any]) -> list[Any]:
        def key(found: re.Match[str]) -> str:
            return str(values[int(found[0][16:], 16) - 1].hex)

        return [
            _written(values[at])
            if at is not None
            else MARKED.sub(key, constant)
            if type(constant) is str
            else constant
            for at, constant in self.places
        ]

    @functools.cached_property
    def converters(self) -> dict[int, Any]:
        """What makes values of what the database gives, by column."""
        selected = self.compiler.select[: self.compiler.col_count]
        found: dict[int, Any] = self.compiler.get_converters([column[0] for column in selected])
        return found

    def answers(self, params: list[Any]) -> list[Any]:
        """By Django's own iterators, with a compiler that has the SQL already."""
        connected = connections[DEFAULT_DB_ALIAS]
        sql = (self.sql, tuple(params))
        ready = _twin(
            self.compiler,
            connection=connected,
            as_sql=lambda *_a, **_k: sql,
            get_converters=lambda _expressions: self.converters,
        )
        query = _twin(self.queryset.query, get_compiler=lambda *_a, **_k: ready)
        with _planned_once(connected):
            return list(_twin(self.queryset, _query=query))


@contextmanager
def _planned_once(connected: BaseDatabaseWrapper) -> Iterator[None]:
    """PostgreSQL keeps its plan of a statement that comes again, where the values are handed over beside the text."""
    if connected.vendor != "postgresql":
        yield
        return
    connected.ensure_connection()
    session = connected.connection
    usual = session.cursor_factory, session.prepare_threshold
    # Loaded here, as the driver is wanted with PostgreSQL alone.
    bound = import_module("django.db.backends.postgresql.base").ServerBindingCursor
    session.cursor_factory, session.prepare_threshold = bound, ASKED_UNPLANNED
    try:
        yield
    finally:
        session.cursor_factory, session.prepare_threshold = usual


def _twin(thing: T, **changed: Any) -> T:
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__, **changed)
    return twin


def _written(value: Any) -> Any:
    return FIELDS[type(value)].get_db_prep_value(value, connection)


@functools.lru_cache(maxsize=KEPT)
def _statement(build: Build, stand_ins: tuple[Any, ...]) -> Statement | None:
    queryset = build(*stand_ins)
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = tuple((_number(param), param) for param in params)
    _check_all_stand(build, stand_ins, {str(param) for param in params})
    return Statement(queryset, compiler, sql, places)


def _number(param: Any) -> int | None:
    """Of the value that a parameter stands for, if it is a stand-in as it is written for the database."""
    if type(param) is UUID:
        return _number(param.hex)
    if type(param) is str and MARKED.fullmatch(param):
        return int(param[16:], 16) - 1
    if type(param) is str and param.startswith("prepared text "):
        return int(param[14:]) if param[14:].isdigit() else None
    return _day_number(param)


def _day_number(param: Any) -> int | None:
    if type(param) is str and re.match(r"1\d{3}-\d\d-\d\d", param):
        param = datetime.fromisoformat(param)
    if not isinstance(param, date) or param.year > LAST_YEAR:
        return None
    days = (date(param.year, param.month, param.day) - date(1000, 1, 1)).days
    return None if days % DAYS_BETWEEN else days // DAYS_BETWEEN


def _check_all_stand(build: Build, stand_ins: tuple[Any, ...], params: set[str]) -> None:
    for value in stand_ins:
        if type(value) in FIELDS and str(_written(value)) not in params:
            raise TypeError(f"{build.__name__}: each value has to stand in the SQL as it is.")
