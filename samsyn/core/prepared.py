"""Queries whose SQL is made once: those of every request, where putting them together costs more than asking them.

A function of plain values that gives a queryset of `values_list`, marked `@prepared`, gives its rows instead:

    @prepared
    def duties_of(person: UUID, today: date) -> QuerySet: ...

Its values may not change the SQL: neither None nor lists of varying length.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

# What stands for a value while the SQL is made, and how such a value is written for the database.
KINDS: dict[type, tuple[Callable[[int], Any], models.Field[Any, Any]]] = {
    UUID: (lambda number: UUID(int=number + 1), models.UUIDField()),
    date: (lambda number: date(1, 1, number + 1), models.DateField()),
    datetime: (lambda number: datetime(1900, 1, number + 1, tzinfo=UTC), models.DateTimeField()),
    str: (lambda number: f"prepared {number}", models.TextField()),
}
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Statement:
    sql: str
    # A constant as it stands, or which of the values goes there.
    params: tuple[tuple[Any, int | None], ...]
    # column → what makes the database's value Python's
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]

    def rows(self, values: list[Any]) -> Rows:
        params = [constant if at is None else values[at] for constant, at in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [tuple(self._converted(row)) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> Iterator[Any]:
        for column, value in enumerate(row):
            converters, expression = self.converters.get(column, ((), None))
            for convert in converters:
                value = convert(value, expression, connection)
            yield value


def prepared(build: Callable[..., models.QuerySet[Any, Any]]) -> Callable[..., Rows]:
    signature = inspect.signature(build, eval_str=True)
    kinds = [parameter.annotation for parameter in signature.parameters.values()]
    fields = [KINDS[kind][1] for kind in kinds]

    @functools.cache
    def statement() -> Statement:
        return _statement(build, kinds)

    @functools.wraps(build)
    def ask(*values: Any) -> Rows:
        written = zip(fields, values, strict=True)
        return statement().rows([field.get_db_prep_value(v, connection) for field, v in written])

    return ask


def _statement(build: Callable[..., models.QuerySet[Any, Any]], kinds: list[type]) -> Statement:
    stand_ins = [KINDS[kind][0](number) for number, kind in enumerate(kinds)]
    written = [
        KINDS[kind][1].get_db_prep_value(value, connection)
        for kind, value in zip(kinds, stand_ins, strict=True)
    ]
    compiler = build(*stand_ins).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = [written.index(param) if param in written else None for param in params]
    if set(places) - {None} != set(range(len(kinds))):
        raise TypeError(f"{build.__name__}: each value has to stand in the SQL as it is.")
    return Statement(
        sql,
        tuple(zip(params, places, strict=True)),
        compiler.get_converters([column[0] for column in compiler.select]),
    )
