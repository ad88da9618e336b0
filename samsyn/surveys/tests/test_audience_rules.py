"""Whom a round holds, counted once; and blocks of the register that are never too small."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.organisations.roles import Role
from samsyn.surveys.rules.audience import (
    Asked,
    Cell,
    DutyFound,
    Reason,
    block_of,
    count_heads,
    merge_cells,
    small_groups,
)

ORGANISERS = ("a", "b", "c")
NAMES = {"a": "Alby", "b": "Björkås", "c": "Cedersund"}
CELLS: st.SearchStrategy[Cell] = st.tuples(
    st.sampled_from(["", *(str(role) for role in Role)]), st.sampled_from(["", *ORGANISERS])
)


def duty(role: Role, person: UUID | None = None, **over: object) -> DutyFound:
    fields = {
        "person": person or uuid4(),
        "name": "Elin Norberg",
        "given_name": "Elin",
        "email": "elin@skola.example",
        "role": role,
        "organiser": UUID(int=1),
        "extent": 100,
        "starts_on": date(2020, 8, 1),
    }
    return DutyFound(**{**fields, **over})  # type: ignore[arg-type]  # fields of several kinds


def test_the_table_adds_up() -> None:
    without = uuid4()
    heads = count_heads(
        [
            duty(Role.PRINCIPAL),
            duty(Role.FIRST_TEACHER),
            duty(Role.FIRST_TEACHER, without),
            duty(Role.FIRST_TEACHER, email=""),
        ],
        {without},
    )

    assert [(row.role, row.in_register, row.excepted, row.invited) for row in heads.rows] == [
        (Role.FIRST_TEACHER, 3, 2, 1),
        (Role.PRINCIPAL, 1, 0, 1),
    ]
    assert (heads.total.in_register, heads.total.excepted, heads.total.invited) == (4, 2, 2)
    assert {reason: heads.excepted_for(reason) for reason in Reason} == {
        Reason.NAMED: 1,
        Reason.NO_ADDRESS: 1,
    }


def test_who_has_two_duties_is_counted_once_where_the_duty_is_greatest() -> None:
    person = uuid4()
    heads = count_heads(
        [duty(Role.FIRST_TEACHER, person, extent=40), duty(Role.PRINCIPAL, person, extent=60)], ()
    )

    assert [(row.role, row.in_register) for row in heads.rows] == [(Role.PRINCIPAL, 1)]
    assert heads.doubled == 1


@pytest.mark.parametrize("order", [1, -1])
def test_equal_duties_count_where_the_table_begins(order: int) -> None:
    person = uuid4()
    duties = [duty(Role.PRINCIPAL, person), duty(Role.FIRST_TEACHER, person)]

    heads = count_heads(duties[::order], ())

    assert [row.role for row in heads.rows] == [Role.FIRST_TEACHER]


def test_a_small_role_joins_its_role_group() -> None:
    blocks = merge_cells(
        {("first_teacher", ""): 20, ("senior_lecturer", ""): 2, ("principal", ""): 9}, {}, 5
    )

    assert [(block.label, block.size) for block in blocks] == [
        ("Förstelärare och lektorer", 22),
        ("Rektorer", 9),
    ]


def test_organisers_that_are_small_join_each_other() -> None:
    blocks = merge_cells({("", "a"): 3, ("", "b"): 12, ("", "c"): 4}, NAMES, 5)

    assert [(block.label, block.size) for block in blocks] == [
        ("Alby och Cedersund", 7),
        ("Björkås", 12),
    ]


def test_an_audience_below_the_threshold_has_no_blocks() -> None:
    assert merge_cells({("principal", ""): 4}, {}, 5) == ()


@given(st.dictionaries(CELLS, st.integers(0, 30), max_size=25), st.integers(5, 12))
def test_every_block_has_the_threshold_and_every_cell_one_block(
    sizes: dict[Cell, int], threshold: int
) -> None:
    blocks = merge_cells(sizes, NAMES, threshold)

    assert all(block.size >= threshold for block in blocks)
    inside = [cell for block in blocks for cell in block.cells]
    assert len(inside) == len(set(inside))
    if sum(sizes.values()) >= threshold:
        assert set(inside) == {cell for cell, size in sizes.items() if size}
        assert sum(block.size for block in blocks) == sum(sizes.values())
    else:
        assert blocks == ()


@given(st.dictionaries(CELLS, st.integers(1, 30), min_size=1, max_size=25), CELLS)
def test_who_comes_late_always_finds_a_block(sizes: dict[Cell, int], cell: Cell) -> None:
    stored = [block.to_json() for block in merge_cells(sizes, NAMES, 5)]

    number = block_of(cell, stored)

    assert (number is None) == (stored == [])
    if number is not None and cell in sizes:
        assert list(cell) in stored[number]["cells"]


def test_groups_that_may_become_too_small_are_told_beforehand() -> None:
    people = [
        *(Asked(duty(Role.FIRST_TEACHER)) for _ in range(20)),
        *(Asked(duty(Role.SENIOR_LECTURER)) for _ in range(6)),
        *(Asked(duty(Role.PRINCIPAL)) for _ in range(10)),
    ]

    (small,) = small_groups(people, 5)

    assert (small.they, small.count, small.joins) == (
        "Lektorerna",
        6,
        "förstelärarna",
    )
