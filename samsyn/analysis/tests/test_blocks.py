from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.blocks import BLANK, Block, CutsBlock, make_blocks, union_of_blocks

FIRST_TEACHER, LECTURER, PRINCIPAL, PRESCHOOL_HEAD, HEAD_OF_SCHOOLS, DEVELOPMENT_LEAD, OTHER = (
    range(7)
)
SIZES_2014 = {
    FIRST_TEACHER: 93,
    LECTURER: 2,
    PRINCIPAL: 48,
    PRESCHOOL_HEAD: 0,
    HEAD_OF_SCHOOLS: 5,
    DEVELOPMENT_LEAD: 7,
    OTHER: 9,
}
GROUPS_2014 = [
    frozenset({HEAD_OF_SCHOOLS, PRINCIPAL, PRESCHOOL_HEAD}),
    frozenset({FIRST_TEACHER, LECTURER}),
    frozenset({DEVELOPMENT_LEAD, OTHER}),
]

values = st.integers(BLANK, 6)
sizes_of_values = st.dictionaries(values, st.integers(0, 12), max_size=7)
named_groups = st.lists(st.frozensets(values, max_size=4), max_size=4)
thresholds = st.integers(1, 8)


def all_unions(blocks: Sequence[Block]) -> list[frozenset[int]]:
    return [
        frozenset(value for block in chosen for value in block.values)
        for count in range(len(blocks) + 1)
        for chosen in combinations(blocks, count)
    ]


@given(sizes_of_values, named_groups, thresholds)
def test_blocks_partition_the_values_and_none_is_too_small(
    sizes: dict[int, int], groups: list[frozenset[int]], threshold: int
) -> None:
    blocks = make_blocks(sizes, groups, threshold)

    if sum(sizes.values()) < threshold:
        assert blocks == ()
        return
    assert sorted(value for block in blocks for value in block.values) == sorted(sizes)
    for block in blocks:
        assert block.size == sum(sizes[value] for value in block.values)
        assert block.size >= threshold


@given(sizes_of_values, named_groups, thresholds)
def test_two_unions_differ_by_nobody_or_by_the_threshold(
    sizes: dict[int, int], groups: list[frozenset[int]], threshold: int
) -> None:
    unions = all_unions(make_blocks(sizes, groups, threshold))

    for one in unions:
        for other in unions:
            apart = sum(sizes[value] for value in one - other)
            assert apart == 0 or apart >= threshold


@given(sizes_of_values, named_groups, thresholds, st.randoms(use_true_random=False))
def test_blocks_do_not_depend_on_the_order_of_the_values(
    sizes: dict[int, int], groups: list[frozenset[int]], threshold: int, random: object
) -> None:
    entries = list(sizes.items())
    random.shuffle(entries)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert make_blocks(dict(entries), groups, threshold) == make_blocks(sizes, groups, threshold)


@given(sizes_of_values, named_groups, thresholds)
def test_a_value_nobody_has_makes_no_others_merge(
    sizes: dict[int, int], groups: list[frozenset[int]], threshold: int
) -> None:
    somebody = {value: size for value, size in sizes.items() if size}

    blocks = make_blocks(sizes, groups, threshold)

    kept = [tuple(value for value in block.values if sizes[value]) for block in blocks]
    assert sorted(kept) == sorted(
        block.values for block in make_blocks(somebody, groups, threshold)
    )


@given(sizes_of_values, named_groups, thresholds, st.frozensets(values))
def test_only_unions_of_blocks_are_let_through(
    sizes: dict[int, int], groups: list[frozenset[int]], threshold: int, asked: frozenset[int]
) -> None:
    blocks = make_blocks(sizes, groups, threshold)
    asked &= frozenset(value for block in blocks for value in block.values)

    if asked in all_unions(blocks):
        union = union_of_blocks(asked, blocks)
        assert frozenset(value for index in union for value in blocks[index].values) == asked
        return
    with pytest.raises(CutsBlock) as refusal:
        union_of_blocks(asked, blocks)
    assert refusal.value.values <= asked
    assert asked | refusal.value.missing in all_unions(blocks)
    assert asked - refusal.value.values in all_unions(blocks)


def test_blocks_of_2014() -> None:
    assert make_blocks(SIZES_2014, GROUPS_2014) == (
        Block((FIRST_TEACHER, LECTURER), 95),
        Block((PRINCIPAL,), 48),
        Block((PRESCHOOL_HEAD, HEAD_OF_SCHOOLS), 5),
        Block((DEVELOPMENT_LEAD,), 7),
        Block((OTHER,), 9),
    )


def test_named_groups_of_2014_are_unions_of_blocks() -> None:
    blocks = make_blocks(SIZES_2014, GROUPS_2014)

    unions = [union_of_blocks(group, blocks) for group in GROUPS_2014]

    assert unions == [(1, 2), (0,), (3, 4)]
    assert [sum(blocks[index].size for index in union) for union in unions] == [53, 95, 16]


def test_lecturers_of_2014_are_not_shown_alone() -> None:
    with pytest.raises(CutsBlock) as refusal:
        union_of_blocks(frozenset({LECTURER, PRINCIPAL}), make_blocks(SIZES_2014, GROUPS_2014))

    assert refusal.value.values == {LECTURER}
    assert refusal.value.missing == {FIRST_TEACHER}


def test_a_group_still_too_small_joins_the_smallest_block() -> None:
    blocks = make_blocks({0: 2, 1: 1, 2: 9, 3: 8}, [frozenset({0, 1})])

    assert blocks == (Block((0, 1, 3), 11), Block((2,), 9))


def test_blank_joins_the_smallest_block_and_stands_last() -> None:
    assert make_blocks({0: 9, 1: 6, BLANK: 2}, []) == (Block((0,), 9), Block((1, BLANK), 8))


def test_a_blank_of_the_threshold_is_a_block_of_its_own() -> None:
    assert make_blocks({0: 9, BLANK: 5}, []) == (Block((0,), 9), Block((BLANK,), 5))


def test_a_group_too_small_in_all_gives_no_blocks() -> None:
    assert make_blocks({0: 2, 1: 2}, [frozenset({0, 1})]) == ()


@pytest.mark.parametrize(("sizes", "threshold"), [({0: -1}, 5), ({0: 7}, 0)])
def test_impossible_sizes_and_thresholds_are_refused(sizes: dict[int, int], threshold: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_blocks(sizes, [], threshold)


def test_a_value_in_no_block_is_refused() -> None:
    with pytest.raises(ValueError, match=r"The values \[3\] are in no block"):
        union_of_blocks(frozenset({0, 3}), [Block((0,), 9)])
