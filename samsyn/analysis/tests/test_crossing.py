"""Results by several variables and through filters: what may be shown, and that no two views can be subtracted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.blocks import BLANK, CutsBlock, union_of_blocks
from samsyn.analysis.crossing import (
    Variable,
    cell_of,
    cells_with,
    cross_blocks,
    joined_values,
    values_of,
)
from samsyn.analysis.cube import Tabulation
from samsyn.analysis.frame import Point, QuestionSpec
from samsyn.analysis.tabulate import Group, table, tabulate

ROLE, PLACE = Variable("role", 3), Variable("place", 2)
BOTH = (ROLE, PLACE)
SCALE = QuestionSpec("scale", 4, (Point.at(1), Point.at(2), Point.at(3), None))
QUESTIONS = [
    QuestionSpec("role", 3),
    QuestionSpec("place", 2),
    SCALE,
    QuestionSpec("asked", 2),
    QuestionSpec("also", 2),
]


@dataclass(frozen=True)
class Respondent:
    role: int | None
    place: int | None
    scale: int | None
    asked: bool
    also: bool


people = st.lists(
    st.builds(
        Respondent,
        st.none() | st.integers(0, 2),
        st.none() | st.integers(0, 1),
        st.none() | st.integers(0, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=60,
)
thresholds = st.integers(2, 6)


def make_tabulation(
    rows: Sequence[Respondent],
    threshold: int = 5,
    groups: Sequence[frozenset[int]] = (),
    codes: Sequence[str] = ("role", "place"),
) -> Tabulation:
    frame = pl.DataFrame(
        {
            name: pl.Series([getattr(row, name) for row in rows], dtype=pl.Int64)
            for name in ("role", "place", "scale")
        }
        | {code: pl.Series([0] * len(rows), dtype=pl.Int64) for code in ("asked", "also")}
        | {
            f"{code}:shown": pl.Series([getattr(row, code) for row in rows], dtype=pl.Boolean)
            for code in ("asked", "also")
        }
    )
    return tabulate(
        frame,
        variable=codes,
        questions=QUESTIONS,
        groups=groups,
        threshold=threshold,
    )


def choices(count: int) -> Iterator[frozenset[int]]:
    values = [*range(count), BLANK]
    for size in range(1, len(values) + 1):
        yield from map(frozenset, combinations(values, size))


def permitted(tabulation: Tabulation) -> list[tuple[dict[str, frozenset[int]], frozenset[int]]]:
    """Every choice of values of the two variables that is not refused, with its cells."""
    found = []
    for roles in choices(3):
        for places in choices(2):
            chosen = {"role": roles, "place": places}
            cells = cells_with(chosen, tabulation.cells, tabulation.variables)
            try:
                table(tabulation, "scale", [Group("", cells)])
            except CutsBlock:
                continue
            found.append((chosen, cells))
    return found


def members(rows: Sequence[Respondent], chosen: dict[str, frozenset[int]]) -> set[int]:
    return {
        index
        for index, row in enumerate(rows)
        if (BLANK if row.role is None else row.role) in chosen["role"]
        and (BLANK if row.place is None else row.place) in chosen["place"]
    }


@settings(max_examples=60, deadline=None)
@given(
    people,
    thresholds,
    st.sampled_from([(), (frozenset({0, 2}),), (frozenset({1}), frozenset({0, 2}))]),
)
def test_no_two_views_of_the_crossing_differ_by_too_few(
    rows: list[Respondent], threshold: int, groups: tuple[frozenset[int], ...]
) -> None:
    tabulation = make_tabulation(rows, threshold, groups)
    if not tabulation.blocks:
        return
    asked = permitted(tabulation)

    for code in ("scale", "asked", "also"):
        shown_to = {i for i, row in enumerate(rows) if code == "scale" or getattr(row, code)}
        views = {frozenset(shown_to)} if table(tabulation, code).base else set()
        result = table(tabulation, code, [Group("", cells) for _, cells in asked])
        for (chosen, _), column in zip(asked, result.groups, strict=True):
            if column.base:
                views.add(frozenset(members(rows, chosen) & shown_to))
                assert column.base == len(members(rows, chosen) & shown_to)
        for one in views:
            assert all(len(one - other) == 0 or len(one - other) >= threshold for other in views)


@settings(max_examples=60, deadline=None)
@given(people, thresholds)
def test_a_filter_and_a_group_show_what_their_intersection_shows(
    rows: list[Respondent], threshold: int
) -> None:
    tabulation = make_tabulation(rows, threshold)
    if not tabulation.blocks:
        return
    asked = permitted(tabulation)[:8]

    for _, within in asked:
        for _, cells in asked:
            filtered = table(tabulation, "scale", [Group("", cells)], within=within)
            direct = table(tabulation, "scale", [Group("", cells & within), Group("", within)])
            assert filtered.groups[0].base == direct.groups[0].base
            assert filtered.base == direct.groups[1].base
            assert [(row.groups[0], row.total) for row in filtered.rows] == [
                (row.groups[0], row.groups[1]) for row in direct.rows
            ]


@settings(max_examples=100, deadline=None)
@given(people, thresholds)
def test_bases_of_two_questions_by_group_differ_by_nobody_or_enough_in_all(
    rows: list[Respondent], threshold: int
) -> None:
    tabulation = make_tabulation(rows, threshold)
    everybody = frozenset(range(len(rows)))
    split = [
        everybody
        if code == "scale"
        else frozenset(i for i, r in enumerate(rows) if getattr(r, code))
        for code in ("scale", "asked", "also")
        if len(tabulation.question(code).parts) > 1
    ]

    for one, other in combinations(split, 2):
        assert len(one ^ other) == 0 or len(one ^ other) >= threshold


@settings(max_examples=100, deadline=None)
@given(people, thresholds)
def test_the_table_of_each_variable_is_made_of_unions_and_adds_up(
    rows: list[Respondent], threshold: int
) -> None:
    tabulation = make_tabulation(rows, threshold)
    if not tabulation.blocks:
        return

    for code in ("role", "place"):
        result = table(tabulation, code, whole=True)
        counts = [row.total.count or 0 for row in result.rows]
        assert sum(counts) == len(rows)
        assert all(count == 0 or count >= threshold for count in counts)
        for row in result.rows:
            who = [BLANK if getattr(r, code) is None else getattr(r, code) for r in rows]
            assert row.total.count == sum(value in row.options for value in who)


@settings(max_examples=100, deadline=None)
@given(people, thresholds, st.sampled_from([("role",), ("role", "place")]))
def test_groups_by_answer_and_filters_among_them_are_unions_of_blocks(
    rows: list[Respondent], threshold: int, codes: tuple[str, ...]
) -> None:
    tabulation = make_tabulation(rows, threshold, codes=codes)
    if not tabulation.blocks:
        return
    cells, variables = tabulation.cells, tabulation.variables

    offered = [
        cells_with({variable.code: frozenset(values)}, cells, variables)
        for place, variable in enumerate(variables)
        for values in joined_values(tabulation.blocks, variables, place)
    ]

    sizes = dict(tabulation.sizes)
    for one, other in product(offered, offered):
        both = one & other
        union_of_blocks(both, tabulation.blocks)
        count = sum(sizes[cell] for cell in both)
        assert count == 0 or count >= threshold


@given(people, thresholds)
def test_without_named_groups_the_first_variable_is_shown_as_if_it_stood_alone(
    rows: list[Respondent], threshold: int
) -> None:
    crossed = make_tabulation(rows, threshold)
    frame = pl.DataFrame({"role": pl.Series([row.role for row in rows], dtype=pl.Int64)})
    alone = tabulate(frame, variable="role", questions=QUESTIONS[:1], threshold=threshold)

    inhabited = {row.role if row.role is not None else BLANK for row in rows}
    wanted = {frozenset(b.values) & inhabited for b in alone.blocks} - {frozenset()}
    found = joined_values(crossed.blocks, crossed.variables, 0) if crossed.blocks else ()
    assert {frozenset(values) & inhabited for values in found} - {frozenset()} == wanted


@given(people, thresholds)
def test_json_gives_an_equal_tabulation(rows: list[Respondent], threshold: int) -> None:
    tabulation = make_tabulation(rows, threshold)

    assert Tabulation.from_json(json.loads(json.dumps(tabulation.to_json()))) == tabulation


def test_a_tabulation_of_the_first_format_is_read() -> None:
    stored = make_tabulation([Respondent(0, 0, 0, True, True)] * 6).to_json()
    part = {"blocks": [0], "shown": 6, "counts": [6, 0, 0]}
    first = stored | {
        "format": 1,
        "variable": "role",
        "sizes": [[0, 6], [1, 0], [2, 0]],
        "blocks": [{"values": [0, 1, 2], "size": 6}],
        "questions": [{"code": "role", "options": 3, "blank": 0, "parts": [part]}],
    }

    read = Tabulation.from_json(first)

    assert (read.variables, read.variable) == ((ROLE,), "role")
    assert [row.total.count for row in table(read, "role").rows] == [6]


@pytest.mark.parametrize("values", [(0, 0), (2, 1), (BLANK, 0), (1, BLANK), (BLANK, BLANK)])
def test_a_cell_has_its_values_back(values: tuple[int, int]) -> None:
    assert values_of(cell_of(values, BOTH), BOTH) == values


def test_small_cells_are_merged_within_the_first_variable() -> None:
    sizes = {
        cell_of((0, 0), BOTH): 20,
        cell_of((0, 1), BOTH): 2,
        cell_of((1, 0), BOTH): 9,
        cell_of((1, 1), BOTH): 8,
    }

    blocks = cross_blocks(sizes, BOTH, ())

    assert [[values_of(cell, BOTH) for cell in block.values] for block in blocks] == [
        [(0, 0), (0, 1)],
        [(1, 0)],
        [(1, 1)],
    ]
    # Place 0 of everybody would be 29, and place 0 of role 1 is 9: the other 20 stand with 2 of place 1.
    assert joined_values(blocks, BOTH, 0) == ((0,), (1,), (2,))
    assert joined_values(blocks, BOTH, 1) == ((0, 1),)


def test_a_small_cell_joins_its_named_group_in_its_own_place() -> None:
    sizes = {
        cell_of(values, BOTH): size
        for values, size in {
            (0, 0): 20,
            (0, 1): 12,
            (1, 0): 9,
            (1, 1): 8,
            (2, 0): 2,
            (2, 1): 3,
        }.items()
    }

    blocks = cross_blocks(sizes, BOTH, (frozenset({1, 2}),))

    assert [[values_of(cell, BOTH) for cell in block.values] for block in blocks] == [
        [(0, 0)],
        [(0, 1)],
        [(1, 0), (2, 0)],
        [(1, 1), (2, 1)],
    ]
    assert joined_values(blocks, BOTH, 0) == ((0,), (1, 2))
    assert joined_values(blocks, BOTH, 1) == ((0,), (1,))


def test_a_question_that_all_but_two_were_shown_is_not_split() -> None:
    rows = [Respondent(role, 0, 0, True, index > 1) for role in (0, 1) for index in range(10)]
    rows = [Respondent(r.role, 0, 0, True, r.also or r.role == 1) for r in rows]
    tabulation = make_tabulation(rows)
    role = cells_with({"role": frozenset({0})}, tabulation.cells, tabulation.variables)

    result = table(tabulation, "also", [Group("", role)])

    assert (result.base, result.groups[0].base) == (18, None)
    assert table(tabulation, "asked", [Group("", role)]).groups[0].base == 10
