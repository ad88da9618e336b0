"""Somebody with the database, and with the order in which people answered, tries to find out whose answer is whose.

Every column of the answers, hidden ones and the order of the rows included, is held against every column of what knows
of people. Two ways: the rows stand in the same order (pairs at the same place), or they hold the same value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db import connection, models

HIDDEN = {
    "sqlite": ("rowid",),
    "postgresql": ("ctid", "xmin", "xmax", "cmin", "cmax"),
}
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Attempt:
    """One way to link: how many pairs it got right of so many, and how alike the two orders are (Spearman, -1 to 1)."""

    by: str
    hits: float
    likeness: float


def rows_of(model: type[models.Model], where: str, value: Any) -> Rows:
    """As they lie, with what the database keeps beside them."""
    table = connection.ops.quote_name(model._meta.db_table)
    hidden = ", ".join(
        f"{name}::text AS hidden_{name}"
        if connection.vendor == "postgresql"
        else f"{name} AS hidden_{name}"
        for name in HIDDEN[connection.vendor]
    )
    field = next(one for one in model._meta.concrete_fields if one.name == where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {hidden}, * FROM {table} WHERE {field.column} = %s",  # noqa: S608 - names of ours
            [field.get_db_prep_value(value, connection)],
        )
        names = [column[0] for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "hidden_place": place} for place, row in enumerate(found)]


def attempts(
    answers: Rows, people: Rows, truth: Mapping[str, str], *, answer: str, person: str
) -> list[Attempt]:
    """`answer` and `person` are the columns whose values the truth pairs; they link nothing themselves."""
    return [
        one
        for a, b in product(_columns(answers), _columns(people))
        for one in _tried(answers, people, truth, (answer, a), (person, b))
    ]


def _columns(rows: Rows) -> list[str]:
    """Those that differ between rows: a column that is the same in all says nothing."""
    return [name for name in rows[0] if len({str(row[name]) for row in rows}) > 1]


def _tried(
    answers: Rows,
    people: Rows,
    truth: Mapping[str, str],
    of_answer: tuple[str, str],
    of_person: tuple[str, str],
) -> Iterable[Attempt]:
    (answer, a), (person, b) = of_answer, of_person
    first = [str(row[answer]) for row in sorted(answers, key=lambda row: _key(row[a]))]
    second = [str(row[person]) for row in sorted(people, key=lambda row: _key(row[b]))]
    places = {name: place for place, name in enumerate(second)}
    order = [places[truth[name]] for name in first]
    for way, pairs in (("", second), (" backwards", second[::-1])):
        hits = sum(truth[x] == y for x, y in zip(first, pairs, strict=True))
        yield Attempt(f"{a} / {b}{way}", hits, _spearman(order))
    yield Attempt(f"{a} = {b}", _by_value(answers, people, truth, of_answer, of_person), 0.0)


def _key(value: Any) -> tuple[int, Any]:
    """Numbers by size, places on disk by page and line, all else as text."""
    text = str(value).strip("()")
    parts = text.split(",")
    if all(part.isdigit() for part in parts):
        return 0, tuple(int(part) for part in parts)
    return 1, text


def _by_value(
    answers: Rows,
    people: Rows,
    truth: Mapping[str, str],
    of_answer: tuple[str, str],
    of_person: tuple[str, str],
) -> float:
    """Whoever shares a value with n people is guessed among them: one in n."""
    (answer, a), (person, b) = of_answer, of_person
    holders: dict[str, list[str]] = defaultdict(list)
    for row in people:
        holders[str(row[b])].append(str(row[person]))
    return sum(
        1 / len(holders[str(row[a])])
        for row in answers
        if truth[str(row[answer])] in holders.get(str(row[a]), ())
    )


def _spearman(order: Sequence[int]) -> float:
    n = len(order)
    distance = sum((place - number) ** 2 for number, place in enumerate(order))
    return 1 - 6 * distance / (n * (n * n - 1))
