"""Several background variables as one: the cells of their crossing, and the blocks those cells are merged into.

Two tabulations by different variables do not know of each other, so whoever shows results by two variables tabulates
their crossing. A respondent is in one cell: one value of each variable. With one variable the cell is the value
itself; with several, cells are numbered, and a value left blank counts as one more value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samsyn.analysis.blocks import BLANK, Block, in_order, make_blocks


@dataclass(frozen=True)
class Variable:
    """A background variable: the code of its question, and how many values it has (positions 0 … values - 1)."""

    code: str
    values: int


def cell_of(values: Sequence[int], variables: Sequence[Variable]) -> int:
    """The number of the cell with these values, one per variable, `BLANK` for none; 0 where there is no variable."""
    if len(variables) < 2:
        return values[0] if values else BLANK
    cell = 0
    for value, variable in zip(values, variables, strict=True):
        cell = cell * (variable.values + 1) + (variable.values if value == BLANK else value)
    return cell


def values_of(cell: int, variables: Sequence[Variable]) -> tuple[int, ...]:
    """The values of a cell, one per variable, `BLANK` for none: `cell_of` the other way round."""
    if len(variables) < 2:
        return (cell,) * len(variables)
    found = []
    for variable in reversed(variables):
        cell, value = divmod(cell, variable.values + 1)
        found.append(BLANK if value == variable.values else value)
    return tuple(reversed(found))


def cells_with(
    chosen: Mapping[str, frozenset[int]], cells: Iterable[int], variables: Sequence[Variable]
) -> frozenset[int]:
    """Those of `cells` whose value is one of the chosen ones, for every variable that is named in `chosen`.

    Raises KeyError for a code that is no variable. With one variable, values that are no cell are kept, so that a group
    of unknown values is refused and not shown as empty.
    """
    places = {variable.code: place for place, variable in enumerate(variables)}
    allowed = {places[code]: values for code, values in chosen.items()}
    if len(variables) == 1 and allowed:
        return allowed[0]
    return frozenset(
        cell
        for cell in cells
        if all(values_of(cell, variables)[place] in values for place, values in allowed.items())
    )


def cross_blocks(
    sizes: Mapping[int, int],
    variables: Sequence[Variable],
    groups: Sequence[frozenset[int]],
    threshold: int = 5,
) -> tuple[Block, ...]:
    """Merge cells into blocks of at least `threshold` respondents.

    `sizes`: respondents per cell; of a crossing only cells that somebody is in. `groups`: named groups of values of the
    first variable, as in `make_blocks`.

    With one variable this is `make_blocks`. With several, the values of each are first merged by themselves, so that
    no value that is too small in all spoils the crossing. Then the values of the second are merged within each named
    group of the first, those of the third within each block of these, and so on; last, within each of those, the values of
    the first that stand in the same named group. So every named group is a union of blocks, as if its variable stood alone
    (without named groups: every block of it); a small cell first joins its own group in its own place. Of the other
    variables remains what the merging leaves. Returns () if fewer than `threshold` in all.
    """
    if len(variables) < 2:
        return make_blocks(sizes, groups, threshold)
    if sum(sizes.values()) < threshold:
        return ()
    home = _homes(variables[0], groups)
    cells = {}
    for cell in in_order(sizes):
        first, *rest = values_of(cell, variables)
        cells[home.get(first, first), *rest, first] = cell
    inhabited = {values: sizes[cell] for values, cell in cells.items()}
    units = [
        _units(_sums(inhabited, place), groups if place == len(variables) else (), threshold)
        for place in range(len(variables) + 1)
    ]
    merged = [
        Block(tuple(in_order(cells[values] for values in part)), sum(inhabited[v] for v in part))
        for part in _nested(inhabited, units, threshold)
    ]
    return tuple(sorted(merged, key=lambda block: block.values[0]))


def _homes(variable: Variable, groups: Sequence[frozenset[int]]) -> dict[int, int]:
    """The named group that each value is in, as a number that is no value."""
    found: dict[int, int] = {}
    for number, group in enumerate(groups):
        for value in group:
            found.setdefault(value, variable.values + number)
    return found


def _sums(inhabited: Mapping[tuple[int, ...], int], place: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for values, size in inhabited.items():
        found[values[place]] = found.get(values[place], 0) + size
    return found


def _units(
    sizes: Mapping[int, int], groups: Sequence[frozenset[int]], threshold: int
) -> dict[int, int]:
    """The number of the unit that each value of one variable is in."""
    blocks = make_blocks(sizes, groups, threshold)
    return {value: number for number, block in enumerate(blocks) for value in block.values}


def _nested(
    inhabited: Mapping[tuple[int, ...], int], units: Sequence[Mapping[int, int]], threshold: int
) -> list[list[tuple[int, ...]]]:
    parts = [list(inhabited)]
    for place, unit in enumerate(units):
        finer = []
        for part in parts:
            sizes: dict[int, int] = {}
            for values in part:
                number = unit[values[place]]
                sizes[number] = sizes.get(number, 0) + inhabited[values]
            finer += [
                [values for values in part if unit[values[place]] in block.values]
                for block in make_blocks(sizes, (), threshold)
            ]
        parts = finer
    return parts


def joined_values(
    blocks: Sequence[Block], variables: Sequence[Variable], place: int
) -> tuple[tuple[int, ...], ...]:
    """The values of one variable, those together that some block holds together: each is a union of blocks.

    With one variable these are the blocks. Values that nobody has stand alone, last in none.
    """
    joined: list[set[int]] = []
    for block in blocks:
        together = {values_of(cell, variables)[place] for cell in block.values}
        touched = [values for values in joined if values & together]
        joined = [values for values in joined if not values & together]
        joined.append(together.union(*touched))
    seen = set[int]().union(*joined)
    joined += [{value} for value in range(variables[place].values) if value not in seen]
    return tuple(
        sorted((tuple(in_order(values)) for values in joined), key=lambda v: (v[0] < 0, v[0]))
    )
