"""Blocks: the smallest groups of respondents that any result may be shown for.

The values of a background variable are merged, once, into blocks of at least `threshold`
respondents. Every group that is shown is a union of blocks. The blocks are disjoint, so the
difference of two unions is a union: it holds nobody, or at least `threshold` respondents. This is
micro-aggregation of a key variable with a fixed partition (k-anonymity of every view; Sweeney 2002,
doi:10.1142/S0218488502001648), chosen over hiding cells because it can be proved in one sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BLANK = -1


@dataclass(frozen=True)
class Block:
    """Values that are always shown together (`BLANK` = no answer, last), and their respondents."""

    values: tuple[int, ...]
    size: int


class CutsBlock(ValueError):
    """A group holds a part of a block.

    `values`: those of the group's values that may not be shown without others.
    `missing`: the values which, added to the group, make it a union of blocks.
    """

    def __init__(self, values: Iterable[int], missing: Iterable[int]) -> None:
        self.values = frozenset(values)
        self.missing = frozenset(missing)
        super().__init__(
            f"The values {in_order(self.values)} are only shown together with {in_order(self.missing)}."
        )


def make_blocks(
    sizes: Mapping[int, int], groups: Sequence[frozenset[int]], threshold: int = 5
) -> tuple[Block, ...]:
    """Merge values into blocks of at least `threshold` respondents.

    `sizes`: respondents per value. `groups`: named groups of values (of roles, say); a value in two
    groups belongs to the first, and values that no respondent could choose are ignored.

    1. If a group holds a value with 1 … threshold - 1 respondents, all its values that somebody has
       become one block. Other values are blocks of their own.
    2. While a block is below the threshold, the smallest joins the next smallest.
    3. A value that nobody has changes no number and makes nothing merge: it is put in the
       smallest block that holds a value of its group, else in the smallest of all.

    Equal sizes are ordered by their first value, so the same input always gives the same blocks.
    Returns blocks ordered by first value, together holding every value of `sizes` once; () if fewer
    than `threshold` have answered in all: then nothing may be shown. Raises ValueError for
    a negative size, or a threshold below 1.
    """
    if threshold < 1 or any(size < 0 for size in sizes.values()):
        raise ValueError("A threshold is at least 1, and a size never negative.")
    if sum(sizes.values()) < threshold:
        return ()
    homes = _homes(sizes, groups)
    blocks = _merge_small(_join_homes(sizes, homes, threshold), threshold)
    for value in in_order(value for value, size in sizes.items() if size == 0):
        _place_empty(value, blocks, homes)
    ordered = sorted(blocks, key=lambda block: _order(block.values[0]))
    return tuple(ordered)


def union_of_blocks(values: frozenset[int], blocks: Sequence[Block]) -> tuple[int, ...]:
    """The indexes of the blocks that together are exactly `values`, in order.

    Raises CutsBlock if `values` holds a part of a block only, and ValueError for a value in no block.
    """
    unknown = values - frozenset(value for block in blocks for value in block.values)
    if unknown:
        raise ValueError(f"The values {in_order(unknown)} are in no block.")
    touched = [index for index, block in enumerate(blocks) if values & set(block.values)]
    cut = [
        set(blocks[index].values) for index in touched if not set(blocks[index].values) <= values
    ]
    if cut:
        whole = set[int]().union(*cut)
        raise CutsBlock(values & whole, whole - values)
    return tuple(touched)


def keep_whole(blocks: Sequence[Block], kept: Iterable[frozenset[int]]) -> tuple[Block, ...]:
    """The blocks, joined where one of `kept` would be parted between them: sets of values that were shown together before.

    Values of `kept` that are in no block are ignored. Ordered by first value.
    """
    found = list(blocks)
    for whole in kept:
        touched = [block for block in found if whole.intersection(block.values)]
        if len(touched) > 1:
            values = in_order(value for block in touched for value in block.values)
            joined = Block(tuple(values), sum(block.size for block in touched))
            found = [*(block for block in found if block not in touched), joined]
    return tuple(sorted(found, key=lambda block: _order(block.values[0])))


def in_order(values: Iterable[int]) -> list[int]:
    """Values by position, `BLANK` last."""
    return sorted(values, key=_order)


def _order(value: int) -> tuple[bool, int]:
    return value < 0, value


def _by_size(block: Block) -> tuple[int, tuple[bool, int]]:
    return block.size, _order(block.values[0])


def _homes(sizes: Mapping[int, int], groups: Sequence[frozenset[int]]) -> dict[int, frozenset[int]]:
    homes: dict[int, frozenset[int]] = {}
    for group in groups:
        home = frozenset(value for value in group if value in sizes and value not in homes)
        homes.update(dict.fromkeys(home, home))
    return homes


def _join_homes(
    sizes: Mapping[int, int], homes: Mapping[int, frozenset[int]], threshold: int
) -> list[Block]:
    joined: dict[frozenset[int], Block] = {}
    for value in in_order(value for value, size in sizes.items() if size):
        home = [other for other in homes.get(value, ()) if sizes[other]]
        too_small = any(sizes[other] < threshold for other in home)
        together = frozenset(home) if too_small else frozenset({value})
        joined[together] = Block(tuple(in_order(together)), sum(sizes[other] for other in together))
    return list(joined.values())


def _merge_small(blocks: list[Block], threshold: int) -> list[Block]:
    remaining = sorted(blocks, key=_by_size)
    while len(remaining) > 1 and remaining[0].size < threshold:
        first, second, *others = remaining
        merged = Block(tuple(in_order(first.values + second.values)), first.size + second.size)
        remaining = sorted([*others, merged], key=_by_size)
    return remaining


def _place_empty(value: int, blocks: list[Block], homes: Mapping[int, frozenset[int]]) -> None:
    home = homes.get(value, frozenset())
    near = [block for block in blocks if home & set(block.values)]
    chosen = min(near or blocks, key=_by_size)
    blocks[blocks.index(chosen)] = Block(tuple(in_order((*chosen.values, value))), chosen.size)
