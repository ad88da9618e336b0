"""Makes every prepared question the usual way as well: what is kept must be what Django makes of the same values."""

import re
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from samsyn.core import prepared

made = prepared.question
LISTS = re.compile(r"IN \((%s(, )?)+\)")


def checked(build: prepared.Build, given: tuple[Any, ...]) -> tuple[Any, list[Any]]:
    statement, params = made(build, given)
    usual = _usual(build, given)
    if statement is None or usual is None:
        assert usual is None, f"{build.__name__} finds nothing by its shape, but could"
        return statement, params
    sql, values = usual
    assert LISTS.sub("IN …", statement.sql) == LISTS.sub("IN …", sql), build.__name__
    assert _told(params) == _told(values), build.__name__
    return statement, params


def _usual(build: prepared.Build, given: tuple[Any, ...]) -> tuple[str, list[Any]] | None:
    try:
        sql, values = build(*given).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, list(values)


def _told(values: list[Any]) -> set[str]:
    """Each once and in any order, as in sets; what fills lists up left out."""
    return {str(value) for value in values} - {str(prepared.FILLING), prepared.FILLING.hex}
