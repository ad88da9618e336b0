"""Rows of answers with what their columns mean: what every format is written from."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

_NO_NAME = re.compile(r"[^A-Za-z0-9_]")
NAME_MAX = 60
# What means something else to SPSS.
_RESERVED = frozenset(
    ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
)
# Of who can’t say, on a scale: no point of any.
UNSURE_CODE = -1


@dataclass(frozen=True)
class Variable:
    """A column. With `labels` it holds numbers, each with its word; else what it holds is the answer itself."""

    name: str
    label: str
    labels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """`frame` has a column for each variable, in the same order. `left_out`: what is asked and does not stand here, with why."""

    title: str
    variables: tuple[Variable, ...]
    frame: pl.DataFrame
    left_out: tuple[tuple[str, str], ...] = ()


def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
    """In another order each time, drawn from what nobody can foresee."""
    return frame.sample(fraction=1, shuffle=True, seed=secrets.randbits(63))


def variable_name(*codes: str) -> str:
    """A name that statistics programs take: letters, figures and strokes, a letter first, and no word of theirs."""
    name = "_".join(_NO_NAME.sub("_", code) for code in codes)
    is_free = name[:1].isalpha() and name.lower() not in _RESERVED
    return (name if is_free else f"v{name}")[:NAME_MAX]


def with_own_names(found: list[tuple[Variable, pl.Series]]) -> list[tuple[Variable, pl.Series]]:
    """Codes that differ by a sign that names cannot hold, or by capitals alone, are told apart by a number."""
    taken: set[str] = set()
    named = []
    for variable, series in found:
        name, number = variable.name, 2
        while name.lower() in taken:
            name, number = f"{variable.name[: NAME_MAX - 4]}_{number}", number + 1
        taken.add(name.lower())
        named.append((Variable(name, variable.label, variable.labels), series.alias(name)))
    return named


def rows_of(
    title: str,
    found: list[tuple[Variable, pl.Series]],
    left_out: tuple[tuple[str, str], ...] = (),
) -> Rows:
    named = with_own_names(found)
    return Rows(
        title,
        tuple(variable for variable, _series in named),
        pl.DataFrame([series for _variable, series in named]),
        left_out,
    )
