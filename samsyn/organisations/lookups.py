"""Two lookups by which rights are asked of a large database: each finds its rows by an index, on both databases.

`place__below=paths`: rows whose organisation lies at or below one of the paths; `path__below=paths`: organisations.
`pk__among=queryset`: as `in`, where it stands beside other conditions with `or`.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import In, Lookup
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, tuple[Any, ...]]


def _at_or_below(column: str, paths: Sequence[str], connection: BaseDatabaseWrapper) -> Sql:
    """Every path ends with a slash, so what lies below is all that sorts before the next character. PostgreSQL sorts by
    language, and has an index for `LIKE` instead."""
    if connection.vendor == "postgresql":
        sql, params = f"{column} LIKE %s", tuple(f"{path}%" for path in paths)
    else:
        sql = f"({column} >= %s AND {column} < %s)"
        params = tuple(end for path in paths for end in (path, path[:-1] + chr(ord("/") + 1)))
    return " OR ".join([sql] * len(paths)), params


@models.CharField.register_lookup
class PathBelow(Lookup[Any]):
    lookup_name = "below"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, before = self.process_lhs(compiler, connection)
        sql, params = _at_or_below(column, self.rhs, connection)
        return f"({sql})", (*before, *params)


@models.ForeignKey.register_lookup
class OrganisationBelow(Lookup[Any]):
    lookup_name = "below"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, before = self.process_lhs(compiler, connection)
        condition, params = _at_or_below("below.path", self.rhs, connection)
        keys = f"(SELECT below.id FROM organisations_organisation below WHERE {condition})"  # noqa: S608 - no values in it
        return _is_one_of(column, keys, connection), (*before, *params)


@models.ForeignKey.register_lookup
@models.UUIDField.register_lookup
class Among(In):
    lookup_name = "among"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, before = self.process_lhs(compiler, connection)
        keys, params = self.process_rhs(compiler, connection)
        return _is_one_of(column, keys, connection), (*before, *params)


def _is_one_of(column: str, keys: str, connection: BaseDatabaseWrapper) -> str:
    """With `IN` beside an `OR` PostgreSQL reads the whole table; keys gathered first are looked up in the index."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(ARRAY{keys})"
    return f"{column} IN {keys}"
